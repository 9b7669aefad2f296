//! Names, by gazetteer, title and shape.
//!
//! Input: a text, its sentences and tokens. Output: what is named where, in
//! text order, disjoint. What always holds: a name lies in one sentence and
//! is made of whole tokens.

use std::collections::HashSet;
use std::ops::Range;

use rapporteur_language::{Language, Names};
use rapporteur_text::{EntityKind, Span, Token, TokenKind};

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

/// The names in `sentences`, each a range of tokens.
pub(super) fn names(words: Words<'_>, sentences: &[Range<usize>]) -> Vec<Named> {
    let mut named = Vec::new();
    let mut doubtful = HashSet::<usize, foldhash::fast::FixedState>::default();
    for sentence in sentences {
        let finder = Finder { words, sentence };
        let headline = finder.is_headline();
        let mut at = sentence.start;
        while at < sentence.end {
            at = if headline {
                finder.find_in_headline(at, &mut named, &mut doubtful)
            } else {
                finder.find(at, &mut named)
            };
        }
        doubtful.extend(finder.first_words());
    }
    let surnames = surnames(words, &named);
    settle_single_words(words, &surnames, &mut named);
    named.retain(|it| {
        let single = it.kind == EntityKind::Other && it.tokens.len() == 1;
        !(single && doubtful.contains(&it.tokens.start))
    });
    named
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

/// A single unknown word that is a person's surname elsewhere is that person.
fn settle_single_words(
    words: Words<'_>,
    surnames: &HashSet<&str, foldhash::fast::FixedState>,
    named: &mut [Named],
) {
    for it in named.iter_mut().filter(|it| it.tokens.len() == 1) {
        let word = words.word(it.tokens.start);
        let listed = words.language.names.listed(word).is_some();
        if surnames.contains(word) && !listed {
            it.kind = EntityKind::Person;
        }
    }
}

struct Finder<'a> {
    words: Words<'a>,
    sentence: &'a Range<usize>,
}

impl Finder<'_> {
    /// Whether nearly all longer words are capitalised, so that capitals tell
    /// nothing.
    fn is_headline(&self) -> bool {
        let long = self
            .sentence
            .clone()
            .filter(|&at| 4 <= self.words.word(at).len());
        let words = long.filter(|&at| self.words.tokens[at].kind == TokenKind::Word);
        let (mut all, mut small) = (0, 0);
        for at in words {
            all += 1;
            small += usize::from(!self.words.word(at).starts_with(char::is_uppercase));
        }
        let last = self
            .sentence
            .end
            .checked_sub(1)
            .map_or("", |at| self.words.word(at));
        5 <= all && small * 6 <= all && !matches!(last, "." | "!" | "?" | "”" | "\"")
    }

    /// Tokens whose capital only says that a sentence or quotation starts.
    fn first_words(&self) -> impl Iterator<Item = usize> {
        let quote = |at: usize| self.words.tokens[at].kind == TokenKind::Quote;
        let first = self.sentence.clone().next();
        let behind = self
            .sentence
            .clone()
            .filter(move |&at| quote(at))
            .map(|at| at + 1);
        first.into_iter().chain(behind)
    }

    /// Amid a headline only listed names count, and single words that are
    /// surnames elsewhere.
    fn find_in_headline(
        &self,
        at: usize,
        named: &mut Vec<Named>,
        doubtful: &mut HashSet<usize, foldhash::fast::FixedState>,
    ) -> usize {
        let known = self.listed(at);
        let single = self
            .words
            .is_capital(at)
            .then_some((at..at + 1, EntityKind::Other));
        if known.is_none() && single.is_some() {
            doubtful.insert(at);
        }
        let Some((tokens, kind)) = known.or(single) else {
            return at + 1;
        };
        let end = tokens.end;
        named.push(Named { tokens, kind });
        end
    }

    /// Looks for a name at `at`; returns where to look next.
    fn find(&self, at: usize, named: &mut Vec<Named>) -> usize {
        let listed = self.listed(at);
        if !self.words.is_capital(at) {
            let Some((tokens, kind)) = listed else {
                return at + 1;
            };
            let end = tokens.end;
            named.push(Named { tokens, kind });
            return end;
        }
        if self.words.is_honorific(at) || self.words.is_head(at) {
            return at + 1;
        }
        let run = self.run(at);
        if let Some(title) = run.clone().find(|&it| self.words.is_head(it)) {
            return before_title(at..title, listed, named);
        }
        let (tokens, kind) = match self.by_shape(&run) {
            Some(shaped) => shaped,
            None => match listed {
                Some((tokens, kind)) if !self.is_given(at, &run) => (tokens, kind),
                _ => match self.guess(&run) {
                    Some(guess) => guess,
                    None => return at + 1,
                },
            },
        };
        let end = tokens.end.max(at + 1);
        named.push(Named { tokens, kind });
        end
    }

    /// The longest listed name at `at`.
    fn listed(&self, at: usize) -> Option<(Range<usize>, EntityKind)> {
        let names: &Names = &self.words.language.names;
        let longest = names
            .longest(self.words.word(at))
            .max(usize::from(self.is_shouted(at)) * 2);
        if longest == 0 {
            return None;
        }
        let end = self.sentence.end.min(at + longest + 2);
        (at + 1..=end).rev().find_map(|end| {
            let kind = self.kind_of(self.words.phrase(&(at..end)))?;
            Some((at..end, kind))
        })
    }

    /// A word of four or more letters, all capital, as datelines have them.
    fn is_shouted(&self, at: usize) -> bool {
        let word = self.words.word(at);
        3 <= word.len() && word.bytes().all(|it| it.is_ascii_uppercase())
    }

    /// What is listed as `phrase`, or as `phrase` with capitals only in front.
    fn kind_of(&self, phrase: &str) -> Option<EntityKind> {
        let names: &Names = &self.words.language.names;
        let known = names.listed(phrase).map(|listed| listed.kind);
        if known.is_some()
            || !phrase
                .bytes()
                .all(|it| it.is_ascii_uppercase() || it == b' ')
        {
            return known;
        }
        let mut start = true;
        let lowered: String = phrase
            .chars()
            .map(|it| {
                let kept = std::mem::replace(&mut start, it == ' ');
                if kept { it } else { it.to_ascii_lowercase() }
            })
            .collect();
        let place = names.listed(&lowered).map(|listed| listed.kind);
        place.filter(|&kind| kind == EntityKind::Location)
    }

    /// Capitalised words from `at` on, with particles between them.
    fn run(&self, at: usize) -> Range<usize> {
        let mut end = at + 1;
        while end < self.sentence.end {
            let particle = is_particle(self.words.word(end))
                && end + 1 < self.sentence.end
                && self.words.is_capital(end + 1);
            if self.words.is_capital(end) && !self.is_function_word(end) {
                end += 1;
            } else if particle {
                end += 2;
            } else {
                break;
            }
        }
        at..end
    }

    /// "On", "In" and their like, capitalised in a headline or by a slip.
    fn is_function_word(&self, at: usize) -> bool {
        let word = self.words.word(at);
        word.len() <= 4 && self.words.language.punctuation.is_opener(word)
    }

    fn is_given(&self, at: usize, run: &Range<usize>) -> bool {
        1 < run.len()
            && self
                .words
                .language
                .names
                .gender(self.words.word(at))
                .is_some()
    }

    /// "Ministry of Trade", "Lake Tana", "Acme Corp.": its own words tell.
    fn by_shape(&self, run: &Range<usize>) -> Option<(Range<usize>, EntityKind)> {
        let names = &self.words.language.names;
        let last = names.shape(self.words.word(run.end - 1));
        let given = self.is_given(run.start, run);
        let first = names.shape(self.words.word(run.start)).filter(|_| !given);
        let start = self.past_opener(run);
        if let Some(kind) = last.or(first) {
            let end = self.of_phrase(run.end);
            let enough = 1 < end - start;
            return enough.then_some((start..end, kind));
        }
        None
    }

    /// The end of "of the Interior" behind `end`, or `end`.
    fn of_phrase(&self, end: usize) -> usize {
        let mut next = end;
        let in_sentence = |at: usize| at < self.sentence.end;
        if in_sentence(next) && matches!(self.words.word(next), "of" | "for") {
            next += 1;
            if in_sentence(next) && self.words.word(next) == "the" {
                next += 1;
            }
            if in_sentence(next) && self.words.is_capital(next) && !self.words.is_head(next) {
                return self.run(next).end;
            }
        }
        end
    }

    fn past_opener(&self, run: &Range<usize>) -> usize {
        let opens = run.start == self.sentence.start || 1 < run.len();
        let opener = self
            .words
            .language
            .punctuation
            .is_opener(self.words.word(run.start));
        run.start + usize::from(opens && opener && 1 < run.len())
    }

    fn guess(&self, run: &Range<usize>) -> Option<(Range<usize>, EntityKind)> {
        let start = self.past_opener(run);
        let run = start..run.end;
        let first = self.words.word(run.start);
        let titled = start.checked_sub(1).is_some_and(|it| {
            self.sentence.contains(&it) && (self.words.is_honorific(it) || self.words.is_head(it))
        });
        let given = self.words.language.names.gender(first).is_some();
        if run.clone().all(|it| self.is_of_office(it)) {
            return None;
        }
        if titled || (given && 1 < run.len()) {
            return Some((run, EntityKind::Person));
        }
        if 1 < run.len() {
            let kind = self.guess_many(&run);
            return Some((run, kind));
        }
        self.guess_single(start, run)
    }

    fn is_of_office(&self, at: usize) -> bool {
        let small = self.words.small(at);
        self.words.language.titles.is_before(small.as_str())
    }

    /// Two words are a person unless one is a known name or a compound; more
    /// are one only beside a verb of saying or with an initial.
    fn guess_many(&self, run: &Range<usize>) -> EntityKind {
        let names = &self.words.language.names;
        let odd = run.clone().any(|it| {
            let word = self.words.word(it);
            names.listed(word).is_some()
                || self.is_shouted(it)
                || word.contains('-') && it + 1 < run.end
        });
        let initial = run
            .clone()
            .any(|it| self.words.word(it).trim_end_matches('.').len() == 1);
        let beside = [run.start.checked_sub(1), Some(run.end)];
        let speaks = beside
            .into_iter()
            .flatten()
            .filter(|it| self.sentence.contains(it))
            .any(|it| is_speech(self.words.word(it)));
        let person = speaks || initial || (run.len() == 2 && !odd);
        if person {
            EntityKind::Person
        } else {
            EntityKind::Other
        }
    }

    fn guess_single(&self, at: usize, run: Range<usize>) -> Option<(Range<usize>, EntityKind)> {
        let word = self.words.word(at);
        let letters = word.chars().filter(|it| it.is_alphabetic()).count();
        let opener = self.words.language.punctuation.is_opener(word);
        if letters < 2 || opener || is_tag(word) {
            return None;
        }
        if word
            .chars()
            .all(|it| it.is_uppercase() || !it.is_alphabetic())
        {
            return Some((run, EntityKind::Organisation));
        }
        let before = at.checked_sub(1).filter(|it| self.sentence.contains(it));
        let after = (at + 1 < self.sentence.end).then_some(at + 1);
        let speaks = [before, after]
            .into_iter()
            .flatten()
            .any(|it| is_speech(self.words.word(it)));
        let opens = at == self.sentence.start;
        if speaks && !(opens && word.ends_with('s')) {
            return Some((run, EntityKind::Person));
        }
        let kind = match before.map_or("", |it| self.words.word(it)) {
            "in" | "at" | "from" | "near" | "across" => EntityKind::Location,
            _ => EntityKind::Other,
        };
        Some((run, kind))
    }
}

/// "Russian Foreign Minister": what is listed counts, the rest is office.
fn before_title(
    office: Range<usize>,
    listed: Option<(Range<usize>, EntityKind)>,
    named: &mut Vec<Named>,
) -> usize {
    match listed {
        Some((tokens, kind)) if tokens.end <= office.end => {
            let end = tokens.end;
            named.push(Named { tokens, kind });
            end
        }
        _ => office.start + 1,
    }
}

fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 15] = [
        "de", "la", "del", "da", "dos", "bin", "ibn", "al", "el", "van", "von", "der", "den", "di",
        "du",
    ];
    PARTICLES.contains(&word)
}

/// What may follow a surname.
pub(super) fn is_suffix(word: &str) -> bool {
    matches!(word, "Jr" | "Jr." | "Sr" | "Sr." | "II" | "III" | "IV")
}

/// A party and state ("R-Minn"), or an abbreviation that is no name alone.
fn is_tag(word: &str) -> bool {
    let party = word
        .get(..2)
        .is_some_and(|it| matches!(it, "R-" | "D-" | "I-"));
    party || is_suffix(word) || matches!(word, "Ill." | "Calif." | "Fla." | "Mass." | "Pa." | "Va.")
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
