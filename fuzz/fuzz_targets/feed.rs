//! Any bytes, as a feed, an agency's file or a mail: reports or a reason, and
//! ways back that stay within the text and the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur::{Options, Source};

fuzz_target!(init: report_panics(), |bytes: &[u8]| {
    for file in [
        "a.rss", "a.newsml", "a.nitf", "a.json", "a.eml", "a.mbox", "a.mhtml", "-",
    ] {
        let read = rapporteur::read(bytes, &Source::named(file), &Options::default());
        assert!(bytes.is_empty() || !read.reports.is_empty() || !read.skipped.is_empty());
        for report in read.reports.iter().filter(|it| !it.file().contains('#')) {
            for run in report.origin().runs() {
                let _ = report.slice(run.text);
                assert!(run.bytes().end <= bytes.len() as u64);
            }
        }
    }
});

/// Says of a panic where it was, and goes on: those in the libraries for PDF
/// and Parquet are caught, and the fuzzer ends at any that is not.
fn report_panics() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}
