//! Which outlet publishes at which host.
//!
//! Input: `data/outlets.tsv`, a host, a tab and the outlet's name a line.
//! What always holds: a host answers for its subdomains unless they have a
//! line of their own.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The table of hosts.
#[derive(Debug)]
pub struct Outlets {
    names: HashMap<&'static str, &'static str>,
}

static EMBEDDED: LazyLock<Outlets> = LazyLock::new(|| Outlets {
    names: include_str!("../data/outlets.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect(),
});

impl Outlets {
    /// The table that is built in.
    pub fn embedded() -> &'static Outlets {
        &EMBEDDED
    }

    /// The outlet at `host` (lower case), or at the nearest host above it.
    pub fn by_host(&self, host: &str) -> Option<&'static str> {
        let mut rest = host;
        loop {
            if let Some(name) = self.names.get(rest) {
                return Some(name);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// The outlet whose name is `name`, letter case aside, as it spells it.
    pub fn by_name(&self, name: &str) -> Option<&'static str> {
        let mut found = self
            .names
            .values()
            .filter(|it| it.eq_ignore_ascii_case(name));
        found.next().copied()
    }
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
        assert_eq!(
            outlets.by_name("the new indian express"),
            Some("The New Indian Express")
        );
    }

    #[test]
    fn every_line_is_a_host_and_a_name() {
        for line in include_str!("../data/outlets.tsv").lines() {
            let (host, name) = line.split_once('\t').expect("a tab");
            assert!(host.contains('.') && host == host.to_lowercase(), "{line}");
            assert!(!name.is_empty() && name == name.trim(), "{line}");
        }
    }
}
