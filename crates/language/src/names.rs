//! Names that are known: countries with their people and capitals, places,
//! organisations, given names; and the words that tell what a name is.
//!
//! Input: the files of `data/names`, and the countries, cities and bodies of
//! [`Facts`]. What always holds: lookups take no allocation; a phrase is looked up as it stands in the text, with single
//! spaces, in its usual letter case.

use std::collections::{HashMap, HashSet};

use rapporteur_text::EntityKind;

use crate::facts::{Country, Facts, forms, plain_forms};
use crate::punctuation::entries;

type Map<V> = HashMap<&'static str, V, foldhash::fast::FixedState>;

/// A name that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// What it names.
    pub kind: EntityKind,
    /// ISO 3166 alpha-3 of a country or its people, or a body's code.
    pub code: Option<&'static str>,
    /// The fullest name, where this one is a short form.
    pub full: Option<&'static str>,
    /// For a seat or body of a government, the country it stands for.
    pub seat: Option<&'static str>,
}

/// Whom a given name or title belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    /// Men.
    Man,
    /// Women.
    Woman,
}

/// Known names and the words that tell what a name is.
#[derive(Debug)]
pub struct Names {
    listed: Map<Listed>,
    longest: Map<u8>,
    given: Map<Gender>,
    shapes: Map<EntityKind>,
    /// Short forms with the given names they stand for.
    nicknames: HashSet<(&'static str, &'static str), foldhash::fast::FixedState>,
}

impl Names {
    /// The lists that are built in.
    pub(crate) fn embedded(facts: &Facts) -> Self {
        let mut names = Self {
            listed: Map::default(),
            longest: Map::default(),
            given: Map::default(),
            shapes: shapes(include_str!("../data/names/shapes.txt")),
            nicknames: nicknames(include_str!("../data/names/nicknames.txt")),
        };
        for body in facts.organisations() {
            names.list_organisation(body.code, None, body.forms);
        }
        names.list_organisations(include_str!("../data/names/organisations.txt"));
        facts
            .countries()
            .iter()
            .for_each(|it| names.list_country(it));
        for (_, cities) in facts.cities() {
            names.list_plain(plain_forms(cities), EntityKind::Location);
        }
        let places = entries(include_str!("../data/names/places.txt"));
        names.list_plain(places.flat_map(forms), EntityKind::Location);
        let groups = entries(include_str!("../data/names/groups.txt"));
        names.list_plain(groups.flat_map(forms), EntityKind::Group);
        names.list_given(
            include_str!("../data/names/given-female.txt"),
            Gender::Woman,
        );
        names.list_given(include_str!("../data/names/given-male.txt"), Gender::Man);
        names
    }

    /// What is known of exactly `phrase`.
    pub fn listed(&self, phrase: &str) -> Option<&Listed> {
        self.listed.get(phrase)
    }

    /// The most words that a listed phrase which starts with `word` has; zero
    /// when none does.
    pub fn longest(&self, word: &str) -> usize {
        self.longest
            .get(word)
            .map_or(0, |&words| usize::from(words))
    }

    /// Whom the given name `word` belongs to; `None` when it is not listed or
    /// is given to both.
    pub fn gender(&self, word: &str) -> Option<Gender> {
        self.given.get(word).copied()
    }

    /// Whether somebody named `given` is called `short`: "Bill" of "William".
    pub fn is_short_for(&self, short: &str, given: &str) -> bool {
        self.nicknames.contains(&(short, given))
    }

    /// What a name that ends in `word` is: "Ministry", "Airport".
    pub fn shape(&self, word: &str) -> Option<EntityKind> {
        self.shapes.get(word).copied()
    }

    fn list(&mut self, phrase: &'static str, listed: Listed) {
        let mut words = phrase.split(' ');
        let first = words.next().unwrap_or(phrase);
        let count = 1 + words.count() as u8;
        let longest = self.longest.entry(first).or_insert(0);
        *longest = count.max(*longest);
        self.listed.entry(phrase).or_insert(listed);
    }

    fn list_organisations(&mut self, file: &'static str) {
        for line in entries(file) {
            let Some((code, forms)) = line.split_once('|') else {
                continue;
            };
            match code.split_once('@') {
                Some((code, country)) => self.list_organisation(code, Some(country), forms),
                None => self.list_organisation(code, None, forms),
            }
        }
    }

    fn list_organisation(
        &mut self,
        code: &'static str,
        seat: Option<&'static str>,
        names: &'static str,
    ) {
        for form in forms(names) {
            let listed = Listed {
                kind: EntityKind::Organisation,
                code: Some(code),
                full: forms(names).next(),
                seat,
            };
            self.list(form, listed);
        }
    }

    fn list_country(&mut self, country: &Country) {
        let named = [
            (country.names, EntityKind::Location),
            (country.people, EntityKind::Group),
        ];
        for (names, kind) in named {
            for form in forms(names) {
                let listed = Listed {
                    kind,
                    code: Some(country.code),
                    full: forms(names).next(),
                    seat: None,
                };
                self.list(form, listed);
            }
        }
        for form in plain_forms(country.capital).chain(forms(country.seats)) {
            let listed = Listed {
                kind: EntityKind::Location,
                code: None,
                full: None,
                seat: Some(country.code),
            };
            self.list(form, listed);
        }
    }

    fn list_plain(&mut self, names: impl Iterator<Item = &'static str>, kind: EntityKind) {
        for form in names {
            let listed = Listed {
                kind,
                code: None,
                full: None,
                seat: None,
            };
            self.list(form, listed);
        }
    }

    fn list_given(&mut self, file: &'static str, gender: Gender) {
        for name in entries(file).flat_map(str::split_whitespace) {
            self.given.entry(name).or_insert(gender);
        }
    }
}

fn shapes(file: &'static str) -> Map<EntityKind> {
    entries(file)
        .filter_map(|line| line.split_once(':'))
        .filter_map(|(kind, words)| Some((shape_kind(kind)?, words)))
        .flat_map(|(kind, words)| words.split_whitespace().map(move |word| (word, kind)))
        .collect()
}

fn nicknames(
    file: &'static str,
) -> HashSet<(&'static str, &'static str), foldhash::fast::FixedState> {
    entries(file)
        .filter_map(|line| line.split_once(": "))
        .flat_map(|(given, short)| short.split(' ').map(move |short| (short, given)))
        .collect()
}

fn shape_kind(word: &str) -> Option<EntityKind> {
    match word {
        "organisation" => Some(EntityKind::Organisation),
        "location" => Some(EntityKind::Location),
        "facility" => Some(EntityKind::Facility),
        "event" => Some(EntityKind::Event),
        "product" => Some(EntityKind::Product),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_and_its_people_share_a_code_and_its_seat_stands_for_it() {
        let names = Names::embedded(&Facts::embedded());
        let code = |phrase| names.listed(phrase).and_then(|listed| listed.code);
        assert_eq!(code("Kenya"), Some("KEN"));
        assert_eq!(code("Kenyans"), Some("KEN"));
        let seat = names.listed("Nairobi").and_then(|listed| listed.seat);
        assert_eq!(seat, Some("KEN"));
        assert_eq!(names.longest("Papua"), 3);
    }

    #[test]
    fn short_forms_lead_to_the_full_name() {
        let names = Names::embedded(&Facts::embedded());
        let listed = names.listed("IMF").expect("listed");
        assert_eq!(listed.full, Some("International Monetary Fund"));
        assert_eq!(listed.kind, EntityKind::Organisation);
        assert_eq!(names.shape("Ministry"), Some(EntityKind::Organisation));
        assert_eq!(names.gender("Maria"), Some(Gender::Woman));
        assert!(names.is_short_for("Bill", "William"));
    }
}
