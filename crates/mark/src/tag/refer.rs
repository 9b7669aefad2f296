//! Mentions that are no names: "the minister", "the EAM", "he", a handle.
//!
//! Input: linked names. Output: more mentions of the same entities. What
//! always holds: a phrase that could mean two people means none; each pronoun
//! is one entity's at most; the time taken grows with the length of the text.

use rapporteur_language::Language;
use rapporteur_text::{EntityKind, Mention, MentionKind, Span, TokenKind};

use super::entity::{Linker, Map};
use super::pronoun::{self, Asked, Scene};
use super::role::{self, Role};

/// Holders of one sort of office that a phrase is compared with.
const MOST_HOLDERS: usize = 48;

/// What the last sentences were about is kept over this many paragraphs.
const PARAGRAPHS_BACK: usize = 2;

/// People beside the one that a sentence is about, that are kept.
const MOST_BESIDE: usize = 3;

/// Says whom a pronoun means, of those that it may mean.
pub(super) trait Choose {
    /// The place of the one among the candidates.
    fn choose(&mut self, asked: &Asked, linker: &Linker<'_>) -> Option<usize>;
}

/// The trees that were learnt.
pub(super) struct Learnt<'a>(pub(super) &'a Language);

impl Choose for Learnt<'_> {
    fn choose(&mut self, asked: &Asked, _: &Linker<'_>) -> Option<usize> {
        asked.best(&self.0.pronouns)
    }
}

/// Adds nominal, pronoun and handle mentions to the entities of `linker`.
pub(super) fn refer(linker: &mut Linker<'_>, paragraphs: &[Span], choose: &mut dyn Choose) {
    if linker.drafts.is_empty() {
        return;
    }
    let quoted = role::quoted(linker.words, paragraphs);
    let scene = Scene::new(linker.drafts.len());
    let mut surnames: Map<String, Vec<usize>> = Map::default();
    let mut holders: Map<String, Vec<usize>> = Map::default();
    for (at, draft) in linker.drafts.iter().enumerate() {
        if draft.kind != EntityKind::Person {
            continue;
        }
        if let Some(surname) = draft.name.last().filter(|it| 4 <= it.len()) {
            let bearers = surnames.entry(surname.to_lowercase()).or_default();
            if bearers.len() < MOST_HOLDERS {
                bearers.push(at);
            }
        }
        for office in &draft.offices {
            let held = holders
                .entry(last_word(&office.key).to_owned())
                .or_default();
            if held.last() != Some(&at) && held.len() < MOST_HOLDERS {
                held.push(at);
            }
        }
    }
    let mut reader = Reader {
        linker,
        quoted,
        scene,
        surnames,
        holders,
        choose,
        subject: None,
        beside: Vec::new(),
        focus: None,
        beside_focus: Vec::new(),
        paragraph: 0,
        voice: Voice::default(),
    };
    reader.read(paragraphs);
}

pub(super) fn last_word(key: &str) -> &str {
    key.rsplit(' ').next().unwrap_or(key)
}

pub(super) struct Reader<'a, 'b> {
    pub(super) linker: &'b mut Linker<'a>,
    /// The number of the quotation that each token stands in; 0 is none.
    pub(super) quoted: Vec<u32>,
    pub(super) scene: Scene,
    /// People by surname, in small letters.
    pub(super) surnames: Map<String, Vec<usize>>,
    /// People by the last word of an office they hold.
    pub(super) holders: Map<String, Vec<usize>>,
    choose: &'b mut dyn Choose,
    /// The person that this sentence is about, so far.
    pub(super) subject: Option<usize>,
    /// Who else is neither possessive nor behind a preposition in it.
    beside: Vec<usize>,
    /// The person that the last sentences were about, and the paragraph.
    focus: Option<(usize, usize)>,
    /// Who else was in that sentence.
    beside_focus: Vec<usize>,
    paragraph: usize,
    voice: Voice,
}

/// Who speaks in the quotation at hand.
#[derive(Clone, Copy, Default)]
struct Voice {
    quotation: u32,
    paragraph: usize,
    speaker: Option<usize>,
}

impl Reader<'_, '_> {
    fn read(&mut self, paragraphs: &[Span]) {
        let words = self.linker.words;
        let mut name = 0;
        for sentence in self.linker.sentences {
            if sentence.is_empty() {
                continue;
            }
            let start = words.tokens[sentence.start].span.start();
            let paragraph = paragraphs.partition_point(|it| it.end() <= start);
            self.scene.open_sentence(paragraph);
            self.paragraph = paragraph;
            self.subject = None;
            self.beside.clear();
            for at in sentence.clone() {
                while self
                    .linker
                    .named
                    .get(name)
                    .is_some_and(|it| it.tokens.end <= at)
                {
                    name += 1;
                }
                match self.linker.named.get(name) {
                    Some(it) if it.tokens.start == at => self.see_name(name, sentence.end),
                    Some(it) if it.tokens.contains(&at) => {}
                    _ => self.see_word(at, name, sentence.start, sentence.end),
                }
            }
            if let Some(subject) = self.subject {
                self.focus = Some((subject, paragraph));
                std::mem::swap(&mut self.beside, &mut self.beside_focus);
            }
        }
    }

    fn see_name(&mut self, name: usize, end: usize) {
        let it = &self.linker.named[name];
        let entity = self.linker.entity_of[name];
        let role = role::of(
            self.linker.words,
            self.linker.leads[name]..it.tokens.end,
            end,
        );
        let quotation = self.quoted[it.tokens.start];
        let (at, person) = (it.tokens.start, it.kind == EntityKind::Person);
        self.scene
            .see(entity, at, role, MentionKind::Name, quotation);
        if person && quotation == 0 {
            let free = !matches!(role, Role::Prepositional | Role::Possessive);
            if role == Role::Speaker || (free && self.subject.is_none()) {
                self.subject = Some(entity);
            } else if free && self.beside.len() < MOST_BESIDE {
                self.beside.push(entity);
            }
        }
    }

    fn see_word(&mut self, at: usize, name: usize, from: usize, end: usize) {
        let words = self.linker.words;
        match words.tokens[at].kind {
            TokenKind::Handle => self.handle(at),
            TokenKind::Word if words.is_head(at) => self.office(at, from, end),
            TokenKind::Word => self.pronoun(at, name, end),
            _ => {}
        }
    }

    fn pronoun(&mut self, at: usize, name: usize, end: usize) {
        let words = self.linker.words;
        let Some(form) = pronoun::form(words, at, end) else {
            return;
        };
        let role = role::of_pronoun(words, at, end, form);
        let quotation = self.quoted[at];
        let ahead = self.ahead(name, end).filter(|_| self.subject.is_none());
        let speaker = (quotation != 0).then(|| self.speaker(at)).flatten();
        let about = [self.subject, self.near_focus()];
        let beside = about[1].map_or(&[][..], |_| &self.beside_focus[..]);
        let beside = [&self.beside[..], beside];
        let how = (form, role, quotation);
        let asked = self
            .scene
            .ask(self.linker, at, how, (about, beside), ahead, speaker);
        let chosen = self.choose.choose(&asked, self.linker);
        let Some(entity) = chosen
            .and_then(|it| asked.candidates.get(it))
            .map(|it| it.entity)
        else {
            return;
        };
        self.add(entity, words.tokens[at].span, MentionKind::Pronoun);
        self.scene
            .see(entity, at, role, MentionKind::Pronoun, quotation);
        let draft = &mut self.linker.drafts[entity];
        if draft.kind == EntityKind::Person {
            draft.gender = draft.gender.or(form.gender());
            let leads = role == Role::Speaker || (role == Role::Subject && self.subject.is_none());
            if leads && quotation == 0 {
                self.subject = Some(entity);
            }
        }
    }

    /// Who speaks in the quotation that holds the token at `at`: who is named
    /// beside a verb of saying right behind it, or in its sentence before it;
    /// else who spoke in the paragraph before.
    fn speaker(&mut self, at: usize) -> Option<usize> {
        let quotation = self.quoted[at];
        if self.voice.quotation == quotation {
            return self.voice.speaker;
        }
        let rest = self.quoted[at..].iter();
        let close = at + rest.take_while(|it| **it == quotation).count() + 1;
        let behind = self.speaker_behind(close);
        let same = self.voice.paragraph == self.paragraph;
        let kept = self.voice.speaker.filter(|_| same);
        let speaker = behind.or_else(|| self.scene.speaker()).or(kept);
        self.voice = Voice {
            quotation,
            paragraph: self.paragraph,
            speaker,
        };
        speaker
    }

    /// Who says what a quotation before `from` holds: "Ruiz said", "she said".
    fn speaker_behind(&self, from: usize) -> Option<usize> {
        let words = self.linker.words;
        let end = words.tokens.len().min(from + 6);
        let mut name = self
            .linker
            .named
            .partition_point(|it| it.tokens.start < from);
        for at in from..end {
            let named = self
                .linker
                .named
                .get(name)
                .filter(|it| it.tokens.start == at);
            if let Some(named) = named {
                let role = role::of(
                    words,
                    self.linker.leads[name]..named.tokens.end,
                    words.tokens.len(),
                );
                if named.kind == EntityKind::Person && role == Role::Speaker {
                    return Some(self.linker.entity_of[name]);
                }
                name += 1;
            } else if let Some(form) = pronoun::form(words, at, end).filter(|it| it.is_subject) {
                let about = self.subject.or(self.near_focus());
                return about.filter(|&it| pronoun::may_be(self.linker, it, form));
            }
        }
        None
    }

    /// The person that the last sentences were about, if near.
    pub(super) fn near_focus(&self) -> Option<usize> {
        let near = self
            .focus
            .filter(|it| self.paragraph <= it.1 + PARAGRAPHS_BACK);
        near.map(|it| it.0)
    }

    /// The next person named in the sentence: "In his speech, Ruiz said".
    fn ahead(&self, name: usize, end: usize) -> Option<usize> {
        let rest = self.linker.named.get(name..)?.iter().enumerate();
        let mut near = rest.take(3).take_while(|(_, it)| it.tokens.end <= end);
        let person = near.find(|(_, it)| it.kind == EntityKind::Person)?;
        Some(self.linker.entity_of[name + person.0])
    }

    pub(super) fn add(&mut self, entity: usize, span: Span, kind: MentionKind) {
        self.linker.drafts[entity]
            .mentions
            .push(Mention { span, kind });
    }
}
