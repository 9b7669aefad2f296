use proptest::prelude::*;
use rapporteur_text::{Cut, Report, RunKind};

use super::*;

fn from(file: &str, bytes: &[u8]) -> ReadOut {
    let file = file.to_owned();
    read(bytes, &Source::named(file), &Options::default())
}

#[test]
fn plain_text_is_kept_character_for_character() {
    let text = " date 2023-12-27 LIMA: \r\n\r\nThe port “reopened”.\u{a0}\n";
    let out = from("a.txt", text.as_bytes());
    assert_eq!(out.reports[0].text(), text);
    assert_eq!(out.reports[0].file(), "a.txt");
}

#[test]
fn what_holds_no_text_is_skipped_with_its_reason() {
    for (bytes, reason) in [
        (&b""[..], "empty"),
        (b" \n\t", "empty"),
        (b"\x89PNG x", "a picture, which is not read"),
        (b"\x00\x01\x02\x03garbage\x00", "a binary file, not text"),
        (b"... --- ...", "holds no words"),
        (
            b"<?xml version='1.0'?><ledger></ledger>",
            "an XML file of a kind that is not read",
        ),
    ] {
        let out = from("x", bytes);
        assert!(out.reports.is_empty());
        assert_eq!(out.skipped[0].reason, reason);
    }
}

#[test]
fn a_broken_line_is_named_and_the_rest_is_read() {
    let lines = br#"{"id": 7, "body": "The port reopened.", "pubDate": "Wed, 27 Dec 2023 18:30:00 GMT"}
{"id": "b", "text": "cut off
{"title": "No words"}

{"text": "The mayor resigned.", "source": {"name": "The Bell"}, "authors": [{"name": "By Ana Ruiz"}, "Jo Orr"]}"#;
    let out = from("day.jsonl", lines);
    let ids: Vec<&str> = out.reports.iter().map(Report::file).collect();
    assert_eq!(ids, ["day.jsonl#L1", "day.jsonl#L5"]);
    assert_eq!(out.reports[0].id().as_str(), "7");
    let published = out.reports[0].declared().published.expect("a date");
    assert_eq!(published.to_iso(), "2023-12-27T18:30:00Z");
    let declared = out.reports[1].declared();
    assert_eq!(declared.outlet.as_deref(), Some("The Bell"));
    assert_eq!(declared.byline.as_deref(), Some("Ana Ruiz, Jo Orr"));
    let lines: Vec<_> = out.skipped.iter().map(|it| it.line).collect();
    assert_eq!(lines, [Some(2), Some(3)]);
    assert!(out.skipped[0].reason.starts_with("not JSON"));
}

#[test]
fn fields_may_be_named_and_lie_deep() {
    let line =
        br#"{"text": "Teaser.", "content": {"body": "One."}, "by": [{"n": "Ana"}], "id": 1}"#;
    let columns = Columns::parse("text=content.body,byline=by.0.n,id=nr").expect("three pairs");
    let out = read(line, &Source::named("a.jsonl"), &Options { columns });
    let report = &out.reports[0];
    assert_eq!((report.text(), report.id().as_str()), ("One.", "1"));
    assert_eq!(report.declared().byline.as_deref(), Some("Ana"));
}

#[test]
fn a_json_file_may_hold_one_object_or_a_list() {
    let one = from("-", b"{\n \"text\": \"The port reopened.\"\n}");
    assert_eq!(one.reports.len(), 1);
    let list = from("a.json", br#"[{"text": "One."}, {"text": "Two."}, 3]"#);
    assert_eq!(list.reports[1].file(), "a.json#2");
    assert_eq!(list.skipped.len(), 1);
    let held = from(
        "a.json",
        br#"{"status": "ok", "articles": [{"content": "One."}]}"#,
    );
    assert_eq!(held.reports[0].text(), "One.");
}

#[test]
fn the_outlet_is_told_by_the_address() {
    let out = from(
        "a.jsonl",
        br#"{"text": "One.", "url": "https://www.thehindu.com/news/a"}"#,
    );
    assert_eq!(
        out.reports[0].declared().outlet.as_deref(),
        Some("The Hindu")
    );
    let out = from(
        "a.jsonl",
        br#"{"text": "One.", "url": "https://www.harbourpost.example/a"}"#,
    );
    assert_eq!(
        out.reports[0].declared().outlet.as_deref(),
        Some("harbourpost.example")
    );
}

const PAGE: &str = r#"<!DOCTYPE html><html lang="en-GB"><head><title>Port reopens - The Bell</title>
<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "x"},
{"@type": "NewsArticle", "headline": "Port reopens", "datePublished": "2024-05-03T08:00:00+01:00",
 "author": [{"name": "Ana Ruiz"}], "publisher": {"name": "The Bell"}}]}</script></head>
<body><nav><a href="/">Home</a></nav><div class="related-links"><p><a href="/walks">Ten walks near the port that you should take before the summer ends.</a></p></div>
<article><h1>Port reopens</h1><figure><figcaption>The port at dawn. Photo: Jo Orr</figcaption></figure>
<p>The port of Lima reopened on Friday after a strike of three weeks, its master said.</p>
<script>googletag.cmd.push(function() {});</script>
<h2>Ships wait</h2><p>Forty ships were waiting in the roads, according to the harbour office.</p>
<blockquote class="twitter-tweet"><p>We are open again.</p>&mdash; Port (@port) <a>May 3, 2024</a></blockquote>
<p>The union did not answer.</p></article><footer>Copyright The Bell</footer></body></html>"#;

#[test]
fn a_page_gives_its_text_and_what_it_declares() {
    let out = from("-", PAGE.as_bytes());
    let report = &out.reports[0];
    assert_eq!(
        report.text(),
        "Port reopens\n\nThe port at dawn. Photo: Jo Orr\n\nThe port of Lima reopened on Friday \
         after a strike of three weeks, its master said.\n\nShips wait\n\nForty ships were waiting \
         in the roads, according to the harbour office.\n\nWe are open again.\n\n— Port (@port) \
         May 3, 2024\n\nThe union did not answer."
    );
    let marked: Vec<Cut> = report.markup().iter().map(|it| it.1).collect();
    let embed = Cut::Embed;
    assert_eq!(
        marked,
        [Cut::Headline, Cut::Caption, Cut::Subhead, embed, embed]
    );
    let declared = report.declared();
    assert_eq!(
        declared.title.as_ref().map(|it| it.text.as_str()),
        Some("Port reopens")
    );
    assert_eq!(declared.outlet.as_deref(), Some("The Bell"));
    assert_eq!(declared.byline.as_deref(), Some("Ana Ruiz"));
    assert_eq!(declared.language.as_deref(), Some("en-GB"));
}

#[test]
fn a_page_nested_very_deep_is_read() {
    let words = "<p>The port of Lima reopened on Friday, its master said.</p>";
    let page = format!("<html>{}{words}", "<div><b>".repeat(100_000));
    let out = from("deep.html", page.as_bytes());
    assert!(out.reports[0].text().starts_with("The port of Lima"));
}

#[test]
fn a_page_in_an_old_encoding_is_read() {
    let page = b"<html><head><meta charset=windows-1252></head><p>The \xA31.8bn merger of Cr\xE8me H\xE9l\xE8ne was agreed.</p>";
    let out = from("a.html", page);
    assert_eq!(
        out.reports[0].text(),
        "The £1.8bn merger of Crème Hélène was agreed."
    );
}

/// Whether bytes are a text, as they stand or escaped up to three times.
fn are_told_by(bytes: &str, text: &str) -> bool {
    let mut told = bytes.to_owned();
    for _ in 0..4 {
        if told == text {
            return true;
        }
        told = xml::unescaped(&decode::Mapped::unmapped(&told))
            .text()
            .to_owned();
    }
    false
}

#[test]
fn the_words_of_feeds_and_agencies_lead_back_to_their_bytes() {
    for (name, file) in [
        ("a.rss", include_str!("../../tests/formats/rss2.rss")),
        ("a.rdf", include_str!("../../tests/formats/rss1.rdf")),
        ("a.rss", include_str!("../../tests/formats/broken.rss")),
        ("a.atom", include_str!("../../tests/formats/atom.atom")),
        ("a.xml", include_str!("../../tests/formats/newsml-g2.xml")),
        (
            "a.newsml",
            include_str!("../../tests/formats/newsml-1.newsml"),
        ),
        ("a.nitf", include_str!("../../tests/formats/nitf.nitf")),
    ] {
        for report in from(name, file.as_bytes()).reports {
            for run in report.origin().runs() {
                let bytes = &file[run.start as usize..run.bytes().end as usize];
                let text = report.slice(run.text);
                match run.kind {
                    RunKind::Copied => assert_eq!(bytes, text, "{}", report.file()),
                    RunKind::Escaped => assert!(are_told_by(bytes, text), "{bytes} {text}"),
                    RunKind::Space => {}
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_give_a_report_or_a_reason(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        name in prop::sample::select(vec![
            "-", "a.txt", "a.html", "a.jsonl", "a.json", "a.rss", "a.atom", "a.xml", "a.newsml",
            "a.nitf", "a.eml", "a.mbox", "a.mhtml",
        ]),
    ) {
        let out = from(name, &bytes);
        prop_assert!(!out.reports.is_empty() || !out.skipped.is_empty());
    }

    #[test]
    fn any_page_gives_a_report_or_a_reason(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<p>", "</p>", "<div class='related'>", "</div>", "<table>", "<td>", "</table>",
                "<h1>", "<a href=x>", "</a>", "<script>", "</script>", "<br>", "<li>", "<ul>",
                "The minister said it would reopen on Friday, according to the office. ",
                "“", "é", "<time datetime='2024-05-03'>", "<figcaption>", "<!--", "-->", "&amp", "<",
            ]),
            0..60,
        ),
    ) {
        let out = from("a.html", parts.concat().as_bytes());
        prop_assert_eq!(out.reports.len() + out.skipped.len(), 1);
        for report in &out.reports {
            for (span, _) in report.markup() {
                prop_assert!(report.text().get(span.range()).is_some());
            }
        }
    }

    #[test]
    fn samples_with_flipped_bytes_give_a_report_or_a_reason(
        sample in prop::sample::select(SAMPLES.to_vec()),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..30),
        cut in any::<prop::sample::Index>(),
    ) {
        let (name, bytes) = sample;
        let mut bytes = bytes.to_vec();
        for (index, byte) in flips {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len() - cut.index(bytes.len()) / 2);
        let out = from(name, &bytes);
        prop_assert!(!out.reports.is_empty() || !out.skipped.is_empty());
    }
}

/// Samples of formats that hold others.
const SAMPLES: [(&str, &[u8]); 9] = [
    ("a.rss", include_bytes!("../../tests/formats/rss2.rss")),
    ("a.atom", include_bytes!("../../tests/formats/atom.atom")),
    ("a.xml", include_bytes!("../../tests/formats/newsml-g2.xml")),
    (
        "a.newsml",
        include_bytes!("../../tests/formats/newsml-1.newsml"),
    ),
    ("a.nitf", include_bytes!("../../tests/formats/nitf.nitf")),
    ("a.json", include_bytes!("../../tests/formats/ninjs-2.json")),
    (
        "b.json",
        include_bytes!("../../tests/formats/live-blog.json"),
    ),
    ("a.eml", include_bytes!("../../tests/formats/release.eml")),
    ("a.mhtml", include_bytes!("../../tests/formats/saved.mhtml")),
];

#[test]
fn a_list_of_very_many_entries_is_read_up_to_its_bound() {
    let entries = "{\"text\":\"A ferry sank\"},".repeat(200_001);
    let out = from("a.json", format!("[{entries}{{}}]").as_bytes());
    assert_eq!(out.reports.len(), 200_000);
    assert_eq!(out.skipped[0].reason, "all after entry 200000");
}

#[test]
fn a_list_that_breaks_off_keeps_what_came() {
    let out = from("a.json", br#"[{"text": "One."}, {"text": "Two."}, {"te"#);
    assert_eq!(out.reports.len(), 2);
    assert!(out.skipped[0].reason.starts_with("not JSON behind entry 2"));
}
