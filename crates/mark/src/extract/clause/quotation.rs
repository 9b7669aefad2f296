//! Which tokens stand inside a quotation.

use std::ops::Range;

use rapporteur_text::{EntityIx, Marks, StatementKind, TokenKind};

use super::Words;

/// Shorter ones are the reporter's borrowed words ("useful"), not speech.
const SHORTEST: usize = 7;

/// The tokens between double quotation marks, where they are more than a
/// phrase. A quotation that is not closed runs to the end of its paragraph.
pub(super) fn quotations(text: &str, marks: &Marks) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for &paragraph in &marks.paragraphs {
        let tokens = marks.tokens_in(paragraph);
        let mut open = None;
        for at in tokens.clone().filter(|&at| is_double(text, marks, at)) {
            match open.take() {
                None => open = Some(at + 1),
                Some(from) => found.push(from..at),
            }
        }
        found.extend(open.map(|from| from..tokens.end));
    }
    found.retain(|tokens| SHORTEST <= tokens.len());
    found
}

impl Words<'_> {
    /// Whether the time at the token says how long something holds: "for
    /// 2024-28", "until May".
    pub(crate) fn is_period(&self, at: usize) -> bool {
        const WORDS: [&str; 5] = ["for", "until", "till", "through", "period"];
        let mut before = at.saturating_sub(3)..at;
        before.any(|at| WORDS.iter().any(|word| self.is(at, word)))
    }

    /// Whether the time at the token says within which span something was
    /// counted: "for the third time this year".
    pub(crate) fn is_count(&self, at: usize) -> bool {
        let mut before = at.saturating_sub(3)..at;
        before.any(|at| self.is(at, "time") || self.is(at, "times"))
    }

    /// Who speaks at the token, where it stands in quoted words whose speaker
    /// is known.
    pub(crate) fn speaker_at(&self, at: usize) -> Option<EntityIx> {
        let offset = self.marks.tokens[at].span.start();
        let mut around = self.marks.statements.iter().filter(|statement| {
            let quoted = statement.kind != StatementKind::Indirect;
            let mut content = statement.content.iter();
            quoted && content.any(|span| span.contains_offset(offset))
        });
        around.find_map(|statement| statement.speaker)
    }
}

fn is_double(text: &str, marks: &Marks, at: usize) -> bool {
    let token = marks.tokens[at];
    token.kind == TokenKind::Quote && !matches!(&text[token.span.range()], "'" | "‘" | "’")
}
