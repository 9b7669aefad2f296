//! Wordings side by side, with what differs in brackets.

use rapporteur_text::{Edit, EditKind, Item, ReadingForm};

use super::Page;
use super::flow::{Flow, Paint, WIDE_GAP, columns};
use crate::labels::counted;
use crate::outline::{Wording, wordings};
use crate::plain::{ends, plain, shorten};

/// Wordings shown in a brief that is not full.
const WORDINGS: usize = 4;
/// Columns of labels that others are aligned with, at most.
const LABELS: usize = 16;
/// Words of an unchanged stretch that are kept at either end of it.
const KEPT: usize = 4;
/// Characters shown of a wording in other words.
const OTHER_WORDS: usize = 180;

impl Page<'_> {
    /// The wordings of an item under its line, where there are several.
    pub(super) fn wordings(&mut self, item: &Item) {
        let all = wordings(item);
        if all.len() < 2 {
            return;
        }
        let most = if self.style.full { all.len() } else { WORDINGS };
        let compared = all.iter().any(|it| !it.edits().is_empty());
        let width = |it: &Wording<'_>| columns(&self.bracketed(item, &it.evidence)) - 2;
        let column = all
            .iter()
            .take(most)
            .map(width)
            .filter(|it| *it <= LABELS)
            .max();
        let column = column.unwrap_or(0);
        for wording in all.iter().take(most) {
            self.wording(item, wording, compared, column);
        }
        if most < all.len() {
            let mut flow = Flow::default();
            let more = counted(all.len() - most, "more wording");
            flow.add(&format!("{more}; --full shows all"), Paint::Faint);
            self.flow(&flow, (6, 8), "");
        }
    }

    fn wording(&mut self, item: &Item, wording: &Wording<'_>, compared: bool, column: usize) {
        let labels = self.bracketed(item, &wording.evidence);
        let labels = labels.trim_matches(['[', ']']);
        let pad = column.saturating_sub(columns(labels));
        let pad: String = std::iter::repeat_n(WIDE_GAP, pad).collect();
        let mut flow = Flow::default();
        flow.lead(&format!("{labels}{pad}"), Paint::Faint);
        match form(wording.reading.form) {
            "" => {}
            label => {
                flow.add(label, Paint::Faint).gap();
            }
        }
        let words = plain(&wording.reading.text);
        let whole = words == plain(&item.summary);
        let begun = !self.style.full && is_start(&item.summary, &words);
        if wording.base && (whole || begun || !compared) {
            flow.add("as above", Paint::Faint);
        } else if wording.edits().is_empty() {
            self.unmarked(&mut flow, wording);
        } else {
            edits(&mut flow, wording.edits(), self.style.full);
        }
        self.flow(&flow, (6, 8 + column), "");
    }

    /// A wording that is the base, or is in other words.
    fn unmarked(&self, flow: &mut Flow, wording: &Wording<'_>) {
        let words = plain(&wording.reading.text);
        let most = if self.style.full || wording.base {
            usize::MAX
        } else {
            OTHER_WORDS
        };
        flow.add(&shorten(&words, most), Paint::Plain);
    }
}

/// Whether a summary is the first words of `words`, then "…".
fn is_start(summary: &str, words: &str) -> bool {
    let summary = plain(summary);
    let head = summary.strip_suffix('…').map(str::trim_end);
    head.is_some_and(|head| words.starts_with(head))
}

/// How a wording gives the words, where that is not word for word.
fn form(form: ReadingForm) -> &'static str {
    match form {
        ReadingForm::Direct | ReadingForm::Narrative => "",
        ReadingForm::Mixed => "partly quoted:",
        ReadingForm::Indirect => "indirect:",
    }
}

/// The reading with `{other words}`, `[+added+]` and `[-left out-]`.
fn edits(flow: &mut Flow, edits: &[Edit], full: bool) {
    let last = edits.len().saturating_sub(1);
    for (at, edit) in edits.iter().enumerate() {
        let (base, text) = (plain(&edit.base), plain(&edit.text));
        flow.gap();
        match edit.kind {
            EditKind::Same if full => flow.add(&text, Paint::Plain),
            EditKind::Same => flow.add(&elided(&text, at == 0, at == last), Paint::Plain),
            EditKind::Substitution => flow.add(&format!("{{{text}}}"), changed(edit)),
            EditKind::Transposition => flow.add(&transposed(&base, &text), changed(edit)),
            EditKind::Addition => flow.add(&format!("[+{}+]", outer(&text, full)), changed(edit)),
            EditKind::Omission => flow.add(&format!("[-{}-]", outer(&base, full)), changed(edit)),
        };
    }
}

/// Words that moved: marked where they stand, and only hinted at where they
/// stood.
fn transposed(base: &str, text: &str) -> String {
    if text.is_empty() {
        format!("[~{base}…]")
    } else {
        format!("[~{text}~]")
    }
}

/// Stronger where a number, a name, a negation or a hedge changes.
fn changed(edit: &Edit) -> Paint {
    if edit.meaningful {
        Paint::Warn
    } else {
        Paint::Changed
    }
}

/// The ends of a long stretch that is added or left out.
fn outer(text: &str, full: bool) -> String {
    if full {
        text.to_owned()
    } else {
        ends(text, KEPT)
    }
}

/// An unchanged stretch with its middle, or its outer end, left out.
fn elided(text: &str, first: bool, last: bool) -> String {
    let words: Vec<_> = text.split(' ').collect();
    let (head, tail) = (if first { 0 } else { KEPT }, if last { 0 } else { KEPT });
    if words.len() <= head + tail + 2 {
        return text.to_owned();
    }
    let parts = [
        words[..head].join(" "),
        "…".into(),
        words[words.len() - tail..].join(" "),
    ];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_unchanged_stretches_keep_only_what_borders_a_change() {
        let words = "a b c d e f g h i j k l";
        assert_eq!(elided(words, true, false), "… i j k l");
        assert_eq!(elided(words, false, true), "a b c d …");
        assert_eq!(elided(words, false, false), "a b c d … i j k l");
        assert_eq!(elided("a b c", true, false), "a b c");
    }
}
