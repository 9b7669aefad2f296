//! The paragraphs and lines that a text is laid out in.
//!
//! A text parts its paragraphs by blank lines or by single line breaks, and
//! may be wrapped at a fixed width. Output: [`Line`]s, each one paragraph,
//! headline or other thing that stands by itself, in text order.

use rapporteur_text::Span;

/// One thing that stands by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Its words, trimmed, never empty.
    pub(super) span: Span,
    /// Line breaks before it.
    pub(super) breaks: usize,
}

/// Widest a wrapped text is set, in bytes.
const WIDEST: usize = 120;
/// Narrowest.
const NARROWEST: usize = 40;

/// All of them.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let printed = printed(text);
    let Some(width) = wrap_width(&printed) else {
        return printed;
    };
    let mut joined: Vec<Line> = Vec::with_capacity(printed.len());
    let mut previous = 0;
    for line in printed {
        let length = line.span.len();
        match joined.last_mut() {
            Some(last) if line.breaks == 1 && width * 3 / 4 <= previous => {
                last.span = last.span.cover(line.span);
            }
            _ => joined.push(line),
        }
        previous = length;
    }
    joined
}

/// The lines as printed.
fn printed(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut at, mut breaks) = (0, 0);
    for part in text.split_inclusive('\n') {
        let span = Span::new(at, at + part.len()).trim(text);
        if !span.is_empty() {
            lines.push(Line { span, breaks });
            breaks = 0;
        }
        breaks += usize::from(part.ends_with('\n'));
        at += part.len();
    }
    lines
}

/// The width that a text is wrapped at: most lines that another follows at
/// once are nearly as long as the longest.
fn wrap_width(printed: &[Line]) -> Option<usize> {
    let followed = printed
        .windows(2)
        .filter(|pair| pair[1].breaks == 1)
        .map(|pair| pair[0].span.len());
    let lengths: Vec<usize> = followed.collect();
    let width = lengths.iter().copied().max()?;
    let longest = printed.iter().map(|it| it.span.len()).max()?;
    let full = lengths.iter().filter(|&&it| width < it + 20).count();
    let wrapped = (NARROWEST..=WIDEST).contains(&width)
        && longest <= width + 20
        && 3 <= lengths.len()
        && lengths.len() * 3 <= full * 5;
    wrapped.then_some(width)
}
