//! The brief as Markdown with footnotes (`CommonMark` with the footnotes of
//! `GitHub`, Pandoc and Obsidian).
//!
//! Input: an [`Account`]. Output: text that pastes well. What always holds:
//! every mark of Markdown or HTML among a report's words is escaped; every
//! footnote names label, outlet, day, sentence and file or address.

mod parts;

pub use parts::{item, lineage, matrix, report};

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rapporteur_text::{
    Edit, EditKind, Evidence, Item, ItemKind, Level, ReadingForm, Record, Relation, ReportIx,
    content_hash,
};

use crate::Account;
use crate::labels::{
    Standing, basis, counted, cuts, day, difference, earlier, form, note, period, unmarked, value,
};
use crate::lineage::{all, alone, pairs, wires};
use crate::outline::{Line, Outline, Part, PartKind, all_evidence, origins_of, outline, wordings};
use crate::plain::{is_link, plain, shorten};

/// Characters of a sentence in a footnote.
const SENTENCE: usize = 400;

/// The brief of one story as Markdown, ended by a line feed.
pub fn brief(account: &Account<'_>) -> String {
    let record = account.record();
    let outline = outline(record, false);
    let mut page = Page {
        account,
        out: String::new(),
        numbers: BTreeMap::new(),
        prefix: content_hash(&[&record.id])[..4].to_owned(),
    };
    page.head();
    for part in &outline.parts {
        page.part(part);
    }
    if !outline
        .parts
        .iter()
        .any(|part| part.kind == PartKind::Differs)
    {
        page.out += "\n## Differs\n\nNothing found that cannot both hold.\n";
    }
    page.lineage();
    page.sources();
    page.limits(&outline);
    page.footnotes();
    page.out
}

/// Markdown being written.
struct Page<'a> {
    account: &'a Account<'a>,
    out: String,
    /// Evidence cited so far, with its number.
    numbers: BTreeMap<Evidence, usize>,
    /// Sets this story's footnotes apart from another's in the same file.
    prefix: String,
}

impl Page<'_> {
    fn record(&self) -> &Record {
        self.account.record()
    }

    fn put(&mut self, line: &str) {
        self.out += line;
        self.out.push('\n');
    }

    fn head(&mut self) {
        let record = self.account.record();
        let mut facts = Vec::new();
        if let (Some(first), Some(last)) = (record.first, record.last) {
            facts.push(period(first, last));
        }
        facts.extend(record.place.map(|ix| escaped(&record.entity(ix).name)));
        facts.extend(self.account.counts());
        self.put(&format!(
            "# {}\n\n{}",
            escaped(&self.account.title()),
            facts.join(" · ")
        ));
    }

    fn part(&mut self, part: &Part<'_>) {
        self.put(&format!("\n## {}", part.kind.title()));
        for group in &part.groups {
            if let Some(heading) = &group.heading {
                let office = heading
                    .office
                    .as_deref()
                    .map(|it| format!(", {}", escaped(it)));
                self.put(&format!(
                    "\n**{}**{}",
                    escaped(&heading.name),
                    office.unwrap_or_default()
                ));
            }
            self.out.push('\n');
            for line in &group.lines {
                self.line(line, part.kind);
            }
        }
    }

    fn line(&mut self, line: &Line<'_>, kind: PartKind) {
        let item = line.item;
        let lead = match line.lead.join(" · ") {
            lead if lead.is_empty() => lead,
            lead => format!(" **{}**", escaped(&lead)),
        };
        let words = escaped(&Account::summary(item));
        let support = self.support(item);
        self.put(&format!(
            "- {}{lead} {words} {support}",
            line.standing.sign()
        ));
        if !line.again || kind == PartKind::Differs {
            self.detail(item);
        }
    }

    /// "(2 origins: Herald = Bell, Coast)" with a footnote a report.
    fn support(&mut self, item: &Item) -> String {
        let said = item.kind() != ItemKind::Statement && item.level == Level::Utterance;
        let count = if item.origins < 2 {
            String::new()
        } else {
            format!("{} origins: ", item.origins)
        };
        let labels = self.labels(item, &all_evidence(item));
        let how = match if said { "as said" } else { form(item) } {
            "" => String::new(),
            how => format!(", {how}"),
        };
        format!("({count}{labels}{how})")
    }

    /// The labels of some evidence, each with its footnote.
    fn labels(&mut self, item: &Item, evidence: &[u32]) -> String {
        let mut origins = Vec::new();
        for reports in origins_of(item, evidence) {
            let labels: Vec<_> = reports
                .iter()
                .map(|&ix| self.label(item, evidence, ix))
                .collect();
            origins.push(labels.join(" = "));
        }
        origins.join(", ")
    }

    fn label(&mut self, item: &Item, evidence: &[u32], report: ReportIx) -> String {
        let places = evidence.iter().map(|&ix| item.evidence[ix as usize].at);
        let label = escaped(&self.account.label(report));
        let Some(at) = places.into_iter().find(|at| at.report == report) else {
            return label;
        };
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(at).or_insert(next);
        format!("{label}[^{}-{number}]", self.prefix)
    }

    /// Values, wordings and notes under an item's line.
    fn detail(&mut self, item: &Item) {
        if let Some(it) = item
            .conflict
            .as_ref()
            .filter(|it| it.relation != Relation::Equal)
        {
            self.put(&format!("  - {}", difference(it)));
            for side in &it.sides {
                let labels = self.labels(item, &side.evidence);
                let value = escaped(&value(it.kind, &side.value));
                let words = escaped(&side.words);
                self.put(&format!("    - **{value}** “{words}” ({labels})"));
            }
        }
        let all = wordings(item);
        for wording in all
            .iter()
            .filter(|_| 1 < all.len() && item.kind() == ItemKind::Statement)
        {
            let labels = self.labels(item, &wording.evidence);
            let body = match wording.edits() {
                [] => escaped(&wording.reading.text),
                edits => edits.iter().map(step).collect::<Vec<_>>().join(" "),
            };
            let form = match wording.reading.form {
                ReadingForm::Direct | ReadingForm::Narrative => "",
                ReadingForm::Mixed => "partly quoted: ",
                ReadingForm::Indirect => "indirect: ",
            };
            self.put(&format!("  - {labels}: {form}{body}"));
        }
        for it in &item.notes {
            let labels = self.labels(item, &it.evidence);
            self.put(&format!("  - note: {} ({labels})", note(it.label)));
        }
    }

    fn lineage(&mut self) {
        let record = self.account.record();
        self.put("\n## Who copied whom\n");
        for pair in pairs(record) {
            let (tie, extent) = (self.account.tie(&pair), self.account.extent(&pair));
            self.put(&format!(
                "- {}: {}",
                escaped(&tie),
                escaped(&extent.join(" · "))
            ));
        }
        for (wire, agency) in wires(record) {
            let label = escaped(&self.account.label(wire.to));
            self.put(&format!(
                "- {label} ← {}: {}",
                escaped(&agency),
                self.account.wire_words(wire, &agency)
            ));
        }
        let labels: Vec<_> = alone(record)
            .into_iter()
            .map(|ix| escaped(&self.account.label(ix)))
            .collect();
        if !labels.is_empty() {
            self.put(&format!("- {}: no copied passage found", labels.join(", ")));
        }
    }

    fn sources(&mut self) {
        self.put("\n## Sources\n");
        for ix in all(self.record()) {
            let title = self
                .account
                .title_of(ix)
                .map(|it| format!("“{}”", escaped(&it)));
            let cuts = cuts(&self.account.report(ix).mask).map(|it| format!("cut: {it}"));
            let unmarked = unmarked(self.account.report(ix));
            let earlier = earlier(self.account.report(ix)).map(|it| escaped(&it));
            let address = Some(self.address(ix));
            let parts: Vec<_> = [Some(self.who(ix)), title, address, unmarked, earlier, cuts]
                .into_iter()
                .flatten()
                .collect();
            self.put(&format!("- {}", parts.join(" · ")));
        }
    }

    /// "**Herald** Harbour Herald, 3 May 2024 (declared)".
    fn who(&self, ix: ReportIx) -> String {
        let outlet = self
            .account
            .outlet(ix)
            .map_or("outlet not known".into(), |it| escaped(&it));
        let day = match self.record().report(ix).published {
            Some(it) => format!("{} ({})", day(it.date), basis(it.basis)),
            None => "day not known".into(),
        };
        format!("**{}** {outlet}, {day}", escaped(&self.account.label(ix)))
    }

    /// A report's address where it is a web address, else its file.
    fn address(&self, ix: ReportIx) -> String {
        let report = self.account.report(ix);
        match report.imprint.url.as_deref().filter(|url| is_link(url)) {
            Some(url) => format!("<{}>", url.replace('<', "%3C").replace('>', "%3E")),
            None => escaped(report.report.file()),
        }
    }

    fn limits(&mut self, outline: &Outline<'_>) {
        let all = [
            Standing::Corroborated,
            Standing::One,
            Standing::Differs,
            Standing::Refines,
        ];
        let signs = all.map(|it| format!("{} {}", it.sign(), it.meaning()));
        self.put(&format!("\n{} · = one origin", signs.join(" · ")));
        let of = |(kind, shown, all): &(ItemKind, usize, usize)| {
            format!("{shown} of {}", counted(*all, kind.as_str()))
        };
        let parts: Vec<_> = outline.limits.iter().map(of).collect();
        if !parts.is_empty() {
            self.put(&format!("\nShown: {}.", parts.join(", ")));
        }
    }

    fn footnotes(&mut self) {
        let mut notes: Vec<_> = self
            .numbers
            .iter()
            .map(|(&at, &number)| (number, at))
            .collect();
        notes.sort_unstable();
        let mut out = String::new();
        for (number, at) in notes {
            let prefix = &self.prefix;
            let (who, sentence) = (self.who(at.report), escaped(&self.sentence(at)));
            let _ = write!(
                out,
                "\n[^{prefix}-{number}]: {who}: {sentence} {}\n",
                self.address(at.report)
            );
        }
        self.out += &out;
    }

    fn sentence(&self, at: Evidence) -> String {
        let report = self.account.report(at.report);
        let around = report.marks.sentence_at(at.span.start()).unwrap_or(at.span);
        shorten(&plain(report.report.slice(around.cover(at.span))), SENTENCE)
    }
}

fn step(edit: &Edit) -> String {
    let (base, text) = (escaped(&edit.base), escaped(&edit.text));
    let weight = if edit.meaningful { "**" } else { "" };
    match edit.kind {
        EditKind::Same => text,
        EditKind::Transposition if text.is_empty() => format!("\\[\\~{base}…\\]"),
        EditKind::Transposition => format!("\\[\\~{text}\\~\\]"),
        EditKind::Addition => format!("{weight}\\[+{text}+\\]{weight}"),
        EditKind::Omission => format!("{weight}\\[−{base}−\\]{weight}"),
        EditKind::Substitution => format!("{weight}{{{text}}}{weight}"),
    }
}

/// One line whose characters all stand for themselves.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for char in plain(text).chars() {
        if "\\`*_[]<>#|~&$^".contains(char) {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ferry;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_brief_pastes_well() {
        insta::assert_snapshot!("markdown", brief(&ferry().account()));
    }

    #[test]
    fn every_footnote_is_written_once_and_every_reference_has_one() {
        let text = brief(&ferry().account());
        let notes: BTreeSet<_> = text
            .lines()
            .filter(|it| it.starts_with("[^"))
            .filter_map(|it| it.split_once("]: "))
            .collect();
        let notes: BTreeSet<_> = notes.iter().map(|(name, _)| *name).collect();
        let used: BTreeSet<_> = text
            .split("[^")
            .skip(1)
            .filter_map(|it| it.split_once(']'))
            .map(|it| it.0)
            .collect();
        assert_eq!(used.len(), notes.len());
        assert!(
            used.iter()
                .all(|it| notes.contains(format!("[^{it}").as_str()))
        );
    }

    proptest! {
        #[test]
        fn no_mark_of_a_report_is_left_unescaped(text in "\\PC{0,40}") {
            let out = escaped(&text);
            let mut chars = out.chars();
            while let Some(char) = chars.next() {
                match char {
                    '\\' => { chars.next(); }
                    _ => prop_assert!(!"`*_[]<>|&".contains(char), "{}", out),
                }
            }
        }
    }
}
