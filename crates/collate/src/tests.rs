//! Whole stories, drawn up from reports made by hand.

use jiff::civil::date;
use proptest::prelude::*;
use rapporteur_language::Language;
use rapporteur_text::{
    Annotated, ConflictKind, Detail, EditKind, Gathered, Item, ItemKind, Modifier, Passage,
    ReadingForm, Record, Relation, ReportIx, SectionKind, Span, Status, Story,
};

use crate::collate;
use crate::testing::Draft;

fn record_with(reports: &[Annotated], gathered: &Gathered) -> Record {
    let story = Story {
        reports: (0..reports.len() as u32).map(ReportIx).collect(),
        first: None,
        last: None,
    };
    collate(reports, &story, gathered, Language::english())
}

fn record(reports: &[Annotated]) -> Record {
    record_with(reports, &Gathered::default())
}

fn of(record: &Record, kind: ItemKind) -> Vec<&Item> {
    let items = record.items.iter().filter(|item| item.kind() == kind);
    items.collect()
}

/// One answer that a runs together, b splits and c trims; another on the same
/// subject that only a has.
fn port() -> Vec<Annotated> {
    let a = Draft::new(
        "a.txt",
        "\"The old harbour wall will be rebuilt before the winter storms arrive. \
         Nobody should pay twice for one crane,\" Ruiz said. \
         \"The harbour wall was never a question of money,\" Ruiz said.",
    )
    .on(date(2024, 5, 3))
    .person("Ruiz", Some("minister"))
    .says(
        "Ruiz",
        &["\"The old harbour wall will be rebuilt before the winter storms arrive. Nobody should pay twice for one crane,\""],
    )
    .says("Ruiz", &["\"The harbour wall was never a question of money,\""])
    .build();
    let b = Draft::new(
        "b.txt",
        "\"The old harbour wall may be rebuilt before winter storms arrive,\" Ana Ruiz told us. \
         \"Nobody should pay twice for one crane,\" she added.",
    )
    .on(date(2024, 5, 4))
    .person("Ana Ruiz", None)
    .says(
        "Ana Ruiz",
        &["\"The old harbour wall may be rebuilt before winter storms arrive,\""],
    )
    .says("Ana Ruiz", &["\"Nobody should pay twice for one crane,\""])
    .build();
    let c = Draft::new(
        "c.txt",
        "Ruiz said that the harbour wall would be rebuilt before winter storms arrived.",
    )
    .on(date(2024, 5, 5))
    .person("Ruiz", None)
    .says(
        "Ruiz",
        &["that the harbour wall would be rebuilt before winter storms arrived"],
    )
    .build();
    vec![a, b, c]
}

#[test]
fn one_answer_in_three_wordings_is_one_item_and_another_stays_apart() {
    let reports = port();
    let record = record(&reports);
    let said = of(&record, ItemKind::Statement);
    let wall = said[0];
    assert_eq!(wall.reports().len(), 3, "{said:#?}");
    assert_eq!((wall.origins, wall.status), (3, Status::Corroborated));
    let forms: Vec<ReadingForm> = wall.readings.iter().map(|it| it.form).collect();
    assert_eq!(forms.last(), Some(&ReadingForm::Indirect));
    let money = said
        .iter()
        .find(|item| item.summary.contains("question of money"));
    assert_eq!(money.map(|item| item.reports().len()), Some(1));
}

#[test]
fn a_reading_shows_which_words_changed_and_that_may_is_no_will() {
    let reports = port();
    let record = record(&reports);
    let wall = of(&record, ItemKind::Statement)[0];
    let other = &wall.readings[1];
    let changed: Vec<_> = other
        .edits
        .iter()
        .filter(|edit| edit.kind != EditKind::Same)
        .map(|edit| (edit.base.as_str(), edit.text.as_str(), edit.meaningful))
        .collect();
    assert_eq!(changed[0], ("will", "may", true));
    assert_eq!(changed[1], ("the", "", false));
    let conflict = wall.conflict.as_ref().expect("will against may");
    assert_eq!(conflict.kind, ConflictKind::Modality);
    assert_eq!(conflict.relation, Relation::Overlaps);
}

#[test]
fn a_post_that_others_split_stays_one_item() {
    let whole = "\"A useful day in Verra with old friends. Signed the Cold Storage Pact for five years. Direct flights between our capitals come next.\"";
    let one = Draft::new("a", &format!("Menon wrote {whole} on the network."))
        .person("Menon", None)
        .says("Menon", &[whole])
        .posted()
        .build();
    let text = "\"A useful day in Verra with old friends,\" Menon wrote. \"Direct flights between our capitals come next,\" he added.";
    let two = Draft::new("b", text)
        .person("Menon", None)
        .says("Menon", &["\"A useful day in Verra with old friends,\""])
        .says(
            "Menon",
            &["\"Direct flights between our capitals come next,\""],
        )
        .build();
    let record = record(&[one, two]);
    let said = of(&record, ItemKind::Statement);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert_eq!(said[0].evidence.len(), 3);
}

#[test]
fn the_same_words_of_two_people_are_disputed() {
    let words = "\"We counted every single ballot twice before breakfast on Monday,\"";
    let report = |file, name: &str| {
        Draft::new(file, &format!("{words} said {name}."))
            .person(name, None)
            .says(name, &[words])
            .by(name)
            .build()
    };
    let record = record(&[report("a", "Ola Berg"), report("b", "Samuel Oduya")]);
    let said = of(&record, ItemKind::Statement);
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].status, Status::Disputed);
    let conflict = said[0].conflict.as_ref().expect("two speakers");
    assert_eq!(conflict.kind, ConflictKind::Speaker);
}

#[test]
fn whom_a_pronoun_means_is_held_against_nobody() {
    let words = "\"We counted every single ballot twice before breakfast on Monday,\"";
    let report = |file, name: &str, source: &str| {
        Draft::new(file, &format!("{name} spoke. {words} said {source}."))
            .person(name, None)
            .says(name, &[words])
            .by(source)
            .build()
    };
    let (one, other) = (
        report("a", "Ola Berg", "he."),
        report("b", "Samuel Oduya", "he."),
    );
    let both = record(&[one, other.clone()]);
    let said = of(&both, ItemKind::Statement);
    assert!(said.iter().all(|it| it.conflict.is_none()), "{said:?}");
    // "He" may be whom the other report names, and then is.
    let named = record(&[report("a", "James Berg", "James Berg"), other.clone()]);
    let said = of(&named, ItemKind::Statement)[0];
    assert!(said.conflict.is_none());
    let Detail::Statement {
        speaker: Some(speaker),
        ..
    } = said.detail
    else {
        panic!("somebody said it");
    };
    assert_eq!(named.entities[speaker.0 as usize].name, "James Berg");
    // A woman is not.
    let woman = record(&[report("a", "Maria Berg", "Maria Berg"), other]);
    assert!(of(&woman, ItemKind::Statement)[0].conflict.is_some());
}

fn toll(file: &str, text: &str, figure: (&str, f64), modifier: Modifier) -> Annotated {
    Draft::new(file, text)
        .figure(figure.0, figure.1, "people")
        .modified(modifier)
        .build()
}

#[test]
fn at_least_refines_and_other_numbers_conflict() {
    let least = toll(
        "a",
        "At least 30 people were killed in the market.",
        ("30", 30.0),
        Modifier::AtLeast,
    );
    let exact = toll(
        "b",
        "The fire killed 31 people there.",
        ("31", 31.0),
        Modifier::Exact,
    );
    let more = toll(
        "c",
        "Of the 34 people who died two were boys.",
        ("34", 34.0),
        Modifier::Exact,
    );
    let hurt = toll(
        "d",
        "In all 52 people were injured there.",
        ("52", 52.0),
        Modifier::Exact,
    );
    let relation = |reports: &[Annotated]| {
        let record = record(reports);
        let dead = of(&record, ItemKind::Figure)[0].clone();
        (dead.reports().len(), dead.conflict.map(|it| it.relation))
    };
    let two = [least.clone(), exact.clone(), hurt];
    assert_eq!(relation(&two), (2, Some(Relation::Refines)));
    assert_eq!(
        relation(&[least, exact, more]),
        (3, Some(Relation::Disjoint))
    );
}

#[test]
fn a_due_date_within_another_refines_it() {
    let month = Draft::new("a", "The trade commission will meet in Delhi in May.")
        .commitment(
            "The trade commission will meet in Delhi in May",
            Some(("in May", date(2024, 5, 1), date(2024, 5, 31))),
        )
        .build();
    let half = Draft::new(
        "b",
        "The joint trade commission meets in Delhi in late May.",
    )
    .commitment(
        "The joint trade commission meets in Delhi in late May",
        Some(("in late May", date(2024, 5, 16), date(2024, 5, 31))),
    )
    .build();
    let record = record(&[month, half]);
    let planned = of(&record, ItemKind::Commitment);
    assert_eq!(planned.len(), 1);
    let conflict = planned[0].conflict.as_ref().expect("nested dates");
    assert_eq!(conflict.relation, Relation::Refines);
    let Detail::Commitment { due: Some(due), .. } = &planned[0].detail else {
        panic!("a commitment with a due date");
    };
    assert_eq!(due.earliest, Some(date(2024, 5, 16)));
}

#[test]
fn a_meeting_with_somebody_else_is_another_meeting() {
    let a = Draft::new("a", "Menon met Dostan in Verra. Menon met Hallek in Verra.")
        .person("Menon", None)
        .person("Dostan", None)
        .person("Hallek", None)
        .event("CONSULT", "Menon met Dostan in Verra", &["Menon", "Dostan"])
        .event("CONSULT", "Menon met Hallek in Verra", &["Menon", "Hallek"])
        .build();
    let b = Draft::new("b", "Talks between Dostan and Raghav Menon took a day.")
        .person("Dostan", None)
        .person("Raghav Menon", None)
        .event(
            "CONSULT",
            "Talks between Dostan and Raghav Menon",
            &["Dostan", "Raghav Menon"],
        )
        .build();
    let record = record(&[a, b]);
    let met = of(&record, ItemKind::Event);
    let reports: Vec<usize> = met.iter().map(|item| item.reports().len()).collect();
    assert_eq!(reports, [2, 1]);
}

#[test]
fn a_copied_sentence_counts_once_and_a_heard_one_twice() {
    let text = "Ruiz said the ferry to the islands stops at the end of autumn. The sea was calm.";
    let report = |file| {
        Draft::new(file, text)
            .person("Ruiz", None)
            .says(
                "Ruiz",
                &["the ferry to the islands stops at the end of autumn"],
            )
            .build()
    };
    let mut two = [report("a"), report("b")];
    two[1].report = two[1]
        .report
        .clone()
        .with_id(rapporteur_text::ReportId::new("zz"));
    assert_eq!(of(&record(&two), ItemKind::Statement)[0].origins, 2);
    let whole = Span::new(0, text.len());
    let passage = Passage {
        a: ReportIx(0),
        b: ReportIx(1),
        a_span: whole,
        b_span: whole,
        words: 16,
    };
    let gathered = Gathered {
        passages: vec![passage],
        ..Gathered::default()
    };
    let record = record_with(&two, &gathered);
    let said = of(&record, ItemKind::Statement)[0];
    assert_eq!((said.origins, said.status), (1, Status::Reported));
    assert_eq!(said.readings.len(), 1);
}

#[test]
fn the_brief_lists_what_differs_again_and_nothing_else_twice() {
    let record = record(&port());
    let kinds: Vec<SectionKind> = record.brief.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [SectionKind::Said, SectionKind::Differs]);
    let mut shown = record.brief[0].items.clone();
    shown.sort();
    shown.dedup();
    assert_eq!(shown.len(), record.brief[0].items.len());
}

#[test]
fn every_piece_of_evidence_slices_its_report() {
    let reports = port();
    let record = record(&reports);
    for item in &record.items {
        assert!(!item.evidence.is_empty());
        for support in &item.evidence {
            let id = &record.report(support.at.report).id;
            let it = reports.iter().find(|it| it.report.id() == id);
            assert!(
                !it.expect("a report")
                    .report
                    .slice(support.at.span)
                    .is_empty()
            );
            assert!((support.origin as usize) < record.origins.len());
        }
    }
}

#[test]
fn a_report_with_nothing_marked_still_has_a_record() {
    let record = record(&[
        Draft::new("a", "Calm seas.").build(),
        Draft::new("b", "").build(),
    ]);
    assert!(record.items.is_empty() && record.brief.is_empty());
}

#[test]
fn a_story_plays_in_the_town_of_its_headlines_rather_than_a_house_or_the_country() {
    let text = "Ana Ruiz met Per Lind at Guild House in Marlo, Norland.";
    let report = |name: &str| {
        Draft::new(name, text)
            .headline("Ruiz and Lind meet in Marlo")
            .person("Ana Ruiz", None)
            .person("Per Lind", None)
            .place("Guild House", None)
            .place("Marlo", None)
            .place("Norland", Some("NRL"))
            .event("CONSULT", "met", &["Ana Ruiz", "Per Lind"])
    };
    let house = |name: &str| report(name).at("Guild House");
    let filed = house("a.txt").dateline("MARLO");
    let record = record(&[filed.build(), house("b.txt").build()]);
    let place = record.place.map(|ix| record.entity(ix).name.as_str());
    assert_eq!(place, Some("Marlo"));
}

#[test]
fn a_pronoun_of_nobody_known_names_no_source() {
    let told = |source: &str| {
        let text = format!("{source} said that the harbour wall would be rebuilt in spring.");
        let report = Draft::new("a.txt", &text)
            .says("", &["that the harbour wall would be rebuilt in spring"])
            .by(source)
            .build();
        let record = record(&[report]);
        let items = of(&record, ItemKind::Statement);
        let Detail::Statement { source, .. } = &items[0].detail else {
            unreachable!("a statement is asked for");
        };
        source.clone()
    };
    assert_eq!(told("He"), None);
    assert_eq!(told("Port officials"), Some("Port officials".into()));
}

#[test]
fn what_only_points_at_words_elsewhere_is_no_item() {
    let text = "This information was shared by the ministry. Officials said the wall is safe.";
    let report = Draft::new("a.txt", text)
        .says("", &["This information"])
        .by("the ministry")
        .says("", &["the wall is safe"])
        .by("Officials")
        .build();
    let record = record(&[report]);
    let items = of(&record, ItemKind::Statement);
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].summary, "the wall is safe");
}

proptest! {
    #[test]
    fn the_order_of_the_reports_changes_nothing(order in Just(vec![0, 1, 2]).prop_shuffle()) {
        let reports = port();
        let shuffled: Vec<Annotated> = order.iter().map(|&at: &usize| reports[at].clone()).collect();
        prop_assert_eq!(format!("{:?}", record(&reports)), format!("{:?}", record(&shuffled)));
    }
}
