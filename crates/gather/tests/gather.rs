//! Gathering as its users see it: over whole batches.

use jiff::civil::date;
use proptest::prelude::*;
use rapporteur_gather::{Digest, gather};
use rapporteur_language::Thresholds;
use rapporteur_text::{
    Annotated, BlockKind, Credit, CreditPlace, DirectionBasis, Gathered, Imprint, Marks, Mask,
    Published, PublishedBasis, Report, Span, Title,
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

/// The ferry's report as one outlet has it, at an address of its own, and a part
/// of it with more under it, as another has it.
fn partly_taken() -> [Annotated; 2] {
    let part = &FERRY[..FERRY.find("The harbour").expect("it is in the text")];
    let more = format!(
        "{part}\n\nIn Hallmouth the harbour hotel took in the crew, and the baker sent up forty \
         loaves before the sun had risen over the bay. The ship had been sold twice in a year, \
         its papers show, and the last owner lives three countries away from that coast. \
         Pilots have asked for a second light on the cape ever since a trawler was lost there."
    );
    let mut one = report("a", "Ferry aground", FERRY, 7);
    let mut other = report("b", "Ferry on the rocks", &more, 7);
    for (it, outlet, url) in [
        (
            &mut one,
            "Sollen Post",
            "https://www.sollenpost.example/ferry/",
        ),
        (
            &mut other,
            "Hallmouth Herald",
            "https://herald.example/news/7",
        ),
    ] {
        it.imprint.outlet = Some(outlet.into());
        it.imprint.url = Some(url.into());
    }
    [one, other]
}

#[test]
fn a_report_that_says_whom_it_was_taken_from_is_of_that_origin() {
    let reports = partly_taken();
    assert_eq!(gathered(&reports).origins.len(), 2);
    let mut taken = partly_taken();
    taken[1].imprint.via = Some("Sollen Post".into());
    let found = gathered(&taken);
    assert_eq!(found.origins.len(), 1);
    let derivation = &found.derivations[0];
    assert_eq!(derivation.direction, Some(DirectionBasis::Credit));
    assert_eq!(derivation.from.map(|it| it.0), Some(0));
    let alone = gathered(&taken[1..]);
    assert_eq!(alone.derivations[0].agency.as_deref(), Some("Sollen Post"));
}

#[test]
fn a_canonical_address_of_another_report_is_a_credit_too() {
    let mut taken = partly_taken();
    taken[1].imprint.canonical = Some("http://sollenpost.example/ferry?from=herald".into());
    taken[0].imprint.canonical = Some("https://www.sollenpost.example/ferry".into());
    let found = gathered(&taken);
    assert_eq!(found.origins.len(), 1);
    assert_eq!(found.derivations[0].direction, Some(DirectionBasis::Credit));
}

#[test]
fn the_text_with_slips_is_taken_from_the_one_without() {
    let slips = FERRY
        .replace("before", "befoje")
        .replace("beach", "beqch")
        .replace("water", "watgr")
        .replace("broken", "brokqn")
        .replace("master", "mastxr")
        .replace("crew", "crvw")
        .replace("chain", "chbin");
    let reports = [
        report("a", "Ferry", &slips, 7),
        report("b", "Ferry", FERRY, 7),
    ];
    let derivation = &gathered(&reports).derivations[0];
    assert_eq!(derivation.direction, Some(DirectionBasis::Slips));
    assert_eq!(derivation.to.0, 0);
}

#[test]
fn of_a_text_and_its_beginning_the_longer_was_there_first() {
    let end = FERRY.find("Tugs").expect("it is in the text");
    let reports = [
        report("a", "Ferry", &FERRY[..end], 7),
        report("b", "Ferry", FERRY, 7),
    ];
    let derivation = &gathered(&reports).derivations[0];
    assert_eq!(derivation.direction, Some(DirectionBasis::Completeness));
    assert_eq!(derivation.to.0, 0);
}

#[test]
fn reports_in_another_language_gather_by_their_words_alone() {
    let lead = "Die Fähre Morgenflut ist vor dem Kap Sollen auf Grund gelaufen, und die neunzehn \
        Leute der Besatzung gingen bei Ebbe zu Fuß an den Strand. Der Hafenmeister nannte eine \
        gebrochene Ruderkette als Ursache, durch die das Schiff zwei Stunden lang trieb. Schlepper \
        aus Hallmund sollen es am Donnerstag freiziehen, wenn die Flut am höchsten steht.";
    let copy = lead.replace("gingen bei Ebbe", "liefen bei Ebbe");
    let fair = "In Denntal haben die Apfelbauern die Hälfte ihrer Ernte an den Hagel verloren, und \
        der Landkreis hat einen Fonds für Höfe eröffnet, die nicht versichert waren.";
    let mut reports = [
        report("a", "Fähre läuft vor Kap Sollen auf", lead, 7),
        report("b", "Fähre Morgenflut gestrandet", &copy, 7),
        report("c", "Hagel vernichtet Apfelernte", fair, 7),
    ];
    for it in &mut reports {
        it.imprint.language = Some("de".into());
        assert!(!it.is_marked());
    }
    let (stories, origins, passages) = named(&reports, &gathered(&reports));
    assert_eq!(stories, [vec!["a", "b"], vec!["c"]]);
    assert_eq!(origins, [vec!["a", "b"], vec!["c"]]);
    assert_eq!(passages.len(), 1);
}

#[test]
fn a_post_set_off_in_two_reports_is_no_copying() {
    let post = "We will rebuild the pier, the market hall and the old school before the first \
        snow falls on this town, and nobody will sleep in a tent or go hungry.";
    let quoting = |id: &str, before: &str| {
        let text = format!("{before}\n\n{post}\n\nWork starts soon.");
        let start = before.len() + 2;
        let mut it = report(id, "Brask", &text, 3);
        let blocks = vec![(Span::new(start, start + post.len()), BlockKind::Quote)];
        it.report = it.report.with_blocks(blocks);
        it
    };
    let reports = [
        quoting("a", "Brask was quiet on Monday, and the shops stayed shut."),
        quoting("b", "A week after the flood there is a plan for the town."),
    ];
    assert!(gathered(&reports).passages.is_empty());
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

/// Nine paragraphs that nobody handed in whole.
const UNSEEN: [&str; 9] = [
    "A cable car stopped above the Orrin gorge at noon on Sunday with forty people aboard, and the wind kept the rescue teams on the ground until dusk.",
    "Engineers at the lower station found that a guide wheel had left its bearing and that the brake had locked the hauling rope as it should.",
    "Climbers of the mountain guard went out along the rope in pairs and let the passengers down one by one to a ledge beside the old mule track.",
    "The last of them, a retired surveyor with his grandson, reached the valley shortly before midnight and declined the ambulance that waited.",
    "Nobody was hurt beyond bruises and cold hands, although two cabins had swung against each other when the gusts were strongest.",
    "The line was built in 1974 and was overhauled nine years ago, when its cabins were exchanged for lighter ones from a Swiss maker.",
    "Inspectors will take the wheel apart this week, and the company expects that the line stays shut until the end of the school holidays.",
    "Hotels at the upper station brought their guests down by a forest road that is closed to cars for the rest of the year.",
    "A committee of the valley asked for a second rescue hoist four winters ago, and the district put the request off twice for want of money.",
];

fn retold(id: &str, kept: &[usize], own: &str, day: i8) -> Annotated {
    let kept: Vec<&str> = kept.iter().map(|&at| UNSEEN[at]).collect();
    let text = format!("{own}\n\n{}", kept.join("\n\n"));
    report(id, "Cable car stuck above the Orrin gorge", &text, day)
}

fn hidden(found: &Gathered) -> Vec<(u32, Option<u32>)> {
    let hidden = found.derivations.iter().filter(|it| it.hidden.is_some());
    hidden
        .map(|it| (it.to.0, it.hidden.map(|it| it.0)))
        .collect()
}

#[test]
fn an_original_that_nobody_has_is_inferred_from_three_that_drew_on_it() {
    let three = [
        retold(
            "a",
            &[0, 1, 2, 3, 6],
            "Our reporter in Orrin heard helicopters.",
            7,
        ),
        retold(
            "b",
            &[0, 1, 4, 5, 6, 7],
            "Skiers waited for hours at the bottom.",
            7,
        ),
        retold(
            "c",
            &[2, 3, 4, 5, 8, 7],
            "The village inn took in the shivering.",
            8,
        ),
    ];
    let found = gathered(&three);
    assert_eq!(hidden(&found), [(0, Some(0)), (1, Some(0)), (2, Some(0))]);
    for pair in found.derivations.iter().filter(|it| it.from.is_some()) {
        assert_eq!(pair.direction, None, "neither is the other's source");
    }

    let all: Vec<usize> = (0..9).collect();
    let with_source = [retold("w", &all, "Orrin, Sunday.", 6)];
    let with_source: Vec<Annotated> = with_source.into_iter().chain(three).collect();
    assert_eq!(hidden(&gathered(&with_source)), []);
}

#[test]
fn reports_of_one_that_is_there_need_no_hidden_original() {
    let all: Vec<usize> = (0..9).collect();
    let reports = [
        retold("w", &all, "Orrin, Sunday.", 6),
        retold(
            "a",
            &[0, 1, 2, 3, 4],
            "Our reporter in Orrin heard helicopters.",
            7,
        ),
        retold(
            "b",
            &[3, 4, 5, 6, 7],
            "Skiers waited for hours at the bottom.",
            8,
        ),
    ];
    let found = gathered(&reports);
    assert_eq!(hidden(&found), []);
    let taken = found
        .derivations
        .iter()
        .filter(|it| it.from.map(|it| it.0) == Some(0));
    assert_eq!(taken.count(), 2);
}

#[test]
fn a_crowd_of_copies_costs_few_pairs() {
    let copies = |count: usize| -> Vec<Annotated> {
        let all: Vec<usize> = (0..9).collect();
        let own = |at: usize| {
            format!(
                "Edition {at} of the valley paper, printed in house {}.",
                at * 7
            )
        };
        (0..count)
            .map(|at| retold(&format!("{at:04}"), &all, &own(at), 7))
            .collect()
    };
    for count in [100, 400] {
        let found = gathered(&copies(count));
        let pairs: std::collections::BTreeSet<_> =
            found.passages.iter().map(|it| (it.a, it.b)).collect();
        assert!(pairs.len() <= 4 * count, "{} pairs of {count}", pairs.len());
        assert_eq!(found.origins.len(), 1);
        assert_eq!(hidden(&found), []);
    }
}

#[test]
fn a_grown_text_of_the_same_outlet_and_one_at_the_same_address_are_later_versions() {
    let at = |id: &str, kept: &[usize], outlet: Option<&str>, url: Option<&str>, day| {
        let mut it = retold(id, kept, "", day);
        it.imprint.outlet = outlet.map(str::to_owned);
        it.imprint.url = url.map(str::to_owned);
        it
    };
    let reports = [
        at("first", &[0, 1, 2], Some("Orrin Post"), None, 7),
        at("grown", &[0, 1, 2, 3, 4], Some("Orrin Post"), None, 8),
        at("other", &[0, 1, 2, 3, 4], Some("Denn Herald"), None, 8),
        at(
            "early",
            &[5, 6],
            None,
            Some("https://denn.example/a/1?x=1"),
            7,
        ),
        at(
            "late",
            &[5, 6, 7],
            None,
            Some("http://www.denn.example/a/1"),
            7,
        ),
        at(
            "used-again",
            &[8],
            None,
            Some("https://denn.example/a/1"),
            20,
        ),
    ];
    let found = gathered(&reports);
    let versions: Vec<(u32, u32)> = found
        .versions
        .iter()
        .map(|it| (it.of.0, it.later.0))
        .collect();
    assert_eq!(versions, [(0, 1), (3, 4)]);
    let backwards: Vec<Annotated> = reports.iter().rev().cloned().collect();
    assert_eq!(gathered(&backwards).versions.len(), 2);
}
