//! The words of a block, set from text nodes, with the way back to the page.
//!
//! Input: text nodes in order. Output: text with white space collapsed, and
//! runs that say for each part of it where in the page it stands. What always
//! holds: runs are in text order and disjoint; each leads to characters of the
//! page that give its text when references are resolved.

use rapporteur_text::{Run, RunKind, Span};

/// Characters that show nothing and part no words: they are left out.
pub(super) const UNSEEN: [char; 3] = ['\u{200b}', '\u{2060}', '\u{feff}'];
/// Longest character reference, in bytes: `&CounterClockwiseContourIntegral;`.
const REFERENCE: usize = 40;

/// A text as it is being set.
#[derive(Debug, Default)]
pub(super) struct Setting {
    /// The words so far.
    pub(super) text: String,
    /// The way back, in bytes of the page's characters.
    pub(super) runs: Vec<Run>,
    /// White space that has been met since the last word.
    space: Option<(usize, usize)>,
    /// Line breaks that have been met since the last word.
    breaks: usize,
    /// Whether what comes is set apart by a space in any case.
    parted: bool,
}

impl Setting {
    /// Adds a text node: `value` is what the characters `page[from..to]` give.
    pub(super) fn add(&mut self, page: &str, from: usize, to: usize, value: &str) {
        let source = page.get(from..to).unwrap_or_default();
        if source == value {
            self.copy(value, from);
            return;
        }
        // At the end of a page the tokeniser may count a byte or two short.
        let longer = (to..=to + 3).filter_map(|to| page.get(from..to));
        let Some(parts) = longer.into_iter().find_map(|it| aligned(it, value)) else {
            self.escape(value, from, source.len());
            return;
        };
        for (text, start, len, escaped) in parts {
            if escaped {
                self.escape(text, from + start, len);
            } else {
                self.copy(text, from + start);
            }
        }
    }

    /// A line break of the page's.
    pub(super) fn add_break(&mut self) {
        self.breaks += 1;
    }

    /// A space that the page does not write: between cells of a row.
    pub(super) fn add_space(&mut self) {
        self.parted = true;
    }

    /// Whether a break parts what came before from what comes.
    pub(super) fn breaks(&self) -> usize {
        self.breaks
    }

    /// Ends the text, and begins anew.
    pub(super) fn take(&mut self) -> (String, Vec<Run>) {
        self.space = None;
        self.breaks = 0;
        (
            std::mem::take(&mut self.text),
            std::mem::take(&mut self.runs),
        )
    }

    /// Adds characters that stand in the page as they are.
    fn copy(&mut self, text: &str, start: usize) {
        let mut word = None;
        for (at, character) in text.char_indices() {
            if character.is_whitespace() || UNSEEN.contains(&character) {
                if let Some(from) = word.take() {
                    self.word(&text[from..at], start + from, at - from, RunKind::Copied);
                }
                if character.is_whitespace() {
                    self.note_space(start + at, start + at + character.len_utf8());
                }
            } else if word.is_none() {
                word = Some(at);
            }
        }
        if let Some(from) = word {
            self.word(
                &text[from..],
                start + from,
                text.len() - from,
                RunKind::Copied,
            );
        }
    }

    /// Adds characters that the page writes otherwise.
    fn escape(&mut self, text: &str, start: usize, len: usize) {
        let seen: String = text.chars().filter(|it| !UNSEEN.contains(it)).collect();
        if seen.is_empty() {
            return;
        }
        let words: Vec<&str> = seen.split_whitespace().collect();
        if seen.starts_with(char::is_whitespace) {
            self.note_space(start, start + len);
        }
        if !words.is_empty() {
            self.word(&words.join(" "), start, len, RunKind::Escaped);
            if seen.ends_with(char::is_whitespace) {
                self.note_space(start + len, start + len);
            }
        }
    }

    fn note_space(&mut self, from: usize, to: usize) {
        let since = self.space.map_or(from, |(since, _)| since);
        self.space = Some((since, to));
    }

    /// Adds a word, with the space or break before it.
    fn word(&mut self, text: &str, start: usize, len: usize, kind: RunKind) {
        let space = self.space.take();
        let breaks = std::mem::take(&mut self.breaks);
        let parted = std::mem::take(&mut self.parted);
        if !self.text.is_empty() {
            if 0 < breaks {
                self.text.push('\n');
            } else if let Some((from, to)) = space {
                self.push(" ", from, to - from, RunKind::Space);
            } else if parted {
                self.text.push(' ');
            }
        }
        self.push(text, start, len, kind);
    }

    /// Adds text and its run; runs that follow on each other become one.
    fn push(&mut self, text: &str, start: usize, len: usize, kind: RunKind) {
        let at = self.text.len();
        self.text.push_str(text);
        let span = Span::new(at, self.text.len());
        // One plain space stands for itself.
        let kind = if kind == RunKind::Space && len == 1 {
            RunKind::Copied
        } else {
            kind
        };
        let run = Run {
            text: span,
            start: start as u64,
            len: len as u32,
            kind,
        };
        match self.runs.last_mut() {
            Some(last) if follows(last, &run) => {
                last.text = last.text.cover(span);
                last.len += run.len;
            }
            _ if 0 < len => self.runs.push(run),
            _ => {}
        }
    }
}

/// Whether two runs are one: both copied, without a gap in text or page.
fn follows(last: &Run, next: &Run) -> bool {
    last.kind == RunKind::Copied
        && next.kind == RunKind::Copied
        && last.text.end() == next.text.start()
        && last.bytes().end == next.start
}

/// A part of a text node: its text, where in the source it begins, how many
/// bytes it takes there, and whether it is written as a reference.
type Part<'v> = (&'v str, usize, usize, bool);

/// `value` beside the characters that give it, part by part; `None` where
/// they cannot be told apart.
fn aligned<'v>(source: &str, value: &'v str) -> Option<Vec<Part<'v>>> {
    let mut parts = Vec::new();
    let (mut at, mut told) = (0, 0);
    while at < source.len() {
        let plain = plain(&source[at..], &value[told..]);
        if 0 < plain {
            parts.push((&value[told..told + plain], at, plain, false));
            (at, told) = (at + plain, told + plain);
        }
        if at == source.len() {
            break;
        }
        let (len, text) = written(&source[at..], &value[told..])?;
        let given = &value[told..told + text];
        if !given.is_empty() {
            parts.push((given, at, len, given != &source[at..at + len]));
        }
        (at, told) = (at + len, told + text);
    }
    (told == value.len()).then_some(parts)
}

/// How many bytes stand as they are, up to a reference.
fn plain(source: &str, value: &str) -> usize {
    let stops = |rest: &str| is_reference(rest) || rest.starts_with("</>");
    let mut differing = source
        .char_indices()
        .zip(value.chars())
        .filter(|((at, one), other)| one != other || stops(&source[*at..]));
    let most = source.len().min(value.len());
    differing.next().map_or(most, |((at, _), _)| at)
}

/// Whether a reference that says `&` itself, or any other, may begin here.
fn is_reference(source: &str) -> bool {
    let Some(rest) = source.strip_prefix('&') else {
        return false;
    };
    rest.starts_with(|it: char| it == '#' || it.is_ascii_alphanumeric())
}

/// The reference or line end that `source` begins with: its bytes there, and
/// those of its text in `value`.
fn written(source: &str, value: &str) -> Option<(usize, usize)> {
    if source.starts_with('\r') && value.starts_with('\n') {
        return Some((if source.starts_with("\r\n") { 2 } else { 1 }, 1));
    }
    if source.starts_with('\0') {
        return Some((1, if value.starts_with('\u{fffd}') { 3 } else { 0 }));
    }
    // An end tag without a name is nothing.
    if source.starts_with("</>") {
        return Some((3, if value.starts_with("</>") { 3 } else { 0 }));
    }
    if !is_reference(source) {
        return None;
    }
    let body = source[1..]
        .bytes()
        .take(REFERENCE)
        .take_while(|it| *it == b'#' || it.is_ascii_alphanumeric())
        .count();
    let closed = source[1 + body..].starts_with(';');
    let most = 1 + body + usize::from(closed);
    // From the longest: what follows in the source must follow in the text.
    (2..=most)
        .rev()
        .find_map(|len| {
            let (one, two) = chars(value);
            [one, two].into_iter().flatten().find_map(|text| {
                let decoded = html_char(&source[..len], &value[..text]);
                (decoded && goes_on(&source[len..], &value[text..])).then_some((len, text))
            })
        })
        // An ampersand that refers to nothing stands for itself.
        .or_else(|| value.starts_with('&').then_some((1, 1)))
}

/// Bytes of the first character and of the first two.
fn chars(value: &str) -> (Option<usize>, Option<usize>) {
    let mut ends = value.char_indices().map(|(at, it)| at + it.len_utf8());
    (ends.next(), ends.next())
}

/// Whether a reference by itself gives just `text`.
fn html_char(reference: &str, text: &str) -> bool {
    use html5gum::{Token, Tokenizer};
    let mut given = String::new();
    for token in Tokenizer::new(reference) {
        let Ok(token) = token;
        if let Token::String(it) = token {
            given.push_str(&String::from_utf8_lossy(&it));
        }
    }
    given == text
}

/// Whether the next byte of the text can come from the next of the source.
fn goes_on(source: &str, value: &str) -> bool {
    match (source.bytes().next(), value.bytes().next()) {
        (None, None) | (Some(b'&' | b'\r' | b'\0' | b'<'), _) => true,
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(page: &str, value: &str) -> Setting {
        let mut setting = Setting::default();
        setting.add(page, 0, page.len(), value);
        setting
    }

    #[test]
    fn references_and_white_space_lead_back() {
        let page = " Smith &amp; Sons\n   of&nbsp;Verra said &#8220;no&rdquo; &copy 2024 ";
        let setting = set(page, " Smith & Sons\n   of\u{a0}Verra said “no” © 2024 ");
        assert_eq!(setting.text, "Smith & Sons of Verra said “no” © 2024");
        let back: Vec<(&str, &str, RunKind)> = setting
            .runs
            .iter()
            .map(|run| {
                let bytes = run.start as usize..run.bytes().end as usize;
                (&setting.text[run.text.range()], &page[bytes], run.kind)
            })
            .collect();
        assert_eq!(back[0], ("Smith ", "Smith ", RunKind::Copied));
        assert_eq!(back[1], ("&", "&amp;", RunKind::Escaped));
        assert!(back.contains(&(" ", "\n   ", RunKind::Space)));
        assert!(back.contains(&(" ", "&nbsp;", RunKind::Space)));
        assert!(back.contains(&("”", "&rdquo;", RunKind::Escaped)));
        assert!(back.contains(&("©", "&copy", RunKind::Escaped)));
    }

    #[test]
    fn an_ampersand_that_refers_to_nothing_is_one() {
        assert_eq!(set("R&D and AT&T;", "R&D and AT&T;").text, "R&D and AT&T;");
        let setting = set("R&D &lt; all", "R&D < all");
        assert_eq!(setting.text, "R&D < all");
        let copied = setting.runs.iter().filter(|it| it.kind == RunKind::Copied);
        assert_eq!(copied.map(|it| it.text.len()).sum::<usize>(), 8);
    }
}
