//! The pages in a real browser: evidence opens and lights up the very words,
//! nothing is fetched, dark and narrow windows work.
//!
//! Needs `chromedriver` and Chromium. Without them the test says so and
//! passes, except where the environment has `CI`.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod driver;
mod served;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use driver::Browser;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Fewest characters of a screenshot that shows something, in base 64.
const NOT_BLANK: usize = 20_000;

/// Writes the samples' pages to `folder` and gives their record.
fn pages(folder: &Path) -> Value {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/kesarpur-fire");
    let mut command = Command::cargo_bin("rapporteur").expect("built with its tests");
    command
        .args(["brief", "--json", "--html"])
        .arg(folder)
        .arg(samples);
    let output = command.assert().code(0).get_output().stdout.clone();
    serde_json::from_slice(&output).unwrap()
}

/// The browser, or nothing where none is installed and none is demanded.
#[allow(clippy::disallowed_methods)]
fn browser(profile: &Path) -> Option<Browser> {
    let browser = Browser::start(profile);
    if browser.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "chromedriver is not installed"
        );
        eprintln!("not run: chromedriver is not installed");
    }
    browser
}

/// The only story's page.
fn story(folder: &Path) -> PathBuf {
    let files = std::fs::read_dir(folder.join("s")).unwrap();
    let mut pages = files.map(|it| it.unwrap().path());
    pages.find(|it| it.is_file()).unwrap()
}

/// The words of the evidence that `address` opens.
fn evidence(record: &Value, address: &str) -> String {
    let (page, anchor) = address.split_once("#t").unwrap();
    let report = page.rsplit('/').next().unwrap().trim_end_matches(".html");
    let (start, end) = anchor.split_once('-').unwrap();
    let span = json!([start.parse::<u64>().unwrap(), end.parse::<u64>().unwrap()]);
    let items = record["stories"][0]["items"].as_array().unwrap();
    let all = items
        .iter()
        .flat_map(|it| it["evidence"].as_array().unwrap());
    let found = all
        .into_iter()
        .find(|it| it["report"] == report && it["span"] == span);
    found.unwrap()["text"].as_str().unwrap().to_owned()
}

/// The words that stand lit up in a report's page.
fn lit(browser: &Browser) -> String {
    let plain = "rgba(0, 0, 0, 0)";
    let cited = browser.all("article .cited");
    let lit = cited
        .iter()
        .filter(|it| browser.style(it, "background-color") != plain);
    lit.map(|it| browser.text(it)).collect()
}

fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn evidence_opens_its_words_and_the_pages_work_in_the_dark_and_on_a_phone() {
    let folder = TempDir::new().unwrap();
    let profile = TempDir::new().unwrap();
    let record = pages(folder.path());
    let Some(browser) = browser(profile.path()) else {
        return;
    };
    let story = story(folder.path());
    evidence_lights_up(&browser, &story, &record);
    parts_lead_to_reports(&browser, &story, &record);
    nothing_is_fetched(&browser);
    for page in [
        story.clone(),
        part(&story, "lineage"),
        part(&story, "matrix"),
    ] {
        dark_is_dark(&browser, &page);
    }
    for page in [
        story.clone(),
        part(&story, "lineage"),
        part(&story, "matrix"),
    ] {
        narrow_is_narrow(&browser, &page);
    }
}

/// The page of a part of a story.
fn part(story: &Path, name: &str) -> PathBuf {
    story.with_extension("").join(format!("{name}.html"))
}

/// The ways from a story to its lineage and its matrix, and from these into
/// reports.
fn parts_lead_to_reports(browser: &Browser, story: &Path, record: &Value) {
    for (section, name) in [("copied", "lineage"), ("coverage", "matrix")] {
        browser.open(story, "");
        let ways = browser.all(&format!("#{section} a.own"));
        browser.click(ways.last().unwrap());
        let address = browser.address();
        assert!(address.ends_with(&format!("/{name}.html")), "{address}");
        // A mark of the drawing.
        browser.click(&browser.all("svg a.mark rect")[0]);
        let address = browser.address();
        assert!(address.contains("/r/"), "{address}");
        if name == "matrix" {
            let expected = evidence(record, &address);
            assert_eq!(letters(&lit(browser)), letters(&expected), "{address}");
        }
    }
}

fn evidence_lights_up(browser: &Browser, story: &Path, record: &Value) {
    for at in [0, 3, 9] {
        browser.open(story, "");
        let refs = browser.all("a.ref");
        let mut shown = refs.iter().filter(|it| browser.is_displayed(it));
        browser.click(shown.nth(at).unwrap());
        let address = browser.address();
        assert_eq!(browser.all(":target").len(), 1, "{address}");
        let expected = evidence(record, &address);
        assert_eq!(letters(&lit(browser)), letters(&expected), "{address}");
        browser.click(&browser.all("article a.cited")[0]);
        assert_eq!(
            browser.all("li.line:target").len(),
            1,
            "{}",
            browser.address()
        );
    }
}

/// Our pages asked for nothing but files, and nothing was complained of.
fn nothing_is_fetched(browser: &Browser) {
    for entry in browser.log("performance") {
        let message: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
        let parameters = &message["message"]["params"];
        let ours = parameters["documentURL"].as_str();
        let asked = ours.is_some_and(|it| it.starts_with("file:"));
        let url = parameters["request"]["url"].as_str().unwrap_or("file:");
        let inside = url.starts_with("file:") || url.starts_with("data:");
        assert!(!asked || inside, "asked for {url}");
    }
    assert_eq!(browser.log("browser"), Vec::<Value>::new());
}

fn dark_is_dark(browser: &Browser, story: &Path) {
    let plain = json!({"features": [{"name": "prefers-color-scheme", "value": "light"}]});
    browser.command("Emulation.setEmulatedMedia", &plain);
    browser.open(story, "");
    let body = &browser.all("body")[0];
    let light = (
        browser.style(body, "background-color"),
        browser.screenshot(),
    );
    let dark = json!({"features": [{"name": "prefers-color-scheme", "value": "dark"}]});
    browser.command("Emulation.setEmulatedMedia", &dark);
    let dark = (
        browser.style(body, "background-color"),
        browser.screenshot(),
    );
    assert!(
        light.0 != dark.0 && light.1 != dark.1,
        "dark looks as light"
    );
    assert!(
        NOT_BLANK < light.1.len() && NOT_BLANK < dark.1.len(),
        "blank"
    );
}

fn narrow_is_narrow(browser: &Browser, story: &Path) {
    let phone = json!({"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": true});
    browser.command("Emulation.setDeviceMetricsOverride", &phone);
    browser.open(story, "");
    let page = &browser.all("html")[0];
    let width = browser.number(page, "scrollWidth");
    assert!(width <= 390.0, "the page is {width} wide");
    assert!(NOT_BLANK < browser.screenshot().len(), "blank");
}
