//! The stages, one after the other, over many reports at once.

use std::collections::BTreeMap;

use rapporteur_gather::Digest;
use rapporteur_language::Language;
use rapporteur_text::{
    Annotated, Gathered, Published, PublishedBasis, Report, ReportId, ReportIx, Story,
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

    /// Cleans and marks one report.
    pub fn annotate(&self, report: Report) -> Annotated {
        let cleaned = rapporteur_read::clean(&report, self.language);
        let marks = rapporteur_mark::mark(&report, &cleaned.mask, &cleaned.imprint, self.language);
        Annotated {
            report,
            imprint: cleaned.imprint,
            mask: cleaned.mask,
            marks,
        }
    }

    /// Cleans and marks reports on all cores; the order is kept.
    pub fn annotate_all(&self, reports: Vec<Report>) -> Vec<Annotated> {
        reports
            .into_par_iter()
            .map(|report| self.annotate(report))
            .collect()
    }

    /// Gathers a batch: stories, copied passages, lineage.
    ///
    /// [`ReportIx`] in the result indexes `reports`.
    pub fn gather(&self, reports: &[Annotated]) -> Gathered {
        let digests: Vec<_> = reports.par_iter().map(Digest::new).collect();
        rapporteur_gather::gather(&digests, &self.language.thresholds)
    }

    /// Draws up the record of every story, largest story first.
    ///
    /// The reports are put in an order of their own first, and two that share
    /// an id are told apart, so the result does not depend on the order given.
    pub fn brief(&self, reports: Vec<Annotated>) -> Briefed {
        let mut reports = in_order(reports);
        let gathered = self.gather(&reports);
        let undated = impute(&mut reports, &gathered.stories);
        self.mark_again(&mut reports, &undated);
        let records = gathered
            .stories
            .par_iter()
            .map(|story| rapporteur_collate::collate(&reports, story, &gathered, self.language))
            .collect();
        Briefed::new(reports, records)
    }

    /// Marks the reports at `indices` again, now that they have a date.
    fn mark_again(&self, reports: &mut [Annotated], indices: &[usize]) {
        for &index in indices {
            let it = &mut reports[index];
            it.marks = rapporteur_mark::mark(&it.report, &it.mask, &it.imprint, self.language);
        }
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
/// returns which ones got one.
fn impute(reports: &mut [Annotated], stories: &[Story]) -> Vec<usize> {
    let mut imputed = Vec::new();
    for story in stories {
        let Some(day) = usual_day(reports, story) else {
            continue;
        };
        for ReportIx(ix) in &story.reports {
            let it = &mut reports[*ix as usize];
            if it.imprint.published.is_none() {
                it.imprint.published = Some(own_day(it, day));
                imputed.push(*ix as usize);
            }
        }
    }
    imputed
}

/// The most frequent day of publication in a story; of several, the latest.
fn usual_day(reports: &[Annotated], story: &Story) -> Option<jiff::civil::Date> {
    let mut days: BTreeMap<jiff::civil::Date, usize> = BTreeMap::new();
    for ix in &story.reports {
        if let Some(published) = reports[ix.index()].imprint.published {
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

    #[test]
    fn a_day_without_a_year_takes_the_nearest_year() {
        assert_eq!(nearest(12, 30, date(2024, 1, 2)), Some(date(2023, 12, 30)));
        assert_eq!(nearest(1, 2, date(2023, 12, 30)), Some(date(2024, 1, 2)));
        assert_eq!(nearest(2, 29, date(2023, 3, 1)), Some(date(2024, 2, 29)));
    }
}
