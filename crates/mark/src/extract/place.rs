//! Which country a place lies in, and where a city is.
//!
//! Input: a report and its entities. Output: a country and a point in the
//! entities that are places. What always holds: of several cities of one name
//! the report's own words choose ("Tripoli, Lebanon", a report on Lebanon);
//! where they do not, the largest is meant.

use std::collections::BTreeMap;

use rapporteur_language::Language;
use rapporteur_language::places::City;
use rapporteur_text::{Entity, EntityKind, Marks, Point, Report};

/// Fills in where the places of a report lie.
pub(crate) fn locate(report: &Report, marks: &mut Marks, language: &Language) {
    let spoken_of = countries(&marks.entities, language);
    for entity in &mut marks.entities {
        if entity.kind != EntityKind::Location {
            continue;
        }
        let named = behind(report, entity, language);
        let known = entity.code.clone().or_else(|| entity.country.clone());
        let wanted = known.or(named);
        let region = language.places.region(&entity.name);
        if let Some(city) = city(&entity.name, wanted.as_deref(), &spoken_of, language) {
            entity.point = Some(Point {
                latitude: city.latitude,
                longitude: city.longitude,
            });
            entity
                .country
                .get_or_insert_with(|| city.country.to_owned());
        } else if let Some(country) = region.or(wanted.as_deref())
            && entity.code.is_none()
        {
            entity.country.get_or_insert_with(|| country.to_owned());
        }
    }
}

/// How often a report names each country, its people, officials and capital.
fn countries(entities: &[Entity], language: &Language) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for entity in entities {
        let code = entity.country.as_ref().or(entity.code.as_ref());
        let known = code.filter(|code| language.facts.country_of(code).is_some());
        let region = language.places.region(&entity.name).map(str::to_owned);
        if let Some(code) = known.cloned().or(region) {
            *counts.entry(code).or_default() += entity.mentions.len();
        }
    }
    counts
}

/// The city of a name: in the country that the text gives, else in the one
/// that the report speaks of, else the largest.
fn city<'l>(
    name: &str,
    wanted: Option<&str>,
    spoken_of: &BTreeMap<String, usize>,
    language: &'l Language,
) -> Option<&'l City> {
    let name = name.trim_end_matches(" City").trim();
    let cities = || language.places.named(name);
    if let Some(country) = wanted {
        return cities().find(|city| city.country == country);
    }
    let largest = cities().next()?;
    let spoken = |city: &City| spoken_of.get(city.country).copied().unwrap_or(0);
    // Of a city that all the world knows, a smaller one of the name is meant
    // only where the report says more of its country.
    let rank = |city: &&City| {
        let known = usize::from(5 * city.thousands >= largest.thousands || spoken(city) > 1);
        (known * spoken(city), city.thousands)
    };
    cities().max_by_key(rank)
}

/// The country of "Tripoli, Lebanon" or "Birmingham, Alabama".
fn behind(report: &Report, entity: &Entity, language: &Language) -> Option<String> {
    let text = report.text();
    let country = |end: usize| {
        let rest = text[end..].strip_prefix(", ")?;
        let words: Vec<&str> = rest
            .split([',', '.', ';', '\n', ')', '('])
            .next()?
            .split(' ')
            .take(3)
            .collect();
        (1..=words.len()).rev().find_map(|len| {
            let name = words[..len].join(" ");
            let region = language.places.region(&name);
            let country = language.facts.country_of(&name).map(|it| it.code);
            let capital = language.places.named(&name).next().is_some();
            region.or(country.filter(|_| !capital)).map(str::to_owned)
        })
    };
    entity.mentions.iter().find_map(|it| country(it.span.end()))
}

#[cfg(test)]
mod tests {
    use rapporteur_language::Language;
    use rapporteur_text::{Imprint, Marks, Mask, Report};

    fn marks(text: &str) -> Marks {
        let report = Report::new(None, "a".into(), text.into(), Imprint::default());
        crate::mark(
            &report,
            &Mask::default(),
            &Imprint::default(),
            Language::english(),
        )
    }

    fn country(text: &str, name: &str) -> Option<String> {
        let marks = marks(text);
        let entity = marks.entities.iter().find(|it| it.name == name);
        entity
            .unwrap_or_else(|| panic!("{name} is found"))
            .country
            .clone()
    }

    #[test]
    fn a_city_lies_in_the_country_that_the_report_speaks_of() {
        let sindh = "Police in Pakistan closed two mills in Hyderabad. Pakistan said so.";
        assert_eq!(country(sindh, "Hyderabad").as_deref(), Some("PAK"));
        let plain = "Police closed two mills in Hyderabad on Monday.";
        assert_eq!(country(plain, "Hyderabad").as_deref(), Some("IND"));
    }

    #[test]
    fn a_city_has_a_point_and_a_country_has_none() {
        let marks = marks("Two mills closed in Mumbai in India on Monday.");
        let point = |name: &str| {
            let entity = marks.entities.iter().find(|it| it.name == name);
            entity.and_then(|it| it.point)
        };
        let mumbai = point("Mumbai").expect("it is a city of note");
        assert!((mumbai.latitude - 19.07).abs() < 0.1);
        assert!(point("India").is_none());
    }
}
