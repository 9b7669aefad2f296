//! The pages of `serve`, asked for over HTTP, of reports that mean harm.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

struct Served {
    child: Child,
    address: String,
    /// What `--edit` printed.
    token: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn binary() -> Command {
    Command::new(assert_cmd::cargo::cargo_bin("rapporteur"))
}

/// Builds a file of one report and serves it.
fn serve(folder: &Path, report: &Value) -> Served {
    serve_all(folder, &[report], &[])
}

/// Builds a file of reports and serves it with these options.
fn serve_all(folder: &Path, reports: &[&Value], options: &[&str]) -> Served {
    let lines: Vec<String> = reports.iter().map(ToString::to_string).collect();
    std::fs::write(folder.join("reports.jsonl"), lines.join("\n")).unwrap();
    let built = binary()
        .current_dir(folder)
        .args(["build", "reports.jsonl", "-q"])
        .status()
        .unwrap();
    assert!(built.success());
    let mut child = binary()
        .current_dir(folder)
        .args(["serve", "--port", "0", "-q"])
        .args(options)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let address = line.trim().trim_start_matches("http://");
    let (address, token) = address.split_once("/?token=").unwrap_or((address, ""));
    Served {
        child,
        address: address.trim_end_matches('/').to_owned(),
        token: token.to_owned(),
    }
}

impl Served {
    /// What is answered to a request of these first lines.
    fn send(&self, head: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes())
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn get(&self, path: &str) -> String {
        self.send(&format!("GET {path} HTTP/1.1\r\nHost: {}", self.address))
    }

    fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
    }
}

/// A page in small letters, less the one script that is ours.
fn without_ours(page: &str) -> String {
    let mut page = page.to_lowercase();
    for up in ["", "../", "../../", "../../../", "../../../../"] {
        page = page.replace(&format!("<script src=\"{up}keys.js\" defer></script>"), "");
    }
    page
}

fn hostile() -> Value {
    serde_json::json!({
        "id": "<img src=x onerror=alert(1)>",
        "url": "javascript:alert(2)",
        "outlet": "</title><script>alert(3)</script>",
        "title": format!("<script>alert(4)</script>\u{202e}gnp.exe {}", "long ".repeat(20_000)),
        "published": "2024-05-03",
        "text": "Minister Ana Ruiz said on Friday that \"<script>alert(5)</script> the port\u{200b} will \
            reopen\" on Monday. Crews replaced 40 cranes at the port of Lima on Thursday.",
    })
}

#[test]
fn a_report_that_means_harm_is_only_words() {
    let folder = tempfile::tempdir().unwrap();
    let served = serve(folder.path(), &hostile());
    let list = served.json("/index.json");
    let story = list["stories"][0]["id"].as_str().unwrap().to_owned();
    let record = served.json(&format!("/s/{story}.json"));
    let mut paths = vec![
        "/".to_owned(),
        format!("/s/{story}"),
        "/search?q=port".into(),
        "/search?q=%3Cscript%3Ealert(6)%3C/script%3E".into(),
        "/who?name=%22%3E%3Cscript%3E".into(),
        "/method".into(),
        "/%3Cscript%3E".into(),
    ];
    let items = record["items"].as_array().unwrap().iter();
    paths.extend(items.map(|it| format!("/s/{story}/f/{}", it["id"].as_str().unwrap())));
    let home = served.get(&format!("/s/{story}"));
    let report = home
        .split("href=\"../r/")
        .nth(1)
        .unwrap()
        .split(['"', '#'])
        .next()
        .unwrap();
    paths.push(format!("/r/{report}"));
    for path in paths {
        let page = without_ours(&served.get(&path));
        assert!(
            page.contains("content-security-policy: default-src 'none'"),
            "{path}"
        );
        for harm in ["<script", "<img", "href=\"javascript", "\u{202e}"] {
            assert!(!page.contains(harm), "{path} has {harm}");
        }
    }
}

/// Every page and twin of the only story and its only report.
fn all_paths(served: &Served) -> Vec<String> {
    let list = served.json("/index.json");
    let story = list["stories"][0]["id"].as_str().unwrap().to_owned();
    let record = served.json(&format!("/s/{story}.json"));
    let item = record["items"][0]["id"].as_str().unwrap();
    let pages = [
        "/index".to_owned(),
        format!("/s/{story}"),
        format!("/s/{story}/lineage"),
        format!("/s/{story}/matrix"),
        format!("/s/{story}/f/{item}"),
        "/r/big".into(),
        "/r/big/versions".into(),
        "/edits".into(),
        "/search".into(),
        "/who".into(),
        "/method".into(),
    ];
    let mut paths: Vec<_> = pages.iter().map(|it| format!("{it}.html")).collect();
    for twin in ["json", "csv", "md"] {
        paths.extend(pages.iter().map(|it| format!("{it}.{twin}")));
    }
    paths.extend(["/search?q=port", "/who?name=ruiz"].map(str::to_owned));
    paths
}

#[test]
fn a_headline_of_ten_mebibytes_is_bounded_in_every_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut report = hostile();
    let harm = "<script>alert(7)</script><img src=x onerror=alert(8)>\u{202e}\u{200b} ";
    report["id"] = "big".into();
    for field in ["title", "outlet"] {
        report[field] = harm.repeat((10 << 20) / harm.len()).into();
    }
    let served = serve(folder.path(), &report);
    for path in all_paths(&served) {
        let answer = served.get(&path);
        assert!(answer.starts_with("HTTP/1.1 200 "), "{path}");
        let is_page = answer.contains("Content-Type: text/html");
        let is_markdown = answer.contains("Content-Type: text/markdown");
        // The data keep all words; what people read is cut short.
        if is_page || is_markdown {
            assert!(answer.len() < 200_000, "{path}: {}", answer.len());
        }
        if is_page {
            let page = without_ours(&answer);
            for harm in [
                "<script",
                "<img",
                "href=\"javascript",
                "\u{202e}",
                "\u{200b}",
            ] {
                assert!(!page.contains(harm), "{path} has {harm}");
            }
        }
    }
    let mut export = binary();
    export.current_dir(folder.path());
    export.args(["export", "--all", "--to", "html", "--out", "pages"]);
    assert!(export.status().unwrap().success());
    let mut files = 0;
    for folder in ["", "s", "r"] {
        let entries =
            std::fs::read_dir(export.get_current_dir().unwrap().join("pages").join(folder));
        for entry in entries.unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_file() {
                let page = std::fs::read_to_string(entry.path())
                    .unwrap()
                    .to_lowercase();
                assert!(page.len() < 200_000, "{:?}: {}", entry.path(), page.len());
                assert!(!page.contains("<script") && !page.contains("<img"));
                files += 1;
            }
        }
    }
    assert_eq!(files, 3, "list, story, report");
}

#[test]
fn a_page_that_was_kept_is_made_anew_when_its_story_changes() {
    let folder = tempfile::tempdir().unwrap();
    let report = |id: &str, cranes: u32| {
        let text = format!(
            "Minister Ana Ruiz said on Friday that the port of Lima will reopen on Monday. Crews \
             replaced {cranes} cranes at the port of Lima on Thursday."
        );
        serde_json::json!({ "id": id, "published": "2024-05-03", "outlet": id, "text": text })
    };
    let served = serve(folder.path(), &report("herald", 40));
    let list = served.json("/index.json");
    let path = format!("/s/{}", list["stories"][0]["id"].as_str().unwrap());
    let first = served.get(&path);
    assert!(
        first.contains("1 report ") && !first.contains("bugle"),
        "{first}"
    );
    assert_eq!(served.get(&path), first);
    std::fs::write(
        folder.path().join("more.jsonl"),
        report("bugle", 41).to_string(),
    )
    .unwrap();
    let build = ["build", "more.jsonl", "-q"];
    assert!(
        binary()
            .current_dir(folder.path())
            .args(build)
            .status()
            .unwrap()
            .success()
    );
    let second = served.get(&path);
    assert!(
        second.contains("2 reports") && second.contains("bugle"),
        "{second}"
    );
}

#[test]
fn every_page_has_its_twins() {
    let folder = tempfile::tempdir().unwrap();
    let mut report = hostile();
    report["id"] = "big".into();
    let served = serve(folder.path(), &report);
    for path in all_paths(&served) {
        let answer = served.get(&path);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 "), "{path}: {head}");
        let kind = match path.rsplit_once('.') {
            Some((_, "json")) => "application/json",
            Some((_, "csv")) => "text/csv",
            Some((_, "md")) => "text/markdown",
            _ => "text/html",
        };
        assert!(head.contains(&format!("Content-Type: {kind}")), "{path}");
        match kind {
            "application/json" => drop(serde_json::from_str::<Value>(body).unwrap()),
            "text/csv" => assert!(body.lines().next().unwrap().contains(','), "{path}"),
            "text/markdown" => assert!(body.starts_with("# "), "{path}: {body:.40}"),
            _ => {
                // What a page calls its twins is there.
                for twin in body
                    .split("This page as")
                    .skip(1)
                    .flat_map(|it| it.split("href=\""))
                    .skip(1)
                {
                    let twin = twin.split('"').next().unwrap().replace("&amp;", "&");
                    if [".json", ".csv", ".md"].iter().any(|it| twin.contains(it)) {
                        let folder = path.rsplit_once('/').unwrap().0;
                        let answer = served.get(&format!("{folder}/{twin}"));
                        assert!(answer.starts_with("HTTP/1.1 200 "), "{path}: {twin}");
                    }
                }
            }
        }
    }
    assert!(served.get("/s/none/lineage").starts_with("HTTP/1.1 404 "));
    assert!(served.get("/s/none/other").starts_with("HTTP/1.1 404 "));
}

#[test]
fn only_this_machine_is_answered_and_nothing_is_changed() {
    let folder = tempfile::tempdir().unwrap();
    let served = serve(folder.path(), &hostile());
    let status = |head: &str| served.send(head)[9..12].to_owned();
    assert_eq!(status("GET / HTTP/1.1\r\nHost: localhost"), "200");
    assert_eq!(status("GET / HTTP/1.1\r\nHost: example.org"), "403");
    assert_eq!(status("GET / HTTP/1.1"), "403");
    assert_eq!(status("POST / HTTP/1.1\r\nHost: localhost"), "405");
    assert_eq!(status("GET /s/none HTTP/1.1\r\nHost: localhost"), "404");
    assert_eq!(status("nonsense"), "400");
    let head = served.send("HEAD / HTTP/1.1\r\nHost: localhost");
    assert!(head.ends_with("\r\n\r\n"), "a head has no body");
}

impl Served {
    /// What is answered to a form, sent from `origin` with this cookie.
    fn post(&self, origin: &str, cookie: &str, form: &str) -> String {
        let head = format!(
            "POST /edit HTTP/1.1\r\nHost: {}\r\nOrigin: {origin}\r\nCookie: other=1; rapporteur-edit={cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close",
            self.address,
            form.len()
        );
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream
            .write_all(format!("{head}\r\n\r\n{form}").as_bytes())
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// A page as one sees it who has the token.
    fn get_as_editor(&self, path: &str) -> String {
        self.send(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: rapporteur-edit={}",
            self.address, self.token
        ))
    }

    fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}

fn report(id: &str, text: &str) -> Value {
    serde_json::json!({ "id": id, "published": "2024-05-03", "outlet": id, "title": "Port of Lima", "text": text })
}

/// Two reports of one story, served to be edited.
fn edited(folder: &Path) -> Served {
    let one = report(
        "herald",
        "Minister Ana Ruiz said on Friday that the port of Lima will reopen on Monday. Crews replaced \
         40 cranes at the port of Lima on Thursday.",
    );
    let two = report(
        "bugle",
        "The port of Lima will reopen on Monday, Minister Ana Ruiz said on Friday. A strike had shut \
         the port of Lima for nine days.",
    );
    serve_all(folder, &[&one, &two], &["--edit"])
}

#[test]
fn an_editor_leaves_a_report_out_and_takes_it_in_again() {
    let folder = tempfile::tempdir().unwrap();
    let served = edited(folder.path());
    let list = served.json("/index.json");
    assert_eq!(list["in_all"], 1, "{list}");
    let story = list["stories"][0]["id"].as_str().unwrap();
    let welcome = served.get(&format!("/?token={}", served.token));
    assert!(welcome.starts_with("HTTP/1.1 303 "), "{welcome}");
    assert!(welcome.contains("HttpOnly; SameSite=Strict"), "{welcome}");
    let forms = served.get_as_editor(&format!("/s/{story}/edit"));
    assert!(forms.contains("Leave them out") && forms.contains(&served.token));
    let form = format!(
        "token={}&act=exclude&what=bugle&why=withdrawn&back=%2Fs%2F{story}",
        served.token
    );
    let done = served.post(&served.origin(), &served.token, &form);
    assert!(done.starts_with("HTTP/1.1 303 "), "{done}");
    assert!(
        done.contains(&format!("Location: /s/{story}\r\n")),
        "{done}"
    );
    let now = served.json("/index.json");
    assert_eq!(now["stories"][0]["reports"], 1);
    let edits = served.json("/edits.json");
    assert_eq!(edits[0]["kind"], "exclude");
    assert_eq!(edits[0]["why"], "withdrawn");
    assert!(served.get_as_editor("/edits").contains("Undo"));
    assert!(!served.get("/edits").contains("Undo"), "it is only read");
    let undo = format!("token={}&act=undo&number=1&back=%2Fedits", served.token);
    let undone = served.post(&served.origin(), &served.token, &undo);
    assert!(undone.starts_with("HTTP/1.1 303 "), "{undone}");
    assert_eq!(served.json("/index.json")["stories"][0]["reports"], 2);
    assert!(served.json("/edits.json")[0]["undone"].is_string());
    let again = served.post(&served.origin(), &served.token, &undo);
    assert!(again.starts_with("HTTP/1.1 409 "), "{again}");
    let check = binary().current_dir(folder.path()).arg("check").status();
    assert!(check.unwrap().success());
}

#[test]
fn nobody_edits_without_the_token_or_from_another_page() {
    let folder = tempfile::tempdir().unwrap();
    let served = edited(folder.path());
    let before = served.json("/index.json");
    let form = |token: &str| format!("token={token}&act=exclude&what=bugle");
    let (ours, token) = (served.origin(), served.token.as_str());
    let wrong = "0".repeat(token.len());
    for (origin, cookie, in_form) in [
        (ours.as_str(), token, wrong.as_str()),
        (&ours, &wrong, token),
        (&ours, "", ""),
        (&ours, token, ""),
        ("http://example.org", token, token),
        ("null", token, token),
        ("https://127.0.0.1", token, token),
    ] {
        let answer = served.post(origin, cookie, &form(in_form));
        assert!(answer.starts_with("HTTP/1.1 403 "), "{origin}: {answer}");
    }
    assert!(
        served
            .get(&format!("/?token={wrong}"))
            .starts_with("HTTP/1.1 403 ")
    );
    // Asking never changes: forms are sent.
    for path in [
        format!("/edit?{}", form(token)),
        format!("/edits?{}", form(token)),
        format!("/?act=exclude&what=bugle&token={token}"),
    ] {
        served.get_as_editor(&path);
    }
    let forms = served.get("/edits");
    assert!(!forms.contains(token), "the token is for those who have it");
    assert_eq!(served.json("/index.json"), before);
    assert_eq!(served.json("/edits.json"), serde_json::json!([]));
}

#[test]
fn what_cannot_be_edited_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let served = edited(folder.path());
    for (act, status) in [
        ("act=exclude&what=nobody", "409"),
        ("act=merge-items&what=a&what=b", "409"),
        ("act=split-story&what=bugle&what=herald", "409"),
        ("act=undo&number=7", "409"),
        ("act=drop-tables", "400"),
        ("act=undo", "400"),
    ] {
        let form = format!("token={}&{act}&back=//example.org/%0d%0a", served.token);
        let answer = served.post(&served.origin(), &served.token, &form);
        assert_eq!(&answer[9..12], status, "{act}: {answer}");
        assert!(!answer.contains("//example.org"), "{answer}");
    }
    assert_eq!(served.json("/edits.json"), serde_json::json!([]));
}

#[test]
fn what_changed_between_versions_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Minister Ana Ruiz said on Friday that the port of Lima will reopen on Monday. Crews \
                replaced 40 cranes at the port of Lima on Thursday.";
    let first = served_report(text);
    let served = serve(folder.path(), &first);
    let later = served_report(&text.replace("40 cranes", "42 cranes"));
    std::fs::write(folder.path().join("reports.jsonl"), later.to_string()).unwrap();
    let build = ["build", "reports.jsonl", "-q"];
    let status = binary().current_dir(folder.path()).args(build).status();
    assert!(status.unwrap().success());
    let page = served.get("/r/herald");
    assert!(page.contains("herald/versions\">2 versions"), "{page}");
    let changes = served.get("/r/herald/versions");
    for told in [
        "Version 2",
        "[−<bdi>40</bdi>−]",
        "[+<bdi>42</bdi>+]",
        "Version 1",
    ] {
        assert!(changes.contains(told), "{told}: {changes}");
    }
}

fn served_report(text: &str) -> Value {
    serde_json::json!({ "id": "herald", "url": "https://herald.example/port", "published": "2024-05-03",
        "outlet": "Herald", "title": "Port of Lima", "text": text })
}
