//! Twins of lists: the same as tables and as Markdown.

use std::fmt::Write as _;

use rapporteur_present::csv;
use rapporteur_present::terminal::headline;
use rapporteur_store::{Hits, ItemHit, SentenceHit, StoryRow, Stretch, Who};
use rapporteur_text::page_name;

use crate::lists::{counted, days, title};

/// Stories as a table.
pub(crate) fn stories_table(stories: &[StoryRow]) -> String {
    let head = [
        "id", "title", "first", "last", "place", "reports", "outlets", "origins", "items",
        "disputed",
    ];
    let mut out = csv::line(head.into_iter());
    for it in stories {
        let of = |value: &Option<String>| value.clone().unwrap_or_default();
        let cells = [
            it.id.clone(),
            it.title.clone(),
            of(&it.first),
            of(&it.last),
            of(&it.place),
            it.reports.to_string(),
            it.outlets.to_string(),
            it.origins.to_string(),
            it.items.to_string(),
            it.disputed.to_string(),
        ];
        out += &csv::line(cells.iter().map(String::as_str));
    }
    out
}

/// Stories as Markdown.
pub(crate) fn stories_list(stories: &[StoryRow]) -> String {
    let mut out = String::from("# Stories\n\n");
    for it in stories {
        let plain = escaped(&title(&it.title));
        let _ = writeln!(
            out,
            "- [{plain}](s/{}.md): {}, {}, {}",
            page_name(&it.id),
            days(it),
            counted(it.reports, "report"),
            counted(it.origins, "origin"),
        );
    }
    out
}

/// A line of words in which what Markdown would take for a mark of its own
/// stays a letter.
pub(crate) fn escaped(text: &str) -> String {
    let is_mark =
        |letter: char| letter.is_ascii_punctuation() && !matches!(letter, ',' | '.' | '\'' | '-');
    let escape = |letter| is_mark(letter).then_some('\\').into_iter().chain([letter]);
    headline(text).chars().flat_map(escape).collect()
}

/// Items that were found as a table: those with the words, then those near in
/// meaning.
pub(crate) fn hits_table(hits: &Hits) -> String {
    let head = [
        "item", "story", "kind", "status", "origins", "speaker", "earliest", "words", "by",
    ];
    let mut out = csv::line(head.into_iter());
    let near = hits.near.iter().flat_map(|it| &it.items);
    let all = hits.items.iter().map(|it| (it, "words"));
    for (it, by) in all.chain(near.map(|it| (it, "meaning"))) {
        let words: String = it.words.iter().map(|it| it.text.as_str()).collect();
        let cells = [
            it.id.clone(),
            it.story.clone(),
            it.kind.clone(),
            it.status.clone(),
            it.origins.to_string(),
            it.speaker.clone().unwrap_or_default(),
            it.earliest.clone().unwrap_or_default(),
            words,
            by.into(),
        ];
        out += &csv::line(cells.iter().map(String::as_str));
    }
    out
}

/// What was found as Markdown: items, sentences, then what is near in meaning.
pub(crate) fn hits_list(hits: &Hits) -> String {
    let mut out = format!("# Search\n\nLooked for {}.\n", escaped(&hits.query));
    let _ = writeln!(out, "\n## Items {}\n", hits.items_in_all);
    hits.items.iter().for_each(|it| item_line(&mut out, it));
    let _ = writeln!(out, "\n## Sentences {}\n", hits.sentences_in_all);
    hits.sentences
        .iter()
        .for_each(|it| sentence_line(&mut out, it));
    if let Some(near) = hits.near.as_ref().filter(|it| !it.is_empty()) {
        let _ = writeln!(
            out,
            "\n## Near in meaning\n\nSearched {}.\n",
            escaped(&near.restated())
        );
        near.items.iter().for_each(|it| item_line(&mut out, it));
        near.sentences
            .iter()
            .for_each(|it| sentence_line(&mut out, it));
    }
    out
}

fn item_line(out: &mut String, it: &ItemHit) {
    let _ = writeln!(
        out,
        "- [{}](s/{}/f/{}.md): {}, {}, {}",
        plain(&it.words),
        page_name(&it.story),
        page_name(&it.id),
        it.kind,
        it.status,
        counted(it.origins, "origin"),
    );
}

fn sentence_line(out: &mut String, it: &SentenceHit) {
    let outlet = it.outlet.as_deref().unwrap_or("outlet not known");
    let (words, report) = (plain(&it.words), page_name(&it.report));
    let _ = writeln!(out, "- [{words}](r/{report}.md): {}", escaped(outlet));
}

fn plain(words: &[Stretch]) -> String {
    let words: String = words.iter().map(|it| it.text.as_str()).collect();
    escaped(&words)
}

/// Parts of those who bear a name in items, as a table.
pub(crate) fn who_table(entities: &[Who]) -> String {
    let head = [
        "name", "type", "office", "mentions", "story", "role", "item", "kind", "status", "origins",
        "summary",
    ];
    let mut out = csv::line(head.into_iter());
    for it in entities {
        for part in &it.items {
            let cells = [
                it.name.as_str(),
                &it.r#type,
                it.office.as_deref().unwrap_or_default(),
                &it.mentions.to_string(),
                &it.story,
                &part.role,
                &part.item,
                &part.kind,
                &part.status,
                &part.origins.to_string(),
                &part.summary,
            ];
            out += &csv::line(cells.into_iter());
        }
    }
    out
}

/// Those who bear a name, as Markdown.
pub(crate) fn who_list(entities: &[Who]) -> String {
    let mut out = String::from("# Who\n");
    for it in entities {
        let story = page_name(&it.story);
        let _ = write!(out, "\n## {}\n\n", escaped(&it.name));
        if let Some(office) = &it.office {
            let _ = write!(out, "{}, ", escaped(office));
        }
        let _ = write!(
            out,
            "{} in [{}](s/{story}.md)\n\n",
            counted(it.mentions, "mention"),
            escaped(&title(&it.story_title)),
        );
        for part in &it.items {
            let _ = writeln!(
                out,
                "- {}: [{}](s/{story}/f/{}.md), {}, {}",
                part.role,
                escaped(&part.summary),
                page_name(&part.item),
                part.status,
                counted(part.origins, "origin"),
            );
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_mark_of_a_report_is_a_mark_of_markdown() {
        assert_eq!(
            escaped("<b>*port*</b>\n# [x](javascript:a)"),
            "\\<b\\>\\*port\\*\\<\\/b\\> \\# \\[x\\]\\(javascript\\:a\\)"
        );
    }
}
