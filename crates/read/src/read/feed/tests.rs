use proptest::prelude::*;
use rapporteur_text::RunKind;

use super::*;
use crate::read::read;

fn from(feed: &str) -> ReadOut {
    read(
        feed.as_bytes(),
        &Source::named("a.xml"),
        &Options::default(),
    )
}

fn outlet(channel: &str, link: &str) -> Option<String> {
    let channel = Channel {
        title: Some(channel.into()),
        link: Some("https://www.coastmirror.example/".into()),
        language: None,
    };
    channel.outlet(Some(link), None)
}

#[test]
fn the_outlet_is_told_by_host_then_by_the_feeds_title() {
    let own = "https://coastmirror.example/a";
    assert_eq!(
        outlet("World | The Coast Mirror", own).as_deref(),
        Some("The Coast Mirror")
    );
    assert_eq!(
        outlet("Mirror on the Coast - Latest", own).as_deref(),
        Some("Mirror on the Coast")
    );
    assert_eq!(
        outlet("Coast Mirror", "https://www.thehindu.com/a").as_deref(),
        Some("The Hindu")
    );
    assert_eq!(
        outlet("Coast Mirror", "https://news.harbourpost.example/a").as_deref(),
        Some("news.harbourpost.example")
    );
}

#[test]
fn a_feed_that_is_cut_off_gives_what_came_before() {
    let out = from(
        "<rss><channel><title>Coast Mirror</title><item><title>One</title><description>The first \
         boat left Port Marlo at six.</description></item><item><title>Two</title><description>\
         <![CDATA[<p>The second boat followed an hour lat",
    );
    assert_eq!(out.reports.len(), 2);
    assert_eq!(
        out.reports[1].text(),
        "The second boat followed an hour lat"
    );
    assert_eq!(out.reports[1].file(), "a.xml#2");
}

#[test]
fn items_that_are_not_closed_are_told_apart() {
    let out = from(
        "<rss><item><title>One</title><description>The first boat left Port Marlo at six.\
         </description><item><title>Two</title><description>The second boat followed at seven.\
         </description>",
    );
    let texts: Vec<_> = out
        .reports
        .iter()
        .map(rapporteur_text::Report::text)
        .collect();
    assert_eq!(
        texts,
        [
            "The first boat left Port Marlo at six.",
            "The second boat followed at seven."
        ]
    );
}

#[test]
fn a_plain_text_leads_back_to_the_bytes_of_the_feed() {
    let feed = "<rss><item><description>\n Q&amp;amp;A: the port&#8217;s master spoke at \
                length.</description></item></rss>";
    let out = from(feed);
    let report = &out.reports[0];
    assert_eq!(report.text(), "Q&A: the port’s master spoke at length.");
    let escaped: Vec<&str> = report
        .origin()
        .runs()
        .iter()
        .filter(|run| run.kind == RunKind::Escaped)
        .map(|run| &feed[run.start as usize..run.bytes().end as usize])
        .collect();
    assert_eq!(escaped, ["&amp;amp;", "&#8217;"]);
}

#[test]
fn an_empty_feed_and_a_bare_headline_have_their_reasons() {
    let out = from("<rss><channel><title>Coast Mirror</title></channel></rss>");
    assert_eq!(out.skipped[0].reason, "a feed without entries");
    let out = from("<rss><item><title>Ferries sail again</title></item></rss>");
    assert_eq!(
        out.skipped[0].reason,
        "a headline without a text: “Ferries sail again”"
    );
}

#[test]
fn a_feed_nested_very_deep_is_read_in_bounded_time() {
    let deep = "<b>".repeat(100_000);
    let out = from(&format!(
        "<rss><item><title>One</title><description>{deep}The first boat left Port Marlo at six."
    ));
    assert_eq!(out.reports.len() + out.skipped.len(), 1);
    let items = "<item>".repeat(100_000);
    let out = from(&format!("<rss>{items}"));
    assert_eq!(out.skipped.len(), 100_000);
}

proptest! {
    #[test]
    fn any_feed_gives_reports_or_reasons(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<item>", "</item>", "<entry>", "</entry>", "<title>", "</title>", "<description>",
                "</description>", "<content type='xhtml'>", "</content>", "<![CDATA[", "]]>", "<p>",
                "&lt;p&gt;", "&amp;nbsp;", "The first boat left Port Marlo at six. ", "é“", "&", "<",
                "<link href='/a'/>", "<guid>", "<pubDate>Fri, 3 May 2024 09:15:00 +0200</pubDate>",
            ]),
            0..60,
        ),
    ) {
        let out = from(&format!("<rss>{}", parts.concat()));
        prop_assert!(!out.reports.is_empty() || !out.skipped.is_empty());
    }
}
