//! Any bytes as a PDF, Word, OpenDocument or rich text file, or as an export
//! of a press database: reports or a reason, whose spans slice.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur::{Options, Source};

fuzz_target!(init: report_panics(), |bytes: &[u8]| {
    for file in ["a.pdf", "a.docx", "a.odt", "a.rtf", "a.txt", "a.html"] {
        let read = rapporteur::read(bytes, &Source::named(file), &Options::default());
        assert!(bytes.is_empty() || !read.reports.is_empty() || !read.skipped.is_empty());
        for report in &read.reports {
            for &(span, _) in report.markup() {
                let _ = report.slice(span);
            }
            for run in report.origin().runs() {
                let _ = report.slice(run.text);
            }
        }
    }
});

/// Says of a panic where it was, and goes on: those in the library for PDF
/// are caught, and the fuzzer ends at any that is not.
fn report_panics() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}
