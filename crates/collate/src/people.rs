//! People of several reports: whose names are one person's.
//!
//! Input: the names and offices of a story's people, one a report's entity.
//! Output: a group number for each. What always holds: two full given names
//! that differ are two people; a bare surname joins a group only when no
//! other group could claim it.

use std::collections::BTreeMap;

use rapporteur_language::Collation;

/// How one report names a person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// Name tokens, lower case, titles dropped; empty when only an office is given.
    tokens: Vec<String>,
    /// Office words, lower case.
    office: Vec<String>,
}

impl Person {
    pub(crate) fn new(name: &str, office: Option<&str>, collation: &Collation) -> Self {
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
        Self { tokens, office }
    }

    fn surname(&self) -> &str {
        self.tokens.last().map_or("", String::as_str)
    }

    fn given(&self) -> &[String] {
        &self.tokens[..self.tokens.len().saturating_sub(1)]
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
pub(crate) fn group(people: &[Person]) -> Vec<usize> {
    let mut groups = Groups::new(people);
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
    of: Vec<Option<usize>>,
    /// The fullest naming of each group.
    fullest: Vec<usize>,
}

impl<'p> Groups<'p> {
    fn new(people: &'p [Person]) -> Self {
        Self {
            people,
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
            for member in members {
                self.join(member, from);
            }
        }
    }

    /// Puts `person` into the one group since `from` that fits, else a new one.
    fn join(&mut self, person: usize, from: usize) {
        let given = self.people[person].given();
        let fits: Vec<usize> = (from..self.fullest.len())
            .filter(|&group| compatible(given, self.people[self.fullest[group]].given()))
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

    /// "Xi" joins "Xi Jinping" when nobody else is called so.
    fn by_first_name(&mut self) {
        for group in 0..self.fullest.len() {
            let [only] = self.people[self.fullest[group]].tokens.as_slice() else {
                continue;
            };
            let named: Vec<usize> = (0..self.fullest.len())
                .filter(|&other| {
                    let tokens = &self.people[self.fullest[other]].tokens;
                    1 < tokens.len() && tokens[..tokens.len() - 1].contains(only)
                })
                .collect();
            if let [other] = named.as_slice() {
                self.rename(group, *other);
            }
        }
    }

    fn rename(&mut self, group: usize, other: usize) {
        for of in &mut self.of {
            if *of == Some(group) {
                *of = Some(other);
            }
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

/// Whether two lists of given names can be one person's: each pair is equal,
/// or one is the other's initial; a missing name fits any.
fn compatible(a: &[String], b: &[String]) -> bool {
    a.iter().zip(b).all(|(a, b)| {
        let initial = a.chars().count() == 1 || b.chars().count() == 1;
        a == b || (initial && a.chars().next() == b.chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(names: &[(&str, Option<&str>)]) -> Vec<usize> {
        let collation = &rapporteur_language::Language::english().collation;
        let people: Vec<Person> = names
            .iter()
            .map(|(name, office)| Person::new(name, *office, collation))
            .collect();
        group(&people)
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
