use encoding_rs::{Encoding, SHIFT_JIS, UTF_8, UTF_16LE, WINDOWS_1252};
use proptest::prelude::*;
use rapporteur_text::{BlockKind, Cut, Report, RunKind};

use super::*;

/// Checks that each run's bytes decode to its text, and that what no run
/// holds is a line break.
fn assert_leads_back(bytes: &[u8], encoding: &'static Encoding, report: &Report) {
    let mut end = 0;
    for run in report.origin().runs() {
        let between = &report.text()[end..run.text.start()];
        assert!(
            between.chars().all(|it| it == '\n'),
            "{between:?} has no run"
        );
        end = run.text.end();
        let raw = &bytes[run.start as usize..run.bytes().end as usize];
        let raw = encoding.decode_without_bom_handling(raw).0;
        let text = report.slice(run.text);
        match run.kind {
            RunKind::Copied => assert_eq!(raw, text),
            RunKind::Escaped => {
                let tree = Tree::parse(&raw).expect("a reference");
                let given = seen(&tree.text_of(0, raw.len()));
                let words: Vec<&str> = given.split_whitespace().collect();
                assert_eq!(words.join(" "), text, "{raw:?}");
            }
            RunKind::Space => {
                let tree = Tree::parse(&raw).expect("white space and tags");
                let given = seen(&tree.text_of(0, raw.len()));
                assert_eq!(given.trim(), "", "{raw:?}");
                assert_eq!(text, " ");
            }
        }
    }
    assert_eq!(&report.text()[end..], "");
}

/// A text less the characters that show nothing.
fn seen(text: &str) -> String {
    text.replace(setting::UNSEEN, "")
}

fn pages(bytes: &[u8]) -> Vec<Report> {
    read(bytes, &Source::named("a.html"), &Options::default()).reports
}

const STORY: &str = "<html><head><title>Dairy reopens - Lakeshore</title></head><body>\
    <div class='menu'><a href='/'>Home</a> <a href='/n'>News</a></div><article><h1>Dairy reopens</h1>\
    <p>The dairy at Caf\u{e9} Row &amp; Mill Lane re\u{ad}opened on Tuesday,\n   a year after it closed, its owner&nbsp;said.</p>\
    <p>&ldquo;We never meant to stay shut,&rdquo; said Ren\u{e9}e Okafor,<br>who bought it in May &#8211; for &pound;3m.</p>\
    <ul><li>Forty people work there.</li><li>Twelve more are wanted by June, the owner told the council on Monday.</li></ul>\
    <blockquote><p>Milk does not wait for lawyers, and neither do the cows of this valley.</p></blockquote>\
    <p>The council will vote on the road to the dairy on <b>Friday</b> , its clerk said in a letter to the residents.</p>\
    </article></body></html>";

#[test]
fn every_run_of_a_page_decodes_to_its_text() {
    let reports = pages(STORY.as_bytes());
    assert!(reports[0].text().contains("Café Row & Mill Lane"));
    assert!(
        reports[0]
            .text()
            .contains("Okafor,\nwho bought it in May – for £3m.")
    );
    assert_leads_back(STORY.as_bytes(), UTF_8, &reports[0]);
}

#[test]
fn a_page_in_another_encoding_leads_back_too() {
    for encoding in [WINDOWS_1252, SHIFT_JIS] {
        let head = format!("<meta charset=\"{}\">", encoding.name());
        let page = format!("{head}{STORY}");
        let (bytes, _, _) = encoding.encode(&page);
        let reports = pages(&bytes);
        assert!(
            reports[0].text().contains("Mill Lane"),
            "{}",
            reports[0].text()
        );
        assert_leads_back(&bytes, encoding, &reports[0]);
    }
    let wide: Vec<u8> = STORY.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let bytes = [&[0xFF, 0xFE][..], &wide].concat();
    let reports = pages(&bytes);
    assert!(reports[0].text().contains("Café Row"));
    assert_leads_back(&bytes, UTF_16LE, &reports[0]);
}

#[test]
fn lists_and_quotations_are_kept_with_their_kind() {
    let report = &pages(STORY.as_bytes())[0];
    let kinds: Vec<BlockKind> = report.blocks().iter().map(|it| it.1).collect();
    assert_eq!(
        kinds,
        [BlockKind::ListItem, BlockKind::ListItem, BlockKind::Quote]
    );
    assert_eq!(report.markup()[0].1, Cut::Headline);
}

#[test]
fn a_stub_behind_a_paywall_gives_the_body_that_the_page_declares() {
    let body = "The dairy reopened on Tuesday, a year after it closed. ".repeat(20);
    let page = format!(
        "<html><head><script type=\"application/ld+json\">{{\"@type\": \"NewsArticle\", \
         \"headline\": \"Dairy reopens\", \"articleBody\": \"{body}\\u201cAt last\\u201d\"}}</script>\
         </head><body><h1>Dairy reopens</h1><p>The dairy reopened on Tuesday, a year after it \
         closed.</p><p>Subscribe to read on.</p></body></html>"
    );
    let report = &pages(page.as_bytes())[0];
    assert!(report.text().ends_with("“At last”"));
    let quoted = report.text().find('“').expect("there");
    let span = rapporteur_text::Span::new(quoted, quoted + 3);
    let range = report.origin().bytes(span).expect("mapped");
    assert_eq!(&page[range.start as usize..range.end as usize], "\\u201c");
}

#[test]
fn a_page_that_a_program_sets_gives_the_paragraphs_of_its_data() {
    let paragraph = "\\u003cp\\u003eThe dairy reopened on Tuesday, a year after it closed, its owner said.\\u003c/p\\u003e";
    let page = format!(
        "<html><head><title>Dairy reopens</title></head><body><div id=\"app\"></div>\
         <script>self.data.push([1,\"{}\"])</script></body></html>",
        paragraph.repeat(4)
    );
    let report = &pages(page.as_bytes())[0];
    assert_eq!(report.text().matches("its owner said.").count(), 4);
    assert!(!report.origin().is_empty());
}

#[test]
fn each_post_of_a_live_blog_is_a_report_of_its_own() {
    let page = r#"<html><head><script type="application/ld+json">{"@type": "LiveBlogPosting",
 "headline": "Storm Ida: latest", "publisher": {"name": "Coast Mirror"}, "liveBlogUpdate": [
 {"@type": "BlogPosting", "headline": "Bridge shut", "datePublished": "2024-11-02T10:00:00Z",
  "articleBody": "The road bridge at Lessa Mouth is shut, the harbour office said."},
 {"@type": "BlogPosting", "headline": "Ferries stop", "datePublished": "2024-11-02T09:00:00Z",
  "articleBody": "No ferry will sail before Sunday, the company said."}]}</script></head>
 <body><h1>Storm Ida: latest</h1><p>Follow the storm here.</p></body></html>"#;
    let reports = pages(page.as_bytes());
    let titles: Vec<_> = reports
        .iter()
        .map(|it| it.declared().title.as_ref().map(|it| it.text.as_str()))
        .collect();
    assert_eq!(titles, [Some("Bridge shut"), Some("Ferries stop")]);
    assert_eq!(
        reports[1].declared().outlet.as_deref(),
        Some("Coast Mirror")
    );
    let range = reports[1].origin().bytes(rapporteur_text::Span::new(0, 8));
    let range = range.expect("mapped");
    assert_eq!(&page[range.start as usize..range.end as usize], "No ferry");
}

#[test]
fn posts_that_elements_mark_are_reports_too() {
    let post = |title: &str, time: &str, words: &str| {
        format!(
            "<div itemprop=\"liveBlogUpdate\" itemscope><h2>{title}</h2>\
             <time datetime=\"{time}\">now</time><p>{words}</p></div>"
        )
    };
    let page = format!(
        "<html><body><h1>Storm Ida</h1>{}{}</body></html>",
        post(
            "Bridge shut",
            "2024-11-02T10:00:00Z",
            "The road bridge is shut, the harbour office said."
        ),
        post(
            "Ferries stop",
            "2024-11-02T09:00:00Z",
            "No ferry will sail before Sunday, the company said."
        ),
    );
    let reports = pages(page.as_bytes());
    assert_eq!(reports.len(), 2);
    assert_eq!(
        reports[1]
            .declared()
            .published
            .map(|it| it.to_iso())
            .as_deref(),
        Some("2024-11-02T09:00:00Z")
    );
    assert_leads_back(page.as_bytes(), UTF_8, &reports[0]);
}

#[test]
fn a_hostile_page_is_read_in_bounded_time() {
    let deep = "<div>".repeat(100_000) + "<p>The port reopened on Friday, its master said.";
    assert_eq!(pages(deep.as_bytes()).len(), 1);
    let attributes = format!("<p {}>The port reopened on Friday.", "a=b ".repeat(1 << 20));
    assert_eq!(pages(attributes.as_bytes()).len(), 1);
    let open = "<a <b <i &amp &#x110000; &#0; ".repeat(50_000);
    let out = read(
        open.as_bytes(),
        &Source::named("a.html"),
        &Options::default(),
    );
    assert_eq!(out.reports.len() + out.skipped.len(), 1);
}

/// Pieces that pages are made of, sound and broken.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<p>".to_owned()),
        Just("</p>".to_owned()),
        Just("<div class=\"story\">".to_owned()),
        Just("</div>".to_owned()),
        Just("<br>".to_owned()),
        Just("<b>".to_owned()),
        Just("</b>".to_owned()),
        Just("<!-- note -->".to_owned()),
        Just("<li>".to_owned()),
        Just("</>".to_owned()),
        Just("&amp;".to_owned()),
        Just("&amp".to_owned()),
        Just("&nbsp;".to_owned()),
        Just("&ldquo;".to_owned()),
        Just("&#8217;".to_owned()),
        Just("&notit;".to_owned()),
        Just("&fjlig;".to_owned()),
        Just("&#0;".to_owned()),
        Just("&".to_owned()),
        Just("\r\n".to_owned()),
        Just(" \u{200b} ".to_owned()),
        Just(
            "The minister said on Friday that the port, which had been shut, would reopen. "
                .to_owned()
        ),
        "[ a-zA-Z&;#<>é“]{0,20}",
    ];
    proptest::collection::vec(piece, 1..40).prop_map(|it| it.concat())
}

proptest! {
    #[test]
    fn every_run_of_any_page_decodes_to_its_text(page in pieces()) {
        let page = format!("<html><body>{page}");
        for report in pages(page.as_bytes()) {
            assert_leads_back(page.as_bytes(), UTF_8, &report);
        }
        let (bytes, _, _) = WINDOWS_1252.encode(&page);
        let mapped = decode(&bytes, Some(WINDOWS_1252));
        if let Some(Ok(report)) = mapped.map(|it| fragment(&it, "a".into(), None, Imprint::default())) {
            let valid = std::str::from_utf8(&bytes).is_ok();
            assert_leads_back(&bytes, if valid { UTF_8 } else { WINDOWS_1252 }, &report);
        }
    }
}
