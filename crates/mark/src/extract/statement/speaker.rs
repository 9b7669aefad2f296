//! Who is meant by a source.
//!
//! Input: source spans and the report's entities. Output: an entity, or none
//! where the words do not settle it. What always holds: precision first; a
//! "spokesman for X" is not X, "X's lawyer" is not X, and of two people
//! joined by "and" neither is taken alone.

use std::collections::HashMap;

use rapporteur_text::{EntityIx, EntityKind, Marks, Mention, MentionKind, Span};

/// Mentions in text order, to look up by place.
pub(super) struct Mentions {
    sorted: Vec<(Mention, EntityIx)>,
    /// People by the last word of their name; none where two share it.
    surnames: HashMap<String, Option<EntityIx>, foldhash::fast::FixedState>,
}

impl Mentions {
    pub(super) fn new(marks: &Marks) -> Self {
        let all = marks.entities.iter().enumerate().flat_map(|(ix, entity)| {
            let ix = EntityIx(ix as u32);
            entity.mentions.iter().map(move |&it| (it, ix))
        });
        let mut sorted: Vec<(Mention, EntityIx)> = all.collect();
        // Of those that start alike, the longest first.
        sorted.sort_by_key(|(it, ix)| (it.span.start(), usize::MAX - it.span.len(), *ix));
        let mut surnames: HashMap<String, Option<EntityIx>, _> = HashMap::default();
        for (ix, entity) in marks.entities.iter().enumerate() {
            let word = entity.name.split(' ').next_back().unwrap_or_default();
            if entity.kind == EntityKind::Person {
                let only = Some(EntityIx(ix as u32));
                let known = surnames.entry(word.to_owned()).or_insert(only);
                known.take_if(|it| Some(*it) != only);
            }
        }
        Self { sorted, surnames }
    }

    /// The longest mention that starts at `offset`.
    pub(super) fn starting_at(&self, offset: usize) -> Option<(Mention, EntityIx)> {
        let at = self
            .sorted
            .partition_point(|(it, _)| it.span.start() < offset);
        let found = self.sorted.get(at).copied();
        found.filter(|(it, _)| it.span.start() == offset)
    }

    /// The first mention of the only person that `span` mentions by name or
    /// office.
    pub(super) fn only_person(&self, marks: &Marks, span: Span) -> Option<Span> {
        let from = self
            .sorted
            .partition_point(|(it, _)| it.span.start() < span.start());
        let ahead = self.sorted[from..].iter();
        let mut people = ahead
            .take_while(|(it, _)| it.span.end() <= span.end())
            .filter(|(_, ix)| marks.entity(*ix).kind == EntityKind::Person)
            .filter(|(it, _)| it.kind != MentionKind::Pronoun);
        let (first, ix) = people.next()?;
        people.all(|(_, it)| it == ix).then_some(first.span)
    }

    /// The one person whose name ends in the single `word`.
    fn surname(&self, word: &str) -> Option<EntityIx> {
        let single = word.starts_with(char::is_uppercase) && !word.contains(char::is_whitespace);
        single.then(|| self.surnames.get(word).copied()).flatten()?
    }

    /// Whether a person other than `ix` is named in `span`.
    pub(super) fn others_named(&self, marks: &Marks, ix: EntityIx, span: Span) -> bool {
        let from = self
            .sorted
            .partition_point(|(it, _)| it.span.start() < span.start());
        let ahead = self.sorted[from..].iter();
        ahead
            .take_while(|(it, _)| it.span.start() < span.end())
            .any(|&(it, other)| {
                let person = marks.entity(other).kind == EntityKind::Person;
                other != ix && person && it.kind != MentionKind::Pronoun
            })
    }
}

/// What a source comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// This entity.
    Entity(EntityIx),
    /// A pronoun for one person that the entities do not settle.
    Pronoun,
    /// Nobody that is named.
    Unnamed,
}

/// Words after which the head of a source is over.
const AFTER_HEAD: &[&str] = &[
    "for",
    "of",
    "from",
    "at",
    "with",
    "in",
    "to",
    "on",
    "who",
    "whose",
    "which",
    "that",
    "close",
    "near",
    "familiar",
    "by",
    "about",
    "against",
    "working",
    "speaking",
    "representing",
];

/// Who the source at `span` is.
pub(super) fn who(text: &str, marks: &Marks, mentions: &Mentions, span: Span) -> Who {
    if let Some(ix) = mentions.surname(&text[span.range()]) {
        return Who::Entity(ix);
    }
    let mut from = marks.tokens_in(span).start;
    let to = marks.tokens_in(span).end;
    let mut seen = Who::Unnamed;
    // A first segment without a name may be followed by one: "the mayor, X".
    for segment in 0..3 {
        let (who, next, compound) = segment_head(text, marks, mentions, from..to);
        if compound {
            return Who::Unnamed;
        }
        match who {
            Who::Entity(ix) if segment == 0 || marks.entity(ix).kind == EntityKind::Person => {
                return who;
            }
            Who::Pronoun => return who,
            _ => seen = Who::Unnamed,
        }
        match next {
            Some(next) => from = next,
            None => break,
        }
    }
    seen
}

/// Whether the source hangs on a preposition: "along with X said" has
/// another subject than X.
pub(super) fn hangs(text: &str, marks: &Marks, span: Span) -> bool {
    let at = marks.tokens_in(span).start;
    let before = at.checked_sub(1).and_then(|at| marks.tokens.get(at));
    before.is_some_and(|it| {
        let word = text[it.span.range()].to_lowercase();
        ["with", "for", "of", "against", "about", "between", "and"].contains(&word.as_str())
    })
}

/// The head of the tokens up to a comma: who it is, where the next segment
/// starts, and whether it joins two.
fn segment_head(
    text: &str,
    marks: &Marks,
    mentions: &Mentions,
    tokens: std::ops::Range<usize>,
) -> (Who, Option<usize>, bool) {
    let word = |at: usize| &text[marks.tokens[at].span.range()];
    let mut at = tokens.start;
    let mut last: Option<(EntityIx, bool)> = None;
    let mut joined = false;
    let mut alone = Who::Unnamed;
    while at < tokens.end {
        let token = word(at);
        if let Some((mention, ix)) = mentions.starting_at(marks.tokens[at].span.start()) {
            last = Some((ix, true));
            while at < tokens.end && marks.tokens[at].span.start() < mention.span.end() {
                at += 1;
            }
            continue;
        }
        if matches!(token, "," | "(" | "—" | "–") {
            return (ended(last, alone), Some(at + 1), joined);
        }
        let lower = token.to_lowercase();
        if AFTER_HEAD.contains(&lower.as_str()) {
            let comma = (at..tokens.end).find(|&it| word(it) == ",");
            return (ended(last, alone), comma.map(|it| it + 1), joined);
        }
        match lower.as_str() {
            "and" | "or" | "&" => joined = true,
            "he" | "she" if tokens.start + 1 == tokens.end => alone = Who::Pronoun,
            "himself" | "herself" | "itself" | "also" | "." | "\"" | "”" => {
                at += 1;
                continue;
            }
            _ => {}
        }
        last = last.map(|(ix, _)| (ix, false));
        at += 1;
    }
    (ended(last, alone), None, joined)
}

/// A mention names the source only where the segment ends with it.
fn ended(last: Option<(EntityIx, bool)>, alone: Who) -> Who {
    match last {
        Some((ix, true)) => Who::Entity(ix),
        _ => alone,
    }
}
