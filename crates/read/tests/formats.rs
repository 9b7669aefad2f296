//! Each format has a sample here, and a snapshot of what is read from it.
//!
//! A new format adds a file to `formats/`; its snapshot is reviewed by hand.
#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::Path;

use rapporteur_read::{Options, ReadOut, Source, read};
use rapporteur_text::{Imprint, Report};

#[test]
fn every_format_reads_as_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| cfg!(feature = "parquet") || !name.ends_with(".parquet"))
        .collect();
    names.sort();
    for name in names {
        let bytes = std::fs::read(folder.join(&name)).unwrap();
        let out = read(&bytes, &Source::named(&*name), &Options::default());
        insta::assert_snapshot!(name.as_str(), told(&out));
    }
}

/// All that was read, in lines.
fn told(out: &ReadOut) -> String {
    let mut told = String::new();
    for report in &out.reports {
        tell(report, &mut told);
    }
    for it in &out.skipped {
        writeln!(told, "skipped {} {:?}: {}", it.file, it.line, it.reason).unwrap();
    }
    told
}

fn tell(report: &Report, told: &mut String) {
    writeln!(told, "# {}", report.file()).unwrap();
    imprint(report.declared(), told);
    for (span, cut) in report.markup() {
        writeln!(told, "{}: {:?}", cut.as_str(), report.slice(*span)).unwrap();
    }
    for (span, kind) in report.blocks() {
        writeln!(told, "{}: {:?}", kind.as_str(), report.slice(*span)).unwrap();
    }
    let runs = report.origin().runs();
    let ends = runs.first().zip(runs.last());
    let ends = ends.map(|(first, last)| (first.start, last.bytes().end));
    writeln!(told, "{} runs of bytes {ends:?}", runs.len()).unwrap();
    writeln!(told, "---\n{}\n", report.text()).unwrap();
}

fn imprint(it: &Imprint, told: &mut String) {
    let title = it.title.as_ref().map(|it| it.text.clone());
    let published = it.published.map(|it| it.to_iso());
    let modified = it.modified.map(|it| it.to_iso());
    let fields = [
        ("url", &it.url),
        ("canonical", &it.canonical),
        ("outlet", &it.outlet),
        ("family", &it.family),
        ("via", &it.via),
        ("title", &title),
        ("byline", &it.byline),
        ("published", &published),
        ("modified", &modified),
        ("section", &it.section),
        ("language", &it.language),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            writeln!(told, "{name}: {value}").unwrap();
        }
    }
    for credit in &it.credits {
        writeln!(told, "credit: {} {:?}", credit.agency, credit.place).unwrap();
    }
}
