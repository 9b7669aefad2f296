//! Samples with bytes changed, cut off or put before others: each still gives
//! reports or a reason.

use std::path::Path;

use proptest::prelude::*;
use rapporteur_read::{Options, Source, read};

/// Endings of the samples that are changed here.
const ENDINGS: [&str; 6] = ["docx", "odt", "rtf", "pdf", "txt", "html"];

fn assert_reads(name: &str, bytes: &[u8]) {
    let out = read(bytes, &Source::named(name), &Options::default());
    assert!(!out.reports.is_empty() || !out.skipped.is_empty());
    for report in &out.reports {
        for &(span, _) in report.markup() {
            assert!(report.text().get(span.range()).is_some());
        }
        for run in report.origin().runs() {
            assert!(report.text().get(run.text.range()).is_some());
            assert!(run.bytes().end <= bytes.len() as u64);
        }
    }
}

fn samples() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let names = std::fs::read_dir(&folder).expect("the folder of samples");
    let mut samples: Vec<(String, Vec<u8>)> = names
        .map(|it| {
            it.expect("an entry")
                .file_name()
                .into_string()
                .expect("ASCII")
        })
        .filter(|it| ENDINGS.iter().any(|ending| it.ends_with(ending)))
        .map(|it| (it.clone(), std::fs::read(folder.join(&it)).expect("a file")))
        .collect();
    samples.sort();
    samples
}

/// Numbers that look like chance and are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % end
    }
}

#[test]
fn bytes_changed_in_a_sample_give_reports_or_a_reason() {
    let mut numbers = Numbers(7);
    for (name, sample) in samples() {
        for _ in 0..120 {
            let mut bytes = sample.clone();
            for _ in 0..=numbers.below(6) {
                let at = numbers.below(bytes.len());
                bytes[at] = numbers.below(256) as u8;
            }
            assert_reads(&name, &bytes);
        }
    }
}

#[test]
fn a_sample_cut_off_gives_reports_or_a_reason() {
    let mut numbers = Numbers(11);
    for (name, sample) in samples() {
        for _ in 0..40 {
            let from = numbers.below(sample.len());
            assert_reads(&name, &sample[..from]);
            assert_reads(&name, &[&sample[..from / 2], &sample[from..]].concat());
        }
    }
}

const OPENINGS: [&[u8]; 5] = [b"", b"{\\rtf1 ", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>"];

proptest! {
    #[test]
    fn any_bytes_under_any_ending_give_reports_or_a_reason(
        opening in prop::sample::select(&OPENINGS),
        bytes in prop::collection::vec(any::<u8>(), 1..300),
        ending in prop::sample::select(&ENDINGS),
    ) {
        assert_reads(&format!("a.{ending}"), &[opening, &bytes].concat());
    }

    #[test]
    fn any_rich_text_gives_reports_or_a_reason(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "{", "}", "\\par ", "\\'e9", "\\'", "\\u8212?", "\\u-10179", "\\uc9 ", "\\bin5 ", "\\intbl ",
                "\\cell ", "\\row ", "\\fonttbl", "\\f1", "\\fcharset128 ", "\\stylesheet", "\\s1 ", "heading 1;",
                "\\info", "\\title ", "\\*", "\\v ", "\\v0 ", "Words that were said. ", "\u{e9}", "\\", "\n",
            ]),
            1..60,
        ),
    ) {
        assert_reads("a.rtf", format!("{{\\rtf1 a{}", parts.concat()).as_bytes());
    }

    #[test]
    fn any_lines_of_exports_give_reports_or_a_reason(
        lines in prop::collection::vec(
            prop::sample::select(vec![
                "1 of 2 DOCUMENTS", "Coast Mirror", "May 3, 2024 Friday", "Ferries sail", "LENGTH: 12 words",
                "Length: 12 words", "Body", "BODY:", "LOAD-DATE: May 3, 2024", "End of Document", "", "",
                "HD  Ferries sail", "HD", "PD  3 May 2024", "SN  Bell", "LP", "TD  The port.", "AN  Document BELL0000020240503ek1",
                "WC  12 words", "12 words", "3 May 2024", "12:15", "BELL", "English", "Document BELL0000020240503ek1",
                "________________________", "Full text: The port.", "Full text:", "Publication title: Bell",
                "Publication date: May 3, 2024", "ProQuest document ID: 1", "Subject: é", "The port reopened.",
            ]),
            1..50,
        ),
        page in any::<bool>(),
    ) {
        let text = if page { format!("<html>{}", lines.join("<p>&amp;\u{a0}é")) } else { lines.join("\n") };
        assert_reads("a", text.as_bytes());
    }
}
