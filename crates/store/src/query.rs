//! What is searched for: words and phrases, and filters.

use std::fmt::Write as _;

use serde::Serialize;

/// A search.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Query {
    /// Words, phrases in quotation marks, beginnings (`minist*`), and words
    /// that must not be there (`-word`).
    pub text: String,
    /// Only what this speaker said; words of a name.
    pub speaker: Option<String>,
    /// Only what this outlet reports.
    pub outlet: Option<String>,
    /// Only `statement`, `event`, `commitment` or `figure`.
    pub kind: Option<String>,
    /// Only `corroborated`, `reported` or `disputed`.
    pub status: Option<String>,
    /// Only on this day (ISO 8601) or later.
    pub since: Option<String>,
    /// Only on this day or earlier.
    pub until: Option<String>,
}

/// One thing that is looked for in the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sought {
    /// The words.
    pub(crate) words: String,
    /// In this order, one after the other.
    pub(crate) phrase: bool,
    /// The last word may go on.
    pub(crate) beginning: bool,
    /// It must not be there.
    pub(crate) absent: bool,
}

impl Sought {
    /// The same, as FTS5 takes it.
    pub(crate) fn quoted(&self) -> String {
        let star = if self.beginning { "*" } else { "" };
        format!("\"{}\"{star}", self.words.replace('"', "\"\""))
    }
}

impl Query {
    /// A search for words.
    pub fn of(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// What is looked for.
    pub(crate) fn sought(&self) -> Vec<Sought> {
        let mut sought = Vec::new();
        let mut rest = self.text.trim_start();
        while !rest.is_empty() {
            let absent = rest.starts_with('-');
            rest = rest.trim_start_matches('-');
            let opens = rest.starts_with(['"', '“', '”']);
            let (words, after) = if opens {
                let inner = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
                split_at(inner, |it| matches!(it, '"' | '“' | '”'))
            } else {
                split_at(rest, char::is_whitespace)
            };
            if words.contains(char::is_alphanumeric) {
                sought.push(Sought {
                    words: words.trim_end_matches('*').trim().to_owned(),
                    phrase: opens,
                    beginning: !opens && words.ends_with('*'),
                    absent,
                });
            }
            rest = after.trim_start();
        }
        sought
    }

    /// The same, as FTS5 takes it; none where no word must be there.
    pub(crate) fn expression(&self) -> Option<String> {
        let sought = self.sought();
        let wanted = sought.iter().filter(|it| !it.absent);
        let wanted: Vec<_> = wanted.map(Sought::quoted).collect();
        if wanted.is_empty() {
            return None;
        }
        let mut expression = format!("({})", wanted.join(" AND "));
        for it in sought.iter().filter(|it| it.absent) {
            let _ = write!(expression, " NOT {}", it.quoted());
        }
        Some(expression)
    }

    /// The search in words: what is looked for, and under which conditions.
    pub fn restated(&self) -> String {
        let tell = |it: &Sought| match (it.phrase, it.beginning) {
            (true, _) => format!("the phrase “{}”", it.words),
            (_, true) => format!("a word that begins with “{}”", it.words),
            _ => format!("“{}”", it.words),
        };
        let sought = self.sought();
        let of = |absent| {
            let some = sought.iter().filter(|it| it.absent == absent);
            some.map(tell).collect::<Vec<_>>()
        };
        let (with, without) = (of(false), of(true));
        let what = self
            .kind
            .as_deref()
            .map_or("items and sentences".into(), |it| format!("{it}s"));
        let mut told = match with.len() {
            0 => what,
            _ => format!("{what} with {}", with.join(" and ")),
        };
        if !without.is_empty() {
            let _ = write!(told, ", without {}", without.join(" or "));
        }
        for (label, value) in self.filters() {
            if label != "kind" {
                let _ = write!(told, ", {}", condition(label, value));
            }
        }
        told
    }

    /// The filters that are set, by name.
    pub fn filters(&self) -> Vec<(&'static str, &str)> {
        let all = [
            ("kind", &self.kind),
            ("speaker", &self.speaker),
            ("outlet", &self.outlet),
            ("status", &self.status),
            ("since", &self.since),
            ("until", &self.until),
        ];
        all.into_iter()
            .filter_map(|(label, value)| value.as_deref().map(|it| (label, it)))
            .collect()
    }

    /// The same search without one of its filters.
    pub(crate) fn without(&self, label: &str) -> Self {
        let keep = |name: &str, value: &Option<String>| value.clone().filter(|_| name != label);
        Self {
            text: self.text.clone(),
            speaker: keep("speaker", &self.speaker),
            outlet: keep("outlet", &self.outlet),
            kind: keep("kind", &self.kind),
            status: keep("status", &self.status),
            since: keep("since", &self.since),
            until: keep("until", &self.until),
        }
    }
}

fn condition(label: &str, value: &str) -> String {
    match label {
        "speaker" => format!("said by “{value}”"),
        "outlet" => format!("reported by “{value}”"),
        "since" => format!("on {value} or later"),
        "until" => format!("on {value} or earlier"),
        _ => format!("{label} “{value}”"),
    }
}

/// What stands before the first mark, and what stands after it.
fn split_at(text: &str, mark: impl Fn(char) -> bool) -> (&str, &str) {
    match text.char_indices().find(|&(_, it)| mark(it)) {
        Some((at, it)) => (&text[..at], &text[at + it.len_utf8()..]),
        None => (text, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_phrases_beginnings_and_absences_are_told_apart() {
        let query = Query::of("bridge “new harbour” minist* -tunnel");
        assert_eq!(
            query.expression().as_deref(),
            Some("(\"bridge\" AND \"new harbour\" AND \"minist\"*) NOT \"tunnel\"")
        );
        assert_eq!(
            query.restated(),
            "items and sentences with “bridge” and the phrase “new harbour” and a word that \
             begins with “minist”, without “tunnel”"
        );
    }

    #[test]
    fn operators_of_the_index_are_words_like_any_other() {
        let query = Query::of("NEAR OR \" AND (a\"b* : ^");
        let words: Vec<_> = query.sought().into_iter().map(|it| it.words).collect();
        assert_eq!(words, ["NEAR", "OR", "AND (a", "b"]);
        assert_eq!(Query::of("-").expression(), None);
        assert_eq!(Query::of("\"\"").expression(), None);
    }

    #[test]
    fn filters_are_told_in_words() {
        let query = Query {
            kind: Some("statement".into()),
            speaker: Some("Orr".into()),
            since: Some("2024-03-01".into()),
            ..Query::of("ceasefire")
        };
        assert_eq!(
            query.restated(),
            "statements with “ceasefire”, said by “Orr”, on 2024-03-01 or later"
        );
        assert_eq!(query.without("speaker").speaker, None);
    }
}
