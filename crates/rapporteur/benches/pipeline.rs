//! Speed of the whole pipeline and of its parts, on text reports of about
//! 500 words made from the samples.
//!
//! Run with `cargo bench -p rapporteur`; figures are reports a second.

use divan::Bencher;
use divan::counter::ItemsCount;
use rapporteur::text::{Imprint, Report};
use rapporteur::{Desk, Source};

fn main() {
    divan::main();
}

/// How many reports a round has.
const REPORTS: usize = 400;

/// Texts of about 500 words, each different: paragraphs of the samples dealt
/// out in turn.
fn reports() -> Vec<Report> {
    let mut paragraphs = Vec::new();
    for folder in std::fs::read_dir("../../samples")
        .expect("run in the repository")
        .flatten()
    {
        for file in std::fs::read_dir(folder.path())
            .into_iter()
            .flatten()
            .flatten()
        {
            let bytes = std::fs::read(file.path()).unwrap_or_default();
            let source = Source::named(file.path().to_string_lossy().into_owned());
            for report in rapporteur::read(&bytes, &source, &rapporteur::Options::default()).reports
            {
                paragraphs.extend(report.text().split("\n\n").map(str::to_owned));
            }
        }
    }
    paragraphs.sort();
    let mut deal = paragraphs.iter().cycle();
    (0..REPORTS).map(|id| one(id, &mut deal)).collect()
}

fn one<'p>(id: usize, deal: &mut impl Iterator<Item = &'p String>) -> Report {
    let mut text = String::new();
    while text.split_whitespace().count() < 500 {
        text.push_str(deal.next().expect("the deal never ends"));
        text.push_str("\n\n");
    }
    Report::new(
        Some(format!("r{id}")),
        format!("{id}.txt"),
        text,
        Imprint::default(),
    )
}

#[divan::bench(sample_count = 10)]
fn clean_and_mark_on_all_cores(bencher: Bencher) {
    let desk = Desk::english();
    bencher
        .counter(ItemsCount::new(REPORTS))
        .with_inputs(reports)
        .bench_values(|reports| desk.annotate_all(reports));
}

#[divan::bench(sample_count = 10)]
fn brief_on_all_cores(bencher: Bencher) {
    let desk = Desk::english();
    bencher
        .counter(ItemsCount::new(REPORTS))
        .with_inputs(reports)
        .bench_values(|reports| desk.brief(desk.annotate_all(reports)));
}

/// Sentences, tokens and words alone, on one core; figures are tokens a second.
#[divan::bench(sample_count = 10)]
fn cut_into_words_on_one_core(bencher: Bencher) {
    let texts: Vec<String> = reports().iter().map(|it| it.text().to_owned()).collect();
    let cut = |text: &String| rapporteur_mark::syntax_learning::words(text);
    let all = texts.iter().flat_map(cut);
    let words: usize = all.map(|it| it.words.len()).sum();
    bencher.counter(ItemsCount::new(words)).bench(|| {
        let cut = texts.iter().map(cut);
        cut.map(|it| it.len()).sum::<usize>()
    });
}
