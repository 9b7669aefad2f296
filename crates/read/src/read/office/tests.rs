use std::io::Write as _;

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

/// A zip of these parts.
fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn from(parts: &[(&str, &[u8])]) -> ReadOut {
    read(
        &packed(parts),
        &Source::named("a.docx"),
        &Options::default(),
    )
}

fn reason(out: &ReadOut) -> &str {
    &out.skipped[0].reason
}

#[test]
fn what_is_no_text_of_a_word_processor_says_so() {
    assert_eq!(
        reason(&from(&[("xl/workbook.xml", b"<a/>")])),
        "an Office file that holds no text"
    );
    assert_eq!(
        reason(&from(&[("EncryptedPackage", b"x")])),
        "an Office file under a password"
    );
    assert_eq!(
        reason(&from(&[("word/document.xml", b"")])),
        "holds no words"
    );
    let out = read(
        b"PK\x03\x04cut",
        &Source::named("a.docx"),
        &Options::default(),
    );
    assert_eq!(
        reason(&out),
        "not a whole Office file: it was cut off or damaged"
    );
}

#[test]
fn a_part_that_unpacks_without_end_is_refused() {
    let bomb = vec![b' '; PART_CAP as usize + 1];
    let out = from(&[("word/document.xml", &bomb)]);
    assert_eq!(
        reason(&out),
        "its part word/document.xml unpacks to over 128 MiB"
    );
}

#[test]
fn entities_are_not_expanded() {
    let part = b"<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><d><p><t>Q&amp;A &b;&#8364;5</t></p></d>";
    let out = from(&[("word/document.xml", part)]);
    assert_eq!(out.reports[0].text(), "Q&A €5");
}

#[test]
fn elements_nested_very_deep_are_read() {
    let part = "<p><t>Deep".repeat(100_000);
    let out = from(&[("word/document.xml", part.as_bytes())]);
    assert!(out.reports[0].text().contains("Deep"));
    let rows = "<tbl><tr><tc><p><t>Deep</t></p>".repeat(100_000);
    let out = from(&[("word/document.xml", rows.as_bytes())]);
    assert!(out.reports[0].text().contains("Deep"));
}

#[test]
fn a_zip_of_other_things_is_none() {
    let zip = packed(&[("../../x", b"a"), ("word/document.xml", b"a")]);
    assert!(!opens(&zip, &Source::named("a.zip")));
    assert!(opens(&zip, &Source::named("a.docx")));
    let named = packed(&[("[Content_Types].xml", b"a")]);
    assert!(opens(&named, &Source::named("-")));
}
