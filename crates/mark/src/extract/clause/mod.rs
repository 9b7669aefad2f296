//! A light reading of clauses: verb groups, subjects, objects and bounds,
//! found by the jobs of words alone.
//!
//! Input: a report's text and the marks made so far. Output: [`Words`], one
//! entry a token. What always holds: every answer lies in one sentence; a
//! question costs at most the length of that sentence, which is capped.

use std::ops::Range;

use rapporteur_language::Rules;
use rapporteur_language::clauses::{Form, Jobs};
use rapporteur_language::pattern::WordId;
use rapporteur_text::{EntityIx, EntityKind, Marks, MentionKind, Span, TimeIx, TokenKind};

mod bounds;
#[cfg(test)]
pub(crate) mod markup;
mod matching;
mod phrase;
mod quotation;
mod slot;
mod subject;
mod tree;
mod verb;

pub(crate) use matching::{Matched, matches};
pub(crate) use phrase::Party;
pub(crate) use tree::{Outlook, Tree};
pub(crate) use verb::Group;

/// No sentence of news is longer; what follows is not looked at.
const LONGEST_SENTENCE: usize = 400;

/// A name that a token belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name {
    /// Whose.
    pub entity: EntityIx,
    /// What the entity is.
    pub kind: EntityKind,
    /// How it names.
    pub mention: MentionKind,
    /// First token of the mention.
    pub first: usize,
    /// One past its last token.
    pub end: usize,
}

/// What is known of one token.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    id: Option<WordId>,
    jobs: Jobs,
    name: Option<Name>,
    time: Option<TimeIx>,
    quoted: bool,
    adverb: bool,
    mark: Option<char>,
}

/// The tokens of one report with what each does.
pub(crate) struct Words<'a> {
    pub(crate) text: &'a str,
    pub(crate) marks: &'a Marks,
    pub(crate) rules: &'a Rules,
    tokens: Vec<Word>,
}

impl<'a> Words<'a> {
    /// Classes every token of `marks`.
    pub(crate) fn new(text: &'a str, marks: &'a Marks, rules: &'a Rules) -> Self {
        let mut lower = String::new();
        let words = marks.tokens.iter().map(|token| {
            lower_into(&text[token.span.range()], &mut lower);
            Word {
                id: rules.vocabulary.id(&lower),
                jobs: rules.clauses.jobs(&lower),
                adverb: lower.len() > 4 && lower.ends_with("ly"),
                mark: mark_of(token.kind, &lower),
                ..Word::default()
            }
        });
        let mut words = Self {
            text,
            marks,
            rules,
            tokens: words.collect(),
        };
        words.add_names();
        words.add_times();
        words.add_quotations();
        words
    }

    /// Of mentions that overlap, the longest holds the token.
    fn add_names(&mut self) {
        let mut mentions = Vec::new();
        for (ix, entity) in self.marks.entities.iter().enumerate() {
            for mention in &entity.mentions {
                mentions.push((mention.span, EntityIx(ix as u32), entity.kind, mention.kind));
            }
        }
        mentions.sort_by_key(|(span, ix, ..)| (usize::MAX - span.len(), span.start(), ix.0));
        for (span, entity, kind, mention) in mentions {
            let tokens = self.marks.tokens_in(span);
            let tokens = self.past_verb(tokens, kind);
            let name = Name {
                entity,
                kind,
                mention,
                first: tokens.start,
                end: tokens.end,
            };
            if self.tokens[tokens.clone()]
                .iter()
                .all(|word| word.name.is_none())
            {
                self.tokens[tokens]
                    .iter_mut()
                    .for_each(|word| word.name = Some(name));
            }
        }
    }

    /// A capital opens every sentence: "Signed Protocol" is a verb and its
    /// object, whatever the name's finder took it for.
    fn past_verb(&self, tokens: Range<usize>, kind: EntityKind) -> Range<usize> {
        let thing = matches!(kind, EntityKind::Product | EntityKind::Other);
        let first = tokens.start;
        if !thing || self.len() <= first {
            return tokens;
        }
        let start = self.marks.tokens[first].span.start();
        let sentence = self.marks.sentence_at(start);
        let opens = first == 0
            || self.is_quote(first - 1)
            || sentence.is_some_and(|it| it.start() == start);
        let verb = tokens.len() > 1 && self.form(first).any(Form::PAST);
        let skipped = usize::from(opens && verb);
        first + skipped..tokens.end
    }

    fn add_times(&mut self) {
        for (ix, time) in self.marks.times.iter().enumerate() {
            let tokens = self.marks.tokens_in(time.span);
            let time = Some(TimeIx(ix as u32));
            self.tokens[tokens]
                .iter_mut()
                .for_each(|word| word.time = time);
        }
    }

    fn add_quotations(&mut self) {
        for tokens in quotation::quotations(self.text, self.marks) {
            self.tokens[tokens]
                .iter_mut()
                .for_each(|word| word.quoted = true);
        }
    }

    /// The sentences as ranges of tokens, each capped.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = Range<usize>> {
        self.marks.sentences.iter().map(|&sentence| {
            let tokens = self.marks.tokens_in(sentence);
            tokens.start..tokens.end.min(tokens.start + LONGEST_SENTENCE)
        })
    }

    /// The span from the first to the last of `tokens`.
    ///
    /// # Panics
    /// When `tokens` is empty.
    pub(crate) fn span(&self, tokens: &Range<usize>) -> Span {
        let first = self.marks.tokens[tokens.start].span;
        first.cover(self.marks.tokens[tokens.end - 1].span)
    }

    /// Which word of the rules the token is.
    pub(crate) fn id(&self, at: usize) -> Option<WordId> {
        self.tokens[at].id
    }

    /// What the token can be as a verb of the rules.
    pub(crate) fn form(&self, at: usize) -> Form {
        let id = self.tokens[at].id;
        id.map(|id| self.rules.vocabulary.form(id))
            .unwrap_or_default()
    }

    /// Whether the token has one of `jobs` and is no part of a name.
    pub(crate) fn does(&self, at: usize, jobs: Jobs) -> bool {
        self.tokens[at].jobs.any(jobs) && !self.named(at)
    }

    /// Whether the token is part of a proper name.
    fn named(&self, at: usize) -> bool {
        let name = self.tokens[at].name;
        name.is_some_and(|name| name.mention == MentionKind::Name)
    }

    /// The name that the token belongs to.
    pub(crate) fn name(&self, at: usize) -> Option<Name> {
        self.tokens[at].name
    }

    /// The temporal expression that the token belongs to.
    pub(crate) fn time(&self, at: usize) -> Option<TimeIx> {
        self.tokens[at].time
    }

    /// Whether the token stands inside a quotation longer than a phrase.
    pub(crate) fn quoted(&self, at: usize) -> bool {
        self.tokens[at].quoted
    }

    /// Whether the token is the mark `mark`.
    pub(crate) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.tokens[at].mark == Some(mark)
    }

    /// Whether the token is any mark but a quotation mark.
    fn is_punctuation(&self, at: usize) -> bool {
        self.tokens[at].mark.is_some_and(|mark| mark != '"')
    }

    /// Whether the token is a quotation mark.
    fn is_quote(&self, at: usize) -> bool {
        self.is_mark(at, '"')
    }

    /// Whether the token is an adverb that verb groups let through.
    fn is_adverb(&self, at: usize) -> bool {
        (self.tokens[at].adverb || self.does(at, Jobs::ADVERB)) && !self.named(at)
    }

    /// The token's words, as written.
    pub(crate) fn written(&self, at: usize) -> &'a str {
        &self.text[self.marks.tokens[at].span.range()]
    }

    /// Whether the token is `word`, whatever its case.
    pub(crate) fn is(&self, at: usize, word: &str) -> bool {
        self.written(at).eq_ignore_ascii_case(word)
    }
}

/// Lower case, with one kind of apostrophe.
fn lower_into(written: &str, lower: &mut String) {
    lower.clear();
    for character in written.chars() {
        match character {
            '’' | 'ʼ' => lower.push('\''),
            _ if character.is_ascii() => lower.push(character.to_ascii_lowercase()),
            _ => lower.extend(character.to_lowercase()),
        }
    }
}

/// The mark a token is: `"` for every quotation mark, its first character
/// for other marks.
fn mark_of(kind: TokenKind, lower: &str) -> Option<char> {
    match kind {
        TokenKind::Quote => Some('"'),
        TokenKind::Punctuation => lower.chars().next(),
        _ => None,
    }
}
