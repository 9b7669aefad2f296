//! Feeds invented reports to a stream, and says how fast it takes them and
//! how much room it needs: `cargo xtask load`.
//!
//! Speed is by the processor's time as Linux tells it, so that what else a
//! machine does counts little; elsewhere no speed is told.
#![allow(clippy::print_stdout)]

use std::path::Path;

use rapporteur_gather::{Digest, Limits, Stream};
use rapporteur_language::Thresholds;

use crate::invented::Newsroom;

/// Reports that are invented before their time is taken together.
const AT_ONCE: usize = 1_000;

/// Prints a row each time the number of reports has doubled, and at the end;
/// draws the growth, if wanted.
pub fn run(
    reports: usize,
    words: usize,
    limits: Limits,
    plot: Option<&Path>,
) -> anyhow::Result<bool> {
    let mut newsroom = Newsroom::new(0x10ad, words);
    let mut stream = Stream::new(&Thresholds::embedded(), limits);
    println!("| reports | live | sketches a second | assigned a second | both | memory, MiB |");
    println!("|---|---|---|---|---|---|");
    let (mut came, mut row_at) = (0, 10_000.min(reports));
    let (mut sketching, mut assigning, mut since) = (0.0, 0.0, 0);
    let (mut spent_in_all, mut rows) = (0.0, Vec::new());
    while came < reports {
        let batch: Vec<_> = (0..AT_ONCE.min(reports - came))
            .map(|_| newsroom.next().1)
            .collect();
        let start = spent();
        let digests: Vec<Digest> = batch.iter().map(Digest::new).collect();
        sketching += spent() - start;
        let start = spent();
        for digest in digests {
            stream.add(digest);
        }
        assigning += spent() - start;
        came += batch.len();
        since += batch.len();
        if row_at <= came {
            let rate = |time: f64| since as f64 / time.max(1e-9);
            println!(
                "| {came} | {} | {:.0} | {:.0} | {:.0} | {} |",
                stream.len(),
                rate(sketching),
                rate(assigning),
                rate(sketching + assigning),
                resident().unwrap_or(0) >> 20,
            );
            spent_in_all += sketching + assigning;
            rows.push((came, spent_in_all));
            (sketching, assigning, since) = (0.0, 0.0, 0);
            row_at = (came * 2).min(reports.max(came + 1));
        }
    }
    if let Some(plot) = plot {
        std::fs::write(plot, crate::plot::growth(&rows))?;
    }
    Ok(true)
}

/// Seconds that the processor worked for this process.
fn spent() -> f64 {
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program stands in brackets and may hold blanks.
    let rest = stat.rsplit_once(") ").map_or("", |(_, rest)| rest);
    let times = rest.split(' ').skip(11).take(2);
    times.filter_map(|it| it.parse::<f64>().ok()).sum::<f64>() / TICKS
}

/// Bytes of this process that are in memory, where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib << 10)
}
