//! Any bytes, under any name: reports or a reason.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur::{Options, Source};

fuzz_target!(|bytes: &[u8]| {
    for file in ["a.txt", "a.html", "a.jsonl", "a.json", "-"] {
        let read = rapporteur::read(bytes, &Source::named(file), &Options::default());
        assert!(bytes.is_empty() || !read.reports.is_empty() || !read.skipped.is_empty());
    }
});
