//! Speed of a search in a file of a million reports.
//!
//! `cargo bench -p rapporteur-store -- FILE` fills FILE, unless it is there,
//! with invented reports of four sentences and an item each, whose words are as
//! common as those of news are, and prints how long the first page takes.
// A bench prints and reads the clock.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rapporteur_store::{Query, Store};
use rusqlite::{Connection, params};

/// Reports of the file.
const REPORTS: i64 = 1_000_000;
/// Sentences of a report, and words of a sentence.
const SENTENCES: i64 = 4;
const WORDS: usize = 18;
/// Reports of a transaction.
const BATCH: i64 = 50_000;
/// Rounds, of which the median is told.
const ROUNDS: usize = 7;

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let given = std::env::args().skip(1).find(|it| !it.starts_with("--"));
    let folder = tempfile::tempdir()?;
    let path = given.map_or_else(|| folder.path().join("bench.db"), PathBuf::from);
    if !path.exists() {
        fill(&path)?;
    }
    let store = Store::open_to_read(&path)?;
    println!("{} MiB", std::fs::metadata(&path)?.len() >> 20);
    let filtered = Query {
        kind: Some("event".into()),
        since: Some("2024-06-01".into()),
        ..Query::of("minister")
    };
    for query in [
        Query::of("earthquake"),
        Query::of("minister"),
        Query::of("government said people"),
        Query::of("\"minister of\""),
        Query::of("minist*"),
        Query::of("tremor casualties"),
        Query::of("boat struck causeway"),
        filtered,
    ] {
        let mut times = Vec::new();
        let mut told = (0, 0, 0);
        for _ in 0..ROUNDS {
            let began = Instant::now();
            let hits = store.search(&query, 50, 0)?;
            times.push(began.elapsed());
            let near = hits
                .near
                .map_or(0, |it| it.items.len() + it.sentences.len());
            told = (hits.items_in_all, hits.sentences_in_all, near);
        }
        say(&query, &mut times, told);
    }
    Ok(())
}

fn say(query: &Query, times: &mut [Duration], (items, sentences, near): (u64, u64, usize)) {
    let first = times[0];
    times.sort_unstable();
    println!(
        "{:>7.1} ms, at first {:>7.1} ms: {} ({items} items, {sentences} sentences, {near} near)",
        times[ROUNDS / 2].as_secs_f64() * 1e3,
        first.as_secs_f64() * 1e3,
        query.restated(),
    );
}

/// Words with how often each comes among all, summed up.
struct Tongue {
    words: Vec<(u64, String)>,
    /// State of a generator of numbers (`SplitMix64`).
    state: u64,
}

impl Tongue {
    fn new() -> Self {
        let table = include_str!("../../language/data/frequencies.tsv");
        let mut sum = 0;
        let entry = |line: &str| {
            let (word, count) = line.split_once('\t')?;
            sum += count.parse::<u64>().ok()?;
            Some((sum, word.to_owned()))
        };
        Self {
            words: table.lines().filter_map(entry).collect(),
            state: 0,
        }
    }

    fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn sentence(&mut self) -> String {
        let all = self.words.last().map_or(1, |it| it.0);
        let words = (0..WORDS).map(|_| {
            let sought = self.number() % all;
            self.words.partition_point(|it| it.0 <= sought)
        });
        let places: Vec<usize> = words.collect();
        let words: Vec<&str> = places.iter().map(|&at| self.words[at].1.as_str()).collect();
        words.join(" ") + "."
    }
}

fn fill(path: &Path) -> Result<(), Fault> {
    drop(Store::open(path)?);
    let mut file = Connection::open(path)?;
    file.pragma_update(None, "synchronous", "OFF")?;
    file.pragma_update(None, "journal_mode", "OFF")?;
    file.pragma_update(None, "cache_size", -(256 << 10))?;
    let mut tongue = Tongue::new();
    for start in (0..REPORTS).step_by(BATCH as usize) {
        let step = file.transaction()?;
        step.execute(
            "INSERT INTO batches (at, reports) VALUES ('2024', ?1)",
            [BATCH],
        )?;
        for report in start + 1..=start + BATCH {
            add(&step, report, &mut tongue)?;
        }
        step.commit()?;
    }
    file.pragma_update(None, "journal_mode", "WAL")?;
    Ok(())
}

/// A report with its sentences, a story of its own and an item of that.
fn add(file: &Connection, report: i64, tongue: &mut Tongue) -> rusqlite::Result<()> {
    let day = format!("2024-{:02}-{:02}", report % 12 + 1, report % 28 + 1);
    let sentences: Vec<String> = (0..SENTENCES).map(|_| tongue.sentence()).collect();
    file.prepare_cached(
        "INSERT INTO stories (story, id, title, title_of, first, last, reports, outlets, origins,
           items, disputed, batch, groups, passages, derivations, brief)
         VALUES (?1, 's' || ?1, ?2, ?1, ?3, ?3, 1, 1, 1, 1, 0, 1, '[]', '[]', '[]', '[]')",
    )?
    .execute(params![report, sentences[0], day])?;
    file.prepare_cached(
        "INSERT INTO reports (report, id, page, story, place, version, file, outlet, published,
           batch, text, cuts, imprint)
         VALUES (?1, 'r' || ?1, 'r' || ?1, ?1, 0, 1, 'f', 'The Herald', ?2, 1, ?3, '[]', '{}')",
    )?
    .execute(params![report, day, sentences.join(" ")])?;
    for (number, text) in (0_i64..).zip(&sentences) {
        file.prepare_cached(
            "INSERT INTO sentences (report, number, start, \"end\", byte_start, byte_end, text)
             VALUES (?1, ?2, 0, 0, 0, 0, ?3)",
        )?
        .execute(params![report, number, text])?;
    }
    let kind = match report % 4 {
        0 => "statement",
        1 => "event",
        2 => "commitment",
        _ => "figure",
    };
    file.prepare_cached(
        "INSERT INTO items (item, id, story, place, kind, status, level, origins, reports,
           earliest, latest, summary, words, names, detail, readings, notes)
         VALUES (?1, 'i' || ?1, ?1, 0, ?2, 'reported', 'content', 1, 1, ?3, ?3, ?4, ?4, '', '{}',
           '[]', '[]')",
    )?
    .execute(params![report, kind, day, sentences[1]])?;
    Ok(())
}
