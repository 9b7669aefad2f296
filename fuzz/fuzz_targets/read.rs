//! Any bytes, under any name: reports or a reason.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur::{Options, Source};

/// Names under which bytes may come; the last byte of the input picks one.
const FILES: [&str; 16] = [
    "a.txt",
    "a.html",
    "a.jsonl",
    "a.json",
    "a.csv",
    "a.xml",
    "a.rss",
    "a.newsml",
    "a.eml",
    "a.mbox",
    "a.mhtml",
    "a.pdf",
    "a.rtf",
    "a.docx",
    "a.odt",
    "a.parquet",
];

fuzz_target!(init: report_panics(), |input: &[u8]| {
    let Some((&last, bytes)) = input.split_last() else {
        return;
    };
    for file in [FILES[usize::from(last) % FILES.len()], "-"] {
        let read = rapporteur::read(bytes, &Source::named(file), &Options::default());
        assert!(bytes.is_empty() || !read.reports.is_empty() || !read.skipped.is_empty());
    }
});

/// Says of a panic where it was, and goes on: those in the libraries for PDF
/// and Parquet are caught, and the fuzzer ends at any that is not.
fn report_panics() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}
