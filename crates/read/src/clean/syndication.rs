//! Marks of syndication: "This story was originally published by The Coast
//! Mirror", "(via The Coast Mirror)".
//!
//! Input: a text and its lines. Output: the outlet that the report says it was
//! taken from. What always holds: only a line at the head or the foot that
//! speaks of the report itself counts, so that an outlet which is cited for a
//! finding is no source of the text.

use rapporteur_language::{Cleaning, Outlets};

use super::lines::Line;

/// Lines from the top, and from the end, that are looked at.
const HEAD: usize = 4;
const FOOT: usize = 6;
/// Most words of such a line.
const WORDS: usize = 45;
/// Most words of an outlet's name.
const NAME: usize = 6;

/// The outlet that the report says it was taken from.
pub(super) fn via(text: &str, lines: &[Line], rules: &Cleaning) -> Option<String> {
    let foot = lines.len().saturating_sub(FOOT).max(HEAD.min(lines.len()));
    let head = lines.iter().take(HEAD);
    let mut near = head.chain(&lines[foot..]);
    near.find_map(|it| named(&text[it.span.range()], rules))
}

/// The outlet that a line names as the report's source.
fn named(line: &str, rules: &Cleaning) -> Option<String> {
    if WORDS < line.split_whitespace().count() {
        return None;
    }
    let bare = line.trim_start_matches(['(', '[', '*', '—', '–', '-', ' ']);
    let bracketed = line.starts_with(['(', '[']);
    let lower = bare.to_ascii_lowercase();
    let opens = |start: &&String| lower.starts_with(start.as_str());
    let subject = rules.syndication.subjects.iter().find(opens);
    let mark = |mark: &&String| match subject {
        Some(subject) => lower[subject.len()..].contains(mark.as_str()),
        None => lower.starts_with(mark.as_str()) && (bracketed || !mark.starts_with("via")),
    };
    let mark = rules.syndication.marks.iter().find(mark)?;
    let at = lower.find(mark.as_str())? + mark.len();
    outlet(&bare[at..])
}

/// The outlet that the words begin with: one of the table's, else up to six
/// capitalised words.
fn outlet(words: &str) -> Option<String> {
    let words = words.trim_start_matches([' ', ':']);
    let end = words.find(['.', ',', ')', ']', ';', '|', '—', '\n']);
    let words = words[..end.unwrap_or(words.len())].trim();
    let linked =
        |it: &&str| it.starts_with(char::is_uppercase) || matches!(*it, "of" | "the" | "and");
    let name: Vec<&str> = words.split_whitespace().take_while(linked).collect();
    let capital = name
        .iter()
        .any(|it| it.starts_with(char::is_uppercase) && *it != "The");
    if !capital || NAME < name.len() {
        return None;
    }
    let name = name.join(" ");
    let known = Outlets::embedded().by_name(&name);
    Some(known.map_or(name, str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::named;
    use rapporteur_language::Language;

    fn name(line: &str) -> Option<String> {
        named(line, &Language::english().cleaning)
    }

    #[test]
    fn a_line_about_the_report_itself_names_where_it_was_taken_from() {
        for (line, outlet) in [
            (
                "This story was originally published by The Coast Mirror.",
                "The Coast Mirror",
            ),
            (
                "This article first appeared in Harbour Weekly on May 3, 2024.",
                "Harbour Weekly",
            ),
            (
                "Republished from The Conversation under a licence",
                "The Conversation",
            ),
            ("(via The Conversation)", "The Conversation"),
            (
                "[This piece first appeared on Tidewater Review]",
                "Tidewater Review",
            ),
            ("From our partner Harbour Weekly", "Harbour Weekly"),
        ] {
            assert_eq!(name(line).as_deref(), Some(outlet), "{line}");
        }
    }

    #[test]
    fn a_citation_and_a_name_that_is_missing_are_no_mark() {
        for line in [
            "The study was originally published by The Lancet, the minister said.",
            "Via Appia was closed on Monday.",
            "This story was originally published in 2012.",
            "The ship came via Lima and Callao.",
            "The plan first appeared in Harbour Weekly.",
        ] {
            assert_eq!(name(line), None, "{line}");
        }
    }
}
