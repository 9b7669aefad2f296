//! A `WebDriver` client over plain HTTP: as much of it as the pages' test needs.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// The key under which `WebDriver` names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keeps the browser from asking for anything by itself.
const ARGUMENTS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1200,900",
];

/// A running `chromedriver` with one session.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// Starts Chromium with its state in `profile`; nothing where there is no
    /// `chromedriver`.
    pub(crate) fn start(profile: &Path) -> Option<Self> {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let output = BufReader::new(driver.stdout.take().unwrap());
        let port = output.lines().find_map(|line| {
            let line = line.unwrap();
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        let mut browser = Self {
            driver,
            port: port.expect("chromedriver names its port"),
            session: String::new(),
        };
        let mut arguments: Vec<_> = ARGUMENTS.map(str::to_owned).into();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": arguments},
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }}});
        let begun = browser.ask("POST", "/session", &wanted);
        browser.session = begun["sessionId"].as_str().map(Into::into).unwrap();
        Some(browser)
    }

    /// Opens a file, at an anchor or not.
    pub(crate) fn open(&self, file: &Path, fragment: &str) {
        let url = format!("file://{}{fragment}", file.display());
        self.post("/url", &json!({ "url": url }));
    }

    /// Opens an address.
    pub(crate) fn go(&self, url: &str) {
        self.post("/url", &json!({ "url": url }));
    }

    /// Presses keys, one after the other, on whatever has the focus.
    pub(crate) fn keys(&self, keys: &str) {
        let presses = keys.chars().flat_map(|key| {
            let kinds = ["keyDown", "keyUp"];
            kinds.map(|kind| json!({"type": kind, "value": key.to_string()}))
        });
        let presses: Vec<Value> = presses.collect();
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": presses});
        self.post("/actions", &json!({ "actions": [keyboard] }));
    }

    /// What the body of a function gives in the page.
    pub(crate) fn run(&self, body: &str) -> Value {
        self.post("/execute/sync", &json!({"script": body, "args": []}))
    }

    /// The same of one that hands its value to its last argument.
    pub(crate) fn run_later(&self, body: &str) -> Value {
        self.post("/execute/async", &json!({"script": body, "args": []}))
    }

    /// Puts a script into the page that the page itself would not run.
    pub(crate) fn evaluate(&self, script: &str) {
        self.command("Runtime.evaluate", &json!({ "expression": script }));
    }

    /// Where the first link leads that a CSS selector finds.
    pub(crate) fn href(&self, selector: &str) -> String {
        let found = self.run(&format!("return document.querySelector('{selector}').href"));
        found.as_str().unwrap().to_owned()
    }

    /// The address of the page that is open.
    pub(crate) fn address(&self) -> String {
        self.get("/url").as_str().unwrap().to_owned()
    }

    /// Every element that a CSS selector finds.
    pub(crate) fn all(&self, selector: &str) -> Vec<String> {
        let query = json!({"using": "css selector", "value": selector});
        let found = self.post("/elements", &query);
        let ids = found.as_array().unwrap().iter();
        ids.map(|it| it[ELEMENT].as_str().unwrap().to_owned())
            .collect()
    }

    /// Whether an element is drawn: not within what is folded away.
    pub(crate) fn is_displayed(&self, element: &str) -> bool {
        let shown = self.get(&format!("/element/{element}/displayed"));
        shown.as_bool().unwrap()
    }

    pub(crate) fn click(&self, element: &str) {
        self.post(&format!("/element/{element}/click"), &json!({}));
    }

    /// The words that an element shows.
    pub(crate) fn text(&self, element: &str) -> String {
        let text = self.get(&format!("/element/{element}/text"));
        text.as_str().unwrap().to_owned()
    }

    /// A computed style.
    pub(crate) fn style(&self, element: &str, property: &str) -> String {
        let value = self.get(&format!("/element/{element}/css/{property}"));
        value.as_str().unwrap().to_owned()
    }

    /// A property that is a number.
    pub(crate) fn number(&self, element: &str, property: &str) -> f64 {
        let value = self.get(&format!("/element/{element}/property/{property}"));
        value.as_f64().unwrap()
    }

    /// The window as a PNG in base 64.
    pub(crate) fn screenshot(&self) -> String {
        self.get("/screenshot").as_str().unwrap().to_owned()
    }

    /// A command of the browser's own protocol.
    pub(crate) fn command(&self, name: &str, parameters: &Value) {
        let command = json!({"cmd": name, "params": parameters});
        self.post("/goog/cdp/execute", &command);
    }

    /// Entries of the log `kind` since it was last asked for.
    pub(crate) fn log(&self, kind: &str) -> Vec<Value> {
        let entries = self.post("/se/log", &json!({ "type": kind }));
        entries.as_array().unwrap().clone()
    }

    fn get(&self, path: &str) -> Value {
        self.ask(
            "GET",
            &format!("/session/{}{path}", self.session),
            &Value::Null,
        )
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.ask("POST", &format!("/session/{}{path}", self.session), body)
    }

    /// One request; the answer's value.
    fn ask(&self, method: &str, path: &str, body: &Value) -> Value {
        let (status, answer) = self.request(method, path, body).unwrap();
        let mut answer: Value = serde_json::from_slice(&answer).unwrap();
        assert!(
            status.contains(" 200 "),
            "{method} {path}: {status} {answer}"
        );
        answer["value"].take()
    }

    fn request(&self, method: &str, path: &str, body: &Value) -> io::Result<(String, Vec<u8>)> {
        let body = match body {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        answer(BufReader::new(stream))
    }
}

/// The status line and the body of an answer.
fn answer(mut stream: BufReader<TcpStream>) -> io::Result<(String, Vec<u8>)> {
    let mut line = || {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        io::Result::Ok(line.trim_end().to_ascii_lowercase())
    };
    let status = line()?;
    let mut length = 0;
    loop {
        let header = line()?;
        match header.strip_prefix("content-length:") {
            Some(value) => length = value.trim().parse().map_err(io::Error::other)?,
            None if header.is_empty() => break,
            None => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok((status, body))
}

impl Drop for Browser {
    fn drop(&mut self) {
        let session = format!("/session/{}", self.session);
        let _ = self.request("DELETE", &session, &Value::Null);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
