//! Who was told is not who told.
//!
//! Input: statements as found, and the parse. Output: the same; where the
//! source is the subject of a passive of telling ("Mrs Devi has been told to
//! …"), it is the one addressed and no source. What always holds: nothing but
//! the source changes, and it only goes.

use rapporteur_network::LONGEST;
use rapporteur_text::{Deprel, Marks, Statement};

/// Participles whose passive subject hears what is said. Of others it may
/// speak: "was quoted as saying", "is convinced that".
const TELLING: &[&str] = &[
    "told",
    "asked",
    "informed",
    "ordered",
    "instructed",
    "advised",
    "reminded",
    "assured",
    "urged",
    "notified",
    "requested",
];

/// Takes away sources that were told.
pub(super) fn spare(text: &str, marks: &Marks, statements: &mut [Statement]) {
    for statement in statements {
        let told = statement.cue.iter().any(|cue| {
            let from = marks
                .words
                .partition_point(|it| it.span.end() <= cue.start());
            let words = marks.words.iter().enumerate().skip(from);
            let mut words = words.take_while(|(_, it)| it.span.start() < cue.end());
            words.any(|(at, it)| {
                let word = text[it.span.range()].to_lowercase();
                TELLING.contains(&word.as_str()) && has_passive_subject(marks, at, statement)
            })
        });
        if told {
            statement.source.clear();
        }
    }
}

/// Whether the passive subject of the word at `verb` lies in the source.
fn has_passive_subject(marks: &Marks, verb: usize, statement: &Statement) -> bool {
    // The parser links no words that are farther apart.
    let near = verb.saturating_sub(LONGEST)..marks.words.len().min(verb + LONGEST);
    marks.words[near].iter().any(|it| {
        let hangs = it.head == Some(verb as u32) && it.deprel == Deprel::NsubjPass;
        let mut source = statement.source.iter();
        hangs && source.any(|source| source.overlaps(it.span))
    })
}

#[cfg(test)]
mod tests {
    use rapporteur_language::Language;
    use rapporteur_text::{Imprint, Mask, Report};

    /// Source and speaker of the statements whose cue holds `cue`.
    fn sources(text: &str, cue: &str) -> Vec<(String, Option<String>)> {
        let report = Report::new(None, "test".into(), text.into(), Imprint::default());
        let (mask, imprint) = (Mask::default(), Imprint::default());
        let marks = crate::mark(&report, &mask, &imprint, Language::english());
        let with_cue = marks.statements.iter().filter(|it| {
            let mut cues = it.cue.iter();
            cues.any(|it| report.slice(*it).contains(cue))
        });
        let source = |it: &rapporteur_text::Statement| {
            let words: Vec<&str> = it.source.iter().map(|it| report.slice(*it)).collect();
            let speaker = it.speaker.map(|ix| marks.entity(ix).name.clone());
            (words.join(" | "), speaker)
        };
        with_cue.map(source).collect()
    }

    #[test]
    fn who_was_told_is_no_source() {
        let text = "Olga Petrenko came home on Friday. Petrenko has been told to bring a passbook.";
        let told = sources(text, "told");
        assert!(!told.is_empty());
        assert!(
            told.iter().all(|it| it.1.is_none() && it.0.is_empty()),
            "{told:?}"
        );
    }

    #[test]
    fn who_tells_and_who_is_quoted_stay_sources() {
        let text = "Olga Petrenko told reporters that the ferries would sail on Friday.";
        let told = sources(text, "told");
        assert_eq!(told[0].1.as_deref(), Some("Olga Petrenko"));
        let text = "Olga Petrenko was quoted as saying that the ferries would sail on Friday.";
        let said = sources(text, "saying");
        assert_eq!(said[0].1.as_deref(), Some("Olga Petrenko"));
    }
}
