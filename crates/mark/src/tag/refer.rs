//! Mentions that are no names: "the minister", "the EAM", "he", a handle.
//!
//! Input: linked names. Output: more mentions of the same entities. What
//! always holds: a phrase that could mean two people means none; each pronoun
//! is one entity's at most; the time taken grows with the length of the text.

use rapporteur_language::Language;
use rapporteur_text::{EntityKind, Mention, MentionKind, Span, TokenKind};

use super::entity::{Linker, Map};
use super::office::{Office, Offices};
use super::pronoun::{self, Asked, Scene};
use super::role::{self, Role};

/// Holders of one sort of office that a phrase is compared with.
const MOST_HOLDERS: usize = 48;

/// What the last sentences were about is kept over this many paragraphs.
const PARAGRAPHS_BACK: usize = 2;

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
        focus: None,
        paragraph: 0,
        voice: Voice::default(),
    };
    reader.read(paragraphs);
}

fn last_word(key: &str) -> &str {
    key.rsplit(' ').next().unwrap_or(key)
}

struct Reader<'a, 'b> {
    linker: &'b mut Linker<'a>,
    /// The number of the quotation that each token stands in; 0 is none.
    quoted: Vec<u32>,
    scene: Scene,
    /// People by surname, in small letters.
    surnames: Map<String, Vec<usize>>,
    /// People by the last word of an office they hold.
    holders: Map<String, Vec<usize>>,
    choose: &'b mut dyn Choose,
    /// The person that this sentence is about, so far.
    subject: Option<usize>,
    /// The person that the last sentences were about, and the paragraph.
    focus: Option<(usize, usize)>,
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
        let about = [self.subject, self.near_focus()];
        let how = (form, role, quotation);
        let speaker = (quotation != 0).then(|| self.speaker(at)).flatten();
        let asked = self.scene.ask(self.linker, at, how, about, ahead, speaker);
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
    fn near_focus(&self) -> Option<usize> {
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

    /// "the minister", "India's EAM": whoever holds such an office here.
    fn office(&mut self, at: usize, from: usize, end: usize) {
        let words = self.linker.words;
        let goes_on = at + 1 < end && (words.is_head(at + 1) || words.is_capital(at + 1));
        if goes_on || matches!(words.word(at), "general" | "major" | "chief" | "private") {
            return;
        }
        let offices = Offices {
            words,
            named: self.linker.named,
        };
        let Some(office) = offices.ending_at(at + 1, from) else {
            return;
        };
        let before = office.cover.start.checked_sub(1).filter(|&it| from <= it);
        if before.is_some_and(|it| is_copula(words.word(it))) {
            return;
        }
        let person = if words.word(at) == "counterpart" {
            self.counterpart(&office)
        } else if self.is_definite(&office, at) {
            self.holder(&office, self.quoted[at] != 0)
        } else {
            None
        };
        if let Some(person) = person {
            self.add(person, words.span(&office.cover), MentionKind::Nominal);
            let role = role::of(words, office.cover.start..at + 1, end);
            let quotation = self.quoted[at];
            self.scene
                .see(person, at, role, MentionKind::Nominal, quotation);
            if self.subject.is_none() && quotation == 0 {
                self.subject = Some(person);
            }
        }
    }

    fn is_definite(&self, office: &Office, at: usize) -> bool {
        let words = self.linker.words;
        let titles = &words.language.titles;
        let acronym = titles.expansion(words.small(at).as_str()).is_some()
            && words.word(at).chars().all(char::is_uppercase);
        let first = words.word(office.cover.start);
        matches!(first, "the" | "The") || office.country.is_some() || acronym
    }

    /// The one person who holds `office`, or of several the one in focus.
    fn holder(&self, office: &Office, quoted: bool) -> Option<usize> {
        let drafts = &self.linker.drafts;
        let known = self.holders.get(last_word(&office.key));
        let holders = |test: &dyn Fn(&Office) -> bool| -> Vec<usize> {
            let known = known.into_iter().flatten().copied();
            known
                .filter(|&it| drafts[it].may_be_of(office.country))
                .filter(|&it| drafts[it].offices.iter().any(test))
                .collect()
        };
        let mut found = holders(&|held| office.is(held));
        if found.is_empty() {
            found = holders(&|held| office.may_mean(held));
        }
        if let [only] = found[..] {
            return Some(only);
        }
        let near = self.subject.or(self.near_focus());
        near.filter(|it| !quoted && found.contains(it))
    }

    /// "His Russian counterpart": who holds the office of the one that the
    /// sentence is about, for that country.
    fn counterpart(&self, phrase: &Office) -> Option<usize> {
        let country = phrase.country?;
        let drafts = &self.linker.drafts;
        let subject = self.subject.or(self.near_focus())?;
        let of = |office: &Office| self.holders.get(last_word(&office.key));
        let mut found: Vec<usize> = drafts[subject]
            .offices
            .iter()
            .filter_map(of)
            .flatten()
            .copied()
            .filter(|&it| it != subject)
            .filter(|&it| {
                drafts[it]
                    .offices
                    .iter()
                    .any(|it| it.country == Some(country))
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        match found[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// A handle that ends in the surname of one person of the report; of
    /// several, of the one whose given name or initial stands before it.
    fn handle(&mut self, at: usize) {
        let handle = self.linker.words.word(at);
        let Some(handle) = handle
            .strip_prefix('@')
            .filter(|it| it.len() < 40 && it.is_ascii())
        else {
            return;
        };
        let handle: String = handle.to_ascii_lowercase().replace('_', "");
        let bearers = (0..handle.len()).find_map(|from| {
            let bearers = self.surnames.get(&handle[from..])?;
            Some((&handle[..from], bearers))
        });
        let Some((before, bearers)) = bearers else {
            return;
        };
        let named = |it: &usize| {
            let given = self.linker.drafts[*it].name.first();
            let given = given.map(|it| it.to_lowercase()).unwrap_or_default();
            let initial = given.chars().next().is_some_and(|it| before.ends_with(it));
            before.ends_with(&given) || initial
        };
        let person = match bearers[..] {
            [only] => Some(only),
            _ => {
                let mut named = bearers.iter().copied().filter(named);
                named.next().filter(|_| named.next().is_none())
            }
        };
        if let Some(person) = person {
            self.add(person, self.linker.words.tokens[at].span, MentionKind::Name);
        }
    }

    fn add(&mut self, entity: usize, span: Span, kind: MentionKind) {
        self.linker.drafts[entity]
            .mentions
            .push(Mention { span, kind });
    }
}

/// "will be the president": says what someone is, and names no holder.
fn is_copula(word: &str) -> bool {
    const WORDS: [&str; 12] = [
        "be", "been", "being", "become", "becomes", "became", "becoming", "is", "was", "as",
        "elected", "named",
    ];
    WORDS.contains(&word)
}
