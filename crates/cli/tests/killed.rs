//! A build that is killed at any instant keeps what it said it kept.
#![allow(clippy::unwrap_used)]
// How long a whole build takes, to kill it at any part of that.
#![allow(clippy::disallowed_methods)]

use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Reports in the input, and in each batch.
const REPORTS: usize = 48;
const BATCH: usize = 4;

fn binary() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin("rapporteur"))
}

/// Short reports on a few harbours, invented.
fn reports() -> String {
    let harbours = ["Verra", "Ansel", "Tarsen", "Kesar", "Penhall"];
    let mut lines = String::new();
    for number in 0..REPORTS {
        let harbour = harbours[number % harbours.len()];
        let crane = 10 + number / harbours.len();
        let text = format!(
            "Port master Ina Brandt said on Friday that crane {crane} at {harbour} will be \
             repaired by June. The {harbour} port lost {crane} days of work in the storm."
        );
        let line = serde_json::json!({
            "id": format!("r{number}"),
            "outlet": format!("{harbour} Herald"),
            "title": format!("Crane {crane} at {harbour} to be repaired"),
            "published": format!("2024-05-{:02}", 1 + number / 8),
            "text": text,
        });
        let _ = writeln!(lines, "{line}");
    }
    lines
}

/// Builds, and kills it after `wait`; how many reports it said it kept.
fn killed(folder: &Path, wait: Duration) -> usize {
    let batch = BATCH.to_string();
    let mut child = binary()
        .current_dir(folder)
        .args(["build", "reports.jsonl", "--batch", &batch, "--json", "-q"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(wait);
    child.kill().unwrap();
    let mut said = String::new();
    child
        .stdout
        .take()
        .unwrap()
        .read_to_string(&mut said)
        .unwrap();
    child.wait().unwrap();
    let last = said
        .lines()
        .rev()
        .find_map(|it| serde_json::from_str::<Value>(it).ok());
    last.map_or(0, |it| it["added"].as_u64().unwrap() as usize)
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let output = binary()
        .current_dir(folder)
        .args(args)
        .arg("--json")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Every story in full, in order.
fn stories(folder: &Path) -> Vec<Value> {
    let list = json(folder, &["stories", "-n", "0"]);
    let ids = list["stories"].as_array().unwrap().iter();
    ids.map(|it| json(folder, &["show", it["id"].as_str().unwrap()]))
        .collect()
}

/// Kills a build `times` times. After each, the file holds what was said to be
/// kept, and at most the one batch whose saying was cut off.
fn keeps_what_it_said(times: usize) {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("reports.jsonl"), reports()).unwrap();
    let began = Instant::now();
    whole();
    let length = began.elapsed();
    let mut held = 0;
    let mut step = 7_u32;
    let mut grown = 0;
    for _ in 0..times {
        // A fixed, scattered sequence of parts of a whole build.
        step = (step * 137 + 29) % 293;
        let said = killed(folder, length * step / 293);
        if !folder.join("news.db").exists() {
            continue;
        }
        let output = binary()
            .current_dir(folder)
            .args(["files", "--json"])
            .output()
            .unwrap();
        // Killed before the file was more than a name.
        let now = serde_json::from_slice::<Value>(&output.stdout)
            .map_or(0, |it| it["in_all"].as_u64().unwrap() as usize);
        assert!(held + said <= now, "{held} held, {said} said, {now} there");
        assert!(
            now <= held + said + BATCH,
            "{held} held, {said} said, {now} there"
        );
        assert!(
            now.is_multiple_of(BATCH) || now == REPORTS,
            "half a batch: {now}"
        );
        grown += usize::from(held < now);
        held = now;
        if held == REPORTS {
            assert_eq!(json(folder, &["check"])["faults"], serde_json::json!([]));
            compare(folder);
            for ending in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(folder.join(format!("news.db{ending}")));
            }
            held = 0;
        }
    }
    assert!(0 < grown, "no kill came while something was kept");
    let end = json_lines(folder);
    assert_eq!(end["added"].as_u64().unwrap() as usize + held, REPORTS);
    compare(folder);
}

/// A build to its end: its summary.
fn json_lines(folder: &Path) -> Value {
    let batch = BATCH.to_string();
    let args = ["build", "reports.jsonl", "--batch", &batch, "--json", "-q"];
    let output = binary().current_dir(folder).args(args).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(text.lines().last().unwrap()).unwrap()
}

/// A folder with a file that was built without being killed.
fn whole() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("reports.jsonl"), reports()).unwrap();
    json_lines(folder.path());
    folder
}

/// The file tells the same as one that was not killed.
fn compare(folder: &Path) {
    assert_eq!(stories(folder), stories(whole().path()));
}

#[test]
fn twenty_kills_lose_nothing_and_leave_no_half() {
    keeps_what_it_said(20);
}

#[test]
#[ignore = "takes minutes"]
fn a_thousand_kills_lose_nothing_and_leave_no_half() {
    keeps_what_it_said(1_000);
}
