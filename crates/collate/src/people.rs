//! People of several reports: whose names are one person's.
//!
//! Input: the names and offices of a story's people, one a report's entity.
//! Output: a group number for each. What always holds: two full given names
//! that differ are two people; a bare surname joins a group only when no
//! other group could claim it.

use std::collections::BTreeMap;

use rapporteur_language::{Collation, Language, spelling};

/// What may follow a surname, in small letters.
const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];
/// Groups of one surname that a name is compared with.
const MOST: usize = 64;

/// How one report names a person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Name tokens, lower case, titles and suffix dropped; empty when only an
    /// office is given.
    tokens: Vec<String>,
    /// How the tokens sound.
    keys: Vec<String>,
    /// "jr", "sr".
    suffix: Option<String>,
    /// Office words, lower case.
    office: Vec<String>,
}

impl Person {
    pub(crate) fn new(name: &str, office: Option<&str>, language: &Language) -> Self {
        let collation = &language.collation;
        let office: Vec<String> = office.map(lower).unwrap_or_default();
        let mut tokens = lower(name);
        let titles = tokens
            .iter()
            .take_while(|token| *token == "the" || collation.title.contains(*token))
            .count();
        tokens.drain(..titles.min(tokens.len().saturating_sub(1)));
        if tokens == office {
            tokens.clear();
        }
        let suffix = tokens.pop_if(|last| SUFFIXES.contains(&last.as_str()));
        let keys = tokens.iter().map(|token| spelling::key(token)).collect();
        Self {
            tokens,
            keys,
            suffix,
            office,
        }
    }

    /// How the surname sounds.
    fn surname(&self) -> &str {
        self.keys.last().map_or("", String::as_str)
    }

    fn given(&self) -> &[String] {
        &self.tokens[..self.tokens.len().saturating_sub(1)]
    }

    fn given_keys(&self) -> &[String] {
        &self.keys[..self.keys.len().saturating_sub(1)]
    }

    fn given_letters(&self) -> usize {
        self.given().iter().map(|token| token.chars().count()).sum()
    }
}

/// `name` without the titles before it.
pub(crate) fn untitled<'n>(name: &'n str, collation: &Collation) -> &'n str {
    let mut rest = name.trim();
    while let Some((first, after)) = rest.split_once(' ') {
        let bare = first.trim_end_matches('.').to_lowercase();
        if !collation.title.contains(&bare) || after.trim().is_empty() {
            break;
        }
        rest = after.trim_start();
    }
    rest
}

fn lower(words: &str) -> Vec<String> {
    words
        .split(|letter: char| letter.is_whitespace() || letter == '.')
        .map(|word| {
            let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
            let word = word.to_lowercase().replace('’', "'");
            word.strip_suffix("'s").map(str::to_owned).unwrap_or(word)
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// A group number for each person; the numbers depend on the names alone.
pub(crate) fn group(people: &[Person], language: &Language) -> Vec<usize> {
    let mut groups = Groups::new(people, language);
    groups.by_surname();
    groups.by_first_name();
    groups.by_office();
    groups
        .of
        .into_iter()
        .map(Option::unwrap_or_default)
        .collect()
}

struct Groups<'p> {
    people: &'p [Person],
    language: &'p Language,
    of: Vec<Option<usize>>,
    /// The fullest naming of each group.
    fullest: Vec<usize>,
}

impl<'p> Groups<'p> {
    fn new(people: &'p [Person], language: &'p Language) -> Self {
        Self {
            people,
            language,
            of: vec![None; people.len()],
            fullest: Vec::new(),
        }
    }

    fn open(&mut self, person: usize) {
        self.of[person] = Some(self.fullest.len());
        self.fullest.push(person);
    }

    fn by_surname(&mut self) {
        let mut surnames: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, person) in self.people.iter().enumerate() {
            if !person.tokens.is_empty() {
                surnames.entry(person.surname()).or_default().push(at);
            }
        }
        for mut members in surnames.into_values() {
            members.sort_by(|&a, &b| {
                let (a, b) = (&self.people[a], &self.people[b]);
                b.given_letters()
                    .cmp(&a.given_letters())
                    .then_with(|| a.tokens.cmp(&b.tokens))
            });
            let from = self.fullest.len();
            let mut known: BTreeMap<&[String], usize> = BTreeMap::new();
            for member in members {
                let person = &self.people[member];
                let same = known.get(person.tokens.as_slice()).copied();
                let same = same.filter(|_| person.suffix.is_none());
                match same.and_then(|it| self.of[it]) {
                    Some(group) => self.of[member] = Some(group),
                    None => self.join(member, from),
                }
                known.entry(person.tokens.as_slice()).or_insert(member);
            }
        }
    }

    /// Puts `person` into the one group since `from` that fits, else a new one.
    fn join(&mut self, person: usize, from: usize) {
        let given = self.people[person].given();
        let fits: Vec<usize> = (from..self.fullest.len())
            .take(MOST)
            .filter(|&group| self.fit(person, self.fullest[group]))
            .collect();
        let bare = fits
            .iter()
            .copied()
            .find(|&group| self.people[self.fullest[group]].given() == given);
        match (fits.as_slice(), bare) {
            ([only], _) => self.of[person] = Some(*only),
            (_, Some(same)) => self.of[person] = Some(same),
            _ => self.open(person),
        }
    }

    /// Whether two names of one surname can be one person's.
    fn fit(&self, one: usize, other: usize) -> bool {
        let (one, other) = (&self.people[one], &self.people[other]);
        let suffix = |it: &Person| it.suffix.clone();
        let apart = suffix(one).is_some() && suffix(other).is_some() && one.suffix != other.suffix;
        let names = one.given().iter().zip(other.given());
        let keys = one.given_keys().iter().zip(other.given_keys());
        !apart
            && names
                .zip(keys)
                .all(|(names, keys)| keys.0 == keys.1 || self.same_given(names))
    }

    /// Whether one given name is the other's initial or short for it.
    fn same_given(&self, (one, other): (&String, &String)) -> bool {
        let initial = one.chars().count() == 1 || other.chars().count() == 1;
        let names = &self.language.names;
        let (long, short) = (capital(one), capital(other));
        (initial && one.chars().next() == other.chars().next())
            || names.is_short_for(&short, &long)
            || names.is_short_for(&long, &short)
    }

    /// "Xi" joins "Xi Jinping" when nobody else is called so.
    fn by_first_name(&mut self) {
        let mut called: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (group, &fullest) in self.fullest.iter().enumerate() {
            for key in self.people[fullest].given_keys() {
                let groups = called.entry(key).or_default();
                if groups.len() < 2 && groups.last() != Some(&group) {
                    groups.push(group);
                }
            }
        }
        let mut renamed: Vec<usize> = (0..self.fullest.len()).collect();
        for (group, &fullest) in self.fullest.iter().enumerate() {
            let [only] = self.people[fullest].keys.as_slice() else {
                continue;
            };
            if let Some([other]) = called.get(only.as_str()).map(Vec::as_slice) {
                renamed[group] = *other;
            }
        }
        for of in self.of.iter_mut().flatten() {
            *of = renamed[*of];
        }
    }

    /// A person known by office alone is the one who is named with it.
    fn by_office(&mut self) {
        let unnamed: Vec<usize> = (0..self.people.len())
            .filter(|&at| self.of[at].is_none())
            .collect();
        let mut offices: BTreeMap<&[String], usize> = BTreeMap::new();
        for person in unnamed {
            let office = self.people[person].office.as_slice();
            if let Some(holder) = self.holder(office) {
                self.of[person] = Some(holder);
            } else if let Some(&group) = offices.get(office) {
                self.of[person] = Some(group);
            } else {
                self.open(person);
                offices.insert(office, self.fullest.len() - 1);
            }
        }
    }

    /// The one group that is named with this office or a longer form of it.
    fn holder(&self, office: &[String]) -> Option<usize> {
        if office.is_empty() {
            return None;
        }
        let mut holders: Vec<usize> = (0..self.people.len())
            .filter(|&at| !self.people[at].tokens.is_empty())
            .filter(|&at| {
                office
                    .iter()
                    .all(|word| self.people[at].office.contains(word))
            })
            .filter_map(|at| self.of[at])
            .collect();
        holders.sort_unstable();
        holders.dedup();
        match holders.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }
}

/// A word with a capital in front.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(names: &[(&str, Option<&str>)]) -> Vec<usize> {
        let language = Language::english();
        let people: Vec<Person> = names
            .iter()
            .map(|(name, office)| Person::new(name, *office, language))
            .collect();
        group(&people, language)
    }

    #[test]
    fn initials_titles_and_bare_surnames_are_one_person() {
        let same = groups(&[
            ("S Menon", None),
            ("S. Menon", None),
            ("Sarita Menon", Some("Foreign Minister")),
            ("Dr. S. Menon", None),
            ("Menon", None),
        ]);
        assert!(same.iter().all(|group| *group == same[0]));
    }

    #[test]
    fn two_of_one_surname_stay_apart() {
        let two = groups(&[("Anna Bell", None), ("Otto Bell", None), ("Bell", None)]);
        assert_ne!(two[0], two[1]);
        assert!(two[2] != two[0] && two[2] != two[1]);
    }

    #[test]
    fn spellings_and_nicknames_are_one_person() {
        for names in [
            ["Volodymyr Zelensky", "Volodymyr Zelenskyy", "Zelenskiy"],
            ["Sergey Lavrov", "Sergei Lavrov", "S. Lavrov"],
            ["Recep Tayyip Erdoğan", "Recep Tayyip Erdogan", "Erdogan"],
            ["William Marsh Jr.", "Bill Marsh", "W. Marsh"],
        ] {
            let named: Vec<_> = names.iter().map(|name| (*name, None)).collect();
            let same = groups(&named);
            assert!(same.iter().all(|group| *group == same[0]), "{names:?}");
        }
    }

    #[test]
    fn a_father_and_his_son_stay_apart() {
        let two = groups(&[("Otto Bell Sr.", None), ("Otto Bell Jr.", None)]);
        assert_ne!(two[0], two[1]);
        let two = groups(&[("Ivan Orlov", None), ("Ivana Orlov", None)]);
        assert_ne!(two[0], two[1]);
    }

    #[test]
    fn many_of_one_surname_take_no_longer_each() {
        let all: Vec<String> = (0..20_000).map(|at| format!("X{at}y Ruiz")).collect();
        let named: Vec<_> = all.iter().map(|name| (name.as_str(), None)).collect();
        assert_eq!(groups(&named).len(), all.len());
    }

    #[test]
    fn an_office_is_its_only_holder() {
        let held = groups(&[
            ("Ana Ruiz", Some("foreign minister")),
            ("the minister", Some("minister")),
            ("Tom Hall", Some("mayor")),
            ("mayor of Verra", Some("mayor of Verra")),
        ]);
        assert_eq!(held[0], held[1]);
        assert_ne!(held[2], held[3]);
        let unclear = groups(&[
            ("Ana Ruiz", Some("minister")),
            ("Tom Hall", Some("minister")),
            ("minister", Some("minister")),
        ]);
        assert!(unclear[2] != unclear[0] && unclear[2] != unclear[1]);
    }
}
