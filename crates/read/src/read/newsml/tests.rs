use rapporteur_text::Report;

use super::*;
use crate::read::read;

fn from(file: &str) -> ReadOut {
    read(
        file.as_bytes(),
        &Source::named("a.xml"),
        &Options::default(),
    )
}

fn item(meta: &str, content: &str) -> String {
    format!(
        "<newsItem guid='urn:x:1' xmlns='http://iptc.org/std/nar/2006-10-01/'><itemMeta>{meta}\
         </itemMeta><contentSet>{content}</contentSet></newsItem>"
    )
}

const TEXT: &str = "<inlineXML contenttype='application/xhtml+xml'><html><head><title>x</title>\
    </head><body><p>The first boat left Port Marlo at six.</p></body></html></inlineXML>";

#[test]
fn what_may_not_be_printed_is_skipped_with_its_reason() {
    for (meta, reason) in [
        (
            "<pubStatus qcode='stat:canceled'/>",
            "the agency cancelled it",
        ),
        (
            "<pubStatus qcode='stat:withheld'/>",
            "the agency’s status of it is withheld",
        ),
        (
            "<versionCreated>2024-05-03T08:00:00Z</versionCreated><embargoed>2024-05-04T06:00:00Z</embargoed>",
            "under embargo until 2024-05-04T06:00:00Z",
        ),
        ("<embargoed/>", "under embargo, with no end told"),
    ] {
        let out = from(&item(meta, TEXT));
        assert!(out.reports.is_empty());
        assert_eq!(out.skipped[0].reason, reason);
    }
    let lifted = "<versionCreated>2024-05-04T08:00:00+02:00</versionCreated>\
                  <embargoed>2024-05-04T06:00:00Z</embargoed>";
    assert_eq!(from(&item(lifted, TEXT)).reports.len(), 1);
}

#[test]
fn what_is_no_text_is_skipped_with_its_reason() {
    let picture = from(&item(
        "<itemClass qcode='ninat:picture'/>",
        "<remoteContent href='a.jpg'/>",
    ));
    assert_eq!(
        picture.skipped[0].reason,
        "a picture of an agency, which holds no text"
    );
    let elsewhere = from(&item(
        "<itemClass qcode='ninat:text'/>",
        "<remoteContent href='a.txt'/>",
    ));
    assert_eq!(
        elsewhere.skipped[0].reason,
        "its text stands in another file (a.txt)"
    );
    let list = from("<packageItem guid='x'><itemMeta/></packageItem>");
    assert!(list.skipped[0].reason.starts_with("a list of"));
}

#[test]
fn inline_data_is_text_or_escaped_markup() {
    let text = from(&item(
        "",
        "<inlineData contenttype='text/plain'>\nPORT MARLO, May 3 (PTI) - One &amp; two.\n\nThree.\n</inlineData>",
    ));
    assert_eq!(
        text.reports[0].text(),
        "PORT MARLO, May 3 (PTI) - One & two.\n\nThree."
    );
    let page = from(&item(
        "",
        "<inlineData contenttype='text/html'>&lt;p&gt;One &amp;amp; two.&lt;/p&gt;</inlineData>",
    ));
    assert_eq!(page.reports[0].text(), "One & two.");
}

#[test]
fn a_message_gives_each_of_its_items_a_name() {
    let two = format!(
        "<?xml version='1.0'?><newsMessage><itemSet>{}{}</itemSet></newsMessage>",
        item("", TEXT),
        item("<pubStatus qcode='stat:canceled'/>", TEXT)
    );
    let out = from(&two);
    let files: Vec<_> = out.reports.iter().map(Report::file).collect();
    assert_eq!(files, ["a.xml#1"]);
    assert_eq!(out.skipped[0].file, "a.xml#2");
}
