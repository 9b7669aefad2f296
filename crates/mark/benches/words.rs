//! Speed of marking by its steps.
//!
//! `cargo bench -p rapporteur-mark -- DIR` reads every `.txt` below DIR, the
//! samples' where none is named, on one core and prints words a second;
//! `--accurate` marks in the accurate setting.
// A bench prints and reads the clock.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rapporteur_language::Language;
use rapporteur_mark::mark;
use rapporteur_mark::syntax_learning::{Page, features, words};
use rapporteur_network::{Reading, Words};
use rapporteur_text::{Imprint, Mask, Report, Span};

/// Rounds, of which the median is told.
const ROUNDS: usize = 5;

fn main() {
    let named = std::env::args().skip(1).find(|it| !it.starts_with("--"));
    let folder = named.map_or_else(|| PathBuf::from("../../samples"), PathBuf::from);
    let mut texts = Vec::new();
    collect(&folder, &mut texts);
    let cuts: Vec<Cut> = texts.iter().map(|it| Cut::of(it)).collect();
    let count: usize = cuts.iter().map(|it| it.words.len()).sum();
    println!("{} texts of {count} words in all", texts.len());
    let accurate = std::env::args().any(|it| it == "--accurate");
    let language = if accurate {
        Language::accurate_english()
    } else {
        Language::english()
    };
    let mut rows = vec![Words::default(); texts.len()];
    tell("what the network sees", count, || {
        for ((text, cut), rows) in texts.iter().zip(&cuts).zip(&mut rows) {
            features(cut.page(text, language), rows);
        }
        rows.len()
    });
    let mut reading = Reading::default();
    tell("parts of speech, dependencies, names", count, || {
        let read = |rows: &Words| {
            reading.read(language.network(), rows);
            reading.names.len()
        };
        rows.iter().map(read).sum()
    });
    let imprint = Imprint::default();
    let reports: Vec<Report> = texts
        .iter()
        .map(|it| Report::new(None, String::new(), it.clone(), imprint.clone()))
        .collect();
    tell("all of marking", count, || {
        let marked = |it| mark(it, &Mask::default(), &imprint, language);
        reports.iter().map(|it| marked(it).statements.len()).sum()
    });
}

/// Runs `step` and prints how many of `count` words it takes a second.
fn tell(name: &str, count: usize, mut step: impl FnMut() -> usize) {
    let round = |_| {
        let start = Instant::now();
        std::hint::black_box(step());
        start.elapsed().as_secs_f64()
    };
    let mut seconds: Vec<f64> = (0..ROUNDS).map(round).collect();
    seconds.sort_by(f64::total_cmp);
    let rate = count as f64 / seconds[ROUNDS / 2];
    println!("{name}: {rate:.0} words a second and core");
}

/// A text's words, and those of each sentence.
struct Cut {
    words: Vec<Span>,
    sentences: Vec<Range<usize>>,
}

impl Cut {
    fn of(text: &str) -> Self {
        let (mut all, mut sentences) = (Vec::new(), Vec::new());
        for sentence in words(text) {
            let start = all.len();
            all.extend(sentence.words);
            sentences.push(start..all.len());
        }
        Self {
            words: all,
            sentences,
        }
    }

    fn page<'a>(&'a self, text: &'a str, language: &'a Language) -> Page<'a> {
        Page {
            text,
            words: &self.words,
            sentences: &self.sentences,
            language,
        }
    }
}

/// All texts below a folder.
fn collect(folder: &Path, texts: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|it| it == "txt") {
            texts.extend(std::fs::read_to_string(&path));
        }
    }
}
