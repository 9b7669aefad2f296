//! The words that hold an English clause together: auxiliaries, modals,
//! negators, prepositions, conjunctions, reporting verbs, and nouns that stand
//! for people; and the forms of verbs.
//!
//! Input: `data/clauses.toml`. Output: [`Clauses`], which classes a lower-case
//! word. What always holds: classing is one look-up; a word may have many
//! classes.

use std::collections::HashMap;

use serde::Deserialize;

/// Which jobs a word can do, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Jobs(u32);

impl Jobs {
    /// Whether any of `other`'s jobs is among these.
    pub fn any(self, other: Jobs) -> bool {
        self.0 & other.0 != 0
    }

    /// These jobs and `other`'s.
    #[must_use]
    pub const fn and(self, other: Jobs) -> Jobs {
        Jobs(self.0 | other.0)
    }
}

macro_rules! jobs {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $key:literal;)+) => {
        impl Jobs {
            $($(#[$doc])* pub const $name: Jobs = Jobs(1 << $bit);)+

            /// The job that the data file calls `key`.
            fn named(key: &str) -> Option<Jobs> {
                match key { $($key => Some(Jobs::$name),)+ _ => None }
            }
        }
    };
}

jobs! {
    /// "is", "been".
    BE = 0, "be";
    /// "has", "had".
    HAVE = 1, "have";
    /// "did".
    DO = 2, "do";
    /// "will", "shall".
    WILL = 3, "will";
    /// "would", "may", "could".
    MAY = 4, "may";
    /// "not", "never".
    NOT = 5, "not";
    /// Adverbs that stand within a verb group and do not end in "-ly".
    ADVERB = 6, "adverb";
    /// "in", "of", "with".
    PREPOSITION = 7, "preposition";
    /// "and", "or".
    AND = 8, "and";
    /// "while", "because": a clause of its own starts here.
    CLAUSE = 9, "clause";
    /// "who", "which".
    RELATIVE = 10, "relative";
    /// "the", "his".
    DETERMINER = 11, "determiner";
    /// "he", "they".
    PRONOUN = 12, "pronoun";
    /// "they", "both".
    PLURAL = 13, "plural";
    /// "said", "told".
    SAY = 14, "say";
    /// "officials", "troops": stand for the body or country they belong to.
    PEOPLE = 15, "people";
    /// "leaders", "sides": two of them are the two last named.
    PAIR = 16, "pair";
    /// Before "to": the act is set down ("plans", "due").
    PLAN = 17, "plan";
    /// Before "to": the act is wished or possible ("wants", "hopes").
    WISH = 18, "wish";
    /// Before "to": the act is not done ("refused").
    REFUSE = 19, "refuse";
    /// Before "to": the act is done ("began", "managed").
    DOES = 20, "does";
    /// "if", "unless": what follows is supposed.
    IF = 21, "if";
    /// "I", "we": the speaker.
    SPEAKER = 22, "speaker";
    /// "they", "them": persons or bodies named before.
    THEY = 23, "they";
    /// Verbs that are neither triggers nor reporting and end a noun phrase.
    VERB = 24, "verb";
}

/// Word classes and verb forms.
#[derive(Debug)]
pub struct Clauses {
    jobs: HashMap<String, Jobs>,
    irregular: HashMap<String, Irregular>,
}

/// Forms that no spelling rule gives.
#[derive(Debug)]
struct Irregular {
    past: String,
    participle: String,
    present: String,
}

/// `data/clauses.toml` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Job to its words, split at blanks.
    jobs: HashMap<String, String>,
    /// Base form to "past participle present", the later ones where they
    /// differ.
    irregular: HashMap<String, String>,
}

impl Clauses {
    /// The classes that are built in.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the file is parsed by one.
    pub fn embedded() -> Self {
        let file: File = toml::from_str(include_str!("../data/clauses.toml"))
            .expect("data/clauses.toml is parsed by a test");
        let mut jobs: HashMap<String, Jobs> = HashMap::new();
        #[expect(
            clippy::iter_over_hash_type,
            reason = "the union does not depend on the order"
        )]
        for (key, words) in &file.jobs {
            let job = Jobs::named(key).expect("every key of data/clauses.toml is tested");
            for word in words.split_whitespace() {
                let all = jobs.entry(word.to_string()).or_default();
                *all = all.and(job);
            }
        }
        let irregular = file.irregular.into_iter().map(|(base, forms)| {
            let mut forms = forms.split_whitespace().map(str::to_string);
            let past = forms.next().unwrap_or_default();
            let participle = forms.next().unwrap_or_else(|| past.clone());
            let present = forms.next().unwrap_or_else(|| with_s(&base));
            let irregular = Irregular {
                past,
                participle,
                present,
            };
            (base, irregular)
        });
        Self {
            jobs,
            irregular: irregular.collect(),
        }
    }

    /// The jobs of a lower-case word.
    pub fn jobs(&self, word: &str) -> Jobs {
        self.jobs.get(word).copied().unwrap_or_default()
    }

    /// The forms of the verb `base`, each with what it can be.
    pub fn forms(&self, base: &str) -> Vec<(String, Form)> {
        let mut forms = vec![(base.to_string(), Form::BASE), (with_ing(base), Form::ING)];
        if let Some(irregular) = self.irregular.get(base) {
            forms.push((irregular.present.clone(), Form::PRESENT));
            forms.push((irregular.past.clone(), Form::PAST));
            forms.push((irregular.participle.clone(), Form::PARTICIPLE));
            return forms;
        }
        forms.push((with_s(base), Form::PRESENT));
        forms.push((with_ed(base), Form::PAST.and(Form::PARTICIPLE)));
        if base.ends_with("el") {
            // "cancelled" beside "canceled".
            forms.push((format!("{base}ling"), Form::ING));
            forms.push((format!("{base}led"), Form::PAST.and(Form::PARTICIPLE)));
        }
        forms
    }
}

/// What a verb's form can be, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form(u8);

impl Form {
    /// "meet".
    pub const BASE: Form = Form(1);
    /// "meets".
    pub const PRESENT: Form = Form(2);
    /// "meeting".
    pub const ING: Form = Form(4);
    /// "met", before an object or alone.
    pub const PAST: Form = Form(8);
    /// "met", after "have" or "be".
    pub const PARTICIPLE: Form = Form(16);

    /// Whether this may be any of `other`.
    pub fn any(self, other: Form) -> bool {
        self.0 & other.0 != 0
    }

    /// This and `other`.
    #[must_use]
    pub const fn and(self, other: Form) -> Form {
        Form(self.0 | other.0)
    }
}

/// "meet" to "meets", "push" to "pushes", "carry" to "carries".
fn with_s(base: &str) -> String {
    match base {
        _ if ends_in_consonant_y(base) => format!("{}ies", &base[..base.len() - 1]),
        _ if ["s", "sh", "ch", "x", "z", "o"]
            .iter()
            .any(|end| base.ends_with(end)) =>
        {
            format!("{base}es")
        }
        _ => format!("{base}s"),
    }
}

/// "visit" to "visited", "agree" to "agreed", "ban" to "banned".
fn with_ed(base: &str) -> String {
    match base {
        _ if base.ends_with('e') => format!("{base}d"),
        _ if ends_in_consonant_y(base) => format!("{}ied", &base[..base.len() - 1]),
        _ => format!("{}ed", doubled(base)),
    }
}

/// "visit" to "visiting", "make" to "making", "ban" to "banning".
fn with_ing(base: &str) -> String {
    match base.strip_suffix('e') {
        Some(stem) if !base.ends_with("ee") && !base.ends_with("ie") => format!("{stem}ing"),
        Some(_) if base.ends_with("ie") => format!("{}ying", &base[..base.len() - 2]),
        _ => format!("{}ing", doubled(base)),
    }
}

fn ends_in_consonant_y(base: &str) -> bool {
    let mut last = base.chars().rev();
    last.next() == Some('y') && last.next().is_some_and(|it| !is_vowel(it))
}

/// The base with its last consonant doubled where a short stressed vowel asks
/// for it: one syllable of consonant, vowel, consonant, or a stressed prefix.
fn doubled(base: &str) -> String {
    const STRESSED_LAST: [&str; 8] = [
        "admit", "commit", "permit", "expel", "compel", "rebel", "refer", "transfer",
    ];
    let letters: Vec<char> = base.chars().collect();
    let short = match letters.as_slice() {
        [.., a, b, c] => !is_vowel(*a) && is_vowel(*b) && !is_vowel(*c) && !"wxy".contains(*c),
        _ => false,
    };
    let vowels = letters.iter().filter(|it| is_vowel(**it)).count();
    if short && (vowels == 1 || STRESSED_LAST.contains(&base)) {
        return format!("{base}{}", letters[letters.len() - 1]);
    }
    base.to_string()
}

fn is_vowel(letter: char) -> bool {
    "aeiou".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(base: &str) -> Vec<String> {
        let forms = Clauses::embedded().forms(base);
        forms.into_iter().map(|(form, _)| form).collect()
    }

    #[test]
    fn regular_verbs_inflect_as_they_are_spelt() {
        assert_eq!(forms("visit"), ["visit", "visiting", "visits", "visited"]);
        assert_eq!(forms("agree"), ["agree", "agreeing", "agrees", "agreed"]);
        assert_eq!(forms("ban"), ["ban", "banning", "bans", "banned"]);
        assert_eq!(forms("carry"), ["carry", "carrying", "carries", "carried"]);
        assert!(forms("expel").contains(&"expelled".to_string()));
        assert!(forms("cancel").contains(&"cancelled".to_string()));
        assert_eq!(forms("open"), ["open", "opening", "opens", "opened"]);
    }

    #[test]
    fn irregular_verbs_are_listed() {
        assert_eq!(forms("meet"), ["meet", "meeting", "meets", "met", "met"]);
        assert_eq!(forms("give"), ["give", "giving", "gives", "gave", "given"]);
    }

    #[test]
    fn a_word_can_have_many_jobs() {
        let clauses = Clauses::embedded();
        assert!(clauses.jobs("had").any(Jobs::HAVE));
        assert!(clauses.jobs("they").any(Jobs::PRONOUN));
        assert!(clauses.jobs("they").any(Jobs::PLURAL));
        assert!(!clauses.jobs("protocol").any(Jobs::PREPOSITION));
    }
}
