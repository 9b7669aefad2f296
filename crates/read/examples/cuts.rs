//! Prints what cleaning cuts and finds in each file given.
//!
//! `cargo run -p rapporteur-read --example cuts -- FILE…`
#![allow(clippy::print_stdout)]

use rapporteur_language::Language;
use rapporteur_read::{Options, Source, clean, read};

fn main() -> std::io::Result<()> {
    for file in std::env::args().skip(1) {
        let bytes = std::fs::read(&file)?;
        let out = read(&bytes, &Source::named(file), &Options::default());
        for skipped in &out.skipped {
            println!(
                "SKIPPED {} {:?}: {}",
                skipped.file, skipped.line, skipped.reason
            );
        }
        for report in &out.reports {
            println!("== {} ({} bytes)", report.file(), report.text().len());
            let cleaned = clean(report, Language::english());
            for &(span, cut) in cleaned.mask.cuts() {
                let words: String = report.slice(span).escape_debug().collect();
                println!("  {:10} {:?}", cut.as_str(), shortened(&words));
            }
            let imprint = cleaned.imprint;
            println!("  title {:?}", imprint.title.map(|it| (it.text, it.span)));
            println!("  by {:?}, outlet {:?}", imprint.byline, imprint.outlet);
            println!(
                "  published {:?}",
                imprint.published.map(|it| (it.to_iso(), it.basis))
            );
            println!("  dateline {:?}", imprint.dateline);
            println!(
                "  credits {:?}, language {:?}",
                imprint.credits, imprint.language
            );
        }
    }
    Ok(())
}

/// The first and last 100 characters.
fn shortened(words: &str) -> String {
    let all: Vec<char> = words.chars().collect();
    if all.len() <= 220 {
        return words.to_owned();
    }
    let head: String = all[..100].iter().collect();
    let tail: String = all[all.len() - 100..].iter().collect();
    format!("{head} [{}] {tail}", all.len() - 200)
}
