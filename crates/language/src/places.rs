//! Cities of note and regions: which country each lies in, and where.
//!
//! Input: `data/facts/places.txt` and `regions.txt`. Output: [`Places`]. What always holds: the
//! readings of one name are in order of their number of people.

use std::collections::HashMap;

use crate::punctuation::entries;

/// A city.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct City {
    /// Its fullest name.
    pub name: &'static str,
    /// ISO 3166 alpha-3 of its country.
    pub country: &'static str,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// People, in thousands.
    pub thousands: u32,
}

/// Every city, by its names.
#[derive(Debug)]
pub struct Places {
    cities: Vec<City>,
    named: Map<Vec<u32>>,
    regions: Map<&'static str>,
}

type Map<V> = HashMap<&'static str, V, foldhash::fast::FixedState>;

impl Places {
    /// The cities that are built in.
    pub(crate) fn embedded() -> Self {
        let mut places = Self {
            cities: Vec::new(),
            named: Map::default(),
            regions: Map::default(),
        };
        for line in entries(include_str!("../data/facts/places.txt")) {
            places.add(line);
        }
        for line in entries(include_str!("../data/facts/regions.txt")) {
            let (country, names) = line.split_once('|').unwrap_or(("", ""));
            for name in names.split([';', '/']) {
                places.regions.entry(name).or_insert(country);
            }
        }
        places
    }

    fn add(&mut self, line: &'static str) {
        let fields: Vec<_> = line.split('|').collect();
        let [names, country, latitude, longitude, thousands] = fields[..] else {
            return;
        };
        let (Ok(latitude), Ok(longitude), Ok(thousands)) =
            (latitude.parse(), longitude.parse(), thousands.parse())
        else {
            return;
        };
        let nth = self.cities.len() as u32;
        for form in names.split('/') {
            self.named.entry(form).or_default().push(nth);
        }
        self.cities.push(City {
            name: names.split('/').next().unwrap_or_default(),
            country,
            latitude,
            longitude,
            thousands,
        });
    }

    /// The cities of a name, in the usual letter case; the largest first.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &City> {
        let found = self.named.get(name).into_iter().flatten();
        found.filter_map(|&nth| self.cities.get(nth as usize))
    }

    /// The country that a region lies in, as ISO 3166 alpha-3.
    pub fn region(&self, name: &str) -> Option<&'static str> {
        self.regions.get(name).copied()
    }

    /// Every city, the largest first.
    pub fn cities(&self) -> &[City] {
        &self.cities
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_city_on_the_globe() {
        let places = Places::embedded();
        let lines = entries(include_str!("../data/facts/places.txt")).count();
        assert_eq!(places.cities().len(), lines);
        for city in places.cities() {
            assert!((-90.0..=90.0).contains(&city.latitude), "{}", city.name);
            assert!((-180.0..=180.0).contains(&city.longitude), "{}", city.name);
            assert_eq!(city.country.len(), 3, "{}", city.name);
        }
    }

    #[test]
    fn regions_lie_in_countries() {
        let places = Places::embedded();
        assert_eq!(places.region("Kerala"), Some("IND"));
        assert_eq!(places.region("Kashmir"), None);
        let facts = crate::Facts::embedded();
        let mut countries = places.regions.values();
        assert!(countries.all(|it| facts.country_of(it).is_some()));
    }

    #[test]
    fn one_name_can_be_of_several_cities() {
        let places = Places::embedded();
        let countries: Vec<_> = places.named("Hyderabad").map(|it| it.country).collect();
        assert_eq!(countries, ["IND", "PAK"]);
        assert_eq!(places.named("Nowhere upon Sea").count(), 0);
    }
}
