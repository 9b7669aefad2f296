//! The reports of one story as collation reads them.
//!
//! Input: a batch, one of its stories, what gathering found. Output: the
//! story's reports by publication, then id, with their words, their people,
//! and what links them. [`ReportIx`] from here on counts in that order.

use std::collections::BTreeMap;

use rapporteur_language::{Language, thresholds::Collate};
use rapporteur_text::{
    ActKind, Annotated, Derivation, DerivationKind, Edits, Evidence, Gathered, Origin, Passage,
    ReportIx, Span, StatementKind, Story,
};

use crate::cast::Cast;
use crate::words::{Vocabulary, Word};

/// A story's reports with all that the stages of collation share.
pub(crate) struct Sources<'r> {
    pub(crate) reports: Vec<&'r Annotated>,
    pub(crate) language: &'r Language,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) cast: Cast,
    pub(crate) passages: Vec<Passage>,
    pub(crate) derivations: Vec<Derivation>,
    /// Reports that are one text through and through, where more than one.
    pub(crate) origins: Vec<Origin>,
    words: Vec<Vec<Word>>,
    /// Whether each report counts as support.
    counting: Vec<bool>,
    /// Words of copied narrative by pair of reports.
    copied: BTreeMap<(ReportIx, ReportIx), u32>,
}

/// Whether a name is a report's: its id, its file, or the end of its file's
/// path.
pub fn is_report(it: &Annotated, name: &str) -> bool {
    let (id, file) = (it.report.id().as_str(), it.report.file());
    let end = file
        .strip_suffix(name)
        .is_some_and(|rest| rest.ends_with(['/', '#']));
    !name.is_empty() && (id == name || file == name || end)
}

/// Whether an outlet's name, in any case, is that of a report.
pub(crate) fn is_of(it: &Annotated, outlet: &str) -> bool {
    let own = it.imprint.outlet.as_deref();
    own.is_some_and(|own| own.eq_ignore_ascii_case(outlet))
}

impl<'r> Sources<'r> {
    pub(crate) fn new(
        batch: &'r [Annotated],
        story: &Story,
        gathered: &Gathered,
        language: &'r Language,
        edits: &Edits,
    ) -> Self {
        let order = ordered(batch, story);
        let reports: Vec<&Annotated> = order.iter().map(|ix| &batch[ix.index()]).collect();
        let mut vocabulary = Vocabulary::default();
        let words = reports
            .iter()
            .map(|it| vocabulary.add(it.report.text(), &language.collation))
            .collect();
        let places = order.iter().zip(0..).map(|(&ix, at)| (ix, ReportIx(at)));
        let places: BTreeMap<ReportIx, ReportIx> = places.collect();
        let passages = passages(gathered, &places);
        let mut copied = BTreeMap::new();
        for passage in &passages {
            *copied.entry((passage.a, passage.b)).or_default() += passage.words;
        }
        let unreliable: Vec<&String> = edits
            .of(ActKind::Unreliable)
            .flat_map(|(_, act)| &act.what)
            .collect();
        Self {
            counting: reports
                .iter()
                .map(|it| !unreliable.iter().any(|name| is_of(it, name)))
                .collect(),
            cast: Cast::new(&reports, language),
            reports,
            language,
            vocabulary,
            derivations: derivations(gathered, &places),
            origins: origins(gathered, &places),
            passages,
            words,
            copied,
        }
    }

    /// Whether a report counts as support.
    pub(crate) fn counts(&self, ix: ReportIx) -> bool {
        self.counting[ix.index()]
    }

    /// Whether a report is one of those named: by id or file.
    pub(crate) fn is_named(&self, ix: ReportIx, names: &[String]) -> bool {
        names.iter().any(|name| is_report(self.report(ix), name))
    }

    pub(crate) fn thresholds(&self) -> &'r Collate {
        &self.language.thresholds.collate
    }

    pub(crate) fn report(&self, ix: ReportIx) -> &'r Annotated {
        self.reports[ix.index()]
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (ReportIx, &'r Annotated)> {
        (0..).map(ReportIx).zip(self.reports.iter().copied())
    }

    pub(crate) fn text(&self, at: Evidence) -> &'r str {
        self.report(at.report).report.slice(at.span)
    }

    /// The words wholly inside a piece of evidence.
    pub(crate) fn words(&self, at: Evidence) -> &[Word] {
        let words = &self.words[at.report.index()];
        let from = words.partition_point(|word| word.span.start() < at.span.start());
        let to = words.partition_point(|word| word.span.end() <= at.span.end());
        &words[from..to.max(from)]
    }

    /// Stems that carry content, in text order.
    pub(crate) fn content(&self, at: Evidence) -> Vec<u32> {
        let stems = self.words(at).iter().map(|word| word.stem);
        stems.filter(|&stem| self.tells(stem)).collect()
    }

    /// Whether a word carries content.
    pub(crate) fn tells(&self, stem: u32) -> bool {
        0.0 < self.vocabulary.weight(stem)
    }

    pub(crate) fn weight(&self, stems: &[u32]) -> f32 {
        stems.iter().map(|&stem| self.vocabulary.weight(stem)).sum()
    }

    /// The sentence around a piece of evidence, or the evidence itself.
    pub(crate) fn sentence(&self, at: Evidence) -> Evidence {
        let marks = &self.report(at.report).marks;
        let sentence = marks.sentence_at(at.span.start());
        let span = sentence.map_or(at.span, |sentence| sentence.cover(at.span));
        Evidence { span, ..at }
    }

    /// Whether the evidence lies in words that a report puts in a mouth, and
    /// how it gives them.
    pub(crate) fn said(&self, at: Evidence) -> Option<StatementKind> {
        let statements = &self.report(at.report).marks.statements;
        let holds = |span: &Span| at.span.len() < 2 * span.overlap(at.span);
        statements
            .iter()
            .filter(|statement| statement.content.iter().any(holds))
            .map(|statement| statement.kind)
            .min()
    }

    /// Words of narrative that one of two reports copied from the other.
    pub(crate) fn copied(&self, a: ReportIx, b: ReportIx) -> u32 {
        let pair = (a.min(b), a.max(b));
        self.copied.get(&pair).copied().unwrap_or(0)
    }

    /// The agency whose copy a report carries.
    pub(crate) fn wire(&self, report: ReportIx) -> Option<&str> {
        let wire = |it: &&Derivation| it.to == report && it.kind == DerivationKind::Wire;
        let derivation = self.derivations.iter().find(wire)?;
        derivation.agency.as_deref()
    }
}

/// A story's reports by publication, undated last, then id.
fn ordered(batch: &[Annotated], story: &Story) -> Vec<ReportIx> {
    let mut order = story.reports.clone();
    order.sort_by_key(|ix| {
        let it = &batch[ix.index()];
        let published = it.imprint.published;
        let day = published.map(|published| (published.date, published.time));
        (day.is_none(), day, it.report.id().clone(), *ix)
    });
    order.dedup();
    order
}

fn passages(gathered: &Gathered, places: &BTreeMap<ReportIx, ReportIx>) -> Vec<Passage> {
    let moved = gathered.passages.iter().filter_map(|passage| {
        let (a, b) = (*places.get(&passage.a)?, *places.get(&passage.b)?);
        let moved = Passage { a, b, ..*passage };
        Some(if a <= b { moved } else { turned(moved) })
    });
    let mut passages: Vec<Passage> = moved.collect();
    passages.sort_unstable();
    passages
}

fn turned(passage: Passage) -> Passage {
    Passage {
        a: passage.b,
        b: passage.a,
        a_span: passage.b_span,
        b_span: passage.a_span,
        words: passage.words,
    }
}

fn derivations(gathered: &Gathered, places: &BTreeMap<ReportIx, ReportIx>) -> Vec<Derivation> {
    // Those of this story that share a hidden original.
    let mut sharing: BTreeMap<ReportIx, Vec<ReportIx>> = BTreeMap::new();
    for it in &gathered.derivations {
        if let (Some(hidden), Some(&to)) = (it.hidden, places.get(&it.to)) {
            sharing.entry(hidden).or_default().push(to);
        }
    }
    let moved = gathered.derivations.iter().filter_map(|derivation| {
        let to = *places.get(&derivation.to)?;
        let shared = derivation.hidden.map(|it| &sharing[&it]);
        let hidden = match shared {
            Some(shared) if shared.len() < 2 => return None,
            Some(shared) => shared.iter().min().copied(),
            None => None,
        };
        let from = match derivation.from {
            Some(from) => Some(*places.get(&from)?),
            None => None,
        };
        Some(Derivation {
            to,
            from,
            hidden,
            ..derivation.clone()
        })
    });
    let mut derivations: Vec<Derivation> = moved.collect();
    derivations.sort_by_key(|it| (it.to, it.from, it.kind));
    derivations
}

fn origins(gathered: &Gathered, places: &BTreeMap<ReportIx, ReportIx>) -> Vec<Origin> {
    let moved = gathered.origins.iter().filter_map(|origin| {
        let members = origin.reports.iter().filter_map(|ix| places.get(ix));
        let mut reports: Vec<ReportIx> = members.copied().collect();
        reports.sort_unstable();
        let agency = origin.agency.clone();
        (1 < reports.len()).then_some(Origin { reports, agency })
    });
    let mut origins: Vec<Origin> = moved.collect();
    origins.sort_by(|a, b| a.reports.cmp(&b.reports));
    origins
}
