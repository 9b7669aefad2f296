//! The record file through the command line, on the samples.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::cargo_bin("rapporteur").expect("built with its tests");
        command
            .current_dir(self.folder.path())
            .args(args)
            .output()
            .unwrap()
    }

    fn text(&self, args: &[&str]) -> String {
        let output = self.run(args);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn json(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.text(&[args, &["--json"]].concat())).unwrap()
    }

    fn build(&self, path: &Path) -> Value {
        let lines = self.text(&["build", path.to_str().unwrap(), "--json"]);
        serde_json::from_str(lines.lines().last().unwrap()).unwrap()
    }

    fn stories(&self) -> Vec<String> {
        let list = self.json(&["stories", "-n", "0"]);
        let ids = list["stories"].as_array().unwrap().iter();
        ids.map(|it| it["id"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[test]
fn what_a_file_shows_is_what_brief_shows() {
    let desk = Desk::new();
    desk.build(&samples());
    let path = samples();
    let brief = desk.json(&["brief", path.to_str().unwrap()]);
    let stories = brief["stories"].as_array().unwrap();
    assert_eq!(desk.stories().len(), stories.len());
    for story in stories {
        assert_eq!(&desk.json(&["show", story["id"].as_str().unwrap()]), story);
    }
}

#[test]
fn reports_seen_again_change_nothing() {
    let desk = Desk::new();
    let first = desk.build(&samples());
    assert!(20 < first["added"].as_u64().unwrap());
    let before: Vec<_> = desk
        .stories()
        .iter()
        .map(|it| desk.json(&["show", it]))
        .collect();
    let again = desk.build(&samples());
    assert_eq!((&again["added"], &again["drawn"]), (&0.into(), &0.into()));
    // The same reports under another name are known by their words.
    let copy = desk.folder.path().join("copy");
    copy_folder(&samples(), &copy);
    let copied = desk.build(&copy);
    assert_eq!(
        (&copied["added"], &copied["seen"]),
        (&0.into(), &first["added"])
    );
    let after: Vec<_> = desk
        .stories()
        .iter()
        .map(|it| desk.json(&["show", it]))
        .collect();
    assert_eq!(before, after);
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn stories_come_together_when_their_reports_come_one_by_one() {
    let whole = Desk::new();
    whole.build(&samples());
    let desk = Desk::new();
    let mut files: Vec<PathBuf> = walk(&samples());
    files.sort();
    for file in &files {
        desk.run(&["build", file.to_str().unwrap(), "--quiet"]);
    }
    let groups = |desk: &Desk| {
        let mut groups: Vec<Vec<String>> = desk
            .stories()
            .iter()
            .map(|id| {
                let story = desk.json(&["show", id]);
                let ids = story["reports"].as_array().unwrap().iter();
                let mut ids: Vec<_> = ids
                    .map(|it| it["id"].as_str().unwrap().to_owned())
                    .collect();
                ids.sort();
                ids
            })
            .collect();
        groups.sort();
        groups
    };
    assert_eq!(groups(&desk), groups(&whole));
    assert!(desk.run(&["check"]).status.success());
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[test]
fn ids_stay_when_a_story_grows() {
    let desk = Desk::new();
    let talks = samples().join("verra-talks");
    let mut files = walk(&talks);
    files.sort();
    let (last, first) = files.split_last().unwrap();
    for file in first {
        desk.run(&["build", file.to_str().unwrap(), "-q"]);
    }
    let before = desk.stories();
    let items: Vec<String> = before.iter().flat_map(|it| items_of(&desk, it)).collect();
    desk.build(last);
    let after = desk.stories();
    assert_eq!(before.first(), after.first());
    for id in items {
        let output = desk.run(&["explain", &id]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() || told.contains("no report tells it any more"),
            "{told}"
        );
    }
}

fn items_of(desk: &Desk, story: &str) -> Vec<String> {
    let story = desk.json(&["show", story]);
    let ids = story["items"].as_array().unwrap().iter();
    ids.map(|it| it["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn another_text_in_the_place_of_a_report_is_a_version_of_it() {
    let desk = Desk::new();
    let file = desk.folder.path().join("port.txt");
    let text = "LIMA, May 3 (AP) - Minister Ana Ruiz said on Friday that the port will reopen on \
        Monday after two weeks of repairs. Crews replaced 40 cranes.";
    fs::write(&file, text).unwrap();
    desk.build(&file);
    let id = desk.stories();
    fs::write(&file, text.replace("40 cranes", "42 cranes")).unwrap();
    let again = desk.build(&file);
    assert_eq!((&again["added"], &again["revised"]), (&0.into(), &1.into()));
    assert_eq!(desk.stories(), id);
    let shown = desk.json(&["show", &id[0]]).to_string();
    assert!(
        shown.contains("42 cranes") && !shown.contains("40 cranes"),
        "{shown}"
    );
    fs::write(
        &file,
        "Nothing in this text has to do with what stood here before, at all.",
    )
    .unwrap();
    assert_eq!(desk.build(&file)["added"], 1);
    assert!(desk.run(&["check"]).status.success());
}

#[test]
fn items_are_found_by_words_phrases_and_filters() {
    let desk = Desk::new();
    desk.build(&samples());
    let all = desk.json(&["search", "hospital"]);
    let (items, sentences) = (&all["items_in_all"], &all["sentences_in_all"]);
    assert!(0 < items.as_u64().unwrap() && 0 < sentences.as_u64().unwrap());
    let stretches = all["items"][0]["words"].as_array().unwrap();
    let is_hit = |it: &&Value| it["hit"] == true;
    let hit = stretches.iter().find(is_hit).expect("something matched");
    assert!(
        hit["text"]
            .as_str()
            .unwrap()
            .to_lowercase()
            .starts_with("hospital")
    );
    let narrow = desk.json(&["search", "hospital", "--kind", "statement"]);
    assert!(narrow["items_in_all"].as_u64() <= items.as_u64());
    assert!(
        narrow["items"]
            .as_array()
            .unwrap()
            .iter()
            .all(|it| it["kind"] == "statement")
    );
    assert_eq!(narrow["query"], "statements with “hospital”");
    let none = desk.run(&["search", "hospital", "--since", "2999-01-01"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&none.stdout).contains("Without --since"));
}

#[test]
fn what_is_near_in_meaning_is_found_and_told_as_such() {
    let desk = Desk::new();
    desk.build(&samples());
    let told = desk.json(&["search", "deaths in the inferno"]);
    assert_eq!(told["items_in_all"], 0);
    let first = &told["near"]["items"][0];
    let words = first["words"].as_array().unwrap().iter();
    let words: String = words.map(|it| it["text"].as_str().unwrap()).collect();
    assert!(words.contains("Cloth Market"), "{words}");
    let text = desk.text(&["search", "deaths in the inferno"]);
    assert!(
        text.contains("NEAR IN MEANING (for “deaths” also “"),
        "{text}"
    );
    let as_it_stands = desk.run(&["search", "\"deaths in the inferno\""]);
    assert_eq!(as_it_stands.status.code(), Some(1));
}

#[test]
fn whoever_is_named_is_found_with_his_part() {
    let desk = Desk::new();
    desk.build(&samples());
    let who = desk.json(&["who", "NEERAJ KULKARNI"]);
    let entities = who["entities"].as_array().unwrap().iter();
    let mut parts = entities.flat_map(|it| it["items"].as_array().unwrap());
    assert!(parts.any(|it| it["role"] == "speaker"), "{who}");
    assert_eq!(desk.run(&["who", "Nobody Atall"]).status.code(), Some(1));
}

#[test]
fn every_export_is_made_of_the_file() {
    let desk = Desk::new();
    desk.build(&samples());
    let csv = desk.text(&["export", "--all", "--to", "csv"]);
    assert!(100 < csv.lines().count());
    let lines = desk.text(&["export", "--all", "--to", "jsonl"]);
    assert_eq!(lines.lines().count(), desk.stories().len());
    assert!(
        desk.text(&["export", "--all", "--to", "md"])
            .starts_with("# ")
    );
    desk.text(&["export", "--all", "--to", "html", "--out", "pages"]);
    assert!(desk.folder.path().join("pages/index.html").exists());
}

#[test]
fn a_file_is_exported_to_the_formats_of_other_tools() {
    let desk = Desk::new();
    desk.build(&samples());
    let export = |format: &str| desk.text(&["export", "--all", "--to", format]);
    let json = |format: &str| -> Value { serde_json::from_str(&export(format)).unwrap() };
    let rows = export("csv").matches("\r\n").count() - 1;
    assert_eq!(json("annotations")["total"], rows);
    let reports = desk.json(&["files", "-n", "0"])["in_all"].as_u64().unwrap() as usize;
    assert_eq!(json("csl").as_array().unwrap().len(), reports);
    assert_eq!(export("ris").matches("TY  - NEWS\r\n").count(), reports);
    let prov = export("prov");
    for relation in ["wasQuotedFrom", "wasDerivedFrom", "wasRevisionOf"] {
        let told = format!("\"{relation}\": [");
        assert!(prov.contains(&told), "{relation}");
    }
    assert!(!json("quotations")["@graph"].as_array().unwrap().is_empty());
    let events = export("plover");
    for line in events.lines() {
        let event: Value = serde_json::from_str(line).unwrap();
        assert!(event["event"].is_string() && !event["sources"].as_array().unwrap().is_empty());
    }
    assert!(3 < events.lines().count());
    assert_eq!(export("prov"), prov, "the same bytes again");
}

#[cfg(feature = "parquet")]
#[test]
fn tables_are_written_and_read_again() {
    let desk = Desk::new();
    desk.build(&samples());
    desk.text(&["export", "--all", "--to", "parquet", "--out", "tables"]);
    let tables = desk.folder.path().join("tables");
    // The table of reports is a table of reports.
    let path = tables.join("reports.parquet");
    let lines = desk.text(&["annotate", path.to_str().unwrap()]);
    let reports = desk.json(&["files", "-n", "0"])["in_all"].as_u64().unwrap() as usize;
    assert_eq!(lines.lines().count(), reports);
    for name in ["stories", "items", "evidence", "copies"] {
        assert!(tables.join(format!("{name}.parquet")).exists(), "{name}");
    }
}

#[test]
fn what_cannot_be_used_is_named_and_left_as_it_is() {
    let desk = Desk::new();
    let fails = |args: &[&str], words: &str| {
        let output = desk.run(args);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(error.contains(words), "{error}");
    };
    fails(&["stories"], "no such record file");
    let other = desk.folder.path().join("other.db");
    fs::write(
        &other,
        "this is a text and no record file, in more than a hundred bytes; ".repeat(20),
    )
    .unwrap();
    let before = fs::read(&other).unwrap();
    fails(&["stories", "--db", "other.db"], "not a record file");
    let path = samples();
    fails(
        &["build", path.to_str().unwrap(), "--db", "other.db"],
        "not a record file",
    );
    assert_eq!(fs::read(&other).unwrap(), before);
    desk.build(&samples());
    assert_eq!(desk.run(&["show", "zzz"]).status.code(), Some(1));
}

#[test]
fn what_could_not_be_read_is_listed_with_its_reason() {
    let desk = Desk::new();
    fs::write(desk.folder.path().join("empty.txt"), "").unwrap();
    fs::write(
        desk.folder.path().join("port.txt"),
        "The port of Lima reopened on Friday.",
    )
    .unwrap();
    desk.run(&["build", "."]);
    let skipped = desk.json(&["files", "--skipped"]);
    let first = &skipped["skipped"][0];
    assert!(
        first["file"].as_str().unwrap().ends_with("empty.txt"),
        "{skipped}"
    );
    assert_eq!(desk.json(&["files"])["in_all"], 1);
}

/// The items of a kind of the story with the most reports.
fn items(desk: &Desk, kind: &str) -> Vec<Value> {
    let story = desk.json(&["show", &desk.stories()[0]]);
    let items = story["items"].as_array().unwrap().iter();
    items.filter(|it| it["kind"] == kind).cloned().collect()
}

#[test]
fn items_are_made_one_and_taken_apart_and_stay_so_until_that_is_undone() {
    let desk = Desk::new();
    desk.build(&samples());
    let before = items(&desk, "statement");
    let id = |it: &Value| it["id"].as_str().unwrap().to_owned();
    let (one, two) = (id(&before[0]), id(&before[1]));
    desk.text(&["edit", "merge-items", &one, &two, "--why", "one remark"]);
    let merged = items(&desk, "statement");
    assert_eq!(merged.len(), before.len() - 1);
    let edits = desk.json(&["edits"]);
    assert_eq!(edits["edits"][0]["why"], "one remark");
    // The id of the other leads on.
    desk.text(&["explain", &two]);
    // What is drawn up again keeps it.
    let more = desk.folder.path().join("more.txt");
    let story = samples().join("kesarpur-fire/a-deccan-sentinel.txt");
    let text = fs::read_to_string(story).unwrap();
    fs::write(&more, text.replace("Tuesday", "Tuesday morning")).unwrap();
    desk.build(&more);
    let kept = desk.json(&["show", &desk.stories()[0]]);
    assert_eq!(kept["edits"][0]["act"], "merge-items", "{}", kept["edits"]);
    fs::remove_file(&more).unwrap();
    desk.text(&["edit", "undo", "1"]);
    let told = desk.json(&["show", &desk.stories()[0]]);
    assert!(told["edits"].as_array().unwrap().is_empty());
    assert!(desk.run(&["check"]).status.success());
}

#[test]
fn an_item_is_taken_apart_by_reports() {
    let desk = Desk::new();
    desk.build(&samples());
    let before = items(&desk, "statement");
    let reports = |it: &Value| {
        let all = it["evidence"].as_array().unwrap().iter();
        let all: std::collections::BTreeSet<String> = all
            .map(|it| it["report"].as_str().unwrap().to_owned())
            .collect();
        all
    };
    let item = before
        .iter()
        .find(|it| 1 < reports(it).len())
        .expect("one that two have");
    let report = reports(item).into_iter().next().unwrap();
    let id = item["id"].as_str().unwrap();
    desk.text(&["edit", "split-item", id, &report]);
    assert_eq!(items(&desk, "statement").len(), before.len() + 1);
    assert!(desk.run(&["check"]).status.success());
}

#[test]
fn stories_are_made_one_and_taken_apart_and_outlets_discounted() {
    let desk = Desk::new();
    desk.build(&samples());
    let stories = desk.stories();
    desk.text(&["edit", "merge-stories", &stories[0], &stories[1]]);
    assert_eq!(desk.stories().len(), stories.len() - 1);
    desk.text(&["edit", "undo", "1"]);
    assert_eq!(desk.stories().len(), stories.len());
    let report = desk.json(&["show", &stories[0]])["reports"][0]["id"].clone();
    desk.text(&["edit", "split-story", report.as_str().unwrap()]);
    assert_eq!(desk.stories().len(), stories.len() + 1);
    let outlet = "The Straits Daily";
    desk.text(&["edit", "unreliable", outlet, "--why", "no byline"]);
    let files = desk.json(&["files", "-n", "0"]);
    let of_outlet = |it: &&Value| it["outlet"] == outlet;
    let report = files["reports"]
        .as_array()
        .unwrap()
        .iter()
        .find(of_outlet)
        .unwrap();
    let story = desk.json(&["show", report["story"].as_str().unwrap()]);
    let kinds: Vec<_> = story["edits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| &it["act"])
        .collect();
    assert!(kinds.iter().any(|it| **it == "unreliable"), "{kinds:?}");
    assert!(desk.run(&["check"]).status.success());
    let refused = desk.run(&["edit", "exclude", "nobody"]);
    assert_eq!(refused.status.code(), Some(2));
}
