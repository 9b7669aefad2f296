use std::collections::BTreeSet;

use super::*;

fn is_day(text: &str) -> bool {
    const LENGTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let parts: Vec<_> = text.split('-').collect();
    let [year, month, day] = parts[..] else {
        return false;
    };
    let number = |part: &str| part.parse::<u32>().unwrap_or_default();
    let length = LENGTHS.get((number(month) as usize).wrapping_sub(1));
    text.len() == 10
        && (1900..2025).contains(&number(year))
        && length.is_some_and(|&length| (1..=length).contains(&number(day)))
}

#[test]
fn every_line_is_a_fact() {
    let facts = Facts::embedded();
    let count = |file| entries(file).count();
    let countries = count(include_str!("../../data/facts/countries.txt"));
    assert_eq!(facts.countries.len(), countries);
    let bodies = count(include_str!("../../data/facts/organisations.txt"));
    assert_eq!(facts.organisations.len(), bodies);
    let holders = count(include_str!("../../data/facts/holders.txt"));
    assert_eq!(facts.holders.len(), holders);
}

#[test]
fn codes_and_items_are_well_formed_and_stand_once() {
    let facts = Facts::embedded();
    let upper =
        |code: &str, length| code.len() == length && code.bytes().all(|it| it.is_ascii_uppercase());
    let mut seen = BTreeSet::new();
    for it in facts.countries() {
        assert!(upper(it.code, 3) && upper(it.short, 2), "{it:?}");
        assert!(seen.insert(it.code) && seen.insert(it.short), "{it:?}");
        assert!(!it.names.is_empty(), "{it:?}");
    }
    let items = facts.organisations().iter().filter_map(|it| it.wikidata);
    for item in facts.countries().iter().map(|it| it.wikidata).chain(items) {
        let number = item.strip_prefix('Q').expect("an item begins with Q");
        assert!(number.parse::<u32>().is_ok() && seen.insert(item), "{item}");
    }
}

#[test]
fn every_code_that_is_named_is_of_a_country() {
    let facts = Facts::embedded();
    let codes: BTreeSet<_> = facts.countries().iter().map(|it| it.code).collect();
    let named = facts.holders.iter().map(|it| it.country);
    for code in named.chain(facts.cities().iter().map(|it| it.0)) {
        assert!(codes.contains(code), "{code}");
    }
}

#[test]
fn an_office_has_one_holder_at_a_time() {
    let facts = Facts::embedded();
    for (at, a) in facts.holders.iter().enumerate() {
        assert!(is_day(a.from), "{a:?}");
        assert!(a.to.is_none_or(|to| is_day(to) && a.from < to), "{a:?}");
        for b in &facts.holders[..at] {
            let same = a.country == b.country && a.offices.iter().any(|it| b.offices.contains(it));
            let apart = |a: &Holder, b: &Holder| a.to.is_some_and(|to| to <= b.from);
            assert!(!same || apart(a, b) || apart(b, a), "{a:?} {b:?}");
        }
    }
}

#[test]
fn no_city_is_of_two_countries() {
    let facts = Facts::embedded();
    let mut seen = BTreeSet::new();
    for city in facts.cities().iter().flat_map(|it| forms(it.1)) {
        assert!(seen.insert(city), "{city}");
    }
}

#[test]
fn names_lead_to_their_country() {
    let facts = Facts::embedded();
    let code = |name| facts.country_of(name).map(|it| it.code);
    assert_eq!(code("Indian"), Some("IND"));
    assert_eq!(code("St. Petersburg"), Some("RUS"));
    assert_eq!(code("Washington"), Some("USA"));
    assert_eq!(code("Chisinau"), Some("MDA"));
    assert_eq!(code("Atlantis"), None);
    let kenya = facts.country_of("KEN").expect("listed");
    assert_eq!((kenya.name(), kenya.capital()), ("Kenya", Some("Nairobi")));
}

#[test]
fn an_acronym_leads_to_what_it_stands_for() {
    let facts = Facts::embedded();
    let imf = facts.organisation("IMF").expect("listed");
    assert_eq!(imf.name(), "International Monetary Fund");
    assert_eq!(imf.acronym(), Some("IMF"));
    assert_eq!(imf.wikidata, Some("Q7804"));
}

#[test]
fn an_office_is_held_by_the_one_of_that_day() {
    let facts = Facts::embedded();
    let name = |country, office, day| facts.holder(country, office, day).map(Holder::name);
    assert_eq!(
        name("USA", Office::Government, "2016-12-31"),
        Some("Barack Obama")
    );
    assert_eq!(
        name("USA", Office::State, "2017-01-20"),
        Some("Donald Trump")
    );
    assert_eq!(name("ITA", Office::Foreign, "2013-04-01"), None);
    let held: Vec<_> = facts.held("David Cameron").map(|it| it.from).collect();
    assert_eq!(held, ["2010-05-11", "2023-11-13"]);
}
