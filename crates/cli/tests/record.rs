//! What must hold of every record that is printed, on the samples.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}

fn run(args: &[&str], paths: &[PathBuf]) -> String {
    let mut command = Command::cargo_bin("rapporteur").expect("built with its tests");
    let output = command.args(args).args(paths).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The words of `[start, end)` code points.
fn slice(text: &str, span: &Value) -> String {
    let at = |ix: usize| span[ix].as_u64().expect("a span is two numbers") as usize;
    text.chars().skip(at(0)).take(at(1) - at(0)).collect()
}

#[test]
fn every_span_of_the_brief_gives_the_text_it_claims() {
    let brief: Value = serde_json::from_str(&run(&["brief", "--json"], &[samples()])).unwrap();
    let mut checked = 0;
    for story in brief["stories"].as_array().unwrap() {
        let texts: BTreeMap<&str, &str> = story["reports"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| (it["id"].as_str().unwrap(), it["text"].as_str().unwrap()))
            .collect();
        let origins = story["origins"].as_array().unwrap();
        for item in story["items"].as_array().unwrap() {
            let evidence = item["evidence"].as_array().unwrap();
            assert!(!evidence.is_empty(), "an item cites nothing: {item}");
            for it in evidence {
                let text = texts[it["report"].as_str().unwrap()];
                assert_eq!(slice(text, &it["span"]), it["text"].as_str().unwrap());
                assert!(origins.iter().any(|origin| origin["id"] == it["origin"]));
                checked += 1;
            }
        }
    }
    assert!(100 < checked, "only {checked} spans in the samples");
}

#[test]
fn reports_are_marked_otherwise_where_accuracy_is_asked_for() {
    let sample = samples().join("kesarpur-fire");
    let fast = run(&["annotate"], std::slice::from_ref(&sample));
    let accurate = run(&["annotate", "--accurate"], std::slice::from_ref(&sample));
    assert_eq!(fast.lines().count(), accurate.lines().count());
    assert_ne!(fast, accurate);
    for (fast, accurate) in fast.lines().zip(accurate.lines()) {
        let [fast, accurate]: [Value; 2] =
            [fast, accurate].map(|it| serde_json::from_str(it).unwrap());
        assert_eq!(fast["text"], accurate["text"]);
        assert_eq!(fast["sentences"], accurate["sentences"]);
        assert!(!accurate["statements"].as_array().unwrap().is_empty());
    }
}

#[test]
fn every_span_of_annotate_lies_in_the_text_and_outside_cuts() {
    let mut checked = 0;
    for line in run(&["annotate"], &[samples()]).lines() {
        let report: Value = serde_json::from_str(line).unwrap();
        let text = report["text"].as_str().unwrap();
        let length = text.chars().count() as u64;
        let cuts: Vec<(u64, u64)> = report["cuts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|cut| {
                (
                    cut["span"][0].as_u64().unwrap(),
                    cut["span"][1].as_u64().unwrap(),
                )
            })
            .collect();
        for statement in report["statements"].as_array().unwrap() {
            for span in statement["content"].as_array().unwrap() {
                let (start, end) = (span[0].as_u64().unwrap(), span[1].as_u64().unwrap());
                assert!(start < end && end <= length);
                assert!(!cuts.contains(&(start, end)), "a statement is a cut");
                checked += 1;
            }
        }
    }
    assert!(50 < checked, "only {checked} statements in the samples");
}

#[test]
fn the_order_of_the_files_and_the_number_of_threads_change_nothing() {
    let mut files = Vec::new();
    for entry in walkdir(&samples()) {
        files.push(entry);
    }
    files.sort();
    let forward = run(&["brief", "--json", "--threads", "1"], &files);
    files.reverse();
    assert_eq!(forward, run(&["brief", "--json", "--threads", "2"], &files));
    files.rotate_left(5);
    assert_eq!(forward, run(&["brief", "--json"], &files));
}

/// Every file below `folder`.
fn walkdir(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walkdir(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[test]
fn a_map_leads_from_the_text_to_the_bytes_of_the_page() {
    let page = "<html><head><title>Toll rises</title></head><body><h1>Toll rises</h1><p>The Stell \
        &amp; Lessa toll rises on Friday, the board said in Verra.</p></body></html>";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.html");
    std::fs::write(&file, page).unwrap();
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_rapporteur"))
        .args(["annotate", "--map"])
        .arg(&file)
        .output()
        .unwrap();
    let line: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    let text: Vec<char> = line["text"].as_str().unwrap().chars().collect();
    let runs = line["map"].as_array().unwrap();
    assert!(!runs.is_empty());
    for run in runs {
        let at = |field: usize| usize::try_from(run[field].as_u64().unwrap()).unwrap();
        let told: String = text[at(0)..at(1)].iter().collect();
        let bytes = &page[at(2)..at(3)];
        match run[4].as_str().unwrap() {
            "copied" => assert_eq!(told, bytes),
            "escaped" => assert_eq!((told.as_str(), bytes), ("&", "&amp;")),
            other => panic!("{other}"),
        }
    }
}

/// The reports of the first sample, in order of file.
fn talks() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(samples().join("verra-talks")).unwrap();
    let mut files: Vec<PathBuf> = folder.map(|it| it.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn a_report_more_changes_what_it_should_and_new_since_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (before, all) = (folder.path().join("before.json"), talks());
    // The courier reports for itself.
    let mut four = all.clone();
    four.remove(3);
    std::fs::write(&before, run(&["brief", "--json"], &four)).unwrap();
    let old: Value = serde_json::from_str(&std::fs::read_to_string(&before).unwrap()).unwrap();
    let known: Vec<&Value> = old["stories"][0]["reports"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["id"])
        .collect();
    assert_eq!(known.len(), 4);
    let since = before.to_string_lossy();
    let new: Value =
        serde_json::from_str(&run(&["brief", "--json", "--since", &since], &all)).unwrap();
    let (mut brought, mut kept) = (0, 0);
    for item in new["stories"][0]["items"].as_array().unwrap() {
        let mut evidence = item["evidence"].as_array().unwrap().iter();
        let is_known = |it: &Value| known.contains(&&it["report"]);
        let all_known = evidence.clone().all(is_known);
        let any_known = evidence.any(is_known);
        match item["news"].as_str() {
            Some("new") => assert!(!any_known, "{item}"),
            Some(_) => assert!(any_known && !all_known, "{item}"),
            None => assert!(any_known, "{item}"),
        }
        brought += usize::from(item["news"].is_string());
        kept += usize::from(all_known);
    }
    assert!(0 < brought && 0 < kept, "{brought} {kept}");
    let text = run(&["brief", "--since", &since], &all);
    assert!(text.contains("NEW SINCE"), "{text}");
}

#[test]
fn an_editors_act_stands_in_the_record_and_is_gone_when_it_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("edits.toml");
    let act = "[[exclude]]\nreport = \"d-tarsen-courier.html\"\nwhy = \"withdrawn\"\n\n[[unreliable]]\noutlet = \"The Harbour Post\"\n";
    std::fs::write(&file, act).unwrap();
    let edits = file.to_string_lossy();
    let edited: Value =
        serde_json::from_str(&run(&["brief", "--json", "--edits", &edits], &talks())).unwrap();
    let story = &edited["stories"][0];
    assert_eq!(story["reports"].as_array().unwrap().len(), 4);
    assert_eq!(story["edits"][0]["act"], "unreliable");
    std::fs::write(&file, "").unwrap();
    let undone = run(&["brief", "--json", "--edits", &edits], &talks());
    assert_eq!(undone, run(&["brief", "--json"], &talks()));
}
