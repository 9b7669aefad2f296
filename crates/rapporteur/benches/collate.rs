//! Speed of collating one story, by how many reports tell it.
//!
//! Run with `cargo bench -p rapporteur --bench collate`. The reports are dealt
//! from the paragraphs of one story of the samples, some left out of each, so
//! nearly every report has a wording of every item: the worst case.

use divan::Bencher;
use rapporteur::text::{Annotated, Gathered, Imprint, Report, ReportIx, Story};
use rapporteur::{Desk, Options, Source};
use rapporteur_language::Language;

fn main() {
    divan::main();
}

/// Paragraphs of the story, report by report.
fn paragraphs() -> Vec<Vec<String>> {
    let folder = std::fs::read_dir("../../samples/kesarpur-fire").expect("run in the repository");
    let mut paths: Vec<_> = folder.flatten().map(|it| it.path()).collect();
    paths.sort();
    let mut told = Vec::new();
    for path in paths {
        let bytes = std::fs::read(&path).unwrap_or_default();
        let source = Source::named(path.to_string_lossy().into_owned());
        let reports = rapporteur::read(&bytes, &source, &Options::default()).reports;
        let texts = reports
            .iter()
            .map(|it| it.text().split("\n\n").map(str::to_owned));
        told.extend(texts.map(Iterator::collect));
    }
    told
}

/// A story of `count` reports, marked and gathered.
fn story(count: usize) -> (Vec<Annotated>, Gathered) {
    let told = paragraphs();
    let one = |id: usize| {
        let own = &told[id % told.len()];
        let left_out = id / told.len();
        let kept = own.iter().enumerate();
        let kept = kept.filter(|(at, _)| own.len() < 3 || at % own.len() != left_out % own.len());
        let text: Vec<&str> = kept.map(|(_, it)| it.as_str()).collect();
        let name = format!("r{id:04}");
        Report::new(
            Some(name.clone()),
            name,
            text.join("\n\n"),
            Imprint::default(),
        )
    };
    let desk = Desk::english();
    let reports = desk.annotate_all((0..count).map(one).collect());
    let mut gathered = desk.gather(&reports);
    gathered.stories = vec![Story {
        reports: (0..count as u32).map(ReportIx).collect(),
        first: None,
        last: None,
    }];
    (reports, gathered)
}

#[divan::bench(args = [10, 100, 1000], sample_count = 5, sample_size = 1)]
fn one_story(bencher: Bencher, count: usize) {
    let (reports, gathered) = story(count);
    bencher.bench(|| {
        rapporteur_collate::collate(
            &reports,
            &gathered.stories[0],
            &gathered,
            Language::english(),
        )
    });
}
