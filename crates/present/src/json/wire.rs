//! Parts that several outputs share.

use jiff::civil::Date;
use rapporteur_text::{Annotated, BlockKind, Bounds, CodePoints, CreditPlace, Cut, Imprint, Span};
use schemars::JsonSchema;
use serde::Serialize;

/// `[start, end)` in Unicode code points of the report's `text`.
pub(super) type SpanJson = [usize; 2];

/// What of a report's text is not the outlet's own reporting.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CutJson {
    /// Where, in code points.
    pub span: SpanJson,
    /// Why: `date`, `headline`, `byline`, `dateline`, `caption`, `embed`, `credit`,
    /// `related`, `promotion`, `script`, `navigation`, `repeat`, `boilerplate`, `comment`, `legal`.
    pub why: &'static str,
}

impl CutJson {
    pub(super) fn of(report: &Annotated, points: &CodePoints<'_>) -> Vec<Self> {
        let cut = |&(span, cut): &(Span, Cut)| Self {
            span: points.span(span),
            why: cut.as_str(),
        };
        let cuts = report.mask.cuts().iter();
        // A subhead is the outlet's own: it is kept, as a block.
        cuts.filter(|(_, it)| *it != Cut::Subhead)
            .map(cut)
            .collect()
    }
}

/// A block of a report's text that is no paragraph.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BlockJson {
    /// Where, in code points.
    pub span: SpanJson,
    /// What it is: `subhead`, `list-item`, `quote`, `pull-quote`, `table`.
    pub kind: &'static str,
}

impl BlockJson {
    pub(super) fn of(report: &Annotated, points: &CodePoints<'_>) -> Vec<Self> {
        let cuts = report.mask.cuts().iter();
        let subheads = cuts.filter(|(_, it)| *it == Cut::Subhead);
        let mut blocks: Vec<_> = subheads
            .map(|&(span, _)| (span, BlockKind::Subhead))
            .chain(report.report.blocks().iter().copied())
            .collect();
        blocks.sort_unstable();
        blocks.dedup();
        let block = |(span, kind): (Span, BlockKind)| Self {
            span: points.span(span),
            kind: kind.as_str(),
        };
        blocks.into_iter().map(block).collect()
    }
}

/// Place and day that a report opens with.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DatelineJson {
    /// Place as printed.
    pub place: Option<String>,
    /// Day as an ISO 8601 date; null where the year is not known.
    pub date: Option<String>,
    /// Where it stands, in code points.
    pub span: SpanJson,
}

impl DatelineJson {
    pub(super) fn of(report: &Annotated, points: &CodePoints<'_>) -> Option<Self> {
        let it = report.imprint.dateline.as_ref()?;
        Some(Self {
            place: it.place.clone(),
            date: iso(it.date),
            span: points.span(it.span),
        })
    }
}

/// An agency credited for the text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CreditJson {
    /// The agency's usual name, or `agencies` where none is named.
    pub agency: String,
    /// `head`, `foot`, `byline` or `caption`; a caption's credit is for the picture.
    pub place: &'static str,
    /// Where it stands, in code points; null where only a field has it.
    pub span: Option<SpanJson>,
}

impl CreditJson {
    pub(super) fn of(report: &Annotated, points: &CodePoints<'_>) -> Vec<Self> {
        let credits = report.imprint.credits.iter();
        let credit = credits.map(|it| Self {
            agency: it.agency.clone(),
            place: place(it.place),
            span: it.span.map(|span| points.span(span)),
        });
        credit.collect()
    }
}

fn place(place: CreditPlace) -> &'static str {
    match place {
        CreditPlace::Head => "head",
        CreditPlace::Foot => "foot",
        CreditPlace::Byline => "byline",
        CreditPlace::Caption => "caption",
    }
}

/// Agencies credited for the text, each once, in text order; not a picture's.
pub(crate) fn agencies(imprint: &Imprint) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for it in imprint
        .credits
        .iter()
        .filter(|it| it.place != CreditPlace::Caption)
    {
        if !names.contains(&it.agency) {
            names.push(it.agency.clone());
        }
    }
    names
}

/// A normalised time.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct BoundsJson {
    /// TIMEX3 value: `2023-12-27`, `2024-01`, `P5D`.
    pub value: String,
    /// The same in EDTF, where it is a date or an interval.
    pub edtf: Option<String>,
    /// First day it can mean, ISO 8601.
    pub earliest: Option<String>,
    /// Last day it can mean, ISO 8601.
    pub latest: Option<String>,
}

impl From<&Bounds> for BoundsJson {
    fn from(it: &Bounds) -> Self {
        Self {
            value: it.value.clone(),
            edtf: it.edtf.clone(),
            earliest: iso(it.earliest),
            latest: iso(it.latest),
        }
    }
}

pub(super) fn iso(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}
