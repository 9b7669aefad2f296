//! Gathering as its users see it: over whole batches.

use jiff::civil::date;
use proptest::prelude::*;
use rapporteur_gather::{Digest, gather};
use rapporteur_language::Thresholds;
use rapporteur_text::{
    Annotated, Credit, CreditPlace, Gathered, Imprint, Marks, Mask, Published, PublishedBasis,
    Report, Title,
};

const FERRY: &str = "The ferry Morning Tide ran aground off Cape Sollen before dawn, and its \
    crew of nineteen walked to the beach at low water. The harbour master said that a broken \
    rudder chain had let the ship drift for two hours. Tugs from Hallmouth are to pull it free \
    on Thursday, when the tide is highest, and divers will look at the hull before that.";

const ORCHARD: &str = "Apple growers in the Denn valley have lost half of their harvest to hail \
    the size of walnuts. The insurer Weldon Mutual counted four hundred claims within a day, and \
    the county council opened a fund for farms that have no cover of their own.";

fn report(id: &str, title: &str, text: &str, day: i8) -> Annotated {
    let imprint = Imprint {
        title: Some(Title {
            text: title.into(),
            span: None,
        }),
        published: Some(Published {
            date: date(2024, 5, day),
            time: None,
            offset: None,
            basis: PublishedBasis::Declared,
        }),
        ..Imprint::default()
    };
    let report = Report::new(Some(id.into()), id.into(), text.into(), imprint.clone());
    Annotated {
        report,
        imprint,
        mask: Mask::default(),
        marks: Marks::default(),
    }
}

fn batch() -> Vec<Annotated> {
    let edited = FERRY
        .replace("walked to", "waded to")
        .replace("Tugs", "Two tugs");
    let lifted = format!(
        "Shipping was halted along the coast.\n\n{FERRY}\n\nThe last wreck there was in 1981."
    );
    vec![
        report("a", "Ferry Morning Tide aground off Cape Sollen", FERRY, 7),
        report(
            "b",
            "Crew of ferry Morning Tide safe on Sollen beach",
            &edited,
            7,
        ),
        report(
            "c",
            "Morning Tide ferry to be towed from Cape Sollen",
            &lifted,
            8,
        ),
        report("d", "Hail ruins Denn valley apple harvest", ORCHARD, 7),
    ]
}

fn gathered(reports: &[Annotated]) -> Gathered {
    let digests: Vec<Digest> = reports.iter().map(Digest::new).collect();
    gather(&digests, &Thresholds::embedded())
}

/// Stories, origins and passages by the reports' own ids.
fn named(
    reports: &[Annotated],
    found: &Gathered,
) -> (Vec<Vec<String>>, Vec<Vec<String>>, Vec<String>) {
    let name = |ix: rapporteur_text::ReportIx| reports[ix.index()].report.id().to_string();
    let group = |members: &[rapporteur_text::ReportIx]| {
        let mut names: Vec<String> = members.iter().map(|&ix| name(ix)).collect();
        names.sort();
        names
    };
    let mut stories: Vec<_> = found.stories.iter().map(|it| group(&it.reports)).collect();
    let mut origins: Vec<_> = found.origins.iter().map(|it| group(&it.reports)).collect();
    let mut passages: Vec<_> = found
        .passages
        .iter()
        .map(|it| {
            let mut sides = [
                (name(it.a), it.a_span.start(), it.a_span.end()),
                (name(it.b), it.b_span.start(), it.b_span.end()),
            ];
            sides.sort();
            format!("{sides:?} {}", it.words)
        })
        .collect();
    stories.sort();
    origins.sort();
    passages.sort();
    (stories, origins, passages)
}

#[test]
fn copies_share_an_origin_and_a_story_and_others_do_not() {
    let reports = batch();
    let (stories, origins, passages) = named(&reports, &gathered(&reports));
    assert_eq!(stories, [vec!["a", "b", "c"], vec!["d"]]);
    assert_eq!(origins, [vec!["a", "b", "c"], vec!["d"]]);
    assert_eq!(passages.len(), 3);
}

#[test]
fn passages_have_the_copied_words_on_both_sides() {
    let reports = batch();
    let found = gathered(&reports);
    let passage = found
        .passages
        .iter()
        .find(|it| (it.a.0, it.b.0) == (0, 2))
        .expect("a passage");
    let slice = |ix: usize, span| reports[ix].report.slice(span);
    assert_eq!(slice(0, passage.a_span), slice(2, passage.b_span));
    assert_eq!(slice(0, passage.a_span), FERRY.trim_end_matches('.'));
}

#[test]
fn the_same_quotation_is_no_copying() {
    let quotation = "“We will rebuild the pier, the market hall and the old school before the \
        first snow falls on this town, and nobody will sleep in a tent,” said the mayor.";
    let one = format!("Brask was quiet on Monday. {quotation} Shops stayed shut.");
    let other = format!("A week after the flood there is a plan. {quotation} Work starts soon.");
    let reports = [
        report("a", "Brask", &one, 3),
        report("b", "Brask", &other, 3),
    ];
    assert!(gathered(&reports).passages.is_empty());
}

#[test]
fn an_agency_in_a_caption_is_no_origin() {
    let mut reports = batch();
    for it in &mut reports {
        it.imprint.credits = vec![Credit {
            agency: "AP".into(),
            place: CreditPlace::Caption,
            span: None,
        }];
    }
    let found = gathered(&reports);
    assert!(found.origins.iter().all(|origin| origin.agency.is_none()));
}

#[test]
fn nothing_gathers_into_nothing() {
    let found = gathered(&[]);
    assert!(found.stories.is_empty() && found.origins.is_empty());
    let empty = [report("a", "", "", 1), report("b", "", "", 1)];
    assert_eq!(gathered(&empty).stories.len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_order_gathers_the_same(order in Just((0..4).collect::<Vec<usize>>()).prop_shuffle()) {
        let reports = batch();
        let shuffled: Vec<_> = order.iter().map(|&ix| reports[ix].clone()).collect();
        prop_assert_eq!(named(&reports, &gathered(&reports)), named(&shuffled, &gathered(&shuffled)));
    }

    #[test]
    fn any_text_gathers_and_every_report_is_in_one_story(
        texts in prop::collection::vec("[a-c “”\"\n.A-C]{0,120}", 0..8),
    ) {
        let reports: Vec<_> = texts
            .iter()
            .enumerate()
            .map(|(ix, text)| report(&ix.to_string(), "", text, 1))
            .collect();
        let found = gathered(&reports);
        let told: usize = found.stories.iter().map(|story| story.reports.len()).sum();
        prop_assert_eq!(told, reports.len());
        prop_assert!(found.origins.len() <= reports.len());
        for it in &found.passages {
            prop_assert!(reports[it.a.index()].report.text().get(it.a_span.range()).is_some());
            prop_assert!(reports[it.b.index()].report.text().get(it.b_span.range()).is_some());
        }
    }
}
