//! The brief on a terminal.
//!
//! Input: an [`Account`]. Output: lines no wider than asked. What always
//! holds: no control character of a report reaches the terminal; every mark
//! is readable without colour.

mod flow;
mod item;
mod sources;
mod wording;

use rapporteur_text::{
    Conflict, ConflictKind, ConflictSide, Item, ItemKind, Level, Relation, ReportIx,
};

use crate::Account;
use crate::labels::{Standing, counted, day, difference, form, is_nested, note, period, value};
use crate::lineage as copies;
use crate::outline::{
    Group, Line, Outline, Part, PartKind, all_evidence, origins_of, outline, wordings,
};
use crate::plain::plain;
use flow::{Flow, Paint, Row, WIDE_GAP, columns};

pub use item::{collation, explanation, lineage};

/// How to draw on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns to fill.
    pub width: usize,
    /// Whether to colour.
    pub color: bool,
    /// Whether to show every item and every wording.
    pub full: bool,
}

/// The brief of one story, ended by a line feed.
pub fn brief(account: &Account<'_>, style: &Style) -> String {
    let style = Style {
        width: style.width.max(40),
        ..*style
    };
    let outline = outline(account.record(), style.full);
    let mut page = Page {
        account,
        style,
        out: String::new(),
    };
    page.head();
    for part in &outline.parts {
        page.part(part);
    }
    page.agreement(&outline);
    page.lineage();
    page.sources();
    page.legend(&outline);
    page.out
}

/// A headline or a name on one line, cut short where no honest one would end.
pub fn headline(text: &str) -> String {
    crate::plain::headline(text)
}

/// A report's words on one line, without what a terminal would obey.
pub fn line(text: &str) -> String {
    plain(text)
}

/// A brief being written.
struct Page<'a> {
    account: &'a Account<'a>,
    style: Style,
    out: String,
}

impl Page<'_> {
    fn row(&mut self, row: &Row) {
        self.out += &row.text(self.style.color);
        self.out.push('\n');
    }

    /// Wraps `flow`, with `right` at the right-hand end of the last line, or
    /// of a line of its own.
    fn flow(&mut self, flow: &Flow, indent: (usize, usize), right: &str) {
        let width = self.style.width;
        let mut rows = flow.wrap(indent.0, indent.1, width);
        let free = rows
            .last()
            .map_or(0, |row| width.saturating_sub(row.columns));
        if !right.is_empty() {
            if free < columns(right) + 2 {
                rows.push(Row::new(indent.1));
            }
            let last = rows.pop().unwrap_or_else(|| Row::new(indent.0));
            rows.extend(align(last, right, indent.1, width));
        }
        for row in &rows {
            self.row(row);
        }
    }

    fn heading(&mut self, title: &str) {
        let mut row = Row::new(0);
        row.put(&title.to_uppercase(), Paint::Strong);
        self.out.push('\n');
        self.row(&row);
    }

    fn head(&mut self) {
        let record = self.account.record();
        let dates = match (record.first, record.last) {
            (Some(first), Some(last)) => period(first, last),
            (Some(one), None) | (None, Some(one)) => day(one),
            (None, None) => "day not known".into(),
        };
        let mut title = Flow::default();
        title.words(&self.account.title(), Paint::Strong);
        self.flow(&title, (0, 0), &dates);
        let mut counts = Flow::default();
        counts.add(&self.counts(), Paint::Faint);
        let place = record
            .place
            .map(|ix| plain(&record.entity(ix).name))
            .unwrap_or_default();
        self.flow(&counts, (0, 0), &place);
    }

    /// "5 reports · 5 outlets · 4 origins · copied passages in 4 of them".
    fn counts(&self) -> String {
        self.account.counts().join(" · ")
    }

    fn part(&mut self, part: &Part<'_>) {
        self.heading(part.kind.title());
        for group in &part.groups {
            self.group(group, part.kind);
        }
    }

    fn group(&mut self, group: &Group<'_>, kind: PartKind) {
        if let Some(heading) = &group.heading {
            let mut flow = Flow::default();
            flow.words(&heading.name, Paint::Strong);
            if let Some(office) = &heading.office {
                flow.add(", ", Paint::Plain).words(office, Paint::Plain);
            }
            self.flow(&flow, (1, 3), "");
        }
        for line in &group.lines {
            self.line(line, kind);
        }
    }

    /// One item: its sign, labels, words and reports, then what differs.
    fn line(&mut self, line: &Line<'_>, kind: PartKind) {
        let mut flow = Flow::default();
        let sign = line.standing.sign();
        let alone = sign.chars().count() == 1;
        let filled = if alone {
            format!("{sign}{WIDE_GAP}")
        } else {
            sign.to_owned()
        };
        flow.add(&filled, paint(line.standing)).gap();
        if !line.lead.is_empty() {
            flow.lead(&line.lead.join(" · "), Paint::Strong);
        }
        summary(&mut flow, line);
        let right = self.support(line.item);
        self.flow(&flow, (1, 4), &right);
        if !line.again {
            self.detail(line);
        } else if let (PartKind::Differs, Some(it)) = (kind, &line.item.conflict) {
            self.values(line.item, it);
        }
    }

    /// What stands under an item's line: values, wordings, notes.
    fn detail(&mut self, line: &Line<'_>) {
        let conflict = line.item.conflict.as_ref();
        if let Some(it) = conflict.filter(|it| it.relation != Relation::Equal) {
            self.label(&difference(it));
            for side in &it.sides {
                self.side(line.item, it.kind, side);
            }
        }
        let quoted = line.item.kind() == ItemKind::Statement;
        if quoted || self.style.full {
            self.wordings(line.item);
        }
        for it in &line.item.notes {
            let mut flow = Flow::default();
            flow.lead("note", Paint::Warn)
                .add(&note(it.label), Paint::Plain);
            let labels = self.bracketed(line.item, &it.evidence);
            self.flow(&flow, (6, 8), &labels);
        }
    }

    fn label(&mut self, text: &str) {
        let mut row = Row::new(6);
        row.put(text, Paint::Warn);
        self.row(&row);
    }

    /// One value of a conflict with its words and reports.
    fn side(&mut self, item: &Item, kind: ConflictKind, side: &ConflictSide) {
        let mut flow = Flow::default();
        flow.lead(&value(kind, &side.value), Paint::Changed);
        flow.add(&format!("“{}”", plain(&side.words)), Paint::Plain);
        let labels = self.bracketed(item, &side.evidence);
        self.flow(&flow, (8, 10), &labels);
    }

    /// All values of a conflict on one line, each with its reports.
    fn values(&mut self, item: &Item, conflict: &Conflict) {
        let mut flow = Flow::default();
        for (at, side) in conflict.sides.iter().enumerate() {
            let part = if at == 0 { "" } else { "| " };
            flow.gap().add(part, Paint::Faint).gap();
            flow.add(&value(conflict.kind, &side.value), Paint::Changed);
            flow.gap()
                .add(&self.bracketed(item, &side.evidence), Paint::Faint);
        }
        self.flow(&flow, (6, 8), "");
    }

    /// "2 origins [000=003 001]", and how it was said, or that the origins
    /// agree on the saying only.
    fn support(&self, item: &Item) -> String {
        let labels = self.bracketed(item, &all_evidence(item));
        let said = item.kind() != ItemKind::Statement && item.level == Level::Utterance;
        let count = match item.origins {
            0 | 1 => String::new(),
            many => format!("{many} origins "),
        };
        let how = if said { "as said" } else { form(item) };
        format!("{count}{labels} {how}").trim_end().to_owned()
    }

    /// `[000=003 001]`: reports that count as one origin are tied by `=`.
    fn bracketed(&self, item: &Item, evidence: &[u32]) -> String {
        let tied = |reports: Vec<ReportIx>| {
            reports
                .into_iter()
                .map(|ix| self.account.label(ix))
                .collect::<Vec<_>>()
                .join("=")
        };
        let origins: Vec<_> = origins_of(item, evidence).into_iter().map(tied).collect();
        format!("[{}]", origins.join(" "))
    }

    /// Says so when no values contradict one another.
    fn agreement(&mut self, outline: &Outline<'_>) {
        if outline
            .parts
            .iter()
            .any(|part| part.kind == PartKind::Differs)
        {
            return;
        }
        let nested = |item: &&Item| item.conflict.as_ref().is_some_and(is_nested);
        let count = self.account.record().items.iter().filter(nested).count();
        self.heading(PartKind::Differs.title());
        let mut flow = Flow::default();
        flow.add("nothing found that cannot both hold", Paint::Plain);
        if 0 < count {
            flow.gap().add(
                &format!("· {count} that refine or overlap (≈)"),
                Paint::Plain,
            );
        }
        self.flow(&flow, (1, 3), "");
    }

    /// What the signs mean, and what is not shown.
    fn legend(&mut self, outline: &Outline<'_>) {
        self.out.push('\n');
        let all = [
            Standing::Corroborated,
            Standing::One,
            Standing::Differs,
            Standing::Refines,
        ];
        let signs = all.map(|it| format!("{} {}", it.sign(), it.meaning()));
        let tied = match copies::sharing(self.account.record()) {
            0 => "",
            _ => " · = one origin: copied",
        };
        let mut flow = Flow::default();
        flow.add(
            &format!(
                "{}{tied} · as said: the origins agree that it was said",
                signs.join(" · ")
            ),
            Paint::Faint,
        );
        self.flow(&flow, (0, 0), "");
        if !outline.limits.is_empty() {
            let of = |(kind, shown, all): &(ItemKind, usize, usize)| {
                format!("{shown} of {}", counted(*all, kind.as_str()))
            };
            let parts: Vec<_> = outline.limits.iter().map(of).collect();
            let mut flow = Flow::default();
            flow.add(
                &format!("Shown: {}; --full shows all.", parts.join(", ")),
                Paint::Faint,
            );
            self.flow(&flow, (0, 0), "");
        }
    }
}

/// An item's words, with how many wordings it has where those stand elsewhere.
fn summary(flow: &mut Flow, line: &Line<'_>) {
    flow.add(&Account::summary(line.item), Paint::Plain);
    let count = wordings(line.item).len();
    if 1 < count && line.again {
        flow.gap()
            .add(&format!("({})", counted(count, "wording")), Paint::Faint);
    }
}

/// Puts `right` at the right-hand end of `row`, or, where it does not fit,
/// wraps it.
fn align(mut row: Row, right: &str, hang: usize, width: usize) -> Vec<Row> {
    let needed = columns(right);
    if width < row.columns + needed {
        let mut flow = Flow::default();
        flow.add(right, Paint::Faint);
        return flow.wrap(hang, hang, width);
    }
    row.put(&" ".repeat(width - row.columns - needed), Paint::Plain);
    row.put(right, Paint::Faint);
    vec![row]
}

fn paint(standing: Standing) -> Paint {
    match standing {
        Standing::Corroborated => Paint::Good,
        Standing::One => Paint::Plain,
        Standing::Differs | Standing::Refines => Paint::Warn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::ferry;

    fn at(width: usize, full: bool) -> String {
        brief(
            &ferry().account(),
            &Style {
                width,
                color: false,
                full,
            },
        )
    }

    #[test]
    fn a_brief_reads_well() {
        insta::assert_snapshot!("brief", at(100, false));
    }

    #[test]
    fn a_full_brief_shows_every_item() {
        insta::assert_snapshot!("full", at(72, true));
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for width in [40, 60, 80, 120] {
            for line in at(width, true).lines() {
                assert!(columns(line) <= width, "{line}");
            }
        }
    }

    #[test]
    fn colour_changes_no_word() {
        let sample = ferry();
        let style = Style {
            width: 90,
            color: true,
            full: true,
        };
        let colored = brief(&sample.account(), &style);
        let mut stripped = String::new();
        let mut parts = colored.split('\u{1b}');
        stripped += parts.next().unwrap();
        for part in parts {
            stripped += part.split_once('m').unwrap().1;
        }
        assert_eq!(stripped, at(90, true));
    }
}
