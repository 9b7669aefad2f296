use rapporteur_text::Report;

use super::*;
use crate::read::read as read_any;

const TEXT: &str = include_str!("../../../tests/formats/factiva.txt");
const NEXIS: &str = include_str!("../../../tests/formats/nexis.txt");
const PROQUEST: &str = include_str!("../../../tests/formats/proquest.txt");
const PAGE: &str = include_str!("../../../tests/formats/europresse.html");

fn from(file: &str, bytes: &[u8]) -> ReadOut {
    read_any(bytes, &Source::named(file), &Options::default())
}

fn ids(out: &ReadOut) -> Vec<&str> {
    out.reports.iter().map(|it| it.id().as_str()).collect()
}

#[test]
fn the_numbers_of_the_database_are_kept() {
    assert_eq!(
        ids(&from("a.txt", TEXT.as_bytes())),
        ["COASTM0020240503ek5300002", "LESBEL0020240502ek520001a"]
    );
    assert_eq!(
        ids(&from("a.txt", PROQUEST.as_bytes())),
        ["3050000017", "3050000018"]
    );
    assert_eq!(
        ids(&from("a.html", PAGE.as_bytes())),
        ["news·20240503·MC·1234", "news·20240502·LB·0007"]
    );
}

fn assert_leads_back(report: &Report, file: &[u8]) {
    for run in report.origin().runs() {
        let bytes = &file[run.start as usize..run.bytes().end as usize];
        assert_eq!(bytes, report.slice(run.text).as_bytes());
    }
    assert!(!report.origin().is_empty());
}

#[test]
fn the_text_is_the_characters_of_its_part_of_the_file() {
    for file in [TEXT, NEXIS, PROQUEST] {
        let marked = [b"\xEF\xBB\xBF", file.as_bytes()].concat();
        let out = from("-", &marked);
        assert!(1 < out.reports.len());
        out.reports
            .iter()
            .for_each(|it| assert_leads_back(it, &marked));
    }
}

#[test]
fn line_ends_and_encodings_do_not_matter() {
    let windows = NEXIS.replace('\n', "\r\n");
    assert_eq!(from("a.txt", windows.as_bytes()).reports.len(), 2);
    let wide: Vec<u8> = [0xfeff]
        .into_iter()
        .chain(NEXIS.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let out = from("a.txt", &wide);
    assert_eq!(out.reports.len(), 2);
    assert!(out.reports[1].text().starts_with("LESSA - The council"));
}

#[test]
fn a_report_that_quotes_an_export_is_not_split() {
    for text in [
        "The memo read: 1 of 2 DOCUMENTS\n\nLENGTH: 300 words\n\nNobody knew who had typed it.",
        "1 of 2 DOCUMENTS\n\nThe ferry sailed at noon, and the mayor was on it.\n\nLOAD-DATE: May 3, 2024",
        "End of Document\n\nThat was the last line of the ferry plan. Section: none.",
        "HD  was the mark on the crate.\nAN  was on the lid.\nThe harbour master opened it.",
        "300 words\nMay 3, 2024\nThe council took Document COASTM0020240503ek5300002 as read.",
        "________________________\nPublication title: none\nFull text: see below\nThe council voted.",
    ] {
        let out = from("a.txt", text.as_bytes());
        assert_eq!(out.reports.len(), 1, "{text}");
        assert_eq!(out.reports[0].text(), text);
    }
}

#[test]
fn what_has_no_text_is_skipped_by_its_title() {
    let out = from("a.txt", PROQUEST.as_bytes());
    assert_eq!(out.skipped[0].file, "a.txt#3");
    assert_eq!(
        out.skipped[0].reason,
        "the export gives no text for it (“Toll rises at Stell”)"
    );
}

#[test]
fn an_export_cut_off_gives_what_is_whole() {
    let cut = &TEXT[..TEXT.find("LESSA - The").expect("the second report")];
    let out = from("a.txt", cut.as_bytes());
    assert_eq!(ids(&out), ["COASTM0020240503ek5300002"]);
}
