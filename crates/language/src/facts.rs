//! Facts of the world that reports take as known: countries, their cities,
//! international bodies, and who held which office when.
//!
//! Input: the files of `data/facts`. Output: [`Facts`]. What always holds: a
//! country is meant by its ISO 3166 alpha-3 code, and every code that a file
//! names is one of `countries.txt`; a day is an ISO 8601 date; an office of a
//! country has one holder at a time; what is not sure is left out.

use std::collections::HashMap;

use crate::punctuation::entries;

type Map<V> = HashMap<&'static str, V, foldhash::fast::FixedState>;

/// A country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166 alpha-3.
    pub code: &'static str,
    /// ISO 3166 alpha-2.
    pub short: &'static str,
    /// Its item in Wikidata: "Q668".
    pub wikidata: &'static str,
    pub(crate) names: &'static str,
    pub(crate) people: &'static str,
    pub(crate) capital: &'static str,
    pub(crate) seats: &'static str,
}

impl Country {
    /// Its usual name.
    pub fn name(&self) -> &'static str {
        forms(self.names).next().unwrap_or(self.code)
    }

    /// Its capital, where it has one of another name than itself.
    pub fn capital(&self) -> Option<&'static str> {
        forms(self.capital).next()
    }
}

/// An international body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its code in this project, mostly its acronym.
    pub code: &'static str,
    /// Its item in Wikidata, where that is sure.
    pub wikidata: Option<&'static str>,
    pub(crate) forms: &'static str,
}

impl Organisation {
    /// Its fullest name: what the acronym stands for.
    pub fn name(&self) -> &'static str {
        forms(self.forms).next().unwrap_or(self.code)
    }

    /// Its acronym, where it has one.
    pub fn acronym(&self) -> Option<&'static str> {
        let mut marked = self.forms.split('/').filter_map(|it| it.strip_prefix('~'));
        marked.next()
    }
}

/// An office of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Office {
    /// Head of state.
    State,
    /// Head of government.
    Government,
    /// Foreign minister.
    Foreign,
}

/// Someone who held an office for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The country's code.
    pub country: &'static str,
    /// Which offices: a president may be head of state and of government.
    pub offices: &'static [Office],
    /// The first day.
    pub from: &'static str,
    /// The day on which the next began, or the office fell vacant; `None`
    /// for one who held it at the end of 2024.
    pub to: Option<&'static str>,
    names: &'static str,
}

impl Holder {
    /// The usual name.
    pub fn name(&self) -> &'static str {
        forms(self.names).next().unwrap_or_default()
    }

    /// Whether it was so on a day.
    pub fn held_on(&self, day: &str) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// What is known of the world.
#[derive(Debug)]
pub struct Facts {
    countries: Vec<Country>,
    cities: Vec<(&'static str, &'static str)>,
    organisations: Vec<Organisation>,
    holders: Vec<Holder>,
    /// Places in `countries`, by code, name, people, capital and city.
    country_of: Map<usize>,
    organisation_of: Map<usize>,
    /// Places in `holders`, by country and by name.
    held: Map<Vec<usize>>,
}

impl Facts {
    /// The facts that are built in.
    pub(crate) fn embedded() -> Self {
        let lines = |file: &'static str| entries(file);
        let mut facts = Self {
            countries: lines(include_str!("../data/facts/countries.txt"))
                .filter_map(country)
                .collect(),
            cities: lines(include_str!("../data/facts/cities.txt"))
                .filter_map(|line| line.split_once('|'))
                .collect(),
            organisations: lines(include_str!("../data/facts/organisations.txt"))
                .filter_map(organisation)
                .collect(),
            holders: lines(include_str!("../data/facts/holders.txt"))
                .filter_map(holder)
                .collect(),
            country_of: Map::default(),
            organisation_of: Map::default(),
            held: Map::default(),
        };
        facts.index();
        facts
    }

    /// Makes the lookups; where two share a name, the first has it.
    fn index(&mut self) {
        for (place, it) in self.countries.iter().enumerate() {
            let named = [it.code, it.names, it.people, it.capital, it.seats];
            for form in named.into_iter().flat_map(forms) {
                self.country_of.entry(form).or_insert(place);
            }
        }
        for (code, cities) in &self.cities {
            let Some(&place) = self.country_of.get(code) else {
                continue;
            };
            for form in forms(cities) {
                self.country_of.entry(form).or_insert(place);
            }
        }
        for (place, it) in self.organisations.iter().enumerate() {
            for form in std::iter::once(it.code).chain(forms(it.forms)) {
                self.organisation_of.entry(form).or_insert(place);
            }
        }
        for (place, it) in self.holders.iter().enumerate() {
            for key in std::iter::once(it.country).chain(forms(it.names)) {
                self.held.entry(key).or_default().push(place);
            }
        }
    }

    /// Every country, by name.
    pub fn countries(&self) -> &[Country] {
        &self.countries
    }

    /// Every international body.
    pub fn organisations(&self) -> &[Organisation] {
        &self.organisations
    }

    /// Codes of countries with their cities, as they stand in the file.
    pub(crate) fn cities(&self) -> &[(&'static str, &'static str)] {
        &self.cities
    }

    /// The country that a name leads to: its own name or code, that of its
    /// people, of its capital or of another city, in the usual letter case.
    pub fn country_of(&self, name: &str) -> Option<&Country> {
        self.countries.get(*self.country_of.get(name)?)
    }

    /// The international body of a name, acronym or code.
    pub fn organisation(&self, name: &str) -> Option<&Organisation> {
        self.organisations.get(*self.organisation_of.get(name)?)
    }

    /// Who held an office of a country, by its code, on a day: "2023-12-27".
    pub fn holder(&self, country: &str, office: Office, day: &str) -> Option<&Holder> {
        self.held(country)
            .find(|it| it.offices.contains(&office) && it.held_on(day))
    }

    /// The offices that someone of this name held, or the holders of a
    /// country's offices by its code; in the order of the file.
    pub fn held(&self, name: &str) -> impl Iterator<Item = &Holder> {
        let places = self.held.get(name).into_iter().flatten();
        places.filter_map(|&place| self.holders.get(place))
    }
}

/// The spellings of a field: parted by `;` and `/`, without their marks.
pub(crate) fn forms(field: &'static str) -> impl Iterator<Item = &'static str> {
    field
        .split([';', '/'])
        .map(|form| form.trim_start_matches('~'))
        .filter(|form| !form.is_empty())
}

/// The spellings of a field that are not marked.
pub(crate) fn plain_forms(field: &'static str) -> impl Iterator<Item = &'static str> {
    field
        .split([';', '/'])
        .filter(|form| !form.is_empty() && !form.starts_with('~'))
}

fn fields<const COUNT: usize>(line: &'static str) -> Option<[&'static str; COUNT]> {
    let fields: Vec<_> = line.split('|').collect();
    fields.try_into().ok()
}

fn country(line: &'static str) -> Option<Country> {
    let [code, short, wikidata, names, people, capital, seats] = fields(line)?;
    Some(Country {
        code,
        short,
        wikidata,
        names,
        people,
        capital,
        seats,
    })
}

fn organisation(line: &'static str) -> Option<Organisation> {
    let [code, wikidata, forms] = fields(line)?;
    Some(Organisation {
        code,
        wikidata: (!wikidata.is_empty()).then_some(wikidata),
        forms,
    })
}

fn holder(line: &'static str) -> Option<Holder> {
    let [country, office, names, from, to] = fields(line)?;
    let offices: &[Office] = match office {
        "state" => &[Office::State],
        "government" => &[Office::Government],
        "both" => &[Office::State, Office::Government],
        "foreign" => &[Office::Foreign],
        _ => return None,
    };
    Some(Holder {
        country,
        offices,
        from,
        to: (!to.is_empty()).then_some(to),
        names,
    })
}

#[cfg(test)]
mod tests;
