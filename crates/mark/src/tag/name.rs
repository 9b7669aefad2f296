//! Names as tokens.
//!
//! Input: a text, its words and tokens, and which words are named. Output:
//! what is named where, in text order, disjoint. What always holds: a name
//! lies in one sentence and is made of whole tokens.

use std::collections::HashSet;
use std::ops::Range;

use rapporteur_language::Language;
use rapporteur_text::{EntityKind, Marks, Span, Token, TokenKind};

use super::syntax::NamedWords;

/// One name: which tokens, and what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) tokens: Range<usize>,
    pub(super) kind: EntityKind,
}

/// A report's words, for the rules that look at them.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) language: &'a Language,
}

impl<'a> Words<'a> {
    /// The word at token `at`.
    pub(super) fn word(&self, at: usize) -> &'a str {
        &self.text[self.tokens[at].span.range()]
    }

    /// The words of a range of tokens, as they stand in the text.
    pub(super) fn phrase(&self, range: &Range<usize>) -> &'a str {
        let start = self.tokens[range.start].span.start();
        &self.text[start..self.tokens[range.end - 1].span.end()]
    }

    /// Where a non-empty range of tokens stands.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.tokens[range.start]
            .span
            .cover(self.tokens[range.end - 1].span)
    }

    /// The word at `at` in small letters without its dot, if it is short
    /// enough to be in a list.
    pub(super) fn small(&self, at: usize) -> Small {
        Small::new(self.word(at))
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        let token = self.tokens[at];
        token.kind == TokenKind::Word
            && self.word(at).starts_with(char::is_uppercase)
            && !is_calendar_word(self.word(at))
    }

    pub(super) fn is_head(&self, at: usize) -> bool {
        self.language.titles.is_head(self.small(at).as_str())
    }

    pub(super) fn is_honorific(&self, at: usize) -> bool {
        self.language.titles.is_honorific(self.small(at).as_str())
    }
}

/// A short word in small ASCII letters, held without allocation.
pub(super) struct Small {
    bytes: [u8; 24],
    length: usize,
}

impl Small {
    fn new(word: &str) -> Self {
        let word = word.trim_end_matches('.');
        let mut bytes = [0; 24];
        let fits = word.len() <= bytes.len() && word.is_ascii();
        let length = if fits { word.len() } else { 0 };
        bytes[..length].copy_from_slice(&word.as_bytes()[..length]);
        bytes[..length].make_ascii_lowercase();
        Self { bytes, length }
    }

    /// The word; empty when it was too long or not ASCII.
    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

/// Parts tokens at the ends of what was `found`, so that a name is made of
/// whole tokens ("Lima-based" becomes three), and gives the names as ranges of
/// tokens.
pub(super) fn on_tokens(
    text: &str,
    found: &[NamedWords],
    marks: &mut Marks,
    language: &Language,
) -> Vec<Named> {
    part_tokens(found, marks);
    let tokens = &marks.tokens;
    let named = found.iter().filter_map(|(kind, words)| {
        let from = marks.words[words.start].span.start();
        let to = marks.words[words.end - 1].span.end();
        let start = tokens.partition_point(|it| it.span.start() < from);
        let end = tokens.partition_point(|it| it.span.end() <= to);
        let it = Named {
            tokens: start..end,
            kind: *kind,
        };
        (start < end).then_some(it)
    });
    let mut named: Vec<Named> = named.collect();
    let words = Words {
        text,
        tokens,
        language,
    };
    // "EAM", "PM" are offices, which are read with their holders; handles are
    // read with those whose name they make up.
    named.retain(|it| {
        let small = words.small(it.tokens.start);
        let office = language.titles.expansion(small.as_str()).is_some();
        let handle = tokens[it.tokens.start].kind == TokenKind::Handle;
        1 < it.tokens.len() || !(office || handle)
    });
    for name in &mut named {
        name.kind = known_kind(words, name);
    }
    let surnames = surnames(words, &named);
    settle_single_words(words, &surnames, &mut named);
    settle_acronyms(words, &mut named);
    find_surnames(words, &surnames, &mut named);
    named
}

/// The kind of a name, where the lists or its last word know better.
fn known_kind(words: Words<'_>, name: &Named) -> EntityKind {
    let names = &words.language.names;
    let listed = names.listed(words.phrase(&name.tokens));
    let body = listed.is_some_and(|it| it.kind == EntityKind::Organisation && it.code.is_some());
    let last = words.word(name.tokens.end - 1);
    match name.kind {
        EntityKind::Person => EntityKind::Person,
        _ if body => EntityKind::Organisation,
        EntityKind::Organisation if is_called_like_a_person(words, name) => EntityKind::Person,
        EntityKind::Other if names.shape(last) == Some(EntityKind::Event) => EntityKind::Event,
        kind => kind,
    }
}

/// "President Vicente Fox": a capitalised title before two words that are no
/// body's that is known, nor end as bodies do.
fn is_called_like_a_person(words: Words<'_>, name: &Named) -> bool {
    let Range { start, end } = name.tokens;
    let names = &words.language.names;
    let titled = start
        .checked_sub(1)
        .filter(|&before| words.is_capital(before))
        .is_some_and(|before| words.is_honorific(before) || words.is_head(before));
    end - start == 2
        && titled
        && names.shape(words.word(end - 1)).is_none()
        && names.listed(words.phrase(&name.tokens)).is_none()
}

/// Cuts each token in which a name begins or ends into its words.
fn part_tokens(named: &[NamedWords], marks: &mut Marks) {
    let words = &marks.words;
    let ends = named.iter().flat_map(|(_, range)| {
        let first = words[range.start].span.start();
        [first, words[range.end - 1].span.end()]
    });
    let mut parted = Vec::new();
    for offset in ends {
        let at = marks.tokens.partition_point(|it| it.span.end() <= offset);
        let inside = marks
            .tokens
            .get(at)
            .is_some_and(|it| it.span.start() < offset);
        if inside && parted.last() != Some(&at) {
            parted.push(at);
        }
    }
    if parted.is_empty() {
        return;
    }
    let mut parted = parted.into_iter().peekable();
    let mut tokens = Vec::with_capacity(marks.tokens.len() + 16);
    for (at, &token) in marks.tokens.iter().enumerate() {
        if parted.next_if_eq(&at).is_none() {
            tokens.push(token);
            continue;
        }
        let from = words.partition_point(|it| it.span.start() < token.span.start());
        let own = words[from..]
            .iter()
            .take_while(|it| it.span.end() <= token.span.end());
        tokens.extend(own.map(|word| Token {
            span: word.span,
            kind: token.kind,
        }));
    }
    marks.tokens = tokens;
}

/// Last words of the people with two or more, or with a title before one.
fn surnames<'a>(words: Words<'a>, named: &[Named]) -> HashSet<&'a str, foldhash::fast::FixedState> {
    let people = named.iter().filter(|it| it.kind == EntityKind::Person);
    let titled = |at: usize| words.is_honorific(at) || words.is_head(at);
    people
        .filter(|it| 1 < it.tokens.len() || it.tokens.start.checked_sub(1).is_some_and(titled))
        .filter_map(|it| it.tokens.clone().rfind(|&at| !is_suffix(words.word(at))))
        .map(|at| words.word(at))
        .collect()
}

/// A single word that is a person's surname elsewhere is that person, unless
/// it is a place or a people: a report with a Vicente Fox calls him Fox.
fn settle_single_words(
    words: Words<'_>,
    surnames: &HashSet<&str, foldhash::fast::FixedState>,
    named: &mut [Named],
) {
    for it in named.iter_mut().filter(|it| it.tokens.len() == 1) {
        let word = words.word(it.tokens.start);
        let listed = words.language.names.listed(word);
        let body = listed.is_none_or(|it| it.kind == EntityKind::Organisation);
        if surnames.contains(word) && body {
            it.kind = EntityKind::Person;
        }
    }
}

/// A word of capitals that are those of a body's name is that body.
fn settle_acronyms(words: Words<'_>, named: &mut [Named]) {
    let bodies = named
        .iter()
        .filter(|it| it.kind == EntityKind::Organisation && 1 < it.tokens.len());
    let acronyms: HashSet<String, foldhash::fast::FixedState> = bodies
        .map(|it| {
            let firsts = it
                .tokens
                .clone()
                .filter_map(|at| words.word(at).chars().next());
            firsts.filter(|it| it.is_uppercase()).collect()
        })
        .collect();
    for it in named.iter_mut().filter(|it| it.tokens.len() == 1) {
        let word = words.word(it.tokens.start);
        if 2 < word.len() && acronyms.contains(word) {
            it.kind = EntityKind::Organisation;
        }
    }
}

/// Names the surnames of people where they stand alone and were missed.
fn find_surnames(
    words: Words<'_>,
    surnames: &HashSet<&str, foldhash::fast::FixedState>,
    named: &mut Vec<Named>,
) {
    let mut missed = Vec::new();
    let mut next = named.iter().peekable();
    for at in 0..words.tokens.len() {
        while next.next_if(|it| it.tokens.end <= at).is_some() {}
        let taken = next.peek().is_some_and(|it| it.tokens.start <= at);
        let word = words.word(at);
        if !taken && words.is_capital(at) && 3 < word.len() && surnames.contains(word) {
            missed.push(Named {
                tokens: at..at + 1,
                kind: EntityKind::Person,
            });
        }
    }
    if !missed.is_empty() {
        named.append(&mut missed);
        named.sort_by_key(|it| it.tokens.start);
    }
}

/// What may follow a surname.
pub(super) fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr" | "Jr." | "Sr" | "Sr." | "II" | "III" | "IV")
}

/// Verbs that stand beside a speaker's name.
pub(super) fn is_speech(word: &str) -> bool {
    const VERBS: [&str; 15] = [
        "said",
        "says",
        "told",
        "added",
        "stated",
        "noted",
        "tweeted",
        "wrote",
        "argued",
        "warned",
        "insisted",
        "explained",
        "replied",
        "announced",
        "tells",
    ];
    VERBS.contains(&word)
}

fn is_calendar_word(word: &str) -> bool {
    const WORDS: [&str; 31] = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "Jan.",
        "Feb.",
        "Mar.",
        "Apr.",
        "Jun.",
        "Jul.",
        "Aug.",
        "Sep.",
        "Sept.",
        "Oct.",
        "Nov.",
        "Dec.",
    ];
    WORDS.contains(&word)
        || matches!(
            word,
            "USD" | "Dec" | "Nov" | "Oct" | "Sept" | "I" | "Mon" | "Tue"
        )
}
