//! A stream that is killed at any instant goes on where it was.
#![allow(clippy::unwrap_used)]
// How long a whole run takes, to kill it at any part of that.
#![allow(clippy::disallowed_methods)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const REPORTS: usize = 400;

fn gather(folder: &Path) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("rapporteur"));
    command
        .current_dir(folder)
        .args(["gather", "reports.jsonl", "--to", "told.jsonl", "-q"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Short reports on a few harbours, invented.
fn reports() -> String {
    let harbours = ["Verra", "Ansel", "Tarsen", "Kesar", "Penhall"];
    let mut lines = String::new();
    for number in 0..REPORTS {
        let harbour = harbours[number % harbours.len()];
        let crane = 10 + number / 20;
        let text = format!(
            "Port master Ina Brandt said on Friday that crane {crane} at {harbour} will be \
             repaired by June. The {harbour} port lost {crane} days of work in the storm."
        );
        let line = serde_json::json!({
            "id": format!("r{number}"),
            "title": format!("Crane {crane} at {harbour} to be repaired"),
            "published": format!("2024-05-{:02}", 1 + number / 40),
            "text": text,
        });
        let _ = writeln!(lines, "{line}");
    }
    lines
}

fn told(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("told.jsonl")).unwrap_or_default()
}

/// The lines that were written whole.
fn whole(text: &str) -> &str {
    &text[..text.rfind('\n').map_or(0, |at| at + 1)]
}

#[test]
fn a_stream_that_is_killed_and_started_again_tells_what_it_would_have_told() {
    let (one_go, killed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [one_go.path(), killed.path()] {
        std::fs::write(folder.join("reports.jsonl"), reports()).unwrap();
    }
    let began = Instant::now();
    assert!(gather(one_go.path()).status().unwrap().success());
    let length = began.elapsed();
    let expected = told(one_go.path());
    assert_eq!(expected.lines().count(), REPORTS);

    let folder = killed.path();
    let (mut held, mut step, mut grown) = (String::new(), 7_u32, 0);
    for round in 0..12 {
        let mut child = gather(folder).spawn().unwrap();
        if round % 2 == 0 {
            // As soon as more is told.
            while told(folder).len() <= held.len() && child.try_wait().unwrap().is_none() {
                std::thread::sleep(Duration::from_millis(1));
            }
        } else {
            // A fixed, scattered sequence of parts of a whole run.
            step = (step * 137 + 29) % 293;
            std::thread::sleep(length * step / 293);
        }
        let _ = child.kill();
        child.wait().unwrap();
        let now = told(folder);
        assert!(now.starts_with(&held), "what was told is told no longer");
        assert!(expected.starts_with(whole(&now)));
        grown += usize::from(held.len() < whole(&now).len());
        whole(&now).clone_into(&mut held);
    }
    assert!(1 < grown, "no kill came after something was told");
    assert!(gather(folder).status().unwrap().success());
    assert_eq!(told(folder), expected);
    assert!(gather(folder).status().unwrap().success());
    assert_eq!(told(folder), expected, "a run that was whole adds nothing");
}

#[test]
fn a_file_of_other_inputs_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("reports.jsonl"), reports()).unwrap();
    std::fs::write(folder.join("told.jsonl"), "{\"id\":\"other\"}\n").unwrap();
    let output = gather(folder).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8(output.stderr).unwrap();
    assert!(
        error.contains("told.jsonl: line 1 is of other reports"),
        "{error}"
    );
    assert_eq!(told(folder), "{\"id\":\"other\"}\n");
}
