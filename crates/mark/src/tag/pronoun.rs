//! Whom a pronoun of the third person means.
//!
//! Input: what was mentioned before it, and how. Output: for each entity that
//! it may mean, a row of numbers; trees that were learnt choose among them.
//! What always holds: "he" is never a woman by name, title or earlier
//! pronoun, nor "she" a man; only the entities mentioned last are looked at.

use rapporteur_language::Gender;
use rapporteur_language::forest::Forest;
use rapporteur_text::{EntityKind, MentionKind};

use super::entity::Linker;
use super::name::Words;
use super::role::Role;

/// Numbers of a row.
pub use rapporteur_language::PRONOUN_WIDTH as WIDTH;
/// Entities that are looked at, the last mentioned first.
const MOST: usize = 16;
/// Sentences that are looked back over.
const SENTENCES: usize = 12;

/// A pronoun's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) whom: Whom,
    pub(super) is_subject: bool,
    pub(super) is_possessive: bool,
    is_reflexive: bool,
}

/// What a pronoun may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whom {
    He,
    She,
    It,
    They,
}

impl Form {
    /// The gender that it says.
    pub(super) fn gender(self) -> Option<Gender> {
        match self.whom {
            Whom::He => Some(Gender::Man),
            Whom::She => Some(Gender::Woman),
            Whom::It | Whom::They => None,
        }
    }
}

/// The form of the pronoun at `at`, if it is one of the third person.
pub(super) fn form(words: Words<'_>, at: usize, end: usize) -> Option<Form> {
    let small = words.small(at);
    let (whom, case) = match small.as_str() {
        "he" => (Whom::He, 's'),
        "him" => (Whom::He, 'o'),
        "his" => (Whom::He, 'p'),
        "himself" => (Whom::He, 'r'),
        "she" => (Whom::She, 's'),
        "her" if goes_on(words, at, end) => (Whom::She, 'p'),
        "her" => (Whom::She, 'o'),
        "hers" => (Whom::She, 'p'),
        "herself" => (Whom::She, 'r'),
        "it" => (Whom::It, if goes_on(words, at, end) { 's' } else { 'o' }),
        "its" => (Whom::It, 'p'),
        "itself" => (Whom::It, 'r'),
        "they" => (Whom::They, 's'),
        "them" => (Whom::They, 'o'),
        "their" | "theirs" => (Whom::They, 'p'),
        "themselves" => (Whom::They, 'r'),
        _ => return None,
    };
    Some(Form {
        whom,
        is_subject: case == 's',
        is_possessive: case == 'p',
        is_reflexive: case == 'r',
    })
}

/// Whether a word follows that can hang on the pronoun.
fn goes_on(words: Words<'_>, at: usize, end: usize) -> bool {
    let Some(next) = (at + 1 < end).then(|| words.word(at + 1)) else {
        return false;
    };
    let class = words.language.cues.class(next).unwrap_or("NN");
    let open = ["NN", "JJ", "VB", "MD", "CD", "RB"];
    next.starts_with(char::is_alphanumeric) && open.iter().any(|it| class.starts_with(it))
}

/// How an entity was mentioned last.
#[derive(Clone, Copy)]
struct Seen {
    token: usize,
    sentence: usize,
    paragraph: usize,
    role: Role,
    kind: MentionKind,
    quotation: u32,
    /// The sentence whose subject it was last, from 1.
    led: usize,
    /// It was the first that its sentence mentioned.
    first: bool,
}

/// What has been mentioned so far.
pub(super) struct Scene {
    seen: Vec<Option<Seen>>,
    /// The last mentioned first.
    recent: Vec<usize>,
    sentence: usize,
    paragraph: usize,
    /// The first sentence of the paragraph.
    opens: bool,
    /// Mentions in this sentence.
    mentioned: u32,
    /// Who spoke last, and in which sentence.
    spoke: Option<(usize, usize)>,
}

/// An entity that a pronoun may mean.
pub(super) struct Candidate {
    pub(super) entity: usize,
    pub(super) row: [f32; WIDTH],
}

/// A pronoun's form, its role and the number of its quotation.
type How = (Form, Role, u32);

/// A pronoun and whom it may mean.
pub(super) struct Asked {
    pub(super) at: usize,
    pub(super) whom: Whom,
    /// What a person who says something is, by rule.
    rule: Option<usize>,
    pub(super) candidates: Vec<Candidate>,
}

impl Asked {
    /// The candidate that the trees like best, if they like it enough.
    pub(super) fn best(&self, forest: &Forest) -> Option<usize> {
        if self.rule.is_some() {
            return self.rule;
        }
        let scores = self.candidates.iter().map(|it| forest.score(&it.row));
        let best = scores.enumerate().max_by(|one, other| {
            // Of two alike, the one mentioned last.
            one.1.total_cmp(&other.1).then(other.0.cmp(&one.0))
        });
        best.filter(|(_, score)| least(self.whom) < *score)
            .map(|(at, _)| at)
    }
}

/// The least score, by what is more often wrong when left out than when put.
fn least(whom: Whom) -> f32 {
    match whom {
        Whom::He | Whom::She => -1.5,
        Whom::It | Whom::They => 0.0,
    }
}

impl Scene {
    pub(super) fn new(entities: usize) -> Self {
        Self {
            seen: vec![None; entities],
            recent: Vec::with_capacity(MOST + 1),
            sentence: 0,
            paragraph: 0,
            opens: true,
            mentioned: 0,
            spoke: None,
        }
    }

    pub(super) fn open_sentence(&mut self, paragraph: usize) {
        self.sentence += 1;
        self.mentioned = 0;
        self.opens = paragraph != self.paragraph || self.sentence == 1;
        self.paragraph = paragraph;
    }

    /// Who has spoken in this sentence.
    pub(super) fn speaker(&self) -> Option<usize> {
        let spoke = self.spoke.filter(|it| it.1 == self.sentence);
        spoke.map(|it| it.0)
    }

    /// Takes in a mention.
    pub(super) fn see(
        &mut self,
        entity: usize,
        token: usize,
        role: Role,
        kind: MentionKind,
        quotation: u32,
    ) {
        let before = self.seen[entity];
        let leads = matches!(role, Role::Subject | Role::Speaker) && quotation == 0;
        self.seen[entity] = Some(Seen {
            token,
            sentence: self.sentence,
            paragraph: self.paragraph,
            role,
            kind,
            quotation,
            led: if leads {
                self.sentence
            } else {
                before.map_or(0, |it| it.led)
            },
            first: self.mentioned == 0
                || before.is_some_and(|it| it.first && it.sentence == self.sentence),
        });
        self.mentioned += 1;
        if role == Role::Speaker {
            self.spoke = Some((entity, self.sentence));
        }
        if let Some(place) = self.recent.iter().position(|&it| it == entity) {
            self.recent.remove(place);
        }
        self.recent.insert(0, entity);
        self.recent.truncate(MOST);
    }

    /// Whom the pronoun at `at` may mean; `ahead` is named later in the
    /// sentence, and `speaker` speaks of others.
    pub(super) fn ask(
        &self,
        linker: &Linker<'_>,
        at: usize,
        how: How,
        (about, beside): ([Option<usize>; 2], [&[usize]; 2]),
        ahead: Option<usize>,
        speaker: Option<usize>,
    ) -> Asked {
        let (form, role, quotation) = how;
        let fits = |&entity: &usize| {
            let seen = self.seen[entity];
            let near = seen.is_some_and(|it| self.sentence <= it.sentence + SENTENCES);
            near && Some(entity) != speaker && may_be(linker, entity, form)
        };
        let mut able: Vec<usize> = self.recent.iter().copied().filter(fits).collect();
        // Who is known to be a woman comes before who may be one, unless the
        // sentence is about the latter.
        let known = |&it: &usize| linker.drafts[it].gender.is_some();
        let near = |&it: &usize| self.seen[it].is_some_and(|it| self.sentence <= it.sentence + 1);
        if form.gender().is_some() && able.iter().any(|it| known(it) && near(it)) {
            able.retain(|it| known(it) || about.contains(&Some(*it)));
        }
        let mut candidates: Vec<Candidate> = able
            .iter()
            .enumerate()
            .filter_map(|(rank, &entity)| {
                let seen = self.seen[entity]?;
                let row = self.row(linker, at, how, about, (entity, seen, rank));
                Some(Candidate { entity, row })
            })
            .collect();
        let ahead = ahead.filter(|it| !able.contains(it) && may_be(linker, *it, form));
        if let Some(entity) = ahead {
            let mut row = [0.0; WIDTH];
            row[0] = -1.0;
            self.about(&mut row, linker, how, entity);
            candidates.push(Candidate { entity, row });
        }
        let order = about.into_iter().zip(beside);
        let mut order = order.flat_map(|(one, rest)| one.into_iter().chain(rest.iter().copied()));
        let opens = form.is_subject && self.mentioned == 0;
        let says = form.gender().is_some() && quotation == 0 && (role == Role::Speaker || opens);
        let said_by = order.find(|&it| may_be(linker, it, form)).filter(|_| says);
        let by_rule = said_by.and_then(|it| candidates.iter().position(|other| other.entity == it));
        Asked {
            at,
            whom: form.whom,
            rule: by_rule,
            candidates,
        }
    }

    fn row(
        &self,
        linker: &Linker<'_>,
        at: usize,
        how: How,
        about: [Option<usize>; 2],
        (entity, seen, rank): (usize, Seen, usize),
    ) -> [f32; WIDTH] {
        let (form, role, quotation) = how;
        let mut row = [0.0; WIDTH];
        let flag = |it: bool| f32::from(u8::from(it));
        self.about(&mut row, linker, how, entity);
        row[0] = (self.sentence - seen.sentence) as f32;
        row[1] = (self.paragraph - seen.paragraph).min(9) as f32;
        row[2] = flag(matches!(seen.role, Role::Subject | Role::Speaker));
        row[3] = flag(seen.role == Role::Prepositional);
        row[4] = flag(seen.role == Role::Possessive);
        row[5] = flag(seen.kind == MentionKind::Pronoun);
        row[6] = flag(about[0] == Some(entity));
        row[7] = rank as f32;
        row[8] = if seen.led == 0 {
            20.0
        } else {
            (self.sentence - seen.led).min(20) as f32
        };
        row[9] = ((at - seen.token).min(200)) as f32;
        row[10] = flag(seen.first);
        row[11] = flag(seen.quotation != 0);
        row[12] = flag(seen.quotation != 0 && seen.quotation == quotation);
        row[13] = flag(seen.role == role);
        let spoke = self.spoke.filter(|it| it.0 == entity);
        row[14] = spoke.map_or(20.0, |it| (self.sentence - it.1).min(20) as f32);
        row[15] = flag(self.led_first(entity));
        row[24] = flag(about[1] == Some(entity));
        row[26] = flag(about[0].is_some());
        row[28] = flag(about.iter().flatten().any(|&it| may_be(linker, it, form)));
        row[16] = flag(self.sentence == seen.sentence && form.is_reflexive);
        row
    }

    /// Whether none that may be meant led a later sentence.
    fn led_first(&self, entity: usize) -> bool {
        let led = |it: usize| self.seen[it].map_or(0, |it| it.led);
        self.recent.iter().all(|&it| led(it) <= led(entity))
    }

    /// What does not hang on the last mention.
    fn about(
        &self,
        row: &mut [f32; WIDTH],
        linker: &Linker<'_>,
        (form, role, quotation): How,
        entity: usize,
    ) {
        let flag = |it: bool| f32::from(u8::from(it));
        let draft = &linker.drafts[entity];
        row[17] = match form.whom {
            Whom::He | Whom::She => 0.0,
            Whom::They => 1.0,
            Whom::It => 2.0,
        };
        row[18] = flag(form.is_subject);
        row[19] = flag(form.is_possessive);
        row[20] = flag(role == Role::Speaker);
        row[21] = flag(quotation != 0);
        row[22] = flag(form.gender().is_some() && draft.gender == form.gender());
        row[23] = match draft.kind {
            EntityKind::Person => 0.0,
            EntityKind::Organisation => 1.0,
            EntityKind::Group => 2.0,
            EntityKind::Location | EntityKind::Facility => 3.0,
            _ => 4.0,
        };
        row[25] = flag(self.opens);
        row[27] = flag(draft.code.is_some());
        row[29] = flag(role == Role::Prepositional);
    }
}

/// Whether nothing forbids that the pronoun means the entity.
pub(super) fn may_be(linker: &Linker<'_>, entity: usize, form: Form) -> bool {
    let draft = &linker.drafts[entity];
    let person = draft.kind == EntityKind::Person;
    match form.whom {
        Whom::He | Whom::She => person && draft.gender.is_none_or(|own| Some(own) == form.gender()),
        Whom::It => !person && draft.kind != EntityKind::Group,
        Whom::They => matches!(
            draft.kind,
            EntityKind::Organisation | EntityKind::Group | EntityKind::Location
        ),
    }
}
