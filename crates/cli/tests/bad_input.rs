//! Bad input: a clear message that names the file, the rest still read, and
//! exit codes as documented.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write as _;
use std::path::Path;

use assert_cmd::Command;
use flate2::Compression;
use flate2::write::GzEncoder;
use predicates::prelude::*;
use predicates::str::contains;
use tempfile::TempDir;

const GOOD: &str = "LIMA, May 3, 2024 (AP) - Transport Minister Ana Ruiz said the port of Callao \
    will reopen on Friday.\n\n\"We have cleared the channel,\" Ruiz told reporters in Lima.\n";

fn rapporteur() -> Command {
    Command::cargo_bin("rapporteur").expect("the binary is built with its tests")
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn brief(path: &Path) -> assert_cmd::assert::Assert {
    rapporteur().arg("brief").arg(path).assert()
}

#[test]
fn a_missing_path_is_named_and_the_rest_is_still_read() {
    let folder = folder(&[("good.txt", GOOD.as_bytes())]);
    rapporteur()
        .arg("brief")
        .arg(folder.path().join("good.txt"))
        .arg("no-such-folder")
        .assert()
        .code(2)
        .stdout(contains("Ruiz"))
        .stderr(contains("no-such-folder: no such file or folder"));
}

#[test]
fn an_empty_folder_says_what_could_be_in_it() {
    let folder = folder(&[]);
    brief(folder.path())
        .code(2)
        .stderr(contains("plain text").and(contains(".jsonl")));
}

#[test]
fn a_binary_file_an_empty_file_and_a_huge_file_are_skipped_with_their_reason() {
    let huge = b"All the news of the day. ".repeat(8 << 20);
    let folder = folder(&[
        ("good.txt", GOOD.as_bytes()),
        (
            "picture.txt",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\xff\xfe\0\0",
        ),
        ("empty.txt", b""),
        ("blank.txt", b" \n\n\t\n"),
        ("huge.txt", &huge),
    ]);
    brief(folder.path())
        .code(0)
        .stdout(contains("Ruiz"))
        .stderr(contains("picture.txt").and(contains("empty.txt")))
        .stderr(contains("blank.txt").and(contains("huge.txt")))
        .stderr(contains("skipped 4"));
    rapporteur()
        .args(["brief", "--strict"])
        .arg(folder.path())
        .assert()
        .code(2);
}

#[test]
fn only_bad_files_is_nothing_found() {
    let folder = folder(&[("empty.txt", b"")]);
    brief(folder.path()).code(1).stderr(contains("empty.txt"));
}

#[test]
fn invalid_utf8_is_read_in_the_encoding_it_is_in() {
    let folder = folder(&[(
        "latin.txt",
        b"PARIS: Le Maire said the caf\xe9 law will pass in May.\n",
    )]);
    rapporteur()
        .arg("annotate")
        .arg(folder.path())
        .assert()
        .code(0)
        .stdout(contains("café law"));
}

#[test]
fn a_broken_line_is_named_and_the_other_lines_are_read() {
    let lines = format!(
        "{}\n{{\"id\": \"broken\", \"text\": \n{}\n[1,2]\n",
        serde_json::json!({"id": "one", "text": GOOD}),
        serde_json::json!({"id": "three", "body": GOOD, "source": "Herald"}),
    );
    let folder = folder(&[("reports.jsonl", lines.as_bytes())]);
    rapporteur()
        .arg("annotate")
        .arg(folder.path())
        .assert()
        .code(0)
        .stdout(contains("\"id\":\"one\"").and(contains("\"id\":\"three\"")))
        .stdout(contains("\"outlet\":\"Herald\""))
        .stderr(contains("reports.jsonl:2:").and(contains("reports.jsonl:4:")));
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_skipped() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[
        ("good.txt", GOOD.as_bytes()),
        ("secret.txt", GOOD.as_bytes()),
    ]);
    let secret = folder.path().join("secret.txt");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&secret).is_ok() {
        return; // This user may read everything; the link below still tests a failed read.
    }
    brief(folder.path())
        .code(0)
        .stderr(contains("secret.txt: not readable"));
}

#[cfg(unix)]
#[test]
fn a_link_to_nowhere_and_a_loop_of_links_end() {
    let folder = folder(&[("good.txt", GOOD.as_bytes())]);
    std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.path().join("gone.txt")).unwrap();
    brief(folder.path()).code(0).stdout(contains("Ruiz"));
}

#[test]
fn standard_input_is_read_as_what_it_is() {
    let page = "<html><head><title>Port reopens</title></head><body><article><p>Ana Ruiz said \
        the port will reopen.</p></article></body></html>";
    for input in [
        GOOD.to_owned(),
        serde_json::json!({"text": GOOD}).to_string(),
        page.to_owned(),
    ] {
        rapporteur()
            .args(["brief", "-"])
            .write_stdin(input)
            .assert()
            .code(0)
            .stdout(contains("Ruiz"));
    }
    rapporteur()
        .args(["brief", "-"])
        .write_stdin("")
        .assert()
        .code(1);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn record(length: usize, words: &str) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n\
         Content-Length: {length}\r\n\r\n{words}\r\n\r\n"
    )
}

#[test]
fn a_decompression_bomb_ends_with_its_reason() {
    let mut bomb = GzEncoder::new(Vec::new(), Compression::default());
    let zeros = vec![0; 1 << 20];
    for _ in 0..1024 {
        bomb.write_all(&zeros).unwrap();
    }
    let folder = folder(&[
        ("bomb.txt.gz", &bomb.finish().unwrap()),
        ("good.txt", GOOD.as_bytes()),
    ]);
    brief(folder.path())
        .code(0)
        .stdout(contains("Ruiz"))
        .stderr(contains(
            "bomb.txt.gz: unpacks to more than 200 times its size",
        ));
}

#[test]
fn a_zip_writes_nothing_wherever_its_names_lead() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../read/tests/formats/news.zip");
    let folder = folder(&[("news.zip", &fs::read(sample).unwrap())]);
    fs::create_dir_all(folder.path().join("in/side")).unwrap();
    rapporteur()
        .current_dir(folder.path().join("in/side"))
        .args(["annotate", "../../news.zip"])
        .assert()
        .code(0)
        .stdout(contains("news.zip#../../barges.txt"));
    let names = fs::read_dir(folder.path()).unwrap();
    assert_eq!(names.count(), 2, "nothing lies beside the zip");
}

#[test]
fn a_crawl_that_lies_about_its_lengths_gives_its_other_records() {
    let crawl = [
        record(1 << 40, "Lies."),
        record(GOOD.len(), GOOD),
        record(2, "More lies."),
    ];
    let folder = folder(&[("crawl.warc", crawl.concat().as_bytes())]);
    brief(folder.path())
        .code(0)
        .stdout(contains("Ruiz"))
        .stderr(contains("crawl.warc#1: a record over 64 MiB"))
        .stderr(contains(
            "crawl.warc#3: the record is not as long as it says",
        ));
}

#[test]
fn a_gzip_that_is_cut_short_gives_what_came() {
    let packed = gzip(GOOD.repeat(40).as_bytes());
    let folder = folder(&[("cut.txt.gz", &packed[..packed.len() - 9])]);
    brief(folder.path())
        .code(0)
        .stdout(contains("Ruiz"))
        .stderr(contains("cut.txt.gz: cut short; what came before was read"));
}

#[test]
fn packed_reports_stream_from_standard_input() {
    let lines = format!("{}\n", serde_json::json!({"id": "one", "text": GOOD})).repeat(2);
    for input in [gzip(lines.as_bytes()), gzip(&gzip(GOOD.as_bytes()))] {
        rapporteur()
            .args(["annotate", "-"])
            .write_stdin(input)
            .assert()
            .code(0)
            .stdout(contains("Ruiz"));
    }
}

#[test]
fn a_bad_map_of_columns_says_what_is_wrong() {
    for (map, reason) in [
        ("body=Text", "none of id, url, outlet"),
        ("text", "not part=column"),
        ("text=", "no column named for text"),
    ] {
        rapporteur()
            .args(["annotate", "--columns", map, "-"])
            .write_stdin(GOOD)
            .assert()
            .code(2)
            .stderr(contains("--columns").and(contains(reason)));
    }
}

#[test]
fn a_mistyped_verb_is_corrected() {
    rapporteur()
        .arg("breif")
        .assert()
        .code(2)
        .stderr(contains("brief"));
}
