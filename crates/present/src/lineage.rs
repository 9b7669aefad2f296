//! Who copied whom, summed up by pairs of reports.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_text::{Derivation, DerivationKind, Passage, Record, ReportIx, Reuse};

/// Two reports that share narrative, or of which one derives from the other.
#[derive(Clone, Debug)]
pub(crate) struct Pair<'a> {
    /// The earlier in the record's order.
    pub(crate) a: ReportIx,
    /// The later.
    pub(crate) b: ReportIx,
    /// What they share, in text order.
    pub(crate) passages: Vec<&'a Passage>,
    /// What is known of the direction and extent.
    pub(crate) derivation: Option<&'a Derivation>,
}

impl Pair<'_> {
    /// Words shared.
    pub(crate) fn words(&self) -> u32 {
        self.passages.iter().map(|passage| passage.words).sum()
    }

    /// The report that took, and the one it took from, where that is known.
    pub(crate) fn direction(&self) -> Option<(ReportIx, ReportIx)> {
        let known = self.derivation.filter(|it| it.direction.is_some())?;
        Some((known.to, known.from?))
    }
}

/// Every pair of reports with anything between them, in the record's order.
pub(crate) fn pairs(record: &Record) -> Vec<Pair<'_>> {
    let mut pairs: BTreeMap<(ReportIx, ReportIx), Pair<'_>> = BTreeMap::new();
    let blank = |(a, b)| Pair {
        a,
        b,
        passages: Vec::new(),
        derivation: None,
    };
    for passage in &record.passages {
        let key = ordered(passage.a, passage.b);
        pairs
            .entry(key)
            .or_insert_with(|| blank(key))
            .passages
            .push(passage);
    }
    for derivation in &record.derivations {
        if let Some(from) = derivation
            .from
            .filter(|_| derivation.kind != DerivationKind::Original)
        {
            let key = ordered(from, derivation.to);
            pairs.entry(key).or_insert_with(|| blank(key)).derivation = Some(derivation);
        }
    }
    pairs.into_values().collect()
}

/// Reports that carry a text which is not among the reports, with what it is
/// called: an agency's copy, or an original that must have been.
pub(crate) fn wires(record: &Record) -> Vec<(&Derivation, String)> {
    let hidden: BTreeSet<ReportIx> = record
        .derivations
        .iter()
        .filter_map(|it| it.hidden)
        .collect();
    let called = |it: &Derivation| match (it.agency.clone(), it.hidden) {
        (Some(agency), _) => Some(agency),
        (None, Some(_)) if hidden.len() == 1 => Some(UNSEEN.to_owned()),
        (None, Some(first)) => {
            let number = hidden.range(..=first).count();
            Some(format!("{UNSEEN} ({number})"))
        }
        (None, None) => None,
    };
    let wires = record.derivations.iter().filter(|it| it.from.is_none());
    wires.filter_map(|it| Some((it, called(it)?))).collect()
}

/// What an original is called that is not among the reports.
const UNSEEN: &str = "an original not among these reports";

impl crate::Account<'_> {
    /// What ties a report to the agency or outlet that its text came from.
    pub(crate) fn wire_words(&self, wire: &Derivation, source: &str) -> &'static str {
        if wire.hidden.is_some() {
            return "of three reports, each lacks what the other two share";
        }
        let taken = self.report(wire.to).imprint.via.as_deref() == Some(source);
        if taken {
            "says it was taken from there"
        } else {
            "credits the agency"
        }
    }
}

/// Reports of which nothing was found in another and no agency is credited.
pub(crate) fn alone(record: &Record) -> Vec<ReportIx> {
    let mut tied: BTreeSet<ReportIx> = BTreeSet::new();
    tied.extend(record.passages.iter().flat_map(|it| [it.a, it.b]));
    for it in &record.derivations {
        if let Some(from) = it.from.filter(|_| it.kind != DerivationKind::Original) {
            tied.extend([from, it.to]);
        }
    }
    tied.extend(wires(record).iter().map(|(it, _)| it.to));
    all(record).filter(|ix| !tied.contains(ix)).collect()
}

/// How many reports share narrative with another.
pub(crate) fn sharing(record: &Record) -> usize {
    let shared: BTreeSet<_> = record.passages.iter().flat_map(|it| [it.a, it.b]).collect();
    shared.len()
}

/// How many texts stand behind the story when reports that were taken over
/// wholly, from one another or from the same agency, count once. Support for
/// a line is counted line by line, and may be less.
pub(crate) fn origins(record: &Record) -> usize {
    let heads = heads(record).into_iter().enumerate();
    heads.filter(|(at, head)| at == head).count()
}

/// For each report the first that it is one origin with, as [`origins`] counts.
pub(crate) fn heads(record: &Record) -> Vec<usize> {
    let mut group: Vec<usize> = (0..record.reports.len()).collect();
    let mut first_of_agency: BTreeMap<&str, usize> = BTreeMap::new();
    for it in record
        .derivations
        .iter()
        .filter(|it| it.reuse == Reuse::Wholly)
    {
        let to = it.to.index();
        let other = match (it.from, it.agency.as_deref()) {
            (Some(from), _) => from.index(),
            (None, Some(agency)) => *first_of_agency.entry(agency).or_insert(to),
            (None, None) => to,
        };
        let (keep, fold) = (head(&mut group, other), head(&mut group, to));
        group[fold] = keep;
    }
    (0..group.len()).map(|at| head(&mut group, at)).collect()
}

/// The head of the group that a report is in; ways there are made shorter.
fn head(group: &mut [usize], mut at: usize) -> usize {
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

fn ordered(a: ReportIx, b: ReportIx) -> (ReportIx, ReportIx) {
    if b < a { (b, a) } else { (a, b) }
}

/// Every report of a record.
pub(crate) fn all(record: &Record) -> impl Iterator<Item = ReportIx> + use<> {
    (0..record.reports.len() as u32).map(ReportIx)
}
