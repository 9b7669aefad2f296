//! The stages, one after the other, over many reports at once.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_gather::{Digest, Limits, Stream};
use rapporteur_language::Language;
use rapporteur_read::{Boilerplate, Cleaned};
use rapporteur_text::{
    ActKind, Annotated, Edits, Gathered, Published, PublishedBasis, Report, ReportId, ReportIx,
    Story,
};
use rayon::prelude::*;

use crate::Briefed;

/// Runs the stages with one language's data.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    language: &'static Language,
}

impl Desk {
    /// A desk that reads English.
    pub fn english() -> Self {
        Self {
            language: Language::english(),
        }
    }

    /// A desk that reads English by networks that know words in their context:
    /// it errs less often, and takes many times as long over each report.
    pub fn accurate_english() -> Self {
        Self {
            language: Language::accurate_english(),
        }
    }

    /// Cleans and marks one report.
    pub fn annotate(&self, report: Report) -> Annotated {
        let cleaned = rapporteur_read::clean(&report, self.language);
        self.marked(report, cleaned)
    }

    /// Marks what was cleaned.
    fn marked(&self, report: Report, cleaned: Cleaned) -> Annotated {
        let report = report.with_blocks(cleaned.blocks);
        let marks = rapporteur_mark::mark(&report, &cleaned.mask, &cleaned.imprint, self.language);
        Annotated {
            report,
            imprint: cleaned.imprint,
            mask: cleaned.mask,
            marks,
        }
    }

    /// Cleans and marks reports that are read together, on all cores; the
    /// order is kept. What an outlet prints under many of them is learnt and
    /// cut, so a report's cuts depend on which others there are, and on
    /// nothing else: not on their order.
    pub fn annotate_together(&self, reports: Vec<Report>) -> Vec<Annotated> {
        let tuned = &self.language.thresholds.clean;
        let clean = |it: &Report| rapporteur_read::clean(it, self.language);
        let cleaned: Vec<Cleaned> = reports.par_iter().map(clean).collect();
        let learnt = Boilerplate::learn(reports.iter().zip(&cleaned), tuned);
        let pairs = reports.into_par_iter().zip(cleaned);
        pairs
            .map(|(report, mut cleaned)| {
                if let Some(mask) = learnt.extend(&report, &cleaned, tuned) {
                    cleaned.mask = mask;
                }
                self.marked(report, cleaned)
            })
            .collect()
    }

    /// Cleans and marks reports one by one, on all cores; the order is kept.
    /// Each is read as if it were the only one, so a stream may be given in
    /// batches of any size.
    pub fn annotate_all(&self, reports: Vec<Report>) -> Vec<Annotated> {
        reports
            .into_par_iter()
            .map(|report| self.annotate(report))
            .collect()
    }

    /// Gathers a batch: stories, copied passages, lineage.
    ///
    /// [`rapporteur_text::ReportIx`] in the result indexes `reports`.
    pub fn gather(&self, reports: &[Annotated]) -> Gathered {
        rapporteur_gather::gather(&self.digests(reports), &self.language.thresholds)
    }

    /// What gathering keeps of each report, on all cores; the order is kept.
    pub fn digests(&self, reports: &[Annotated]) -> Vec<Digest> {
        reports.par_iter().map(Digest::new).collect()
    }

    /// Gathers reports as they come: an empty [`Stream`].
    pub fn stream(&self, limits: Limits) -> Stream {
        Stream::new(&self.language.thresholds, limits)
    }

    /// Draws up the record of every story, largest story first.
    ///
    /// The reports are put in an order of their own first, and two that share
    /// an id are told apart, so the result does not depend on the order given.
    pub fn brief(&self, reports: Vec<Annotated>) -> Briefed {
        self.brief_edited(reports, &Edits::default())
    }

    /// As [`Desk::brief`], with what an editor decided: outlets whose reports
    /// do not count, reports left out, items and stories merged and split.
    pub fn brief_edited(&self, reports: Vec<Annotated>, edits: &Edits) -> Briefed {
        self.brief_chosen(reports, edits, |reports, _, gathered| {
            fold_versions(reports, gathered)
        })
    }

    /// The same, of the stories that `choose` picks from what was gathered.
    pub(crate) fn brief_chosen(
        &self,
        reports: Vec<Annotated>,
        edits: &Edits,
        choose: impl FnOnce(&mut [Annotated], &[Digest], &Gathered) -> Vec<Story>,
    ) -> Briefed {
        let mut reports = in_order(reports);
        let digests: Vec<_> = reports.par_iter().map(Digest::new).collect();
        let gathered = rapporteur_gather::gather(&digests, &self.language.thresholds);
        let mut chosen = choose(&mut reports, &digests, &gathered);
        drop(digests);
        edited(&mut chosen, &reports, edits);
        let redated = impute(&mut reports, &chosen);
        self.mark_again(&mut reports, &redated);
        let records = chosen
            .par_iter()
            .map(|story| {
                let language = self.language;
                rapporteur_collate::collate_edited(&reports, story, &gathered, language, edits)
            })
            .collect();
        Briefed::new(reports, records)
    }

    /// The data that it reads by.
    pub(crate) fn language(&self) -> &'static Language {
        self.language
    }

    /// Marks the reports at `indices` again, now that they have another date.
    fn mark_again(&self, reports: &mut [Annotated], indices: &[usize]) {
        for &index in indices {
            let it = &mut reports[index];
            it.marks = rapporteur_mark::mark(&it.report, &it.mask, &it.imprint, self.language);
        }
    }
}

/// The stories with each report as its latest text, which tells where the
/// earlier ones are.
fn fold_versions(reports: &mut [Annotated], gathered: &Gathered) -> Vec<Story> {
    let before: BTreeMap<ReportIx, ReportIx> = gathered
        .versions
        .iter()
        .map(|it| (it.later, it.of))
        .collect();
    let earlier: BTreeSet<ReportIx> = before.values().copied().collect();
    for &latest in before.keys().filter(|it| !earlier.contains(it)) {
        // Each text leads to an earlier one, so the way ends.
        let back = std::iter::successors(before.get(&latest), |it| before.get(it));
        let mut files: Vec<String> = back
            .map(|ix| reports[ix.index()].report.file().to_owned())
            .collect();
        files.reverse();
        reports[latest.index()].imprint.earlier = files;
    }
    let mut stories = gathered.stories.clone();
    for story in &mut stories {
        story.reports.retain(|it| !earlier.contains(it));
    }
    stories.retain(|it| !it.reports.is_empty());
    stories
}

/// Applies the acts on reports and stories. A report that is left out is in no
/// story.
fn edited(stories: &mut Vec<Story>, reports: &[Annotated], edits: &Edits) {
    for act in &edits.acts {
        let named = |ix: &ReportIx| {
            let it = &reports[ix.index()];
            act.what
                .iter()
                .any(|name| rapporteur_collate::is_report(it, name))
        };
        match act.kind {
            ActKind::Exclude => stories
                .iter_mut()
                .for_each(|it| it.reports.retain(|ix| !named(ix))),
            ActKind::SplitStory => {
                let own = |it: &mut Story| it.reports.extract_if(.., |ix| named(ix)).collect();
                let parted: Vec<Vec<ReportIx>> = stories.iter_mut().map(own).collect();
                stories.push(story(parted.concat()));
            }
            ActKind::MergeStories => {
                let touched = |it: &mut Story| it.reports.iter().any(named);
                let joined: Vec<Story> = stories.extract_if(.., touched).collect();
                stories.push(story(
                    joined.into_iter().flat_map(|it| it.reports).collect(),
                ));
            }
            ActKind::Unreliable | ActKind::MergeItems | ActKind::SplitItem => {}
        }
    }
    stories.retain(|it| !it.reports.is_empty());
    if !edits.acts.is_empty() {
        for it in stories {
            let days = || {
                it.reports
                    .iter()
                    .filter_map(|ix| reports[ix.index()].imprint.published)
            };
            (it.first, it.last) = (
                days().map(|it| it.date).min(),
                days().map(|it| it.date).max(),
            );
        }
    }
}

fn story(mut reports: Vec<ReportIx>) -> Story {
    reports.sort_unstable();
    Story {
        reports,
        first: None,
        last: None,
    }
}

/// Sorts reports by id, then file, and gives each later one of the same id a
/// number.
fn in_order(mut reports: Vec<Annotated>) -> Vec<Annotated> {
    reports.sort_by(|a, b| {
        let key = |it: &Annotated| (it.report.id().clone(), it.report.file().to_owned());
        key(a)
            .cmp(&key(b))
            .then_with(|| a.report.text().cmp(b.report.text()))
    });
    let mut seen: BTreeMap<ReportId, u32> = BTreeMap::new();
    for it in &mut reports {
        let count = seen.entry(it.report.id().clone()).or_insert(0);
        *count += 1;
        if 1 < *count {
            let id = format!("{}-{count}", it.report.id());
            it.report = it.report.clone().with_id(ReportId::new(id));
        }
    }
    reports
}

/// Gives undated reports of a story the day its other reports agree on, and
/// returns which ones have another day now. A day that was given so before is
/// given anew.
fn impute(reports: &mut [Annotated], stories: &[Story]) -> Vec<usize> {
    let mut redated = Vec::new();
    for story in stories {
        let day = usual_day(reports, story);
        for ix in &story.reports {
            let it = &mut reports[ix.index()];
            if own(it.imprint.published).is_some() {
                continue;
            }
            let given = day.map(|day| own_day(it, day));
            if it.imprint.published != given {
                it.imprint.published = given;
                redated.push(ix.index());
            }
        }
    }
    redated
}

/// A publication time, unless other reports gave it.
fn own(published: Option<Published>) -> Option<Published> {
    published.filter(|it| it.basis != PublishedBasis::OtherReport)
}

/// The most frequent day of publication in a story; of several, the latest.
fn usual_day(reports: &[Annotated], story: &Story) -> Option<jiff::civil::Date> {
    let mut days: BTreeMap<jiff::civil::Date, usize> = BTreeMap::new();
    for ix in &story.reports {
        if let Some(published) = own(reports[ix.index()].imprint.published) {
            *days.entry(published.date).or_insert(0) += 1;
        }
    }
    days.into_iter()
        .max_by_key(|&(day, count)| (count, day))
        .map(|(day, _)| day)
}

/// `day`, or the report's own month and day in the year nearest to `day`.
fn own_day(it: &Annotated, day: jiff::civil::Date) -> Published {
    let month_day = it
        .imprint
        .dateline
        .as_ref()
        .and_then(|dateline| dateline.month_day);
    let near = month_day.and_then(|(month, dom)| nearest(month, dom, day));
    Published {
        date: near.unwrap_or(day),
        time: None,
        offset: None,
        basis: PublishedBasis::OtherReport,
    }
}

/// The date of that month and day which lies nearest to `day`.
fn nearest(month: i8, dom: i8, day: jiff::civil::Date) -> Option<jiff::civil::Date> {
    (-1..=1)
        .filter_map(|shift| jiff::civil::Date::new(day.year() + shift, month, dom).ok())
        .min_by_key(|date| {
            date.since(day)
                .map_or(i64::MAX, |span| i64::from(span.get_days()).abs())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rapporteur_text::{Cut, Imprint};

    const NOTE: &str = "Harbour Weekly is run by its readers and has no owner";

    /// Twelve reports of twelve days, with the same line under each.
    fn reports() -> Vec<Report> {
        let one = |day: i8| {
            let text = format!(
                "The council of ward {day} put off the vote on the bridge until the summer, and asked the engineers for {day} new drawings.\n\n{NOTE}"
            );
            let imprint = Imprint {
                outlet: Some("Harbour Weekly".into()),
                published: Some(Published {
                    date: date(2024, 5, day),
                    time: None,
                    offset: None,
                    basis: PublishedBasis::Declared,
                }),
                ..Imprint::default()
            };
            Report::new(None, format!("{day}.txt"), text, imprint)
        };
        (1..=12).map(one).collect()
    }

    fn boilerplate(annotated: &[Annotated]) -> usize {
        let cuts = annotated.iter().flat_map(|it| it.mask.cuts());
        cuts.filter(|(_, cut)| *cut == Cut::Boilerplate).count()
    }

    #[test]
    fn reports_read_together_teach_what_the_outlet_prints_under_all_in_any_order() {
        let desk = Desk::english();
        let mut together = desk.annotate_together(reports());
        assert_eq!(boilerplate(&together), 12);
        let backwards = reports().into_iter().rev().collect();
        let mut reversed = desk.annotate_together(backwards);
        reversed.reverse();
        for (one, other) in together.drain(..).zip(reversed) {
            assert_eq!(one.mask, other.mask);
        }
    }

    #[test]
    fn a_report_read_by_itself_learns_nothing_of_its_neighbours() {
        let desk = Desk::english();
        assert_eq!(boilerplate(&desk.annotate_all(reports())), 0);
    }

    #[test]
    fn a_brief_reads_the_latest_text_of_a_report_and_names_the_earlier_ones() {
        let opening = "A barge struck the swing bridge at Narrow Quay on Monday, and the road over it was closed to lorries until divers had looked at the pier. ";
        let more = "The harbour office said on Tuesday that the pier is sound and that lorries may cross again from six in the morning.";
        let one = |file: &str, text: String, day: i8| {
            let imprint = Imprint {
                url: Some("https://harbour.example/news/barge".into()),
                outlet: Some("Harbour Weekly".into()),
                published: Some(Published {
                    date: date(2024, 5, day),
                    time: None,
                    offset: None,
                    basis: PublishedBasis::Declared,
                }),
                ..Imprint::default()
            };
            Report::new(None, file.into(), text, imprint)
        };
        let desk = Desk::english();
        let reports = vec![
            one("tuesday.txt", format!("{opening}{more}"), 7),
            one("monday.txt", opening.into(), 6),
        ];
        let briefed = desk.brief(desk.annotate_together(reports));
        let [record] = briefed.records() else {
            panic!("one story, not {}", briefed.records().len());
        };
        assert_eq!(record.reports.len(), 1);
        let account = briefed.accounts().next().unwrap();
        let latest = &account.reports()[0];
        assert_eq!(latest.report.file(), "tuesday.txt");
        assert_eq!(latest.imprint.earlier, ["monday.txt"]);
        let printed = rapporteur_present::markdown::brief(&account);
        assert!(
            printed.contains("latest text; earlier: monday.txt"),
            "{printed}"
        );
    }

    #[test]
    fn a_day_without_a_year_takes_the_nearest_year() {
        assert_eq!(nearest(12, 30, date(2024, 1, 2)), Some(date(2023, 12, 30)));
        assert_eq!(nearest(1, 2, date(2023, 12, 30)), Some(date(2024, 1, 2)));
        assert_eq!(nearest(2, 29, date(2023, 3, 1)), Some(date(2024, 2, 29)));
    }
}
