//! How surely readings that cannot both hold are found: one word or value
//! edited into a copy of a report by a seeded generator.
//!
//! Input: the project's own samples and the reports of BASIL. For every report
//! and kind of edit, one place is drawn where the report's own record has an
//! item, and a copy is made in which that place differs: a weekday, month or
//! day of the month; a figure; a person's name; a "not"; a "may". The two are
//! then read as one story. An edit counts as found when an item has a conflict
//! of that kind, a side of which is the edited words. Beside these stand
//! copies in which sentences were left out and nothing was changed: all that
//! is found there is wrong, as is all that is found beside an edit. Values
//! that refine one another are no conflict.

use std::path::Path;

use rapporteur::text::{
    Annotated, ConflictKind, EntityKind, Evidence, Figure, ItemKind, MentionKind, Modifier, Record,
    Relation, Report, ReportIx, Span, TimeKind,
};
use rapporteur::{Desk, Source};

use super::stories;
use crate::score::Score;

/// A kind of edit: its name, what may be found, and how it is made.
struct Kind {
    name: &'static str,
    found: &'static [ConflictKind],
    edit: fn(&Base, &mut Dice) -> Option<Edit>,
}

const KINDS: &[Kind] = &[
    Kind {
        name: "dates",
        found: &[ConflictKind::Date],
        edit: date,
    },
    Kind {
        name: "figures",
        found: &[ConflictKind::Number],
        edit: figure,
    },
    Kind {
        name: "names",
        found: &[ConflictKind::Name, ConflictKind::Speaker],
        edit: name,
    },
    Kind {
        name: "negations",
        found: &[ConflictKind::Polarity],
        edit: negation,
    },
    Kind {
        name: "hedges",
        found: &[ConflictKind::Modality],
        edit: hedge,
    },
];

/// A report before it is edited.
struct Base {
    annotated: Annotated,
    record: Record,
}

/// Words put in the place of others.
struct Edit {
    span: Span,
    words: String,
}

/// Seeds the conflicts and counts those that are found.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let mut texts = samples()?;
    let told = stories::basil(data)?;
    texts.extend(told.iter().map(|it| it.report.text().to_owned()));
    let mut dice = Dice(0xc0ff_ee11);
    let mut tally = Tally::default();
    for (number, text) in texts.iter().enumerate() {
        let base = base(number, text);
        for (at, kind) in KINDS.iter().enumerate() {
            let edit = (kind.edit)(&base, &mut dice);
            if let Some(edit) = edit {
                tally.edited(at, kind, &base, &edit);
            }
        }
        tally.untouched(&base, &mut dice);
    }
    Ok(tally.scores())
}

/// The texts of the samples, less those of one line.
fn samples() -> anyhow::Result<Vec<String>> {
    let mut texts = Vec::new();
    for folder in std::fs::read_dir("samples")? {
        let folder = folder?.path();
        if !folder.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(folder)? {
            let file = file?.path();
            let source = Source::named(file.to_string_lossy().into_owned());
            let read = rapporteur::read(
                &std::fs::read(&file)?,
                &source,
                &rapporteur::Options::default(),
            );
            texts.extend(read.reports.iter().map(|it| it.text().to_owned()));
        }
    }
    texts.sort();
    Ok(texts)
}

fn report(id: &str, text: String) -> Report {
    let imprint = rapporteur::text::Imprint::default();
    Report::new(Some(id.to_owned()), format!("{id}.txt"), text, imprint)
}

fn base(number: usize, text: &str) -> Base {
    let desk = Desk::english();
    let annotated = desk.annotate(report(&format!("{number}-a"), text.to_owned()));
    let briefed = desk.brief(vec![annotated.clone()]);
    let record = briefed.records()[0].clone();
    Base { annotated, record }
}

impl Base {
    fn text(&self) -> &str {
        self.annotated.report.text()
    }

    /// Whether an item of a kind that `wanted` names has its evidence here.
    fn held(&self, span: Span, wanted: fn(ItemKind) -> bool) -> bool {
        let items = self.record.items.iter().filter(|it| wanted(it.kind()));
        let mut evidence = items.flat_map(|it| &it.evidence);
        evidence.any(|it| it.at.span.contains(span))
    }
}

fn not_figure(kind: ItemKind) -> bool {
    kind != ItemKind::Figure
}

const WEEKDAYS: &[&str] = &[
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A weekday or month of a date that lies in an item becomes another.
fn date(base: &Base, dice: &mut Dice) -> Option<Edit> {
    let dates = base.annotated.marks.times.iter();
    let dates = dates.filter(|it| {
        it.kind == TimeKind::Date && it.earliest.is_some() && base.held(it.span, not_figure)
    });
    let edits: Vec<Edit> = dates
        .filter_map(|it| {
            let words = base.annotated.report.slice(it.span);
            [WEEKDAYS, MONTHS].iter().find_map(|list| {
                let (at, name) = list.iter().enumerate().find_map(|(at, name)| {
                    words
                        .split(|letter: char| !letter.is_alphabetic())
                        .any(|it| it == *name)
                        .then_some((at, *name))
                })?;
                let start = it.span.start() + words.find(name)?;
                Some(Edit {
                    span: Span::new(start, start + name.len()),
                    words: list[(at + 3) % list.len()].to_owned(),
                })
            })
        })
        .collect();
    dice.draw(edits)
}

/// A whole number written in digits becomes another of its size.
fn figure(base: &Base, dice: &mut Dice) -> Option<Edit> {
    let all = base.annotated.marks.figures.iter();
    let edits: Vec<Edit> = all.filter_map(|it| changed(base, it)).collect();
    dice.draw(edits)
}

fn changed(base: &Base, figure: &Figure) -> Option<Edit> {
    // "More than 12" and "more than 18" can both hold.
    let closed = matches!(figure.modifier, Modifier::Exact | Modifier::About);
    if figure.from.is_some()
        || figure.max.is_some()
        || !closed
        || !base.held(figure.span, |it| it == ItemKind::Figure)
    {
        return None;
    }
    let words = base.annotated.report.slice(figure.span);
    let start = words.find(|letter: char| letter.is_ascii_digit())?;
    let length = words[start..].find(|letter: char| !letter.is_ascii_digit() && letter != ',');
    let digits = words[start..]
        .get(..length.unwrap_or(words.len() - start))?
        .trim_end_matches(',');
    let after = words[start + digits.len()..].chars().next();
    if after == Some('.')
        && words[start + digits.len() + 1..].starts_with(|it: char| it.is_ascii_digit())
    {
        return None;
    }
    let value: u64 = digits.replace(',', "").parse().ok()?;
    let other = (value + value / 3 + 2).to_string();
    let from = figure.span.start() + start;
    Some(Edit {
        span: Span::new(from, from + digits.len()),
        words: if digits.contains(',') {
            grouped(&other)
        } else {
            other
        },
    })
}

fn grouped(digits: &str) -> String {
    let letters: Vec<char> = digits.chars().collect();
    let parts: Vec<String> = letters
        .rchunks(3)
        .rev()
        .map(|it| it.iter().collect())
        .collect();
    parts.join(",")
}

/// A person's name that lies in an item, or that says something, becomes
/// another person's.
fn name(base: &Base, dice: &mut Dice) -> Option<Edit> {
    const OTHERS: &[&str] = &["Halvorsen", "Okonjo", "Pemberton", "Marchetti", "Lindgren"];
    let marks = &base.annotated.marks;
    let people = marks
        .entities
        .iter()
        .filter(|it| it.kind == EntityKind::Person);
    let mentions = people.flat_map(|it| &it.mentions);
    let mentions = mentions.filter(|it| it.kind == MentionKind::Name);
    let speaks = |span: Span| {
        let sources = marks
            .statements
            .iter()
            .filter(|it| !it.negated && !it.modal);
        sources
            .flat_map(|it| &it.source)
            .any(|it| it.contains(span))
    };
    let spans: Vec<Span> = mentions
        .map(|it| it.span)
        .filter(|&span| base.held(span, not_figure) || speaks(span))
        .filter(|&span| !base.annotated.report.slice(span).contains(['@', '.']))
        .collect();
    let span = dice.draw(spans)?;
    let words = dice.draw(OTHERS.to_vec())?.to_owned();
    Some(Edit { span, words })
}

/// "Not" behind an auxiliary within an item.
fn negation(base: &Base, dice: &mut Dice) -> Option<Edit> {
    const HELPERS: &[&str] = &[
        " will ",
        " would ",
        " is ",
        " are ",
        " was ",
        " were ",
        " has been ",
        " have been ",
        " should ",
        " could ",
    ];
    let place = |at: usize, words: &str| {
        let first = words.trim_start().split(' ').next().unwrap_or_default();
        let from = at + 1 + first.len();
        Edit {
            span: Span::new(from, from),
            words: " not".into(),
        }
    };
    dice.draw(inside(base, HELPERS, place))
}

/// "May" for what is sure, within an item.
fn hedge(base: &Base, dice: &mut Dice) -> Option<Edit> {
    const SURE: &[&str] = &[
        " will ", " is ", " are ", " was ", " were ", " has ", " have ",
    ];
    let place = |at: usize, words: &str| {
        let unsure = match words.trim() {
            "will" => "may",
            "is" | "are" => "may be",
            "was" | "were" => "may have been",
            _ => "may have",
        };
        Edit {
            span: Span::new(at + 1, at + words.len() - 1),
            words: unsure.to_owned(),
        }
    };
    dice.draw(inside(base, SURE, place))
}

/// An edit for each place of some words within items that do not deny yet.
fn inside(base: &Base, words: &[&str], edit: impl Fn(usize, &str) -> Edit) -> Vec<Edit> {
    let mut edits = Vec::new();
    for &words in words {
        for (at, _) in base.text().match_indices(words) {
            let span = Span::new(at, at + words.len());
            let rest = &base.text()[span.end()..];
            let plain = !["not ", "no ", "never "]
                .iter()
                .any(|it| rest.starts_with(it));
            if plain && base.held(span, not_figure) {
                edits.push(edit(at, words));
            }
        }
    }
    edits.sort_by_key(|it| it.span);
    edits
}

/// What was seeded and found.
#[derive(Default)]
struct Tally {
    seeded: [usize; KINDS.len()],
    found: [usize; KINDS.len()],
    right: usize,
    wrong: usize,
}

impl Tally {
    fn edited(&mut self, at: usize, kind: &Kind, base: &Base, edit: &Edit) {
        let mut text = base.text().to_owned();
        text.replace_range(edit.span.range(), &edit.words);
        let own = Span::new(edit.span.start(), edit.span.start() + edit.words.len());
        self.seeded[at] += 1;
        let mut found = false;
        for (conflict, sides) in conflicts(base, text) {
            let touched = |it: &Evidence| it.report == ReportIx(1) && it.span.overlaps(own);
            if sides.iter().any(touched) {
                self.right += 1;
                found |= kind.found.contains(&conflict);
            } else {
                self.wrong += 1;
                show("wrong", base, &sides);
            }
        }
        self.found[at] += usize::from(found);
        if !found {
            let from = edit.span.start().saturating_sub(60);
            let from = base.text().floor_char_boundary(from);
            missed(
                kind.name,
                base,
                Span::new(from, edit.span.end()),
                &edit.words,
            );
        }
    }

    /// A copy that lacks some sentences and says nothing else.
    fn untouched(&mut self, base: &Base, dice: &mut Dice) {
        let mut text = base.text().to_owned();
        let sentences = &base.annotated.marks.sentences;
        for _ in 0..2 {
            let drawn = dice.below(sentences.len().max(1));
            if let Some(span) = sentences.get(drawn).filter(|it| it.end() <= text.len())
                && text.get(span.range()) == base.text().get(span.range())
            {
                text.replace_range(span.range(), "");
            }
        }
        for (_, sides) in conflicts(base, text) {
            self.wrong += 1;
            show("wrong, untouched", base, &sides);
        }
    }

    fn scores(&self) -> Vec<Score> {
        let mut scores = Vec::new();
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        for (at, kind) in KINDS.iter().enumerate() {
            let recall = share(self.found[at], self.seeded[at]);
            let name = format!("conflicts.{}.recall", kind.name);
            scores.push(Score::new(name, recall, self.seeded[at]));
        }
        let (found, seeded) = (self.found.iter().sum(), self.seeded.iter().sum());
        scores.push(Score::new("conflicts.recall", share(found, seeded), seeded));
        let all = self.right + self.wrong;
        scores.push(Score::new(
            "conflicts.precision",
            share(self.right, all),
            all,
        ));
        scores
    }
}

/// What the record of a report and an edited copy holds against one another.
fn conflicts(base: &Base, text: String) -> Vec<(ConflictKind, Vec<Evidence>)> {
    let desk = Desk::english();
    let id = base.annotated.report.id().as_str();
    let copy = desk.annotate(report(&id.replace("-a", "-b"), text));
    let briefed = desk.brief(vec![base.annotated.clone(), copy]);
    let mut found = Vec::new();
    for account in briefed.accounts() {
        for item in &account.record().items {
            let Some(conflict) = &item.conflict else {
                continue;
            };
            if !matches!(conflict.relation, Relation::Disjoint | Relation::Overlaps) {
                continue;
            }
            let evidence = conflict.sides.iter().flat_map(|side| &side.evidence);
            // A speaker stands beside the words that are evidence.
            let spans = evidence.map(|&ix| {
                let at = item.evidence[ix as usize].at;
                let marks = &account.report(at.report).marks;
                let ends = [at.span.start(), at.span.end().saturating_sub(1)];
                let around = ends.iter().filter_map(|&it| marks.sentence_at(it));
                Evidence {
                    span: around.fold(at.span, Span::cover),
                    ..at
                }
            });
            found.push((conflict.kind, spans.collect()));
        }
    }
    found
}

fn shown() -> bool {
    std::env::args().any(|it| it == "--worst")
}

fn missed(kind: &str, base: &Base, span: Span, words: &str) {
    if shown() {
        println!(
            "missed {kind}: {:?} → {words}",
            base.annotated.report.slice(span)
        );
    }
}

fn show(what: &str, base: &Base, sides: &[Evidence]) {
    let own = sides.iter().filter(|it| it.report == ReportIx(0));
    let text = |it: &Evidence| {
        base.text()
            .get(it.span.range())
            .unwrap_or_default()
            .to_owned()
    };
    if shown() {
        println!("{what}: {:?}", own.map(text).collect::<Vec<_>>());
    }
}

/// A generator of numbers that are the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }

    fn draw<T>(&mut self, mut list: Vec<T>) -> Option<T> {
        if list.is_empty() {
            return None;
        }
        let at = self.below(list.len());
        Some(list.swap_remove(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_from_the_right() {
        assert_eq!(grouped("1234567"), "1,234,567");
        assert_eq!(grouped("12"), "12");
    }

    #[test]
    fn a_figure_that_is_edited_is_found() {
        let text =
            "The council said on Tuesday that 31 houses had been damaged by the storm in Verra.";
        let base = base(0, text);
        let edit = figure(&base, &mut Dice(7)).expect("31 is a figure");
        assert_eq!(edit.words, "43");
        let mut tally = Tally::default();
        tally.edited(1, &KINDS[1], &base, &edit);
        assert_eq!((tally.found[1], tally.wrong), (1, 0));
    }
}
