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
    let (marks, _) = tag(&report, &Mask::default(), Language::english());
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
fn a_pronoun_means_the_subject_of_its_gender() {
    let it = tagged("Anna Brandt met Peter Orlov. She was glad. “He knows her,” she said.");
    assert_eq!(it.mentions("Anna Brandt"), ["Anna Brandt", "She", "she"]);
    assert_eq!(it.mentions("Peter Orlov"), ["Peter Orlov", "He"]);
}

#[test]
fn he_is_no_woman_and_she_no_man() {
    let it = tagged(
        "Peter Orlov spoke. Maria Brandt, the mayor, spoke after Orlov. He was brief, she said.",
    );
    assert!(it.mentions("Peter Orlov").contains(&"He"));
    assert!(it.mentions("Maria Brandt").contains(&"she"));
    let it = tagged("Mrs. Quill spoke in Lima. He was late, an aide said.");
    assert_eq!(it.mentions("Quill"), ["Quill"]);
}

#[test]
fn the_first_pronoun_tells_what_a_name_does_not() {
    let it = tagged("Ngozi Adeyemi spoke in Lagos. She said the port was open. He said it again.");
    assert_eq!(it.mentions("Ngozi Adeyemi"), ["Ngozi Adeyemi", "She"]);
}

#[test]
fn spouses_of_one_surname_stay_apart_by_title() {
    let it = tagged("Anna Brandt left. Mr. Brandt stayed. Mrs. Brandt wrote. Anna Brandt came.");
    let anna = it.mentions("Anna Brandt");
    assert_eq!(anna, ["Anna Brandt", "Brandt", "Anna Brandt"]);
}

#[test]
fn a_bare_surname_means_whom_it_meant_before() {
    let it = tagged(
        "Anna Brandt won. Brandt thanked the town. Her brother Otto Brandt was there. \
         Brandt then left.",
    );
    assert_eq!(it.mentions("Otto Brandt"), ["Otto Brandt"]);
}

#[test]
fn nicknames_and_suffixes_are_of_the_name() {
    let it = tagged("William Marsh spoke. Bill Marsh left. William Marsh Jr. stayed.");
    let marsh = it.mentions("William Marsh");
    assert_eq!(marsh[..2], ["William Marsh", "Bill Marsh"]);
}

#[test]
fn a_slip_of_spelling_makes_no_second_person() {
    let it = tagged("Volodymyr Zelensky spoke. Volodymyr Zelenskyy left. Zelenskiy said so.");
    let names = it.mentions("Volodymyr Zelenskyy");
    assert_eq!(names.len(), 3);
}

#[test]
fn an_acronym_joins_its_name_in_either_order() {
    for text in [
        "The Northern Fishing Council (NFC) met. The NFC agreed.",
        "The NFC met in Lima. The Northern Fishing Council agreed. The NFC was glad.",
    ] {
        let it = tagged(text);
        let all: Vec<_> = it
            .marks
            .entities
            .iter()
            .filter(|it| 2 < it.mentions.len())
            .collect();
        assert_eq!(all.len(), 1, "{text} {:?}", it.marks.entities);
    }
}

#[test]
fn a_counterpart_is_who_holds_the_office_over_there() {
    let it = tagged(
        "Norwegian Foreign Minister Lars Viken flew in. Kenyan Foreign Minister Ruth Odongo \
         received her Norwegian counterpart.",
    );
    assert_eq!(
        it.mentions("Lars Viken")[1..],
        ["her Norwegian counterpart"]
    );
}

#[test]
fn of_two_of_a_surname_a_handle_means_the_one_whose_given_name_it_has() {
    let it = tagged("Ruth Odongo met Peter Odongo. @RuthOdongo wrote of it.");
    assert!(it.mentions("Ruth Odongo").contains(&"@RuthOdongo"));
}

#[test]
fn many_of_one_surname_and_many_pronouns_take_no_longer_each() {
    use std::fmt::Write as _;
    let mut text = String::new();
    for at in 0..100_000_u32 {
        let letter = |by: u32| char::from(b'a' + (at / by % 26) as u8);
        let given: String = [1, 26, 676, 17_576].map(letter).iter().collect();
        let _ = write!(text, "Minister X{given} Ruiz met Ruiz, he said (@ruiz). ");
    }
    let it = tagged(&text);
    assert!(64 < it.marks.entities.len());
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
