//! Bodies, places and all other things that are named.
//!
//! Input: the names of a report that are no person's. Output: the entity of
//! each. What always holds: a short form or an acronym joins a full name of
//! the same report only where one full name fits, or one was the last that
//! fitted.

use rapporteur_language::spelling;
use rapporteur_text::EntityKind;

use super::entity::{Draft, Linker, Map, NONE};
use super::name::{Named, Words};

/// The bodies and places found so far.
#[derive(Default)]
pub(super) struct Bodies<'a> {
    by_code: Map<(bool, &'a str), usize>,
    by_words: Map<(bool, String), usize>,
    /// By the first letters of a long name; [`NONE`] where two have them.
    by_initials: Map<String, usize>,
    /// The last and the first body whose long name starts or ends so.
    last: Map<String, usize>,
    first: Map<String, usize>,
}

/// Words at the end of a company's name that add nothing.
const FORMS: &[&str] = &[
    "inc",
    "corp",
    "corporation",
    "ltd",
    "limited",
    "plc",
    "co",
    "company",
    "llc",
    "group",
    "holdings",
    "ag",
    "gmbh",
    "sa",
    "nv",
    "se",
];

/// Words at the end of a place's name that may be left out, as they sound.
const LAND: &[&str] = &["island", "islands", "peninsula", "province"];

/// Words that many long names start with, and that stand for none.
const COMMON: &[&str] = &[
    "national",
    "new",
    "first",
    "american",
    "united",
    "royal",
    "international",
    "federal",
    "general",
    "world",
    "state",
    "supreme",
    "north",
    "south",
    "east",
    "west",
    "central",
    "european",
    "african",
    "asian",
    "british",
    "great",
    "saint",
    "democratic",
    "republican",
];

impl<'a> Bodies<'a> {
    /// Links long names, then what may be short for them.
    pub(super) fn link(mut self, linker: &mut Linker<'a>) {
        for at in 0..linker.named.len() {
            let name = &linker.named[at];
            if name.kind != EntityKind::Person && !is_short(linker.words, name) {
                linker.entity_of[at] = self.thing(linker, name);
            }
        }
        for at in 1..linker.named.len() {
            self.bracketed(linker, at);
        }
        self.last.clear();
        for at in 0..linker.named.len() {
            let name = &linker.named[at];
            if name.kind == EntityKind::Person {
                continue;
            }
            if linker.entity_of[at] == NONE {
                let meant = self.meant(linker, name);
                linker.entity_of[at] = match meant {
                    Some(meant) => meant,
                    None => self.thing(linker, name),
                };
            } else if is_body(name) {
                self.see(linker.words, name, linker.entity_of[at]);
            }
        }
    }

    /// By its code, else by its words.
    fn thing(&mut self, linker: &mut Linker<'a>, name: &Named) -> usize {
        let printed = linker.words.phrase(&name.tokens);
        let phrase = bare(printed);
        let listed = linker.words.language.names.listed(phrase);
        let group = name.kind == EntityKind::Group;
        let code = listed
            .filter(|it| (it.kind == EntityKind::Group) == group)
            .and_then(|it| it.code);
        let words = (group, key(phrase));
        let code = code.or_else(|| company(linker.words, name));
        let by_code = code.and_then(|code| self.by_code.get(&(group, code)));
        let known = by_code.or_else(|| self.by_words.get(&words)).copied();
        let body = known.unwrap_or_else(|| linker.start(Draft::new(name.kind, code, printed)));
        let draft = &mut linker.drafts[body];
        let longer = draft.printed.len() < printed.len() && is_body(name);
        if known.is_some() && longer {
            draft.printed = printed;
        }
        draft.code = draft.code.or(code);
        if let Some(code) = code {
            self.by_code.entry((group, code)).or_insert(body);
        }
        self.by_words.entry(words).or_insert(body);
        if is_body(name) {
            for initials in initials(phrase) {
                let known = self.by_initials.entry(initials).or_insert(body);
                if *known != body {
                    *known = NONE;
                }
            }
            self.see(linker.words, name, body);
        }
        body
    }

    /// Keeps the first and the last word of a long name.
    fn see(&mut self, words: Words<'_>, name: &Named, body: usize) {
        let phrase = bare(words.phrase(&name.tokens));
        for word in ends(phrase) {
            self.first.entry(word.clone()).or_insert(body);
            self.last.insert(word, body);
        }
    }

    /// "Eurasian Economic Union (EAEU)", and the other way round.
    fn bracketed(&mut self, linker: &mut Linker<'a>, at: usize) {
        let (before, inner) = (&linker.named[at - 1], &linker.named[at]);
        let words = linker.words;
        let (open, close) = (before.tokens.end, inner.tokens.end);
        let stands = inner.tokens.start == open + 1
            && words.word(open) == "("
            && close < words.tokens.len()
            && words.word(close) == ")";
        if !stands || !is_thing(before) || !is_thing(inner) {
            return;
        }
        let [one, other] = [before, inner].map(|it| bare(words.phrase(&it.tokens)));
        let (long, short, from, to) = if is_acronym(other) && !is_acronym(one) {
            (one, other, at - 1, at)
        } else {
            (other, one, at, at - 1)
        };
        if !is_acronym(short) || !stands_for(short, long) || linker.entity_of[to] != NONE {
            return;
        }
        if linker.entity_of[from] == NONE {
            linker.entity_of[from] = self.thing(linker, &linker.named[from]);
        }
        let body = linker.entity_of[from];
        linker.entity_of[to] = body;
        self.by_words.insert((false, key(short)), body);
        self.by_initials.insert(plain(short), body);
    }

    /// The long name that a single word is short for.
    fn meant(&self, linker: &Linker<'_>, name: &Named) -> Option<usize> {
        let words = linker.words;
        let phrase = bare(words.phrase(&name.tokens));
        if let Some(&known) = self.by_words.get(&(false, key(phrase))) {
            return Some(known);
        }
        let loose = matches!(name.kind, EntityKind::Organisation | EntityKind::Other);
        if !loose {
            return None;
        }
        if is_acronym(phrase) {
            let known = self.by_initials.get(&plain(phrase)).copied();
            return known.filter(|&it| it != NONE);
        }
        let small = phrase.to_lowercase();
        if small.chars().count() < 3 || COMMON.contains(&small.as_str()) {
            return None;
        }
        let shaped = words.language.names.shape(phrase) == Some(EntityKind::Organisation);
        let article = name
            .tokens
            .start
            .checked_sub(1)
            .map_or("", |at| words.word(at));
        let definite = matches!(article, "the" | "The");
        let organisation = name.kind == EntityKind::Organisation;
        let key = spelling::key(phrase);
        let known = |key: &str| self.last.get(key).or_else(|| self.first.get(key)).copied();
        let ends = (definite && (shaped || organisation)).then(|| known(&format!("-{key}")));
        let starts = (organisation && (definite || !shaped)).then(|| known(&format!("{key}-")));
        ends.flatten().or(starts.flatten())
    }
}

/// A single word that is no listed name.
fn is_short(words: Words<'_>, name: &Named) -> bool {
    let phrase = bare(words.phrase(&name.tokens));
    let one = !phrase.contains(char::is_whitespace);
    one && name.kind != EntityKind::Group && words.language.names.listed(phrase).is_none()
}

/// The code of the listed company that a longer name starts with: "Apple
/// Computer". A bank or a foundation is another body.
fn company(words: Words<'_>, name: &Named) -> Option<&'static str> {
    let names = &words.language.names;
    let organisation = Some(EntityKind::Organisation);
    let first = names.listed(words.word(name.tokens.start))?;
    let mut rest = name.tokens.start + 1..name.tokens.end;
    let common = rest.len() < 4
        && !rest.is_empty()
        && rest.all(|at| {
            let small = words.word(at).to_lowercase();
            let noun = words
                .language
                .cues
                .class(&small)
                .is_some_and(|it| it.starts_with(['N', 'J']));
            noun && names.shape(words.word(at)) != organisation
        });
    let same = Some(first.kind) == organisation && is_body(name) && first.seat.is_none();
    first.code.filter(|_| common && same)
}

fn is_body(name: &Named) -> bool {
    name.kind == EntityKind::Organisation
}

fn is_thing(name: &Named) -> bool {
    !matches!(name.kind, EntityKind::Person | EntityKind::Group)
}

/// A name without article and genitive.
fn bare(phrase: &str) -> &str {
    let phrase = phrase
        .strip_prefix("The ")
        .or(phrase.strip_prefix("the "))
        .unwrap_or(phrase);
    let phrase = phrase
        .strip_suffix("'s")
        .or(phrase.strip_suffix("’s"))
        .unwrap_or(phrase);
    phrase.trim_end()
}

/// The words by how they sound, without a company's legal form.
fn key(phrase: &str) -> String {
    let mut keys: Vec<String> = words(phrase)
        .map(spelling::key)
        .filter(|it| !it.is_empty())
        .collect();
    while 1 < keys.len()
        && keys
            .last()
            .is_some_and(|it| LAND.contains(&it.as_str()) || FORMS.contains(&it.as_str()))
    {
        keys.pop();
    }
    keys.join(" ")
}

fn words(phrase: &str) -> impl Iterator<Item = &str> {
    phrase
        .split(|it: char| it.is_whitespace() || it == '-')
        .filter(|it| !it.is_empty())
}

/// "first-" and "-last" of a name of several words.
fn ends(phrase: &str) -> Vec<String> {
    let mut all = words(phrase).map(|it| it.trim_matches(|it: char| !it.is_alphanumeric()));
    let Some(first) = all.next() else {
        return Vec::new();
    };
    let Some(last) = all.last() else {
        return Vec::new();
    };
    vec![
        format!("{}-", spelling::key(first)),
        format!("-{}", spelling::key(last)),
    ]
}

/// Two to six capital letters, dots aside; small ones in the minority.
fn is_acronym(phrase: &str) -> bool {
    let letters = || phrase.chars().filter(|it| it.is_alphabetic());
    let capitals = letters().filter(|it| it.is_uppercase()).count();
    let plain = phrase
        .chars()
        .all(|it| it.is_alphabetic() || matches!(it, '.' | '&'));
    plain && (2..=6).contains(&letters().count()) && letters().count() < 2 * capitals
}

fn plain(acronym: &str) -> String {
    acronym
        .chars()
        .filter(|it| it.is_alphabetic())
        .flat_map(char::to_uppercase)
        .collect()
}

/// The first letters of a name's capitalised words, and of all its words.
fn initials(phrase: &str) -> Vec<String> {
    let first = |it: &str| it.chars().next();
    let all: Vec<char> = words(phrase)
        .filter_map(first)
        .filter(|it| it.is_alphabetic())
        .collect();
    if !(2..=8).contains(&all.len()) {
        return Vec::new();
    }
    let capitals: String = all.iter().filter(|it| it.is_uppercase()).collect();
    let whole: String = all.iter().flat_map(|it| it.to_uppercase()).collect();
    let mut both = vec![capitals, whole];
    both.retain(|it| 2 <= it.chars().count());
    both.dedup();
    both
}

/// Whether an acronym's letters come in order in a name, the first first.
fn stands_for(short: &str, long: &str) -> bool {
    let letters = plain(short);
    let mut in_order = long.chars().flat_map(char::to_uppercase);
    let starts = long.chars().next().map(|it| it.to_uppercase().to_string());
    let first = letters.chars().next().map(|it| it.to_string());
    starts == first
        && letters
            .chars()
            .all(|letter| in_order.any(|it| it == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acronym_has_the_letters_of_its_name_in_order() {
        assert!(stands_for("EAEU", "Eurasian Economic Union"));
        assert!(!stands_for("EAEU", "European Union"));
        assert_eq!(initials("Ministry of Trade"), ["MT", "MOT"]);
        assert!(is_acronym("DoJ") && is_acronym("U.N.") && !is_acronym("Doe"));
    }
}
