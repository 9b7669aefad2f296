//! Any few texts, parted by a zero byte: records, and pages without script.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rapporteur::text::{Imprint, Report};
use rapporteur::{Desk, present};

fuzz_target!(|text: &str| {
    let desk = Desk::english();
    let reports = text.split('\0').take(6).enumerate().map(|(id, text)| {
        Report::new(Some(format!("r{id}")), format!("{id}.txt"), text.into(), Imprint::default())
    });
    let briefed = desk.brief(desk.annotate_all(reports.collect()));
    let accounts: Vec<_> = briefed.accounts().collect();
    for (_, page) in present::html::site(&accounts, &[]) {
        assert!(!page.to_ascii_lowercase().contains("<script"));
    }
});
