//! Any text: marks whose spans slice it, printed as JSON.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur::text::{Imprint, Report};
use rapporteur::{Desk, present};

fuzz_target!(|text: &str| {
    let report = Report::new(None, "fuzz.txt".into(), text.to_owned(), Imprint::default());
    let annotated = Desk::english().annotate(report);
    for statement in &annotated.marks.statements {
        for &span in &statement.content {
            let _ = annotated.report.slice(span);
        }
    }
    serde_json::to_string(&present::json::annotated(&annotated)).expect("marks are plain data");
});
