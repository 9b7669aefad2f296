//! What gathering keeps of a report.
//!
//! Input: an annotated report. Output: its [`Digest`]. What always holds:
//! narrative words are in text order and lie in no quotation and no cut; a
//! digest made without marks is poorer, not wrong.

use jiff::civil::Date;
use rapporteur_language::vectors::DIMENSIONS;
use rapporteur_language::{Meaning, Vectors};
use rapporteur_text::{
    Annotated, BlockKind, CreditPlace, Cut, Published, ReportId, Span, StatementKind,
};

use crate::scan::{self, Scanned, form_hash};
use crate::stories::terms::{self, Term};

/// Quoted words up to this many are a fragment in a sentence of the
/// reporter's own, and count as narrative.
const FRAGMENT_WORDS: usize = 5;

/// Reports over this many words are digested in part.
const MOST_WORDS: usize = 50_000;

/// One word of the narrative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Hash of the lower-cased form.
    pub(crate) hash: u64,
    /// Where it stands.
    pub(crate) span: Span,
}

impl Word {
    fn of(word: &Scanned) -> Self {
        Self {
            hash: form_hash(&word.form),
            span: word.span,
        }
    }
}

/// What gathering keeps of a report.
#[derive(Clone, Debug)]
pub struct Digest {
    /// The report's identity.
    pub(crate) id: ReportId,
    /// Orders digests by content: equal only for the same id and text.
    pub(crate) key: (u64, ReportId),
    /// Address of the page.
    pub(crate) url: Option<String>,
    /// Who published it.
    pub(crate) outlet: Option<String>,
    /// When.
    pub(crate) published: Option<Published>,
    /// Address that the page names as its canonical one.
    pub(crate) canonical: Option<String>,
    /// Agencies credited at head, foot or byline, and the outlet that the
    /// report says it was taken from, sorted, each once.
    pub(crate) agencies: Vec<String>,
    /// Narrative words in text order.
    pub(crate) words: Vec<Word>,
    /// First word of each stretch of narrative that no quotation and no cut
    /// interrupts; ends with the number of words.
    pub(crate) stretches: Vec<u32>,
    /// What it is about, for stories; sorted by hash.
    pub(crate) terms: Vec<Term>,
    /// What its title and opening mean; `None` in another language.
    pub(crate) meaning: Option<Meaning>,
    /// The words of each long quotation.
    pub(crate) quoted: Vec<Vec<Word>>,
}

impl Digest {
    /// Sums up one report.
    pub fn new(it: &Annotated) -> Self {
        let text = it.report.text();
        let kept = kept_words(it);
        let quotations = long_quotations(it, &kept);
        let (words, stretches) = narrative(it, &kept, &quotations);
        let id = it.report.id().clone();
        let imprint = &it.imprint;
        let title = imprint.title.as_ref().map(|title| title.text.as_str());
        Self {
            key: (form_hash(text), id.clone()),
            id,
            url: imprint.url.clone(),
            canonical: imprint.canonical.clone(),
            outlet: imprint.outlet.clone(),
            published: imprint.published,
            agencies: agencies(it),
            words,
            stretches,
            meaning: meaning(title, &kept, it),
            terms: terms::of(title, &kept),
            quoted: quoted(it, &quotations),
        }
    }

    /// The report's identity.
    pub fn id(&self) -> &ReportId {
        &self.id
    }

    /// Where each word of the narrative stands, in text order: what can be
    /// copied, as it lies in no long quotation and no cut.
    pub fn narrative(&self) -> impl Iterator<Item = Span> + '_ {
        self.words.iter().map(|word| word.span)
    }

    /// Forgets the words, once they are kept otherwise.
    pub(crate) fn strip(&mut self) {
        self.key = (0, ReportId::new(""));
        self.words = Vec::new();
        self.stretches = Vec::new();
        self.terms = Vec::new();
        self.meaning = None;
        self.quoted = Vec::new();
    }

    /// The publication day.
    pub fn day(&self) -> Option<Date> {
        self.published.map(|published| published.date)
    }

    /// Which stretch the word at `ix` lies in, as a range of words.
    pub(crate) fn stretch_at(&self, ix: usize) -> std::ops::Range<usize> {
        let next = self
            .stretches
            .partition_point(|&start| start as usize <= ix);
        self.stretches[next - 1] as usize..self.stretches[next] as usize
    }
}

/// Words of the opening that tell what a report is about.
const OPENING: usize = 120;

/// What the title, twice over, and the opening mean.
fn meaning(title: Option<&str>, kept: &[Scanned], it: &Annotated) -> Option<Meaning> {
    if !it.imprint.is_english() {
        return None;
    }
    let vectors = Vectors::english();
    let mut sum = [0.0; DIMENSIONS];
    let mut add = |text: &str, times: f32| {
        vectors.pieces().pieces(text, |piece| {
            vectors.add(piece, times * vectors.weight(piece), &mut sum);
        });
    };
    add(title.unwrap_or_default(), 2.0);
    for word in kept.iter().take(OPENING) {
        add(&word.form, 1.0);
    }
    Some(Meaning::of(sum))
}

/// Every word outside cuts, in text order.
fn kept_words(it: &Annotated) -> Vec<Scanned> {
    let text = it.report.text();
    let mut kept = Vec::new();
    for span in it.mask.kept(text.len()) {
        if MOST_WORDS <= kept.len() {
            break;
        }
        kept.extend(scan::words(text, span));
    }
    kept.truncate(MOST_WORDS);
    kept
}

/// The words outside quotations, and where each stretch of them begins.
fn narrative(it: &Annotated, kept: &[Scanned], quotations: &[Span]) -> (Vec<Word>, Vec<u32>) {
    let mut words: Vec<Word> = Vec::with_capacity(kept.len());
    let mut stretches = vec![0];
    let mut broken = false;
    for word in kept {
        if within(quotations, word.span.start()) {
            broken = true;
            continue;
        }
        let from = words.last().map_or(0, |last| last.span.end());
        let gap = Span::new(from, word.span.start());
        if broken || (!words.is_empty() && it.mask.touches(gap)) {
            stretches.push(words.len() as u32);
        }
        broken = false;
        words.push(Word::of(word));
    }
    stretches.push(words.len() as u32);
    stretches.dedup();
    (words, stretches)
}

/// Quotations that are more than fragments: those the marks know, those a scan
/// finds, and those set off as blocks. Sorted by start, overlaps merged.
fn long_quotations(it: &Annotated, kept: &[Scanned]) -> Vec<Span> {
    let direct = it
        .marks
        .statements
        .iter()
        .filter(|statement| statement.kind == StatementKind::Direct)
        .flat_map(|statement| statement.content.iter().copied());
    let blocks = it.report.blocks().iter();
    let set_off = blocks.filter(|(_, kind)| *kind == BlockKind::Quote);
    let mut spans: Vec<Span> = scan::quotations(it.report.text());
    spans.extend(direct);
    spans.extend(set_off.map(|&(span, _)| span));
    spans.retain(|&span| FRAGMENT_WORDS < words_in(kept, span));
    merged(spans)
}

/// How many words begin in `span`.
fn words_in(words: &[Scanned], span: Span) -> usize {
    let from = words.partition_point(|word| word.span.start() < span.start());
    let to = words.partition_point(|word| word.span.start() < span.end());
    to - from
}

/// Sorts spans and joins those that overlap.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start() <= last.end() => *last = last.cover(span),
            _ => merged.push(span),
        }
    }
    merged
}

/// Whether a byte lies in one of sorted, disjoint spans.
fn within(spans: &[Span], offset: usize) -> bool {
    let next = spans.partition_point(|span| span.end() <= offset);
    spans
        .get(next)
        .is_some_and(|span| span.contains_offset(offset))
}

/// Whom the text itself is credited to: agencies, a picture's aside, and the
/// outlet that it was taken from.
fn agencies(it: &Annotated) -> Vec<String> {
    let credits = it.imprint.credits.iter();
    let own = credits.filter(|credit| credit.place != CreditPlace::Caption);
    let named = own.map(|credit| &credit.agency).chain(&it.imprint.via);
    let mut agencies: Vec<String> = named.cloned().collect();
    agencies.sort_unstable();
    agencies.dedup();
    agencies
}

/// The words of quotations and of embedded posts.
fn quoted(it: &Annotated, quotations: &[Span]) -> Vec<Vec<Word>> {
    let text = it.report.text();
    let embeds = it.mask.cuts().iter().filter(|(_, why)| *why == Cut::Embed);
    let spans = quotations
        .iter()
        .copied()
        .chain(embeds.map(|&(span, _)| span));
    spans
        .map(|span| scan::words(text, span).iter().map(Word::of).collect())
        .collect()
}
