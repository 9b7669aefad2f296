//! Whom "I" means in quotation marks, and whom "he" cannot mean there.
//!
//! Input: statements with their speakers. Output: more pronoun mentions of
//! the speakers. What always holds: only words inside the quotation marks of
//! a statement of one known person are given to that person, each once; who
//! speaks does not call himself "he".

use rapporteur_text::{EntityIx, EntityKind, Marks, Mention, MentionKind, Span, Statement};

use super::page::Page;

/// "I" and its forms, in small letters.
const OWN: &[&str] = &["i", "me", "my", "mine", "myself"];

/// The pronouns of the first person in `statements`, and the speaker that
/// each means.
pub(super) fn own_words(
    text: &str,
    page: &Page,
    marks: &Marks,
    statements: &[Statement],
) -> Vec<(EntityIx, Span)> {
    let mut found = Vec::new();
    for statement in statements {
        let Some(speaker) = statement.speaker else {
            continue;
        };
        if marks.entity(speaker).kind != EntityKind::Person {
            continue;
        }
        for at in statement.content.iter().flat_map(|&it| marks.tokens_in(it)) {
            let span = marks.tokens[at].span;
            let quoted = page.words[at].quotation.is_some();
            if quoted && is_own(&text[span.range()]) {
                found.push((span, speaker));
            }
        }
    }
    // Of two statements that hold a word, the later is the inner one.
    found.reverse();
    found.sort_by_key(|it| it.0);
    found.dedup_by_key(|it| it.0);
    found.into_iter().map(|(span, ix)| (ix, span)).collect()
}

fn is_own(word: &str) -> bool {
    word.len() <= 6 && OWN.contains(&word.to_ascii_lowercase().as_str())
}

/// Adds the speakers' own pronouns to their entities, and takes from each
/// speaker what the quotation says of somebody else.
pub(super) fn give_voice(text: &str, marks: &mut Marks, own: &[(EntityIx, Span)]) {
    for &(ix, span) in own {
        if let Some(entity) = marks.entities.get_mut(ix.0 as usize) {
            entity.mentions.push(Mention {
                span,
                kind: MentionKind::Pronoun,
            });
        }
    }
    let quoted = quoted_by_speaker(text, marks);
    for run in quoted.chunk_by(|one, other| one.0 == other.0) {
        if let Some(entity) = marks.entities.get_mut(run[0].0.0 as usize) {
            drop_others(text, run, &mut entity.mentions);
        }
    }
    for entity in &mut marks.entities {
        entity.mentions.sort_by_key(|it| it.span);
        entity.mentions.dedup_by_key(|it| it.span);
    }
}

/// Quotations with their speakers, those of one speaker together, in order
/// and disjoint.
fn quoted_by_speaker(text: &str, marks: &Marks) -> Vec<(EntityIx, Span)> {
    let whole = |it: &&Span| text[it.range()].starts_with(['“', '"', '«']);
    let spoken = marks
        .statements
        .iter()
        .filter_map(|it| Some((it.speaker?, it)));
    let mut quoted: Vec<(EntityIx, Span)> = spoken
        .flat_map(|(speaker, it)| {
            it.content
                .iter()
                .filter(whole)
                .map(move |&it| (speaker, it))
        })
        .collect();
    quoted.sort_unstable();
    quoted.dedup_by(|next, last| {
        let joined = next.0 == last.0 && next.1.start() < last.1.end();
        if joined {
            last.1 = last.1.cover(next.1);
        }
        joined
    });
    quoted
}

/// Drops the pronouns in quotations that are not the speaker's own.
fn drop_others(text: &str, quoted: &[(EntityIx, Span)], mentions: &mut Vec<Mention>) {
    let other = |it: &Mention| {
        let next = quoted.partition_point(|(_, quoted)| quoted.end() <= it.span.start());
        let inside = quoted
            .get(next)
            .is_some_and(|(_, quoted)| quoted.contains(it.span));
        it.kind == MentionKind::Pronoun && inside && !is_own(&text[it.span.range()])
    };
    if mentions.iter().any(|it| !other(it)) {
        mentions.retain(|it| !other(it));
    }
}

#[cfg(test)]
mod tests {
    use rapporteur_language::Language;
    use rapporteur_text::{Imprint, Mask, Report};

    /// The mentions of the person of that name.
    fn mentions(text: &str, name: &str) -> Vec<String> {
        let report = Report::new(None, "test".into(), text.into(), Imprint::default());
        let (mask, imprint) = (Mask::default(), Imprint::default());
        let marks = crate::mark(&report, &mask, &imprint, Language::english());
        let person = marks.entities.iter().find(|it| it.name == name);
        let mentions = person.into_iter().flat_map(|it| &it.mentions);
        mentions
            .map(|it| report.slice(it.span).to_owned())
            .collect()
    }

    #[test]
    fn a_speaker_says_i_and_calls_somebody_else_he() {
        let text = "Peter Orlov met Karl Brandt in Lima. “I like my friend, and he likes me,” \
                    Orlov said. “I agree.”";
        let own = mentions(text, "Peter Orlov");
        assert_eq!(own, ["Peter Orlov", "I", "my", "me", "Orlov", "I"]);
    }

    #[test]
    fn outside_quotation_marks_i_is_nobody() {
        let text = "Peter Orlov said that I should wait.";
        assert_eq!(mentions(text, "Peter Orlov"), ["Peter Orlov"]);
    }
}
