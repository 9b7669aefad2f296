//! `watch` on feeds of a server on this machine.
#![allow(clippy::unwrap_used)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

/// A server with a sound feed, one that is gone, one that hangs and one of
/// garbage; how often the sound one was sent.
struct Server {
    address: String,
    sent: Arc<AtomicUsize>,
}

impl Server {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let sent = Arc::new(AtomicUsize::new(0));
        let counter = sent.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let counter = counter.clone();
                std::thread::spawn(move || answer(&stream.unwrap(), &counter));
            }
        });
        Self { address, sent }
    }

    fn feed(&self, name: &str) -> String {
        format!("{}/{name}", self.address)
    }
}

fn answer(mut stream: &TcpStream, sent: &AtomicUsize) {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while reader.read_line(&mut head).is_ok_and(|it| 2 < it) {}
    let path = head.split(' ').nth(1).unwrap_or_default();
    let answer = match path {
        "/sound" if head.contains("\"v1\"") => "HTTP/1.1 304 Not Modified\r\n\r\n".to_owned(),
        "/sound" => {
            sent.fetch_add(1, Ordering::SeqCst);
            ok(&feed(2), "ETag: \"v1\"\r\n")
        }
        "/long" => ok(&feed(400), ""),
        "/linked" if head.contains("\"l1\"") => "HTTP/1.1 304 Not Modified\r\n\r\n".to_owned(),
        "/linked" => ok(&linked(&head), ""),
        "/robots.txt" => ok("User-agent: *\nDisallow: /3", ""),
        "/1" if head.contains("\"p1\"") => "HTTP/1.1 304 Not Modified\r\n\r\n".to_owned(),
        "/1" => {
            sent.fetch_add(1, Ordering::SeqCst);
            ok(PAGE, "ETag: \"p1\"\r\n")
        }
        "/hangs" => {
            std::thread::sleep(Duration::from_secs(8));
            return;
        }
        "/garbage" => ok("<rss><channel><item><\u{0}", ""),
        _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(),
    };
    let _ = stream.write_all(answer.as_bytes());
}

/// The page behind the first report of a feed.
const PAGE: &str = "<html><head><title>Pier 1 reopens</title></head><body><article><h1>Pier 1 reopens</h1>\
    <p>Harbour Minister Ana Ruiz said on Friday that pier 1 of Port Marlo will reopen after 1 days of \
    repairs.</p><p>Crews replaced 1 cranes there on Thursday, and the harbour board will pay 40 \
    million pounds for the walls of the basin by the end of June.</p><p>The dockers' union asked for a \
    say in who will run the new cranes, and the board answered that it would listen.</p></article></body></html>";

/// A feed whose reports lead to pages of this server: one that is there, one
/// that is not, one that robots.txt forbids.
fn linked(head: &str) -> String {
    let host = head
        .lines()
        .find_map(|it| it.to_lowercase().strip_prefix("host: ").map(str::to_owned));
    feed(3).replace(
        "https://herald.example",
        &format!("http://{}", host.unwrap().trim()),
    )
}

fn ok(body: &str, more: &str) -> String {
    let len = body.len();
    format!("HTTP/1.1 200 OK\r\nContent-Length: {len}\r\n{more}\r\n{body}")
}

/// A feed of that many reports, each of its own.
fn feed(reports: usize) -> String {
    let item = |number: usize| {
        format!(
            "<item><title>Pier {number} reopens</title><link>https://herald.example/{number}</link>\
             <pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate><description>Harbour Minister Ana Ruiz \
             said on Friday that pier {number} of Port Marlo will reopen after {number} days of \
             repairs. Crews replaced {number} cranes there on Thursday.</description></item>"
        )
    };
    let items: String = (1..=reports).map(item).collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Harbour Herald</title>{items}</channel></rss>"
    )
}

fn command(folder: &TempDir, args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("rapporteur"));
    // Feeds of this machine are not asked for elsewhere.
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command.current_dir(folder.path()).args(args);
    command
}

fn run(folder: &TempDir, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

/// What is told of each feed.
fn told(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect()
}

fn reports(folder: &TempDir) -> Value {
    let output = run(folder, &["files", "--json"]);
    serde_json::from_slice::<Value>(&output.stdout).unwrap()["in_all"].clone()
}

#[test]
fn a_feed_is_added_once_and_then_asked_only_for_what_is_new() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::new());
    let sound = server.feed("sound");
    let args = ["watch", &sound, "--once", "--every", "0", "--json"];
    let first = run(&folder, &args);
    assert!(first.status.success(), "{first:?}");
    let first = told(&first);
    assert_eq!(
        (&first[0]["status"], &first[0]["added"]),
        (&"changed".into(), &2.into())
    );
    // The next run knows what the one before was sent.
    let second = told(&run(&folder, &args));
    assert_eq!(second[0]["status"], "unchanged");
    assert_eq!(server.sent.load(Ordering::SeqCst), 1);
    assert_eq!(reports(&folder), 2);
}

#[test]
fn a_feed_that_is_asked_too_soon_is_left_alone() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::new());
    let sound = server.feed("sound");
    let args = ["watch", &sound, "--once", "--json"];
    run(&folder, &args);
    let again = run(&folder, &args);
    assert!(again.status.success());
    assert_eq!(told(&again)[0]["status"], "waiting");
}

#[test]
fn feeds_that_fail_are_named_and_the_others_go_on() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::new());
    let feeds = ["gone", "hangs", "garbage", "sound"].map(|it| server.feed(it));
    let mut args = vec!["watch", "--once", "--timeout", "2", "--json"];
    args.extend(feeds.iter().map(String::as_str));
    let output = run(&folder, &args);
    assert!(output.status.success(), "{output:?}");
    let lines = told(&output);
    let status: Vec<_> = lines
        .iter()
        .map(|it| it["status"].as_str().unwrap())
        .collect();
    assert_eq!(status, ["failed", "failed", "changed", "changed"]);
    assert!(lines[0]["reason"].as_str().unwrap().contains("not there"));
    assert!(
        lines[1]["reason"]
            .as_str()
            .unwrap()
            .contains("no whole answer")
    );
    assert_eq!(lines[3]["added"], 2);
    let skipped = run(&folder, &["files", "--skipped"]);
    let skipped = String::from_utf8(skipped.stdout).unwrap();
    for feed in &feeds[..3] {
        assert!(skipped.contains(feed), "{feed}: {skipped}");
    }
    assert!(run(&folder, &["check"]).status.success());
    // All fail: nothing was found; under --strict, that is an error.
    let gone = ["watch", &feeds[0], "--once", "--db", "other.db"];
    assert_eq!(run(&folder, &gone).status.code(), Some(1));
    let strict = [&gone[..3], &["--strict", "--db", "third.db"]].concat();
    assert_eq!(run(&folder, &strict).status.code(), Some(2));
}

#[test]
fn a_watch_that_is_killed_leaves_its_file_whole_and_goes_on() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::new());
    let long = server.feed("long");
    let args = [
        "watch", &long, "--once", "--every", "0", "--batch", "8", "-q",
    ];
    for millis in [60, 200, 400, 700] {
        let mut child = command(&folder, &args)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(millis));
        let _ = child.kill();
        child.wait().unwrap();
        if folder.path().join("news.db").exists() {
            let check = run(&folder, &["check"]);
            let code = check.status.code();
            // 2 only where the file has no schema yet.
            let empty = String::from_utf8_lossy(&check.stderr).contains("not a record file");
            assert!(code == Some(0) || empty, "{check:?}");
        }
    }
    assert!(run(&folder, &args).status.success());
    assert_eq!(reports(&folder), 400);
    assert!(run(&folder, &["check"]).status.success());
}

#[test]
fn a_feed_waits_while_another_program_writes() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::new());
    assert!(
        run(&folder, &["watch", &server.feed("sound"), "--once"])
            .status
            .success()
    );
    let file = rusqlite::Connection::open(folder.path().join("news.db")).unwrap();
    file.execute_batch("BEGIN IMMEDIATE").unwrap();
    let long = server.feed("long");
    let mut child = command(&folder, &["watch", &long, "--once", "-q"])
        .spawn()
        .unwrap();
    // Longer than a writer waits by itself.
    std::thread::sleep(Duration::from_secs(7));
    assert!(child.try_wait().unwrap().is_none(), "it gave up");
    file.execute_batch("ROLLBACK").unwrap();
    assert!(child.wait().unwrap().success());
    // Both feeds bring the first two.
    assert_eq!(reports(&folder), 400);
}

#[test]
fn what_is_no_address_of_the_web_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(&folder, &["watch", "feed.xml", "--once"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no address"));
}

#[test]
fn the_page_behind_a_report_is_read_once_where_that_is_asked_for() {
    let (folder, server) = (tempfile::tempdir().unwrap(), Server::new());
    let linked = server.feed("linked");
    let args = [
        "watch", &linked, "--once", "--every", "0", "--pages", "--json",
    ];
    let first = run(&folder, &args);
    assert!(first.status.success(), "{first:?}");
    assert_eq!(told(&first)[0]["added"], 3, "{first:?}");
    let found = run(&folder, &["search", "\"40 million pounds\"", "--json"]);
    let found: Value = serde_json::from_slice(&found.stdout).unwrap();
    assert_eq!(found["sentences_in_all"], 1, "{found}");
    let skipped = run(&folder, &["files", "--skipped"]);
    let skipped = String::from_utf8(skipped.stdout).unwrap();
    assert!(
        skipped.contains("/2: ") && skipped.contains("/3: "),
        "{skipped}"
    );
    assert!(skipped.contains("robots.txt"), "{skipped}");
    let second = run(&folder, &args);
    assert_eq!(told(&second)[0]["added"], 0, "{second:?}");
    assert_eq!(server.sent.load(Ordering::SeqCst), 1, "it is had already");
}
