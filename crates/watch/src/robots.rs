//! What a host lets be asked for: robots.txt, as RFC 9309 has it.
//!
//! The group of our name counts, else that of `*`. Of the rules that match,
//! the longest counts, and of two alike the one that allows.

/// Our name in a robots.txt.
const NAME: &str = "rapporteur";
/// Most rules that are kept.
const RULES: usize = 1_000;

/// The rules of a host for us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Robots {
    rules: Vec<(bool, String)>,
    delay: Option<u64>,
}

impl Robots {
    /// Reads any bytes; what is no rule is passed over.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (mut ours, mut all): (Option<Self>, Option<Self>) = (None, None);
        // For whom the next rules are, and whether any rule came since.
        let (mut for_us, mut for_all, mut ruled) = (false, false, false);
        for line in text.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((name, value)) = line.split_once(':') else {
                continue;
            };
            let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
            if name == "user-agent" {
                if ruled {
                    (for_us, for_all, ruled) = (false, false, false);
                }
                for_us |= value.eq_ignore_ascii_case(NAME);
                for_all |= value == "*";
                if for_us {
                    ours.get_or_insert_default();
                }
                continue;
            }
            ruled |= matches!(name.as_str(), "allow" | "disallow" | "crawl-delay");
            for (applies, group) in [(for_us, &mut ours), (for_all, &mut all)] {
                if applies {
                    group.get_or_insert_default().add(&name, value);
                }
            }
        }
        ours.or(all).unwrap_or_default()
    }

    fn add(&mut self, name: &str, value: &str) {
        match name {
            "allow" | "disallow" if !value.is_empty() && self.rules.len() < RULES => {
                self.rules.push((name == "allow", value.to_owned()));
            }
            "crawl-delay" => self.delay = value.parse().ok(),
            _ => {}
        }
    }

    /// Whether a path, with its query, may be asked for.
    pub(crate) fn allows(&self, path: &str) -> bool {
        let matching = self.rules.iter().filter(|(_, rule)| matches(rule, path));
        let longest = matching.max_by_key(|(allows, rule)| (rule.len(), *allows));
        longest.is_none_or(|(allows, _)| *allows)
    }

    /// Seconds between two requests, where it asks for that.
    pub(crate) fn delay(&self) -> Option<u64> {
        self.delay
    }
}

/// Whether a path begins as a rule has it: `*` is anything, `$` the end.
fn matches(rule: &str, path: &str) -> bool {
    let (rule, to_end) = match rule.strip_suffix('$') {
        Some(rule) => (rule, true),
        None => (rule, false),
    };
    let mut parts = rule.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    for (at, part) in parts.iter().enumerate() {
        if to_end && at + 1 == parts.len() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(found) => rest = &rest[found + part.len()..],
            None => return false,
        }
    }
    !to_end || rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_counts() {
        let robots = Robots::parse(b"User-agent: *\nDisallow: /news\nAllow: /news/feed\n");
        assert!(!robots.allows("/news/a"));
        assert!(robots.allows("/news/feed.xml"));
        assert!(robots.allows("/"));
    }

    #[test]
    fn our_own_group_counts_before_that_of_all() {
        let text = b"User-agent: *\r\nDisallow: /\r\n\r\nUser-agent: Rapporteur\r\nUser-agent: x\r\nDisallow: /private # not for us\r\nCrawl-delay: 7\r\n";
        let robots = Robots::parse(text);
        assert!(robots.allows("/feed"));
        assert!(!robots.allows("/private/feed"));
        assert_eq!(robots.delay(), Some(7));
        let open =
            Robots::parse(b"User-agent: *\nDisallow: /\nUser-agent: rapporteur\nDisallow:\n");
        assert!(open.allows("/feed"), "an empty rule forbids nothing");
    }

    #[test]
    fn stars_and_ends_match_as_they_should() {
        for (rule, path, expected) in [
            ("/*.xml", "/a/feed.xml?x", true),
            ("/*.xml$", "/a/feed.xml?x", false),
            ("/*.xml$", "/a/feed.xml", true),
            ("/a*b*c", "/a1b2c3", true),
            ("/a*b*c", "/a1c2b3", false),
            ("/feed$", "/feed", true),
            ("/feed$", "/feeds", false),
            ("/a*$", "/abc", true),
        ] {
            assert_eq!(matches(rule, path), expected, "{rule} {path}");
        }
    }

    #[test]
    fn any_bytes_are_rules_or_nothing() {
        let noise: Vec<u8> = (0..=255).cycle().take(4096).collect();
        assert!(Robots::parse(&noise).allows("/feed"));
        assert_eq!(Robots::parse(b"Disallow: /"), Robots::default());
    }
}
