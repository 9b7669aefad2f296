//! Tests of who is who, on short invented reports.

use rapporteur_language::Language;
use rapporteur_text::{Entity, Imprint, Marks, Mask, MentionKind, Report};

use super::tag;

struct Tagged {
    report: Report,
    marks: Marks,
}

fn tagged(text: &str) -> Tagged {
    let report = Report::new(None, "test".into(), text.into(), Imprint::default());
    let marks = tag(&report, &Mask::default(), Language::english());
    Tagged { report, marks }
}

impl Tagged {
    fn entity(&self, name: &str) -> &Entity {
        let found = self.marks.entities.iter().find(|it| it.name == name);
        found.unwrap_or_else(|| panic!("no {name} in {:#?}", self.marks.entities))
    }

    fn mentions(&self, name: &str) -> Vec<&str> {
        let mentions = &self.entity(name).mentions;
        mentions
            .iter()
            .map(|it| self.report.slice(it.span))
            .collect()
    }
}

#[test]
fn one_person_has_a_full_name_a_surname_a_handle_and_an_office() {
    let it = tagged(
        "Kenyan Foreign Minister R. Odongo met Dr. Ruth Odongo's staff. Odongo was pleased. \
         The foreign minister left, @RuthOdongo wrote.",
    );
    let mentions = it.mentions("Ruth Odongo");
    assert_eq!(
        mentions,
        [
            "R. Odongo",
            "Ruth Odongo",
            "Odongo",
            "The foreign minister",
            "@RuthOdongo"
        ]
    );
    let person = it.entity("Ruth Odongo");
    assert_eq!(person.office.as_deref(), Some("Foreign Minister"));
    assert_eq!(person.country.as_deref(), Some("KEN"));
}

#[test]
fn two_people_of_one_surname_stay_apart() {
    let it = tagged("Anna Brandt met Peter Brandt. Brandt then left.");
    assert_eq!(it.mentions("Anna Brandt"), ["Anna Brandt"]);
    assert_eq!(it.mentions("Peter Brandt"), ["Peter Brandt", "Brandt"]);
}

#[test]
fn a_pronoun_means_the_subject_of_its_gender_outside_quotations() {
    let it = tagged("Anna Brandt met Peter Orlov. She was glad. “He knows her,” she said.");
    assert_eq!(it.mentions("Anna Brandt"), ["Anna Brandt", "She", "she"]);
    assert_eq!(it.mentions("Peter Orlov"), ["Peter Orlov"]);
}

#[test]
fn an_office_that_two_may_hold_needs_its_country() {
    let it = tagged(
        "Kenyan Foreign Minister Ruth Odongo spoke to Norwegian Foreign Minister Lars Viken. \
         “The minister agreed,” an aide said. The Norwegian foreign minister left.",
    );
    assert_eq!(
        it.mentions("Lars Viken"),
        ["Lars Viken", "The Norwegian foreign minister"]
    );
    assert_eq!(it.mentions("Ruth Odongo"), ["Ruth Odongo"]);
}

#[test]
fn a_counterpart_is_of_another_country_and_has_no_office_of_that_name() {
    let it = tagged("Foreign Minister Ruth Odongo met her Norwegian counterpart Lars Viken.");
    let other = it.entity("Lars Viken");
    assert_eq!(
        (other.office.as_deref(), other.country.as_deref()),
        (None, Some("NOR"))
    );
}

#[test]
fn what_someone_will_be_is_no_mention_of_the_holder() {
    let it = tagged("President Ruth Odongo spoke. Norway will be the president of the group.");
    assert_eq!(it.mentions("Ruth Odongo"), ["Ruth Odongo"]);
}

#[test]
fn bodies_join_by_code_and_places_carry_one() {
    let it = tagged("The International Monetary Fund is in Kenya. The IMF lends to Kenyans.");
    let body = it.entity("International Monetary Fund");
    assert_eq!(body.code.as_deref(), Some("IMF"));
    assert_eq!(body.mentions.len(), 2);
    assert_eq!(it.entity("Kenya").code.as_deref(), Some("KEN"));
    assert!(body.mentions.iter().all(|it| it.kind == MentionKind::Name));
}

#[test]
fn someone_with_the_speaker_is_not_the_speaker() {
    let it = tagged("Peter Orlov, along with Karl Brandt said so. “Yes,” he added.");
    assert_eq!(it.mentions("Peter Orlov"), ["Peter Orlov", "he"]);
}
