//! Wordings that differ in substance, from reports made by hand.

use jiff::civil::date;
use rapporteur_language::Language;
use rapporteur_text::{
    Act, ActKind, Annotated, ConflictKind, EditKind, Edits, Gathered, Item, ItemKind, Record,
    Relation, ReportIx, Status, Story,
};

use crate::testing::Draft;
use crate::{collate_edited, rebased};

fn edited(reports: &[Annotated], edits: &Edits) -> Record {
    let story = Story {
        reports: (0..reports.len() as u32).map(ReportIx).collect(),
        first: None,
        last: None,
    };
    collate_edited(
        reports,
        &story,
        &Gathered::default(),
        Language::english(),
        edits,
    )
}

fn record(reports: &[Annotated]) -> Record {
    edited(reports, &Edits::default())
}

fn first(record: &Record, kind: ItemKind) -> &Item {
    let found = record.items.iter().find(|item| item.kind() == kind);
    found.expect("an item of that kind")
}

/// A report of an opening on a day of May, by somebody.
fn opening(file: &str, who: &str, day: i8) -> Annotated {
    let words = format!("{who} opened the new harbour wall in the old town on {day} May");
    let mut draft = Draft::new(file, &format!("{words}. The band played."))
        .person(who, None)
        .event("x:opening", &words, &[who]);
    draft.time(
        &format!("{day} May"),
        date(2024, 5, day),
        date(2024, 5, day),
    );
    draft.build()
}

#[test]
fn another_day_in_the_same_words_is_a_conflict() {
    let record = record(&[opening("a", "Ruiz", 3), opening("b", "Ruiz", 5)]);
    let item = first(&record, ItemKind::Event);
    let conflict = item.conflict.as_ref().expect("two days");
    assert_eq!(
        (conflict.kind, conflict.relation),
        (ConflictKind::Date, Relation::Disjoint)
    );
    assert_eq!(item.status, Status::Disputed);
}

#[test]
fn another_name_in_the_same_words_is_a_conflict_and_the_same_name_is_none() {
    let other = record(&[opening("a", "Ruiz", 3), opening("b", "Bell", 3)]);
    let conflict = first(&other, ItemKind::Event)
        .conflict
        .as_ref()
        .expect("two people");
    assert_eq!(conflict.kind, ConflictKind::Name);
    let mut names: Vec<&str> = conflict.sides.iter().map(|it| it.value.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["Bell", "Ruiz"]);
    let same = record(&[opening("a", "Ruiz", 3), opening("b", "Ruiz", 3)]);
    let item = first(&same, ItemKind::Event);
    assert!(item.conflict.is_none());
    assert_eq!(item.reports().len(), 2);
}

#[test]
fn what_a_report_prints_word_for_word_is_evidence_though_nothing_was_marked() {
    let bare = Draft::new(
        "b",
        "Ruiz opened the new harbour wall in the old town on 3 May. It rained.",
    )
    .person("Ruiz", None)
    .build();
    let record = record(&[opening("a", "Ruiz", 3), bare]);
    let item = first(&record, ItemKind::Event);
    assert_eq!(item.reports().len(), 2);
    assert!(item.evidence.iter().any(|it| it.by == "collate.same-words"));
    assert_eq!(item.joins[0].by, "collate.same-words");
}

#[test]
fn not_in_one_of_two_wordings_is_a_conflict() {
    let told = |file: &str, words: &str| {
        Draft::new(file, &format!("Ruiz said {words}."))
            .person("Ruiz", None)
            .says("Ruiz", &[words])
            .build()
    };
    let record = record(&[
        told("a", "the old harbour wall will be rebuilt before winter"),
        told(
            "b",
            "the old harbour wall will not be rebuilt before winter",
        ),
    ]);
    let conflict = first(&record, ItemKind::Statement).conflict.as_ref();
    let kind = conflict.map(|it| (it.kind, it.relation));
    assert_eq!(kind, Some((ConflictKind::Polarity, Relation::Disjoint)));
}

#[test]
fn a_wording_that_ends_before_the_other_denies_denies_nothing_of_it() {
    let told = |file: &str, words: &str| {
        Draft::new(file, &format!("Ruiz said {words} in court."))
            .person("Ruiz", None)
            .says("Ruiz", &[words])
            .build()
    };
    let record = record(&[
        told(
            "a",
            "\"Once the guild sets the hours of the old harbour crane\"",
        ),
        told(
            "b",
            "\"Once the guild sets the hours of the old harbour crane, you do not decide\"",
        ),
    ]);
    let item = first(&record, ItemKind::Statement);
    assert_eq!(item.reports().len(), 2);
    assert_eq!(item.conflict, None);
}

#[test]
fn the_brief_shows_no_happening_without_who_it_happened_to_and_the_record_keeps_it() {
    let text = "Bell, who has sued the old harbour board twice, opened the new harbour wall.";
    let report = Draft::new("a", text)
        .person("Bell", None)
        .event("x:court", "has sued the old harbour board twice", &["Bell"])
        .event("x:opening", text, &["Bell"])
        .build();
    let record = record(&[report]);
    let events = record
        .items
        .iter()
        .filter(|it| it.kind() == ItemKind::Event);
    assert_eq!(events.count(), 2);
    let shown: Vec<_> = record.brief.iter().flat_map(|it| &it.items).collect();
    assert_eq!(shown.len(), 1);
}

#[test]
fn what_is_hoped_is_shown_with_the_word_that_says_so() {
    let report = Draft::new(
        "a",
        "The island is hopeful of receiving more guests this summer.",
    )
    .body("The island", None)
    .says("The island", &["receiving more guests this summer"])
    .hoped("is hopeful of")
    .build();
    let record = record(&[report]);
    let item = first(&record, ItemKind::Statement);
    assert_eq!(
        item.summary,
        "is hopeful of receiving more guests this summer"
    );
}

#[test]
fn an_item_names_what_joined_it_and_what_came_nearest() {
    let told = |file: &str, text: &str, words: &[&str]| {
        let draft = Draft::new(file, text).person("Ruiz", None);
        words
            .iter()
            .fold(draft, |draft, words| draft.says("Ruiz", &[words]))
            .build()
    };
    let record = record(&[
        told(
            "a",
            "\"The old harbour wall will be rebuilt before winter,\" Ruiz said. \"The harbour wall costs nobody a crown,\" Ruiz said.",
            &[
                "\"The old harbour wall will be rebuilt before winter,\"",
                "\"The harbour wall costs nobody a crown,\"",
            ],
        ),
        told(
            "b",
            "\"The old harbour wall will be rebuilt before the winter,\" Ruiz said.",
            &["\"The old harbour wall will be rebuilt before the winter,\""],
        ),
    ]);
    let item = first(&record, ItemKind::Statement);
    assert_eq!(
        (item.joins[0].pair, item.joins[0].by),
        ((0, 1), "statement.quoted")
    );
    let near = item.nearest.expect("another sentence about the wall");
    assert!(record.item(near.item).summary.contains("crown"));
    assert!(near.score < item.joins[0].score);
}

#[test]
fn an_editor_merges_splits_and_distrusts_and_it_is_undone_by_leaving_it_out() {
    let reports = [opening("a", "Ruiz", 3), opening("b", "Ruiz", 3)];
    let plain = record(&reports);
    let item = first(&plain, ItemKind::Event);
    assert_eq!(item.origins, 2);
    let act = |kind, what: &[&str]| Act {
        kind,
        what: what.iter().map(|it| (*it).to_owned()).collect(),
        why: None,
    };
    let split = Edits {
        acts: vec![act(ActKind::SplitItem, &[&item.id, "b"])],
    };
    let parted = edited(&reports, &split);
    assert_eq!(parted.items.len(), plain.items.len() + 1);
    assert_eq!(parted.edits, split.acts);
    let ids: Vec<&str> = parted.items.iter().map(|it| it.id.as_str()).collect();
    let both = Edits {
        acts: [split.acts, vec![act(ActKind::MergeItems, &ids)]].concat(),
    };
    assert_eq!(edited(&reports, &both).items.len(), plain.items.len());
    let nothing = Edits {
        acts: vec![act(ActKind::Exclude, &["z.txt"])],
    };
    assert!(edited(&reports, &nothing).edits.is_empty());
    assert_eq!(format!("{plain:?}"), format!("{:?}", record(&reports)));
}

#[test]
fn a_reading_can_be_the_base_and_words_that_moved_are_told() {
    let told = |file: &str, words: &str| {
        Draft::new(file, &format!("{words} Ruiz said."))
            .person("Ruiz", None)
            .says("Ruiz", &[words])
            .build()
    };
    let record = record(&[
        told(
            "a",
            "\"Tomorrow night the old harbour wall will be rebuilt by the men of the town,\"",
        ),
        told(
            "b",
            "\"The old harbour wall will be rebuilt by the men of the town tomorrow night,\"",
        ),
    ]);
    let item = first(&record, ItemKind::Statement);
    assert_eq!(item.readings.len(), 2);
    let turned = rebased(&record, item, 1, Language::english());
    assert_eq!(turned[0].text, item.readings[1].text);
    assert!(turned[0].edits.is_empty());
    let moved = turned[1]
        .edits
        .iter()
        .filter(|it| it.kind == EditKind::Transposition);
    assert_eq!(moved.count(), 2, "{:?}", turned[1].edits);
}
