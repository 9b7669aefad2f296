use proptest::prelude::*;
use rapporteur_text::{CreditPlace, PublishedBasis};

use super::*;

fn cleaned(text: &str) -> (Report, Cleaned) {
    let report = Report::new(None, "a".into(), text.into(), Imprint::default());
    let cleaned = clean(&report, Language::english());
    (report, cleaned)
}

fn cut_words(text: &str) -> Vec<(&'static str, String)> {
    let (report, cleaned) = cleaned(text);
    let cuts = cleaned.mask.cuts().iter();
    cuts.map(|&(span, cut)| (cut.as_str(), report.slice(span).to_owned()))
        .collect()
}

fn is(found: &[(&str, String)], expected: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> = found.iter().map(|(a, b)| (*a, b.as_str())).collect();
    assert_eq!(found, expected);
}

const LEAD: &str = "The port of Lima will reopen on Friday after a strike of three weeks, its master Ana Ruiz said on Monday.";
const NEXT: &str = "Forty ships were waiting in the roads, according to the harbour office, and more were on their way.";

#[test]
fn the_lines_before_the_report_are_cut_and_read() {
    let text = format!(
        " date 2024-05-03 Jane Orr By\n\nMirror Web Desk\n\nLIMA: {LEAD}\n\n{NEXT}\n\n(With PTI inputs)"
    );
    is(
        &cut_words(&text),
        &[
            ("date", "date 2024-05-03"),
            ("byline", "Jane Orr By"),
            ("credit", "Mirror Web Desk"),
            ("dateline", "LIMA:"),
            ("credit", "(With PTI inputs)"),
        ],
    );
    let (_, cleaned) = cleaned(&text);
    let published = cleaned.imprint.published.expect("a date");
    assert_eq!(
        (published.to_iso().as_str(), published.basis),
        ("2024-05-03", PublishedBasis::Text)
    );
    assert_eq!(cleaned.imprint.byline.as_deref(), Some("Jane Orr"));
    let places: Vec<_> = cleaned
        .imprint
        .credits
        .iter()
        .map(|it| (it.agency.as_str(), it.place))
        .collect();
    assert_eq!(places, [("PTI", CreditPlace::Foot)]);
    assert_eq!(cleaned.imprint.language.as_deref(), Some("en"));
}

#[test]
fn a_headline_and_a_caption_with_a_dateline_are_cut() {
    let text = format!(
        "Port To Reopen After Strike\n\nLima, May 3 (ANI): Ana Ruiz waves from the quay on Monday. (ANI Photo)\n\n{LEAD}\n\n{NEXT}"
    );
    is(
        &cut_words(&text),
        &[
            ("headline", "Port To Reopen After Strike"),
            (
                "caption",
                "Lima, May 3 (ANI): Ana Ruiz waves from the quay on Monday. (ANI Photo)",
            ),
        ],
    );
    let (_, cleaned) = cleaned(&text);
    let dateline = cleaned.imprint.dateline.expect("one");
    assert_eq!(
        (dateline.place.as_deref(), dateline.month_day),
        (Some("Lima"), Some((5, 3)))
    );
    assert_eq!(cleaned.imprint.credits[0].place, CreditPlace::Caption);
}

#[test]
fn an_embedded_post_that_the_report_quotes_is_cut_with_its_signature() {
    let text = format!(
        "{LEAD}\n\n“Thank you all, the port of Lima is open again,” Ruiz wrote.\n\nThank you all, the port of Lima is open again! pic.twitter.com/a1 — Ana Ruiz (@aruiz) May 3, 2024\n\n{NEXT}"
    );
    let cuts = cut_words(&text);
    assert_eq!(cuts.len(), 1);
    assert!(cuts[0].1.starts_with("Thank you"), "{cuts:?}");
    assert!(cuts[0].1.ends_with("May 3, 2024"), "{cuts:?}");
}

#[test]
fn the_words_of_a_post_that_stand_nowhere_else_are_kept_as_a_quotation() {
    let text = format!(
        "{LEAD}\n\nThank you all for the long wait. pic.twitter.com/a1 — Ana Ruiz (@aruiz) May 3, 2024\n\n{NEXT}"
    );
    is(
        &cut_words(&text),
        &[(
            "embed",
            "pic.twitter.com/a1 — Ana Ruiz (@aruiz) May 3, 2024",
        )],
    );
    let (report, cleaned) = cleaned(&text);
    let blocks = cleaned.blocks.iter();
    let blocks: Vec<_> = blocks
        .map(|&(span, kind)| (report.slice(span), kind))
        .collect();
    let post = ("Thank you all for the long wait.", BlockKind::Quote);
    assert_eq!(blocks, [post]);
    assert_eq!(
        cleaned.imprint.published.expect("one").basis,
        PublishedBasis::Mentioned
    );
}

#[test]
fn a_sentence_of_a_repeat_that_says_something_new_is_kept() {
    let again = format!(
        "{LEAD} Fifty ships were waiting in the roads, according to the harbour office, and more were on their way. The crews were asleep by then, said nobody at all in the old harbour."
    );
    let text = format!(
        "{LEAD}\n\n{NEXT}\n\nThe crews were asleep by then, said nobody at all in the old harbour.\n\n{again}"
    );
    let cuts = cut_words(&text);
    assert!(cuts.iter().all(|it| it.0 == "repeat"), "{cuts:?}");
    assert!(cuts.iter().all(|it| !it.1.contains("Fifty")), "{cuts:?}");
    assert!(!cuts.is_empty());
}

#[test]
fn a_quotation_that_begins_as_a_promotion_does_is_kept() {
    let text = format!(
        "{LEAD}\n\n“Stay tuned, our position has not changed,” a harbour spokeswoman wrote.\n\nSign up for the night watch by Friday, the master told the crews.\n\n{NEXT}"
    );
    is(&cut_words(&text), &[]);
}

fn imprint_of(url: &str, canonical: Option<&str>, text: &str) -> Imprint {
    let declared = Imprint {
        url: Some(url.into()),
        canonical: canonical.map(str::to_owned),
        outlet: rapporteur_language::Outlets::embedded()
            .by_address(url)
            .map(|it| it.name.to_owned()),
        ..Imprint::default()
    };
    let report = Report::new(None, "a".into(), text.into(), declared);
    clean(&report, Language::english()).imprint
}

#[test]
fn an_outlet_has_its_owner_and_a_copy_the_outlet_it_was_taken_from() {
    let text = format!("{LEAD}\n\n{NEXT}");
    let plain = imprint_of("https://www.theage.com.au/port", None, &text);
    assert_eq!(plain.family.as_deref(), Some("Nine"));
    assert_eq!(plain.via, None);
    let canonical = Some("https://www.smh.com.au/port");
    let copy = imprint_of("https://www.theage.com.au/port", canonical, &text);
    assert_eq!(copy.via.as_deref(), Some("The Sydney Morning Herald"));
    let own = Some("https://theage.com.au/port?ref=1");
    let same = imprint_of("https://amp.theage.com.au/port", own, &text);
    assert_eq!(same.via, None);
    let marked = format!("{text}\n\nThis story was originally published by The Conversation.");
    let marked = imprint_of("https://www.theage.com.au/port", None, &marked);
    assert_eq!(marked.via.as_deref(), Some("The Conversation"));
    let of_itself = format!("{text}\n\nThis story first appeared in The Age.");
    let of_itself = imprint_of("https://www.theage.com.au/port", None, &of_itself);
    assert_eq!(of_itself.via, None);
}

#[test]
fn a_post_without_a_handle_is_cut_where_it_repeats_a_quotation() {
    let text = format!(
        "{LEAD}\n\n“A long and useful night on the quay with the crews,” Ruiz wrote. A long and useful night on the quay with the crews.\n\n\n\nThanked the pilots and the tug masters of… She then went home, the office said."
    );
    let cuts = cut_words(&text);
    is(
        &cuts,
        &[(
            "embed",
            "A long and useful night on the quay with the crews.\n\n\n\nThanked the pilots and the tug masters of…",
        )],
    );
}

#[test]
fn a_body_that_stands_twice_is_cut_once() {
    let body = format!(
        "{LEAD}\n\n{NEXT}\n\n“We are tired,” said Sam Pell of the union, “but the ferry must run again before the feast.”"
    );
    let again = body.replace("\n\n", " ").replace(
        " Forty",
        "googletag.cmd.push(function() {googletag.display('a'); }); Forty",
    );
    let text = format!("{body}\n\nALSO READ | Ferries run late\n\n{again}");
    let cuts = cut_words(&text);
    let why: Vec<&str> = cuts.iter().map(|it| it.0).collect();
    assert_eq!(why, ["related", "repeat", "script", "repeat"]);
    assert!(cuts[3].1.ends_with("feast.”"));
}

#[test]
fn what_sources_say_and_lists_are_kept() {
    let text = format!(
        "{LEAD}\n\n“We are tired”\n\n{NEXT}\n\nThe union wants:\n\nMore pay\nShorter nights\n\n{LEAD} Again."
    );
    let cuts = cut_words(&text);
    assert!(cuts.iter().all(|it| it.0 == "repeat"), "{cuts:?}");
}

#[test]
fn a_subhead_between_paragraphs_is_cut() {
    let text = format!("{LEAD}\n\nShips wait in the roads\n\n{NEXT}");
    is(&cut_words(&text), &[("subhead", "Ships wait in the roads")]);
}

#[test]
fn an_agency_named_amid_the_text_is_no_credit() {
    let filler = "Nothing moved in the harbour that day, and nobody asked why. ".repeat(12);
    let text =
        format!("{LEAD}\n\n{filler}\n\nReuters first reported the strike.\n\n{filler}\n\n{NEXT}");
    let (_, cleaned) = cleaned(&text);
    assert_eq!(cleaned.imprint.credits, []);
}

#[test]
fn a_wrapped_text_keeps_its_paragraphs_whole() {
    let text = "LIMA, May 3 (AP) - The port of Lima will reopen on Friday after a\nstrike of three weeks, its master Ana Ruiz said on Monday in front of\nthe old customs house, where forty pilots and tug masters had waited\nsince dawn for the news\n\nShe thanked the crews and the town, which had fed them for the three\nweeks of the strike, and then walked home along the quay with her\nbrother.\n";
    is(&cut_words(text), &[("dateline", "LIMA, May 3 (AP) -")]);
}

proptest! {
    #[test]
    fn any_text_gives_a_mask_that_slices(parts in prop::collection::vec(
        prop::sample::select(vec![
            "\n", "\n\n", "\r\n", " ", "date 2024-05-03 ", "By Ana Ruiz", "LIMA:", " (AP) — ", "Dec 27",
            "“", "”", "\"", "…", " He said", "pic.twitter.com/a", "— Name (@x) May 3, 2024", "(@",
            "googletag.cmd.push(", "});", "window.a = {", "var ", "é\u{301}", "\u{200b}", "ALSO READ | x",
            "The port of Lima will reopen on Friday after a strike. ", "(With agency inputs)", "𝄞", "/TASS/",
            "PTI", "Photo: x", "Follow The Bell on WhatsApp", "İstanbul", "ß",
        ]), 0..60))
    {
        let text = parts.concat();
        let (report, cleaned) = cleaned(&text);
        for (span, _) in cleaned.mask.cuts() {
            prop_assert!(report.text().get(span.range()).is_some());
        }
    }

    #[test]
    fn any_characters_at_all_can_be_cleaned(text in "\\PC{0,200}") {
        let (report, cleaned) = cleaned(&text);
        for (span, _) in cleaned.mask.cuts() {
            prop_assert!(report.text().get(span.range()).is_some());
        }
    }
}

#[test]
fn a_byline_is_found_below_a_masthead_and_a_list_of_other_reports_is_cut() {
    let text = format!(
        "Harbour Times\nThursday, May 2, 2024\nPort to Open After Strike\n\nBy ILSE GARROW\n\n{LEAD}\n\n{NEXT}\n\nMOST READ\n1. The clock that ran backwards\n2. Is your boat asleep?"
    );
    is(
        &cut_words(&text),
        &[
            ("credit", "Harbour Times"),
            ("date", "Thursday, May 2, 2024"),
            ("headline", "Port to Open After Strike"),
            ("byline", "By ILSE GARROW"),
            ("related", "MOST READ"),
            ("related", "1. The clock that ran backwards"),
            ("related", "2. Is your boat asleep?"),
        ],
    );
    let (_, cleaned) = cleaned(&text);
    assert_eq!(cleaned.imprint.byline.as_deref(), Some("ILSE GARROW"));
}

#[test]
fn a_pulled_quote_is_no_second_statement() {
    let text = "“We dredged nothing for four years”\n\n“We dredged nothing for four years, and the \
        canal knows it,” the chair told the owners.\n\n“Nobody else says this”";
    let last = text.rfind('“').expect("there");
    let pulled = [
        (
            Span::new(0, text.find('\n').expect("there")),
            rapporteur_text::BlockKind::PullQuote,
        ),
        (
            Span::new(last, text.len()),
            rapporteur_text::BlockKind::PullQuote,
        ),
    ];
    let report = Report::new(None, "a".into(), text.into(), Imprint::default());
    let report = report.with_blocks(pulled.to_vec());
    let mask = clean(&report, Language::english()).mask;
    assert_eq!(mask.at(0), Some(Cut::Repeat));
    assert!(!mask.touches(Span::new(last, text.len())));
}
