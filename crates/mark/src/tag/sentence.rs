//! Sentences of news text, and of what is written less carefully.
//!
//! Input: one paragraph. Output: its sentences, trimmed, in order. Rules read
//! the full stops; a model finds the ends that none marks. What always holds:
//! they cover every visible character; the look back and ahead at a full stop
//! or blank is bounded, so time is linear in the text.

use rapporteur_language::{Dot, Language, Punctuation};
use rapporteur_text::Span;

use super::paragraph::{is_blank, trim};
use super::unmarked::{Around, Style};

/// How many bytes before a full stop are read as its word. Abbreviations are
/// far shorter.
const LOOK_BACK: usize = 48;

/// Appends the sentences of `paragraph` to `sentences`.
pub(super) fn sentences(
    text: &str,
    paragraph: Span,
    language: &Language,
    sentences: &mut Vec<Span>,
) {
    split(text, paragraph, language, sentences, |_, features| {
        language.punctuation.ends_unmarked(features)
    });
}

/// Splits a paragraph; `ends` is asked where no rule decides, with the byte
/// that the sentence would end at and the features of the blank there.
pub(super) fn split(
    text: &str,
    paragraph: Span,
    language: &Language,
    sentences: &mut Vec<Span>,
    mut ends: impl FnMut(usize, &[u64]) -> bool,
) {
    let slice = &text[paragraph.range()];
    let mut scan = Scan {
        slice,
        punctuation: &language.punctuation,
        quoted: Quoted::default(),
    };
    let style = Style::of(slice);
    let mut features = Vec::new();
    let (mut start, mut at, mut length) = (0, 0, 0);
    let (mut decided, mut unmarked) = (false, false);
    while let Some(character) = slice[at..].chars().next() {
        let end;
        let ended = if is_terminator(character) {
            let stop = scan.stop(at);
            (end, at) = (stop.end, stop.end);
            let reading = scan.ends(&stop);
            decided = reading.is_some();
            reading == Some(true)
        } else if is_blank(character) {
            let ahead = slice[at..].trim_start_matches(is_blank);
            (end, at) = (at, slice.len() - ahead.len());
            length += 1;
            let sides = [&slice[start..end], ahead];
            let around = Around::new(sides, length, [scan.quoted.any(), unmarked]);
            !std::mem::take(&mut decided) && around.may_end(style) && {
                around.features(style, &language.cues, &mut features);
                ends(paragraph.start() + end, &features)
            }
        } else {
            scan.quoted.see(character);
            at += character.len_utf8();
            decided = false;
            continue;
        };
        if ended {
            push(text, paragraph, start, end, sentences);
            (start, length) = (at, 0);
            unmarked = !is_terminator(character);
        }
    }
    push(text, paragraph, start, slice.len(), sentences);
}

fn push(text: &str, paragraph: Span, start: usize, end: usize, sentences: &mut Vec<Span>) {
    let from = paragraph.start();
    let span = trim(text, Span::new(from + start, from + end));
    if !span.is_empty() {
        sentences.push(span);
    }
}

fn is_terminator(character: char) -> bool {
    matches!(
        character,
        '.' | '!' | '?' | '…' | '。' | '？' | '！' | '‼' | '⁇' | '⁈'
    )
}

/// Which quotation marks stand open.
#[derive(Default)]
struct Quoted {
    curly: bool,
    straight: bool,
}

impl Quoted {
    fn see(&mut self, character: char) {
        match character {
            '“' | '„' | '«' => self.curly = true,
            '”' | '»' => self.curly = false,
            '"' => self.straight = !self.straight,
            _ => {}
        }
    }

    fn any(&self) -> bool {
        self.curly || self.straight
    }
}

/// A run of terminators with the closing marks behind it.
struct Stop {
    /// Where the run starts.
    from: usize,
    /// Where the run itself ends.
    run: usize,
    /// Where the closing marks end.
    end: usize,
}

struct Scan<'a> {
    slice: &'a str,
    punctuation: &'a Punctuation,
    quoted: Quoted,
}

impl Scan<'_> {
    /// The stop at `from`, with its closing quotation marks and brackets.
    fn stop(&mut self, from: usize) -> Stop {
        let rest = &self.slice[from..];
        let run = from + rest.len() - rest.trim_start_matches(is_terminator).len();
        let mut end = run;
        let mut characters = self.slice[run..].chars().peekable();
        while let Some(character) = characters.next() {
            if !self.closes(character, characters.peek().copied()) {
                break;
            }
            self.quoted.see(character);
            end += character.len_utf8();
        }
        while let Some(note) = footnote(&self.slice[end..]) {
            end += note;
        }
        Stop { from, run, end }
    }

    /// Whether `character` behind a terminator belongs to what it ends. A
    /// closing mark with nothing open, stuck to a word, is a slip for an
    /// opening one.
    fn closes(&self, character: char, next: Option<char>) -> bool {
        let stuck = next.is_some_and(char::is_alphanumeric);
        match character {
            ')' | ']' => true,
            '”' | '»' => self.quoted.curly || !stuck,
            '"' => self.quoted.straight || !stuck,
            '’' | '\'' => !stuck || next.is_some_and(char::is_uppercase),
            _ => false,
        }
    }

    /// Whether a sentence ends at `stop`; `None` where a small letter
    /// follows, which careful writing does not do behind a full stop.
    fn ends(&self, stop: &Stop) -> Option<bool> {
        let rest = &self.slice[stop.end..];
        let ahead = rest.trim_start_matches(is_blank);
        let Some(next) = ahead.chars().next() else {
            return Some(true);
        };
        let run = &self.slice[stop.from..stop.run];
        if ahead.len() == rest.len() {
            return Some(self.ends_without_space(stop, run, rest));
        }
        if is_attribution(run, ahead) {
            return Some(false);
        }
        if !starts_a_sentence(next) {
            return None;
        }
        Some(match run {
            "." if stop.end == stop.run => self.dot_ends(stop.from, ahead),
            "..." | ".." | "…" | "...." => {
                !is_first_person(ahead) && (next.is_uppercase() || is_opening_quote(next))
            }
            _ => true,
        })
    }

    /// "added.Talks go on", "year.”We": the space was lost.
    fn ends_without_space(&self, stop: &Stop, run: &str, rest: &str) -> bool {
        let word = self.word_before(stop.from);
        let mut next = rest
            .chars()
            .skip_while(|&it| is_opening_quote(it) || it == '”' || it == '"');
        let capital = next.next().is_some_and(char::is_uppercase);
        let small = next
            .next()
            .is_none_or(|it| it.is_lowercase() || it.is_whitespace());
        let closed = stop.run < stop.end;
        capital && (closed && run.len() == 1 || small && is_plain(word))
    }

    fn dot_ends(&self, dot: usize, ahead: &str) -> bool {
        let word = self.word_before(dot);
        if word.is_empty() {
            return true;
        }
        if word.contains('.') {
            return self.acronym_ends(word, ahead);
        }
        let digit = ahead.starts_with(|it: char| it.is_ascii_digit());
        match self.punctuation.dot(word) {
            Some(Dot::Before) => return false,
            Some(Dot::Number) => return !digit,
            Some(Dot::Either) => return !digit && self.opener(ahead),
            None => {}
        }
        if is_initial(word) {
            return self.opener(ahead) && word != "I";
        }
        let numbers_a_list =
            self.word_start(dot) == 0 && word.bytes().all(|it| it.is_ascii_digit());
        !numbers_a_list
    }

    /// "U.N. envoy" goes on, "in the U.S. The" ends; "i.e." never ends.
    fn acronym_ends(&self, word: &str, ahead: &str) -> bool {
        let dotted = word.split('.').all(|part| part.chars().count() <= 2);
        match word {
            "i.e" | "e.g" | "P.S" => false,
            "a.m" | "p.m" => !is_clock_word(first_word(ahead.trim_start_matches('('))),
            _ => !dotted || self.opener(ahead),
        }
    }

    fn opener(&self, ahead: &str) -> bool {
        let quoted = ahead.starts_with(is_opening_quote);
        quoted || self.punctuation.is_opener(first_word(ahead))
    }

    /// The word that a stop at `dot` follows.
    fn word_before(&self, dot: usize) -> &str {
        &self.slice[self.word_start(dot)..dot]
    }

    fn word_start(&self, dot: usize) -> usize {
        let word = self.slice[..dot]
            .char_indices()
            .rev()
            .take(LOOK_BACK)
            .take_while(|&(_, it)| it.is_alphanumeric() || it == '.');
        word.last().map_or(dot, |(start, _)| start)
    }
}

/// The length of a footnote's number, " [3]", that `rest` starts with.
fn footnote(rest: &str) -> Option<usize> {
    let mark = rest.trim_start_matches(' ').strip_prefix('[')?;
    let behind = mark.trim_start_matches(|it: char| it.is_ascii_digit());
    let number = mark.len() - behind.len();
    let behind = behind
        .strip_prefix(']')
        .filter(|_| (1..=3).contains(&number))?;
    Some(rest.len() - behind.len())
}

/// Whether `next`, after a stop and a space, can start a sentence.
fn starts_a_sentence(next: char) -> bool {
    !next.is_lowercase()
        && !matches!(
            next,
            ',' | ';' | ':' | ')' | ']' | '”' | '’' | '»' | '%' | '&' | '='
        )
}

fn is_opening_quote(character: char) -> bool {
    matches!(character, '“' | '‘' | '"' | '«' | '„' | '\'')
}

/// A word of small letters, at least three, as ends a sentence.
fn is_plain(word: &str) -> bool {
    let tail = word.trim_start_matches(char::is_uppercase);
    word != "www" && 3 <= tail.len() && tail.chars().all(char::is_lowercase)
}

fn is_initial(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_uppercase) && characters.next().is_none()
}

fn first_word(ahead: &str) -> &str {
    let end = ahead
        .find(|it: char| !it.is_alphabetic())
        .unwrap_or(ahead.len());
    &ahead[..end]
}

fn is_first_person(ahead: &str) -> bool {
    first_word(ahead) == "I"
}

/// Words after "a.m." that are still part of the time.
fn is_clock_word(word: &str) -> bool {
    const WORDS: [&str; 26] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "GMT",
        "UTC",
        "EST",
        "EDT",
        "ET",
        "CST",
        "CDT",
        "CT",
        "MST",
        "MDT",
        "MT",
        "PST",
        "PDT",
        "PT",
        "BST",
        "CET",
        "IST",
        "Eastern",
        "Pacific",
    ];
    WORDS.contains(&word)
}

/// `“Where?” Orlov asked.` goes on behind the quotation.
fn is_attribution(run: &str, ahead: &str) -> bool {
    const VERBS: [&str; 8] = [
        "said", "asked", "says", "asks", "told", "added", "wrote", "tweeted",
    ];
    if !run.ends_with(['?', '!']) {
        return false;
    }
    let mut words = ahead.split_whitespace().take(4);
    let first = words.next();
    let named = first.is_some_and(|it| it.chars().all(|it| it.is_alphanumeric() || it == '-'));
    let verb = words
        .find(|word| word.starts_with(char::is_lowercase))
        .map(|word| word.trim_end_matches(['.', ',', ':']));
    named && verb.is_some_and(|verb| VERBS.contains(&verb))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_up(text: &str) -> Vec<&str> {
        let mut spans = Vec::new();
        let all = Span::new(0, text.len());
        sentences(text, all, Language::english(), &mut spans);
        spans.iter().map(|span| &text[span.range()]).collect()
    }

    fn is_one(text: &str) {
        assert_eq!(split_up(text), [text]);
    }

    #[test]
    fn titles_and_initials_do_not_end_a_sentence() {
        is_one("Mr. Orlov met S. Varma and Maj. Gen. Ada Quill at noon.");
        is_one("Mayor T.J. O'Neill spoke to J. R. Brandt.");
        is_one("The court cited Hale v. Orrin in Case No. 4 on Dec. 27.");
        is_one("The U.N. envoy arrived at 9 a.m. Wednesday with Acme Inc. lawyers.");
    }

    #[test]
    fn abbreviations_end_a_sentence_before_an_opener() {
        assert_eq!(split_up("He lives in the U.S. The others left.").len(), 2);
        assert_eq!(split_up("It opened at 9 a.m. Nobody came.").len(), 2);
        assert_eq!(split_up("She works for Acme Inc. They do not.").len(), 2);
        assert_eq!(split_up("Was it Plan B? No. It was Plan A.").len(), 3);
    }

    #[test]
    fn closing_marks_stay_with_their_sentence() {
        assert_eq!(
            split_up("“We won’t go,” she said. “Never.” He left."),
            ["“We won’t go,” she said.", "“Never.”", "He left.",]
        );
        assert_eq!(
            split_up("\"We go.\" He left. (So did I.) End."),
            ["\"We go.\"", "He left.", "(So did I.)", "End.",]
        );
    }

    #[test]
    fn footnotes_stay_with_their_sentence() {
        assert_eq!(
            split_up("He left. [1] [12] She stayed.[2] (Both were late.)"),
            ["He left. [1] [12]", "She stayed.[2]", "(Both were late.)"]
        );
    }

    #[test]
    fn a_lost_space_still_ends_a_sentence() {
        assert_eq!(
            split_up("“All is well,” he added.Orlov then left.").len(),
            2
        );
        assert_eq!(split_up("“It opens this year.”We will see.").len(), 2);
        let slipped = split_up("The talks go on next month.”We spoke of rail,” he said.");
        assert_eq!(slipped[1], "”We spoke of rail,” he said.");
    }

    #[test]
    fn addresses_numbers_and_names_with_dots_stay_whole() {
        is_one("See www.Example.Com for the 3.5 million figures of amazon.com and e.g. Acme.");
    }

    #[test]
    fn an_ellipsis_amid_a_thought_goes_on() {
        is_one("I … I do not know, he said... and left.");
        assert_eq!(split_up("He trailed off... Then he left.").len(), 2);
    }

    #[test]
    fn a_question_goes_on_to_its_speaker() {
        is_one("“Where are they?” Orlov asked.");
        is_one("“Stop!” she said.");
        assert_eq!(split_up("“Where are they?” The room fell silent.").len(), 2);
    }
}
