//! The pages that `serve` gives, in a real browser: keys, wordings, search,
//! print, widths, the keyboard alone, and an accessibility engine.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::driver::Browser;

/// Tabs after which every page must have been walked through once.
const TABS: usize = 1_500;

/// The samples in a record file, served.
struct Desk {
    _folder: TempDir,
    child: Child,
    address: String,
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
        let binary = assert_cmd::cargo::cargo_bin("rapporteur");
        let mut build = Command::new(&binary);
        build.current_dir(folder.path()).args(["build", "-q"]);
        assert!(build.arg(samples).status().unwrap().success());
        let mut child = Command::new(&binary)
            .current_dir(folder.path())
            .args(["serve", "--port", "0", "-q", "--edit"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        Self {
            _folder: folder,
            child,
            address: line.trim().to_owned(),
        }
    }

    /// The address without its token.
    fn home(&self) -> &str {
        self.address.split_once('?').unwrap().0
    }

    /// One page of each kind.
    fn pages(&self, browser: &Browser) -> Vec<String> {
        browser.go(self.home());
        let story = browser.href(".stories a");
        browser.go(&story);
        let item = browser.href(".differs ~ div a.own");
        let report = browser.href("a.ref");
        let report = report.split('#').next().unwrap().to_owned();
        let of = |path: &str| format!("{}{path}", self.home());
        vec![
            self.home().to_owned(),
            format!("{story}/lineage"),
            format!("{story}/matrix"),
            format!("{story}/edit"),
            story,
            format!("{item}/edit"),
            item,
            report,
            of("search?q=fire"),
            of("search?q=deaths+in+an+inferno"),
            of("who?name=kulkarni"),
            of("edits"),
            of("method"),
            of("s/none"),
        ]
    }
}

#[test]
fn served_pages_are_for_every_reader() {
    let profile = TempDir::new().unwrap();
    let Some(browser) = super::browser(profile.path()) else {
        return;
    };
    let desk = Desk::new();
    browser.go(&desk.address);
    assert_eq!(
        browser.address(),
        desk.home(),
        "the token is gone from sight"
    );
    let pages = desk.pages(&browser);
    browser.log("browser");
    keys_lead_where_they_say(&browser, desk.home(), &pages[4]);
    wordings_are_compared(&browser, &pages[6]);
    for page in &pages {
        fits_every_window(&browser, page);
        keyboard_walks_through(&browser, page);
    }
    print_has_footnotes(&browser, &pages[4]);
    nothing_but_ours_is_asked_for(&browser, desk.home());
    accessible(&browser, &pages);
}

fn keys_lead_where_they_say(browser: &Browser, home: &str, story: &str) {
    browser.go(story);
    browser.keys("jj");
    let line = "return document.activeElement.closest('.line')?.id ?? ''";
    let second = browser.run(line);
    assert!(!second.as_str().unwrap().is_empty());
    browser.keys("k");
    assert_ne!(browser.run(line), second);
    browser.keys("l");
    assert!(
        browser.address().contains("/lineage"),
        "{}",
        browser.address()
    );
    browser.keys("?");
    assert!(browser.address().ends_with("/method#keys"));
    browser.keys("gs");
    assert_eq!(browser.address(), home);
    browser.keys("/");
    browser.keys("ge");
    assert_eq!(
        browser.address(),
        home,
        "what is typed into a field is no key"
    );
    browser.go(story);
    browser.run("document.querySelector('.switch').click()");
    browser.keys("l");
    assert_eq!(browser.address(), story, "keys are off");
    browser.run("document.querySelector('.switch').click()");
}

fn wordings_are_compared(browser: &Browser, item: &str) {
    browser.go(item);
    assert!(!browser.all("#wordings, details.wordings").is_empty());
    browser.click(&browser.all("#strip svg a.mark .label")[0]);
    assert!(
        browser.address().ends_with("#trace"),
        "{}",
        browser.address()
    );
    browser.click(&browser.all("#trace .words a")[0]);
    assert_eq!(browser.all(":target").len(), 1);
}

fn fits_every_window(browser: &Browser, page: &str) {
    for width in [375, 2560] {
        let window =
            json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500});
        browser.command("Emulation.setDeviceMetricsOverride", &window);
        browser.go(page);
        let wide = browser.run("return document.documentElement.scrollWidth");
        assert!(
            wide.as_i64().unwrap() <= width,
            "{page} is {wide} wide at {width}"
        );
    }
    browser.command("Emulation.clearDeviceMetricsOverride", &json!({}));
}

/// Tab reaches every link, field and drawing, each visibly, and comes back.
fn keyboard_walks_through(browser: &Browser, page: &str) {
    browser.go(page);
    let all = browser.run(
        "const shown = [...document.querySelectorAll('a[href], button, select, summary, [tabindex=\"0\"], \
           input:not([type=hidden])')].filter((it) => it.checkVisibility());
         window.left = new Set(shown);
         // A field for a day has four stops.
         return shown.length + 3 * shown.filter((it) => it.type === 'date').length",
    );
    let steps = all.as_u64().unwrap() as usize + 2;
    assert!(steps < TABS, "{page} has {steps} stops");
    for _ in 0..steps {
        browser.keys("\u{e004}");
        let unseen = browser.run(
            "const at = document.activeElement; window.left.delete(at);
             if (at === document.body) return '';
             return getComputedStyle(at).outlineStyle === 'none' ? at.outerHTML.slice(0, 200) : ''",
        );
        assert_eq!(unseen, "", "{page}: focus is not to be seen");
    }
    let left = browser.run("return [...window.left].map((it) => it.outerHTML.slice(0, 120))");
    assert_eq!(left, json!([]), "{page}: not reached by Tab");
}

fn print_has_footnotes(browser: &Browser, story: &str) {
    browser.go(story);
    browser.command("Emulation.setEmulatedMedia", &json!({"media": "print"}));
    let shown = browser.run(
        "const is = (it) => document.querySelector(it).checkVisibility();
         return [is('.evidence li'), is('.fn'), is('.bar'), is('.foot')]",
    );
    assert_eq!(shown, json!([true, true, false, false]));
    browser.command("Emulation.setEmulatedMedia", &json!({"media": ""}));
}

fn nothing_but_ours_is_asked_for(browser: &Browser, home: &str) {
    for entry in browser.log("performance") {
        let message: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
        let parameters = &message["message"]["params"];
        let ours = parameters["documentURL"].as_str();
        let asked = ours.is_some_and(|it| it.starts_with(home));
        let url = parameters["request"]["url"].as_str().unwrap_or(home);
        let inside = url.starts_with(home) || url.starts_with("data:");
        assert!(!asked || inside, "asked for {url}");
    }
    let complaints: Vec<Value> = browser.log("browser");
    // The page that is not there is asked for on purpose.
    let others = complaints.iter().filter(|it| {
        let message = it["message"].as_str().unwrap_or_default();
        !message.contains("/s/none") || !message.contains("404")
    });
    assert_eq!(others.collect::<Vec<_>>(), Vec::<&Value>::new());
}

/// The accessibility engine axe-core, as `.ci/run` puts it there.
#[allow(clippy::disallowed_methods, clippy::print_stderr)]
fn accessible(browser: &Browser, pages: &[String]) {
    let engine = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/axe/axe.min.js");
    let Ok(engine) = std::fs::read_to_string::<PathBuf>(engine) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "target/axe/axe.min.js is not there"
        );
        eprintln!("not run: axe-core is not there; `.ci/run` fetches it");
        return;
    };
    for scheme in ["light", "dark"] {
        let scheme = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        browser.command("Emulation.setEmulatedMedia", &scheme);
        for page in pages {
            browser.go(page);
            browser.evaluate(&engine);
            let found = browser.run_later(
                "const done = arguments[0];
                 axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})
                   .then((it) => done(it.violations.map((it) =>
                     [it.id, it.help, it.nodes.length, it.nodes.slice(0, 3).map((it) => it.html.slice(0, 200))])))
                   .catch((it) => done(String(it)))",
            );
            assert_eq!(found, json!([]), "{page}: {found:#}");
        }
    }
}
