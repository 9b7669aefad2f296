//! Mentions that are no names: "the minister", "the EAM", "he", a handle.
//!
//! Input: linked names. Output: more mentions of the same people. What always
//! holds: a phrase that could mean two people means none; pronouns are read
//! outside quotations only, where "he" may be a third.

use rapporteur_language::Gender;
use rapporteur_text::{EntityKind, Mention, MentionKind, Span, TokenKind};

use super::entity::Linker;
use super::name::{Words, is_speech};
use super::office::{Office, Offices};

/// A pronoun looks back over this many paragraphs for its person.
const PARAGRAPHS_BACK: usize = 2;

/// Adds nominal, pronoun and handle mentions to the people of `linker`.
pub(super) fn refer(linker: &mut Linker<'_>, paragraphs: &[Span]) {
    if !linker.drafts.iter().any(|it| it.kind == EntityKind::Person) {
        return;
    }
    let quoted = quoted(linker.words, paragraphs);
    let mut reader = Reader {
        linker,
        quoted,
        focus: None,
        subject: None,
        clause: None,
        paragraph: 0,
    };
    reader.read(paragraphs);
}

/// Whether each token stands in a quotation. A quotation ends with its
/// paragraph.
fn quoted(words: Words<'_>, paragraphs: &[Span]) -> Vec<bool> {
    let mut open = false;
    let mut paragraph = 0;
    let mut quoted = Vec::with_capacity(words.tokens.len());
    for (at, token) in words.tokens.iter().enumerate() {
        while paragraphs
            .get(paragraph)
            .is_some_and(|it| it.end() <= token.span.start())
        {
            paragraph += 1;
            open = false;
        }
        if token.kind == TokenKind::Quote {
            open = match words.word(at) {
                "“" | "„" | "«" | "``" => true,
                "”" | "»" => false,
                "\"" => !open,
                _ => open,
            };
        }
        quoted.push(open);
    }
    quoted
}

struct Reader<'a, 'b> {
    linker: &'b mut Linker<'a>,
    quoted: Vec<bool>,
    /// The last person that a sentence was about, and its paragraph.
    focus: Option<(usize, usize)>,
    /// The person that this sentence is about, so far.
    subject: Option<usize>,
    /// The person that the clause at hand is about, so far.
    clause: Option<usize>,
    paragraph: usize,
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
            self.paragraph = paragraphs.partition_point(|it| it.end() <= start);
            self.subject = None;
            self.clause = None;
            for at in sentence.clone() {
                while self
                    .linker
                    .named
                    .get(name)
                    .is_some_and(|it| it.tokens.end <= at)
                {
                    name += 1;
                }
                let starts = self
                    .linker
                    .named
                    .get(name)
                    .filter(|it| it.tokens.start == at);
                if starts.is_some() {
                    self.see_name(name);
                } else if self
                    .linker
                    .named
                    .get(name)
                    .is_none_or(|it| !it.tokens.contains(&at))
                {
                    self.see_word(at, sentence.start, sentence.end);
                }
            }
            if let Some(subject) = self.subject {
                self.focus = Some((subject, self.paragraph));
            }
        }
    }

    /// The first person outside quotations who is not an object is what the
    /// sentence is about, unless another one speaks.
    fn see_name(&mut self, name: usize) {
        let it = &self.linker.named[name];
        if it.kind != EntityKind::Person || self.quoted[it.tokens.start] {
            return;
        }
        let words = self.linker.words;
        let word = |at: usize| words.tokens.get(at).map_or("", |_| words.word(at));
        let lead = self.linker.leads[name];
        let before = lead.checked_sub(1).map_or("", word);
        let after = word(it.tokens.end);
        let person = self.linker.entity_of[name];
        let free = !is_preposition(before) && !matches!(after, "'s" | "’s" | "’");
        let speaks = (free && is_speech(after)) || matches!(before, "said" | "says" | "added");
        if speaks || (free && self.subject.is_none()) {
            self.subject = Some(person);
        }
        if free && is_auxiliary(after) {
            self.clause = Some(person);
        }
    }

    fn see_word(&mut self, at: usize, from: usize, end: usize) {
        let words = self.linker.words;
        match words.tokens[at].kind {
            TokenKind::Handle => self.handle(at),
            TokenKind::Word if words.is_head(at) => self.office(at, from, end),
            TokenKind::Word if !self.quoted[at] => self.pronoun(at),
            _ => {}
        }
    }

    fn pronoun(&mut self, at: usize) {
        let Some((gender, is_subject)) = pronoun(self.linker.words.word(at)) else {
            return;
        };
        let focus = self
            .focus
            .filter(|&(_, paragraph)| self.paragraph <= paragraph + PARAGRAPHS_BACK)
            .map(|(person, _)| person);
        let suits = |it: &usize| {
            self.linker.drafts[*it]
                .gender
                .is_none_or(|own| own == gender)
        };
        let clause = self.clause.filter(|_| !is_subject);
        let Some(person) = clause
            .filter(suits)
            .or(self.subject.filter(suits))
            .or(focus.filter(suits))
        else {
            return;
        };
        self.add(
            person,
            self.linker.words.tokens[at].span,
            MentionKind::Pronoun,
        );
        if is_subject && self.subject.is_none() {
            self.subject = Some(person);
        }
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
        let first = words.word(office.cover.start);
        let acronym = words
            .language
            .titles
            .expansion(words.small(at).as_str())
            .is_some()
            && words.word(at).chars().all(char::is_uppercase);
        let definite = matches!(first, "the" | "The") || office.country.is_some() || acronym;
        let before = office.cover.start.checked_sub(1).filter(|&it| from <= it);
        let predicate = before.is_some_and(|it| is_copula(words.word(it)));
        if !definite || predicate || words.word(at) == "counterpart" {
            return;
        }
        if let Some(person) = self.holder(&office, at) {
            self.add(person, words.span(&office.cover), MentionKind::Nominal);
            if self.subject.is_none() && !self.quoted[at] {
                self.subject = Some(person);
            }
            if at + 1 < end && is_auxiliary(words.word(at + 1)) {
                self.clause = Some(person);
            }
        }
    }

    /// The one person who holds `office`, or of several the one in focus.
    fn holder(&self, office: &Office, at: usize) -> Option<usize> {
        let drafts = &self.linker.drafts;
        let holders = |test: &dyn Fn(&Office) -> bool| -> Vec<usize> {
            (0..drafts.len())
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
        let near = self.subject.or(self.focus.map(|(person, _)| person));
        near.filter(|it| !self.quoted[at] && found.contains(it))
    }

    /// A handle that ends in the surname of one person of the report.
    fn handle(&mut self, at: usize) {
        let handle = self.linker.words.word(at).to_lowercase();
        if !handle.starts_with('@') {
            return;
        }
        let mut people = (0..self.linker.drafts.len()).filter(|&it| {
            let draft = &self.linker.drafts[it];
            let surname = draft.name.last().map(|it| it.to_lowercase());
            draft.kind == EntityKind::Person
                && surname.is_some_and(|it| 4 <= it.len() && handle.ends_with(&it))
        });
        if let (Some(person), None) = (people.next(), people.next()) {
            self.add(person, self.linker.words.tokens[at].span, MentionKind::Name);
        }
    }

    fn add(&mut self, person: usize, span: Span, kind: MentionKind) {
        self.linker.drafts[person]
            .mentions
            .push(Mention { span, kind });
    }
}

/// Whom a pronoun means, and whether it is a subject.
fn pronoun(word: &str) -> Option<(Gender, bool)> {
    match word {
        "he" | "He" => Some((Gender::Man, true)),
        "him" | "his" | "His" | "himself" => Some((Gender::Man, false)),
        "she" | "She" => Some((Gender::Woman, true)),
        "her" | "Her" | "hers" | "herself" => Some((Gender::Woman, false)),
        _ => None,
    }
}

fn is_preposition(word: &str) -> bool {
    const WORDS: [&str; 16] = [
        "with", "by", "to", "of", "from", "for", "about", "against", "between", "than", "on",
        "like", "under", "behind", "after", "before",
    ];
    WORDS.contains(&word)
}

fn is_auxiliary(word: &str) -> bool {
    const WORDS: [&str; 14] = [
        "has", "had", "have", "is", "was", "will", "would", "can", "could", "may", "might",
        "should", "must", "did",
    ];
    WORDS.contains(&word)
}

/// "will be the president": says what someone is, and names no holder.
fn is_copula(word: &str) -> bool {
    const WORDS: [&str; 12] = [
        "be", "been", "being", "become", "becomes", "became", "becoming", "is", "was", "as",
        "elected", "named",
    ];
    WORDS.contains(&word)
}
