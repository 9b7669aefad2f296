//! Which outlet publishes at which host, and who owns it.
//!
//! Input: `data/outlets.tsv`: a host, a tab, the outlet's name and, where it
//! is well known, a tab and the publisher's. What always holds: a host answers
//! for its subdomains unless they have a line of their own; an address in a
//! cache, an archive or a translation answers for the page that it holds.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The table of hosts.
#[derive(Debug)]
pub struct Outlets {
    hosts: HashMap<&'static str, Outlet>,
    /// Owners by the outlet's name in small letters; `None` where outlets of
    /// one name have several.
    families: HashMap<String, Option<&'static str>>,
    /// Names as the table spells them, by the name in small letters.
    names: HashMap<String, &'static str>,
}

/// An outlet of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// Its name.
    pub name: &'static str,
    /// The publisher that owns it, where that is well known.
    pub family: Option<&'static str>,
}

static EMBEDDED: LazyLock<Outlets> =
    LazyLock::new(|| Outlets::of(include_str!("../data/outlets.tsv")));

impl Outlets {
    /// The table that is built in.
    pub fn embedded() -> &'static Outlets {
        &EMBEDDED
    }

    fn of(table: &'static str) -> Self {
        let mut hosts = HashMap::new();
        let mut names = HashMap::new();
        let mut families: HashMap<String, Option<&'static str>> = HashMap::new();
        for (host, rest) in table.lines().filter_map(|line| line.split_once('\t')) {
            let (name, family) = match rest.split_once('\t') {
                Some((name, family)) => (name, Some(family)),
                None => (rest, None),
            };
            hosts.insert(host, Outlet { name, family });
            names.entry(name.to_lowercase()).or_insert(name);
            families
                .entry(name.to_lowercase())
                .and_modify(|it| *it = it.filter(|_| *it == family))
                .or_insert(family);
        }
        Self {
            hosts,
            families,
            names,
        }
    }

    /// The outlet at `host` (lower case), or at the nearest host above it.
    pub fn at_host(&self, host: &str) -> Option<Outlet> {
        let mut rest = host;
        loop {
            if let Some(outlet) = self.hosts.get(rest) {
                return Some(*outlet);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// The name of the outlet at `host`.
    pub fn by_host(&self, host: &str) -> Option<&'static str> {
        self.at_host(host).map(|it| it.name)
    }

    /// The outlet whose page an address leads to, seen through the caches,
    /// archives and translations that keep pages of others.
    pub fn by_address(&self, url: &str) -> Option<Outlet> {
        self.at_host(&publisher_host(url)?)
    }

    /// The outlet whose name is `name`, letter case aside, as it spells it.
    pub fn by_name(&self, name: &str) -> Option<&'static str> {
        self.names.get(&name.to_lowercase()).copied()
    }

    /// The publisher that owns the outlet called `name`, letter case aside;
    /// none where outlets of that name have different ones.
    pub fn family_of(&self, name: &str) -> Option<&'static str> {
        self.families.get(&name.to_lowercase()).copied().flatten()
    }
}

/// Hosts that keep pages of others, with what stands before the page's own
/// address in theirs.
const KEEPERS: [(&str, &str); 5] = [
    ("google.com", "/amp/s/"),
    ("google.com", "/amp/"),
    ("web.archive.org", "/http"),
    ("archive.ph", "/http"),
    ("bing.com", "/amp/s/"),
];

/// The host, in small letters, of the page that an address leads to.
fn publisher_host(url: &str) -> Option<String> {
    let host = host(url)?;
    for suffix in [".cdn.ampproject.org", ".translate.goog", ".bing-amp.com"] {
        if let Some(folded) = host.strip_suffix(suffix) {
            return Some(unfolded(folded));
        }
    }
    let kept = KEEPERS.iter().find_map(|(keeper, mark)| {
        let here = host == *keeper || host.strip_suffix(keeper)?.ends_with('.');
        let at = url.find(mark).filter(|_| here)? + mark.len();
        let inner = url[at..].trim_start_matches(['s', ':', '/']);
        let inner = self::host(if mark.ends_with("http") {
            inner
        } else {
            &url[at..]
        });
        inner.map(Cow::into_owned)
    });
    Some(kept.unwrap_or_else(|| host.into_owned()))
}

/// The host of an address, in small letters.
fn host(url: &str) -> Option<Cow<'_, str>> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?;
    if !host.contains('.') || host.contains(char::is_whitespace) {
        return None;
    }
    let small = !host.contains(|it: char| it.is_uppercase());
    Some(if small {
        host.into()
    } else {
        host.to_lowercase().into()
    })
}

/// `www.my-paper.com` of `www-my--paper-com`: a cache writes a dot as a hyphen
/// and a hyphen as two.
fn unfolded(folded: &str) -> String {
    folded
        .replace("--", "\0")
        .replace('-', ".")
        .replace('\0', "-")
}

#[cfg(test)]
mod tests {
    use super::Outlets;

    #[test]
    fn a_host_answers_for_its_subdomains() {
        let outlets = Outlets::embedded();
        assert_eq!(outlets.by_host("www.bbc.co.uk"), Some("BBC News"));
        assert_eq!(outlets.by_host("bbc.co.uk"), Some("BBC News"));
        assert_eq!(outlets.by_host("co.uk"), None);
        assert_eq!(outlets.by_host("com"), None);
        assert_eq!(
            outlets.by_name("the new indian express"),
            Some("The New Indian Express")
        );
    }

    #[test]
    fn an_address_answers_for_the_page_that_it_holds() {
        let outlets = Outlets::embedded();
        for (url, name) in [
            ("https://edition.cnn.com/2024/05/03/port/index.html", "CNN"),
            (
                "https://amp.theguardian.com/world/2024/may/03/port",
                "The Guardian",
            ),
            (
                "https://m.timesofindia.indiatimes.com/port.cms",
                "The Times of India",
            ),
            (
                "https://www-theguardian-com.cdn.ampproject.org/c/s/www.theguardian.com/port",
                "The Guardian",
            ),
            (
                "https://www.google.com/amp/s/www.theguardian.com/port",
                "The Guardian",
            ),
            (
                "https://web.archive.org/web/20240503/https://www.smh.com.au/port.html",
                "The Sydney Morning Herald",
            ),
            (
                "https://www-lemonde-fr.translate.goog/port?_x_tr_sl=fr",
                "Le Monde",
            ),
            ("HTTPS://user@WWW.BBC.CO.UK:443/news", "BBC News"),
        ] {
            let found = outlets.by_address(url).map(|it| it.name);
            assert_eq!(found, Some(name), "{url}");
        }
        assert_eq!(outlets.by_address("not an address"), None);
    }

    #[test]
    fn owners_are_known_where_the_name_tells() {
        let outlets = Outlets::embedded();
        assert_eq!(outlets.family_of("USA Today"), Some("Gannett"));
        assert_eq!(outlets.family_of("the sydney morning herald"), Some("Nine"));
        assert_eq!(outlets.family_of("The Coast Mirror"), None);
    }

    #[test]
    fn every_line_is_a_host_a_name_and_perhaps_an_owner() {
        let table = include_str!("../data/outlets.tsv");
        let mut last = "";
        for line in table.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            assert!((2..=3).contains(&cells.len()), "{line}");
            let host = cells[0];
            assert!(host.contains('.') && host == host.to_lowercase(), "{line}");
            assert!(last < host, "{host} is out of order or stands twice");
            assert!(
                cells.iter().all(|it| !it.is_empty() && *it == it.trim()),
                "{line}"
            );
            last = host;
        }
        assert!(900 <= table.lines().count());
    }
}
