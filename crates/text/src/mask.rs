//! What of a report is not the outlet's own reporting, and why.

use serde::{Deserialize, Serialize};

use crate::Span;

/// Why a part of the text is no reporting of the outlet's own. Closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cut {
    /// A publication date printed in the text.
    Date,
    /// The headline, where the text prints it.
    Headline,
    /// A heading between paragraphs.
    Subhead,
    /// Who wrote it.
    Byline,
    /// Place, day and agency before the first sentence.
    Dateline,
    /// A picture's caption.
    Caption,
    /// A post of another service, embedded whole or in part.
    Embed,
    /// Agency or staff credit.
    Credit,
    /// Pointer to another report: "ALSO READ".
    Related,
    /// Asks the reader to follow, subscribe or install.
    Promotion,
    /// Program text left among the words.
    Script,
    /// Menus and page furniture.
    Navigation,
    /// Text that the report already has.
    Repeat,
    /// Text that this outlet prints under every report.
    Boilerplate,
    /// Readers' comments.
    Comment,
    /// Copyright and disclaimers.
    Legal,
}

impl Cut {
    /// Every reason, in declaration order.
    pub const ALL: [Cut; 16] = [
        Cut::Date,
        Cut::Headline,
        Cut::Subhead,
        Cut::Byline,
        Cut::Dateline,
        Cut::Caption,
        Cut::Embed,
        Cut::Credit,
        Cut::Related,
        Cut::Promotion,
        Cut::Script,
        Cut::Navigation,
        Cut::Repeat,
        Cut::Boilerplate,
        Cut::Comment,
        Cut::Legal,
    ];

    /// The word that outputs use.
    pub fn as_str(self) -> &'static str {
        match self {
            Cut::Date => "date",
            Cut::Headline => "headline",
            Cut::Subhead => "subhead",
            Cut::Byline => "byline",
            Cut::Dateline => "dateline",
            Cut::Caption => "caption",
            Cut::Embed => "embed",
            Cut::Credit => "credit",
            Cut::Related => "related",
            Cut::Promotion => "promotion",
            Cut::Script => "script",
            Cut::Navigation => "navigation",
            Cut::Repeat => "repeat",
            Cut::Boilerplate => "boilerplate",
            Cut::Comment => "comment",
            Cut::Legal => "legal",
        }
    }
}

/// Sorted, disjoint, non-empty spans that are not the outlet's own reporting.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mask {
    cuts: Vec<(Span, Cut)>,
}

/// Why a list of cuts is no mask: two overlap, or one is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaskError {
    /// The later of the two cuts at fault.
    pub span: Span,
}

impl std::fmt::Display for MaskError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "cut at {}..{} is empty or overlaps",
            self.span.start(),
            self.span.end()
        )
    }
}

impl std::error::Error for MaskError {}

impl Mask {
    /// Sorts `cuts` into a mask.
    pub fn new(mut cuts: Vec<(Span, Cut)>) -> Result<Self, MaskError> {
        cuts.sort_unstable();
        let overlapping = cuts.windows(2).find(|pair| pair[0].0.overlaps(pair[1].0));
        if let Some(pair) = overlapping {
            return Err(MaskError { span: pair[1].0 });
        }
        if let Some(&(span, _)) = cuts.iter().find(|(span, _)| span.is_empty()) {
            return Err(MaskError { span });
        }
        Ok(Self { cuts })
    }

    /// The cuts in text order.
    pub fn cuts(&self) -> &[(Span, Cut)] {
        &self.cuts
    }

    /// The cut that holds the byte at `offset`.
    pub fn at(&self, offset: usize) -> Option<Cut> {
        let next = self.cuts.partition_point(|(span, _)| span.end() <= offset);
        self.cuts
            .get(next)
            .filter(|(span, _)| span.contains_offset(offset))
            .map(|&(_, cut)| cut)
    }

    /// Whether `span` shares a byte with any cut.
    pub fn touches(&self, span: Span) -> bool {
        let next = self
            .cuts
            .partition_point(|(cut, _)| cut.end() <= span.start());
        self.cuts
            .get(next)
            .is_some_and(|(cut, _)| cut.overlaps(span))
    }

    /// The stretches of a text of `len` bytes that are kept, in order.
    pub fn kept(&self, len: usize) -> Vec<Span> {
        let mut kept = Vec::with_capacity(self.cuts.len() + 1);
        let mut from = 0;
        for (cut, _) in &self.cuts {
            if from < cut.start() {
                kept.push(Span::new(from, cut.start()));
            }
            from = cut.end();
        }
        if from < len {
            kept.push(Span::new(from, len));
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask() -> Mask {
        Mask::new(vec![
            (Span::new(10, 12), Cut::Script),
            (Span::new(0, 4), Cut::Dateline),
        ])
        .expect("disjoint")
    }

    #[test]
    fn cuts_are_sorted_and_looked_up_by_offset() {
        assert_eq!(mask().at(3), Some(Cut::Dateline));
        assert_eq!(mask().at(4), None);
        assert_eq!(mask().at(11), Some(Cut::Script));
        assert!(mask().touches(Span::new(4, 11)));
        assert!(!mask().touches(Span::new(4, 10)));
    }

    #[test]
    fn what_is_kept_is_what_lies_between() {
        assert_eq!(mask().kept(20), vec![Span::new(4, 10), Span::new(12, 20)]);
        assert_eq!(mask().kept(12), vec![Span::new(4, 10)]);
        assert_eq!(Mask::default().kept(0), vec![]);
    }

    #[test]
    fn overlapping_and_empty_cuts_are_refused() {
        let overlapping = vec![(Span::new(0, 4), Cut::Date), (Span::new(3, 5), Cut::Date)];
        assert!(Mask::new(overlapping).is_err());
        assert!(Mask::new(vec![(Span::new(2, 2), Cut::Date)]).is_err());
    }
}
