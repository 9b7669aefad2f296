//! Any bytes, as a feed, an agency's file or a mail: reports or a reason, and
//! ways back that stay within the text and the file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur::text::Report;
use rapporteur::{Options, Source};

fuzz_target!(init: report_panics(), |bytes: &[u8]| {
    for file in [
        "a.rss", "a.newsml", "a.nitf", "a.json", "a.eml", "a.mbox", "a.mhtml", "-",
    ] {
        let read = rapporteur::read(bytes, &Source::named(file), &Options::default());
        assert!(bytes.is_empty() || !read.reports.is_empty() || !read.skipped.is_empty());
        // The ways back of a packed file lead into what it unpacks to.
        let plain = |it: &&Report| !it.file().contains('#') && !is_packed(bytes);
        for report in read.reports.iter().filter(plain) {
            for run in report.origin().runs() {
                let _ = report.slice(run.text);
                assert!(run.bytes().end <= bytes.len() as u64);
            }
        }
    }
});

/// Whether `bytes` begin as gzip, zstd or zip do.
fn is_packed(bytes: &[u8]) -> bool {
    let starts: [&[u8]; 3] = [b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK"];
    starts.iter().any(|it| bytes.starts_with(it))
}

/// Says of a panic where it was, and goes on: those in the libraries for PDF
/// and Parquet are caught, and the fuzzer ends at any that is not.
fn report_panics() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}
