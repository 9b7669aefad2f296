//! Speed of reading web pages: bytes to a report with its way back.
//!
//! `cargo bench -p rapporteur --bench pages -- DIR` reads every page (`.html`
//! or `.html.gz`) below DIR, the samples' where none is named, on one core
//! and prints pages a second.
// A bench prints and reads the clock.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rapporteur::{Options, Source};

/// Rounds, of which the median is told.
const ROUNDS: usize = 5;

fn main() {
    let named = std::env::args().skip(1).find(|it| !it.starts_with("--"));
    let folder = named.map_or_else(|| PathBuf::from("../../samples"), PathBuf::from);
    let mut pages = Vec::new();
    collect(&folder, &mut pages);
    let bytes: usize = pages.iter().map(|it| it.1.len()).sum();
    let mut seconds: Vec<f64> = (0..ROUNDS).map(|_| round(&pages)).collect();
    seconds.sort_by(f64::total_cmp);
    let median = seconds[ROUNDS / 2];
    println!(
        "{} pages of {} KiB: {:.0} pages a second and core, {:.0} MiB a second",
        pages.len(),
        bytes / pages.len().max(1) / 1024,
        pages.len() as f64 / median,
        bytes as f64 / median / f64::from(1 << 20)
    );
}

/// Seconds that all pages take.
fn round(pages: &[(String, Vec<u8>)]) -> f64 {
    let start = Instant::now();
    let mut reports = 0;
    for (name, bytes) in pages {
        let source = Source::named(name.clone());
        reports += rapporteur::read(bytes, &source, &Options::default())
            .reports
            .len();
    }
    std::hint::black_box(reports);
    start.elapsed().as_secs_f64()
}

/// All pages below a folder, unpacked.
fn collect(folder: &Path, pages: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, pages);
            continue;
        }
        let name = path.to_string_lossy().into_owned();
        let Ok(bytes) = std::fs::read(&path) else {
            continue;
        };
        if name.ends_with(".html.gz") {
            let mut page = Vec::new();
            let unpacked = flate2::read::MultiGzDecoder::new(&*bytes).read_to_end(&mut page);
            if unpacked.is_ok() {
                pages.push((name.trim_end_matches(".gz").to_owned(), page));
            }
        } else if path.extension().is_some_and(|it| it == "html") {
            pages.push((name, bytes));
        }
    }
}
