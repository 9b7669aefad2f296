//! Gathering a stream as its users see it: report by report.

use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;
use rapporteur_gather::{Digest, Limits, Stream};
use rapporteur_language::Thresholds;
use rapporteur_text::{
    Amendment, Annotated, Assigned, Imprint, Marks, Mask, Published, PublishedBasis, Report, Title,
};

const FERRY: &str = "The ferry Morning Tide ran aground off Cape Sollen before dawn, and its \
    crew of nineteen walked to the beach at low water. The harbour master said that a broken \
    rudder chain had let the ship drift for two hours. Tugs from Hallmouth are to pull it free \
    on Thursday, when the tide is highest, and divers will look at the hull before that.";

const RETOLD: &str = "Nineteen sailors of the ferry Morning Tide are safe after a night on the \
    rocks of Cape Sollen. Hallmouth has sent tugs, but they must wait for Thursday's high tide. \
    A chain of the rudder broke, according to the harbour master at Sollen.";

const ORCHARD: &str = "Apple growers in the Denn valley have lost half of their harvest to hail \
    the size of walnuts. The insurer Weldon Mutual counted four hundred claims within a day, and \
    the county council opened a fund for farms that have no cover of their own.";

const THEATRE: &str = "The old theatre of Port Elm will open again in May with a play by Ines \
    Okoro, after eleven years behind scaffolding. The roof alone took three winters, and the town \
    sold its brewery to pay the carpenters.";

fn digest(id: &str, title: &str, text: &str, day: i8) -> Digest {
    digest_at(id, title, text, day, None, None)
}

fn digest_at(
    id: &str,
    title: &str,
    text: &str,
    day: i8,
    outlet: Option<&str>,
    url: Option<&str>,
) -> Digest {
    let imprint = Imprint {
        title: Some(Title {
            text: title.into(),
            span: None,
        }),
        outlet: outlet.map(str::to_owned),
        url: url.map(str::to_owned),
        published: Some(Published {
            date: date(2024, 5, day),
            time: None,
            offset: None,
            basis: PublishedBasis::Declared,
        }),
        ..Imprint::default()
    };
    let report = Report::new(Some(id.into()), id.into(), text.into(), imprint.clone());
    Digest::new(&Annotated {
        report,
        imprint,
        mask: Mask::default(),
        marks: Marks::default(),
    })
}

fn stream() -> Stream {
    Stream::new(&Thresholds::embedded(), Limits::default())
}

/// All that a stream says of what is live.
fn state(stream: &Stream) -> String {
    format!("{:?} {:?}", stream.stories(), stream.origins())
}

#[test]
fn a_copy_joins_the_origin_and_the_story_of_what_it_copies() {
    let mut stream = stream();
    stream.add(digest("a", "Ferry aground off Cape Sollen", FERRY, 7));
    stream.add(digest("b", "Hail ruins Denn valley harvest", ORCHARD, 7));
    let copy = FERRY.replace("walked to", "waded to");
    let it = stream.add(digest("c", "Crew of ferry safe", &copy, 8));
    assert_eq!((it.origin.as_str(), it.copies_from[0].as_str()), ("a", "a"));
    assert_eq!(stream.stories()[it.story.as_str()].len(), 2);
    assert_eq!(stream.origins().len(), 2);
}

#[test]
fn a_report_in_other_words_joins_the_story_and_is_an_origin_of_its_own() {
    let mut stream = stream();
    let first = stream.add(digest(
        "a",
        "Ferry Morning Tide aground off Cape Sollen",
        FERRY,
        7,
    ));
    let it = stream.add(digest(
        "b",
        "Morning Tide crew safe at Cape Sollen",
        RETOLD,
        7,
    ));
    assert_eq!(it.story, first.story);
    assert_eq!(it.origin.as_str(), "b");
    assert!(it.copies_from.is_empty());
}

#[test]
fn a_later_version_at_the_same_address_is_no_copy() {
    let mut stream = stream();
    let url = Some("https://post.example/ferry");
    stream.add(digest_at("a", "Ferry", FERRY, 7, Some("Post"), url));
    let grown = format!("{FERRY}\n\nThe owner, who lives abroad, could not be reached.");
    let same = Some("http://www.post.example/ferry/?ref=front");
    let it = stream.add(digest_at("b", "Ferry", &grown, 7, Some("Post"), same));
    assert_eq!(
        it.version_of
            .as_ref()
            .map(rapporteur_text::ReportId::as_str),
        Some("a")
    );
    assert!(it.copies_from.is_empty());
    let other = Some("https://post.example/ferry-2");
    let more = format!("{grown} A second tug is on its way.");
    let it = stream.add(digest_at("c", "Ferry", &more, 7, Some("Post"), other));
    assert_eq!(
        it.version_of
            .as_ref()
            .map(rapporteur_text::ReportId::as_str),
        Some("a")
    );
    assert_eq!(stream.origins().len(), 1);
}

#[test]
fn an_original_that_comes_late_amends_what_was_said_of_its_copy() {
    let mut stream = stream();
    stream.add(digest("copy", "Ferry", FERRY, 8));
    let it = stream.add(digest("original", "Ferry", FERRY, 7));
    assert_eq!(it.copies_from, []);
    let copied = Amendment::Copied {
        report: rapporteur_text::ReportId::new("copy"),
    };
    assert_eq!(it.amendments, [copied]);
}

#[test]
fn a_report_that_binds_two_stories_merges_them_and_says_so() {
    let mut stream = stream();
    let one = stream.add(digest("a", "Ferry aground", FERRY, 7));
    let other = stream.add(digest("b", "Theatre of Port Elm opens", THEATRE, 7));
    let both = format!("{FERRY}\n\n{THEATRE}");
    let it = stream.add(digest("c", "Ferry and theatre", &both, 7));
    assert_eq!(it.story, one.story);
    let merged = Amendment::Merged {
        from: other.story,
        into: one.story,
    };
    assert!(it.amendments.contains(&merged), "{:?}", it.amendments);
    assert_eq!(stream.stories().len(), 1);
}

#[test]
fn only_so_many_reports_are_kept_and_none_beyond_the_window() {
    let limits = Limits {
        days: 3,
        reports: 5,
    };
    let mut stream = Stream::new(&Thresholds::embedded(), limits);
    for number in 0..12 {
        let text = format!("{ORCHARD} Notice number {number}.");
        stream.add(digest(&number.to_string(), "Hail", &text, 7));
        assert!(stream.len() <= 5);
    }
    for number in 20..32 {
        stream.add(digest(&number.to_string(), "Theatre", THEATRE, 25));
    }
    assert!(
        stream
            .stories()
            .values()
            .flatten()
            .all(|id| id.as_str().starts_with(['2', '3']))
    );
    assert_eq!(stream.stories().values().flatten().count(), stream.len());
}

#[test]
fn one_wrong_date_empties_no_window() {
    let limits = Limits {
        days: 2,
        reports: 1_000,
    };
    let mut stream = Stream::new(&Thresholds::embedded(), limits);
    for number in 0..20 {
        let text = format!("{ORCHARD} Notice number {number}.");
        stream.add(digest(&number.to_string(), "Hail", &text, 3));
    }
    stream.add(digest("wrong", "Theatre", THEATRE, 30));
    stream.add(digest("next", "Ferry", FERRY, 3));
    assert_eq!(stream.len(), 22);
}

/// Reports of four happenings, some copied, some retold, by number.
fn some(number: usize) -> Digest {
    let texts = [FERRY, RETOLD, ORCHARD, THEATRE];
    let titles = [
        "Ferry Morning Tide aground off Cape Sollen",
        "Morning Tide crew safe at Cape Sollen",
        "Hail ruins Denn valley apple harvest",
        "Theatre of Port Elm opens again",
    ];
    let kind = number % 4;
    let edited = match number / 4 % 3 {
        0 => texts[kind].to_owned(),
        1 => texts[kind].replace(" the ", " that "),
        _ => format!("{}\n\n{}", texts[kind], texts[(kind + number / 12) % 4]),
    };
    digest(
        &format!("r{number}"),
        titles[kind],
        &edited,
        1 + (number % 9) as i8,
    )
}

#[test]
fn a_report_that_comes_again_takes_no_name_from_the_story_that_it_began() {
    for numbers in [&[0, 14, 1, 21, 0][..], &[10, 43, 22, 10, 3][..]] {
        let mut stream = stream();
        for &number in numbers {
            stream.add(some(number));
        }
        let told: usize = stream.stories().values().map(Vec::len).sum();
        assert_eq!(told, stream.len(), "{numbers:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_report_added_and_removed_leaves_the_state_as_it_was(
        numbers in prop::collection::vec(0_usize..48, 1..16),
        extra in 0_usize..48,
    ) {
        let mut stream = stream();
        let seen: BTreeSet<usize> = numbers.iter().copied().collect();
        for &number in &seen {
            stream.add(some(number));
        }
        prop_assume!(!seen.contains(&extra));
        let before = state(&stream);
        let untouched = stream.clone();
        let assigned: Assigned = stream.add(some(extra));
        prop_assert!(stream.remove(&assigned.id));
        prop_assert_eq!(before, state(&stream));
        // What comes next is told the same, too.
        let (mut stream, mut untouched) = (stream, untouched);
        for next in 48..54 {
            prop_assert_eq!(stream.add(some(next)), untouched.add(some(next)));
        }
    }

    #[test]
    fn every_report_is_in_one_story_and_one_origin_and_origins_never_exceed_reports(
        numbers in prop::collection::vec(0_usize..48, 1..30),
        gone in prop::collection::vec(0_usize..48, 0..10),
    ) {
        let mut stream = stream();
        for &number in &numbers {
            let id = some(number).id().clone();
            let assigned = stream.add(some(number));
            let stories = stream.stories();
            prop_assert!(stories[assigned.story.as_str()].contains(&&id));
        }
        for number in gone {
            stream.remove(some(number).id());
        }
        let stories = stream.stories();
        let told: Vec<_> = stories.values().flatten().collect();
        let once: BTreeSet<_> = told.iter().collect();
        prop_assert_eq!((told.len(), once.len()), (stream.len(), stream.len()));
        let origins = stream.origins();
        prop_assert!(origins.len() <= stream.len());
        prop_assert_eq!(origins.values().flatten().count(), stream.len());
    }

    #[test]
    fn the_same_stream_is_told_the_same_twice(numbers in prop::collection::vec(0_usize..48, 1..20)) {
        let (mut one, mut other) = (stream(), stream());
        for number in numbers {
            prop_assert_eq!(one.add(some(number)), other.add(some(number)));
        }
    }
}
