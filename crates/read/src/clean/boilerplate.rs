//! What an outlet prints under its reports whatever they tell.
//!
//! Input: many cleaned reports. Output: by outlet, the lines that recur, and
//! with them longer masks. What always holds: the result is the same in any
//! order of the reports; a line with a quotation, and a line that names what
//! its reports are about, is never learnt, so that the background paragraph of
//! a long story stays.
//!
//! The share of reports, their number and the days they are spread over are
//! asked for together: one story's copies and follow-ups have none of them.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use rapporteur_language::thresholds::Clean;
use rapporteur_text::{Cut, Mask, Report, Span};

use super::lines::{self, Line};
use super::{Cleaned, cuts::Cuts};

/// Most lines of one report that are counted: longer ones are lists.
const LINES: usize = 2_000;

/// The lines that outlets print under their reports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Boilerplate {
    /// Hashes of lines by outlet.
    by_outlet: BTreeMap<String, BTreeSet<u64>>,
}

/// What is known of a line that recurs.
#[derive(Debug, Default)]
struct Seen {
    reports: usize,
    days: BTreeSet<jiff::civil::Date>,
    /// Reports whose other text has half the names of the line.
    about: usize,
}

impl Boilerplate {
    /// Learns from reports that were cleaned one by one.
    pub fn learn<'r>(
        reports: impl Iterator<Item = (&'r Report, &'r Cleaned)>,
        tuned: &Clean,
    ) -> Self {
        let mut outlets: BTreeMap<&str, (usize, BTreeMap<u64, Seen>)> = BTreeMap::new();
        for (report, cleaned) in reports {
            let Some(outlet) = cleaned.imprint.outlet.as_deref() else {
                continue;
            };
            let (count, seen) = outlets.entry(outlet).or_default();
            *count += 1;
            count_lines(report, cleaned, outlet, tuned, seen);
        }
        let learnt = outlets.into_iter().filter_map(|(outlet, (count, seen))| {
            let recurs = |it: &Seen| it.recurs(count, tuned);
            let lines: BTreeSet<u64> = seen
                .into_iter()
                .filter(|(_, it)| recurs(it))
                .map(|(line, _)| line)
                .collect();
            (!lines.is_empty()).then(|| (outlet.to_owned(), lines))
        });
        Self {
            by_outlet: learnt.collect(),
        }
    }

    /// How many lines were learnt.
    pub fn len(&self) -> usize {
        self.by_outlet.values().map(BTreeSet::len).sum()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.by_outlet.is_empty()
    }

    /// The mask with the learnt lines of the report's outlet cut as well; none
    /// where there is nothing to add.
    pub fn extend(&self, report: &Report, cleaned: &Cleaned, tuned: &Clean) -> Option<Mask> {
        let learnt = self.by_outlet.get(cleaned.imprint.outlet.as_deref()?)?;
        let text = report.text();
        let lines = candidates(text, &cleaned.mask, tuned);
        let found = lines.filter(|&it| learnt.contains(&hash(&text[it.range()])));
        let found: Vec<Span> = found.collect();
        if found.is_empty() {
            return None;
        }
        let mut cuts = Cuts::new(text);
        for &(span, cut) in cleaned.mask.cuts() {
            cuts.add(span, cut);
        }
        for span in found {
            cuts.add(span, Cut::Boilerplate);
        }
        Some(cuts.mask())
    }
}

impl Seen {
    /// Whether a line recurs as boilerplate does, over `count` reports of its
    /// outlet.
    fn recurs(&self, count: usize, tuned: &Clean) -> bool {
        let share = self.reports as f32 / count as f32;
        tuned.boilerplate_reports <= self.reports
            && tuned.boilerplate_share <= share
            && tuned.boilerplate_days <= self.days.len()
            && self.about * 2 < self.reports
    }
}

/// Counts each candidate line of a report once.
fn count_lines(
    report: &Report,
    cleaned: &Cleaned,
    outlet: &str,
    tuned: &Clean,
    seen: &mut BTreeMap<u64, Seen>,
) {
    let text = report.text();
    let mut counted = HashSet::with_hasher(FixedState::default());
    for line in candidates(text, &cleaned.mask, tuned) {
        let words = &text[line.range()];
        let hash = hash(words);
        if !counted.insert(hash) {
            continue;
        }
        let entry = seen.entry(hash).or_default();
        entry.reports += 1;
        entry
            .days
            .extend(cleaned.imprint.published.map(|it| it.date));
        entry.about += usize::from(tells(text, line, outlet));
    }
}

/// The lines that may be boilerplate: kept whole, without quotation, and at
/// the head or the foot, or short.
fn candidates<'t>(
    text: &'t str,
    mask: &'t Mask,
    tuned: &Clean,
) -> impl Iterator<Item = Span> + use<'t> {
    let (edge, short) = (tuned.boilerplate_edge, tuned.boilerplate_words);
    let lines: Vec<Line> = lines::lines(text);
    let kept: Vec<Span> = lines
        .iter()
        .take(LINES)
        .map(|it| it.span)
        .filter(|it| !mask.touches(*it))
        .collect();
    let count = kept.len();
    kept.into_iter().enumerate().filter_map(move |(at, line)| {
        let words = &text[line.range()];
        let outer = at < edge || count <= at + edge;
        let fits = outer || words.split_whitespace().count() <= short;
        let says = words.contains(['“', '”', '"', '«', '»', '„']);
        (fits && !says && words.contains(char::is_alphabetic)).then_some(line)
    })
}

/// Whether a line tells of what its report tells of: half of its names, the
/// outlet's own and its first word aside, stand elsewhere in the text.
fn tells(text: &str, line: Span, outlet: &str) -> bool {
    let (before, after) = (&text[..line.start()], &text[line.end()..]);
    let words = text[line.range()].split(|it: char| !it.is_alphanumeric());
    let name = |it: &&str| {
        let long = 2 < it.len() && it.starts_with(char::is_uppercase);
        long && !outlet.contains(*it)
    };
    let names: Vec<&str> = words
        .filter(|it| !it.is_empty())
        .skip(1)
        .filter(name)
        .collect();
    let told = names
        .iter()
        .filter(|it| before.contains(**it) || after.contains(**it));
    let told = told.count();
    0 < told && names.len() <= told * 2
}

/// Hash of the letters and digits, letter case aside.
fn hash(line: &str) -> u64 {
    let bare = line.chars().filter(|it| it.is_alphanumeric());
    let bare: String = bare.flat_map(char::to_lowercase).collect();
    FixedState::default().hash_one(&bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean;
    use jiff::civil::date;
    use rapporteur_language::Language;
    use rapporteur_text::{Imprint, Published, PublishedBasis};

    const NOTE: &str = "Harbour Weekly is run by its readers and has no owner";

    fn report(outlet: &str, day: i8, text: &str) -> Report {
        let imprint = Imprint {
            outlet: Some(outlet.into()),
            published: Some(Published {
                date: date(2024, 5, day),
                time: None,
                offset: None,
                basis: PublishedBasis::Declared,
            }),
            ..Imprint::default()
        };
        Report::new(None, "a".into(), text.into(), imprint)
    }

    /// Twelve reports of one outlet that have nothing else in common.
    fn reports(note: &str) -> Vec<Report> {
        let towns = [
            "Lessa",
            "Verra",
            "Denn",
            "Sollen",
            "Hallmouth",
            "Ansel",
            "Korr",
            "Brill",
            "Tarn",
            "Osk",
            "Pell",
            "Ruun",
        ];
        let one = |(at, town): (usize, &&str)| {
            let text = format!(
                "The council of {town} voted on the {at} plans for a bridge over the river, and put off the vote on the toll until the summer.\n\nThe mayor of {town} told the council that the work would take {at} months and that no road would be closed.\n\n{note}"
            );
            report("Harbour Weekly", at as i8 + 1, &text)
        };
        towns.iter().enumerate().map(one).collect()
    }

    fn learn(reports: &[Report]) -> (Boilerplate, Vec<Cleaned>) {
        let language = Language::english();
        let cleaned: Vec<Cleaned> = reports.iter().map(|it| clean(it, language)).collect();
        let pairs = reports.iter().zip(&cleaned);
        (
            Boilerplate::learn(pairs, &language.thresholds.clean),
            cleaned,
        )
    }

    #[test]
    fn a_note_under_every_report_is_learnt_and_cut() {
        let reports = reports(NOTE);
        let (learnt, cleaned) = learn(&reports);
        assert_eq!(learnt.len(), 1);
        let tuned = &Language::english().thresholds.clean;
        let mask = learnt
            .extend(&reports[0], &cleaned[0], tuned)
            .expect("a cut");
        let cuts = mask.cuts().iter();
        let cuts: Vec<_> = cuts
            .map(|&(span, cut)| (reports[0].slice(span), cut))
            .collect();
        assert_eq!(cuts, [(NOTE, Cut::Boilerplate)]);
    }

    #[test]
    fn the_order_of_the_reports_makes_no_difference() {
        let mut reports = reports(NOTE);
        let forward = learn(&reports).0;
        reports.reverse();
        assert_eq!(forward, learn(&reports).0);
    }

    proptest::proptest! {
        #[test]
        fn longer_masks_hold_the_shorter_and_slice(
            notes in proptest::collection::vec("[A-Za-z“” \\n.é]{0,60}", 12),
        ) {
            let texts = reports(NOTE);
            let reports: Vec<Report> = texts
                .iter()
                .zip(&notes)
                .zip(1..)
                .map(|((it, note), day)| {
                    report("Harbour Weekly", day, &format!("{}\n\n{note}", it.text()))
                })
                .collect();
            let (learnt, cleaned) = learn(&reports);
            let tuned = &Language::english().thresholds.clean;
            for (report, cleaned) in reports.iter().zip(&cleaned) {
                let Some(mask) = learnt.extend(report, cleaned, tuned) else {
                    continue;
                };
                for (span, _) in mask.cuts() {
                    proptest::prop_assert!(report.text().get(span.range()).is_some());
                }
                for it in cleaned.mask.cuts() {
                    proptest::prop_assert!(mask.cuts().contains(it));
                }
            }
        }
    }

    #[test]
    fn few_reports_and_reports_of_one_day_teach_nothing() {
        let all = reports(NOTE);
        assert!(learn(&all[..4]).0.is_empty());
        let same: Vec<Report> = all
            .iter()
            .map(|it| report("Harbour Weekly", 1, it.text()))
            .collect();
        assert!(learn(&same).0.is_empty());
    }

    #[test]
    fn quotations_and_the_background_of_a_long_story_are_kept() {
        let quote = "“No road will be closed,” the mayor said again";
        assert!(learn(&reports(quote)).0.is_empty());
        let story: Vec<Report> = (1..=12)
            .map(|day| {
                let text = format!(
                    "Dockers at Lima stayed out for a day {day} of the strike, and Ana Ruiz of the union met the owners once more.\n\nThe strike at Lima began when Ruiz was dismissed in April."
                );
                report("Harbour Weekly", day, &text)
            })
            .collect();
        assert!(learn(&story).0.is_empty());
    }
}
