//! Feeds of a server that misbehaves in every way that was thought of.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rapporteur_watch::{Asked, Pace, State, Watch};

/// What a request may take.
const TIMEOUT: Duration = Duration::from_secs(1);
const FEED: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Herald</title>\
    <item><title>Port reopens</title><description>The port of Lima reopened.</description></item>\
    </channel></rss>";

/// A server on this machine; what it was asked is kept.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers each request by `answer`, which is given its head.
    fn new(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer) = (asked.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (kept, answer) = (kept.clone(), answer.clone());
                std::thread::spawn(move || {
                    let mut stream = stream.unwrap();
                    let head = head(&stream);
                    kept.lock().unwrap().push(head.clone());
                    answer(&head, &mut stream);
                });
            }
        });
        Self { address, asked }
    }

    /// One that has no robots.txt, and answers `answer` to everything else.
    fn saying(answer: &'static str) -> Self {
        Self::new(move |head, stream| {
            let answer = if head.starts_with("GET /robots.txt") {
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
            } else {
                answer
            };
            let _ = stream.write_all(answer.as_bytes());
        })
    }

    /// One that answers the same to everything.
    fn saying_everywhere(answer: &'static str) -> Self {
        Self::new(move |_, stream| {
            let _ = stream.write_all(answer.as_bytes());
        })
    }

    fn watch(&self) -> Watch {
        self.watch_with(State::default())
    }

    fn watch_with(&self, state: State) -> Watch {
        let feed = (format!("{}/feed", self.address), state);
        let pace = Pace {
            every: Duration::ZERO,
            timeout: TIMEOUT,
        };
        Watch::new(vec![feed], pace).unwrap()
    }

    /// How often a path was asked for.
    fn count(&self, path: &str) -> usize {
        let line = format!("GET {path} ");
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|it| it.starts_with(&line)).count()
    }
}

/// The lines of a request, until the empty one.
fn head(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while reader.read_line(&mut head).is_ok_and(|it| 2 < it) {}
    head
}

fn feed(extra: &str) -> String {
    let len = FEED.len();
    format!("HTTP/1.1 200 OK\r\nContent-Length: {len}\r\n{extra}\r\n{FEED}")
}

/// Why the first asking failed, and that it ended in time.
fn reason(server: &Server) -> String {
    let began = Instant::now();
    let asked = server.watch().ask(0, 1_000);
    assert!(began.elapsed() < TIMEOUT * 4, "it took too long");
    match asked {
        Asked::Failed(reason) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_feed_that_did_not_change_is_not_sent_again() {
    let server = Server::new(|head, stream| {
        let known =
            head.contains("If-None-Match: \"a1\"") || head.contains("if-none-match: \"a1\"");
        let answer = if head.starts_with("GET /robots.txt") {
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".into()
        } else if known
            && head
                .to_lowercase()
                .contains("if-modified-since: fri, 03 may")
        {
            "HTTP/1.1 304 Not Modified\r\n\r\n".to_owned()
        } else {
            feed("ETag: \"a1\"\r\nLast-Modified: Fri, 03 May 2024 10:00:00 GMT\r\n")
        };
        let _ = stream.write_all(answer.as_bytes());
    });
    let mut watch = server.watch();
    let Asked::Changed { bytes, moved } = watch.ask(0, 1_000) else {
        panic!("the first time all is new");
    };
    assert_eq!((bytes.as_slice(), moved), (FEED.as_bytes(), None));
    assert_eq!(watch.ask(0, 1_001), Asked::Same);
    // What is known may be kept for a later run.
    let mut later = server.watch_with(watch.state(0).clone());
    assert_eq!(later.ask(0, 1_002), Asked::Same);
    assert_eq!(
        server.count("/robots.txt"),
        2,
        "once a run, not once a request"
    );
}

#[test]
fn a_feed_that_is_not_there_is_a_reason_and_waited_for() {
    for (answer, words) in [
        (
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
            "not there",
        ),
        (
            "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n",
            "gone for good",
        ),
        (
            "HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops",
            "out of order",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            "no feed is there",
        ),
        ("HTTP/1.1 204 No Content\r\n\r\n", "no feed"),
        (
            "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
            "no address",
        ),
        (
            "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
            "no address",
        ),
        (
            "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<!doctype html>",
            "no feed is there",
        ),
    ] {
        let server = Server::saying(answer);
        let reason = reason(&server);
        assert!(reason.contains(words), "{answer:?}: {reason}");
    }
}

#[test]
fn a_server_that_asks_for_rest_gets_it() {
    let server =
        Server::saying("HTTP/1.1 503 Busy\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n");
    let mut watch = server.watch();
    assert!(matches!(watch.ask(0, 1_000), Asked::Failed(_)));
    assert_eq!(watch.state(0).next, 4_600);
    assert_eq!(watch.due(), Some((0, 4_600)));
}

#[test]
fn an_answer_that_never_comes_or_never_ends_is_given_up() {
    let silent = Server::new(|head, stream| {
        if head.starts_with("GET /robots.txt") {
            let _ = stream.write_all(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
        } else {
            std::thread::sleep(TIMEOUT * 8);
        }
    });
    assert!(reason(&silent).contains("no whole answer within"));
    // A letter now and then, for ever.
    let trickling = Server::new(|head, stream| {
        if head.starts_with("GET /robots.txt") {
            let _ = stream.write_all(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n<rss>");
        while stream.write_all(b" ").is_ok() {
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    assert!(reason(&trickling).contains("no whole answer within"));
    // The same in its head.
    let headless = Server::new(|head, stream| {
        if head.starts_with("GET /robots.txt") {
            let _ = stream.write_all(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"X-Filler: a\r\n").is_ok() {
            std::thread::sleep(Duration::from_millis(20));
        }
    });
    let why = reason(&headless);
    assert!(
        why.contains("no whole answer") || why.contains("no HTTP"),
        "{why}"
    );
}

#[test]
fn a_body_without_end_is_cut_off_at_its_bound() {
    let server = Server::new(|head, stream| {
        if head.starts_with("GET /robots.txt") {
            // Without end as well; what came first counts.
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nAllow: /\n");
            let filler = [b'#'; 4096];
            while stream.write_all(&filler).is_ok() {}
            return;
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n<rss>");
        let filler = vec![b' '; 1 << 20];
        while stream.write_all(&filler).is_ok() {}
    });
    assert_is_too_much(&server.address);
}

#[test]
fn an_answer_that_is_cut_off_is_no_feed() {
    let short = Server::saying(
        "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nETag: \"half\"\r\n\r\n<rss><channel>",
    );
    let mut watch = short.watch();
    let Asked::Failed(reason) = watch.ask(0, 1_000) else {
        panic!("half a feed is none");
    };
    assert!(reason.contains("cut off"), "{reason}");
    assert_eq!(
        watch.state(0).etag,
        None,
        "or the other half would never come"
    );
    let shut = Server::saying("");
    assert!(matches!(shut.watch().ask(0, 1_000), Asked::Failed(_)));
}

#[test]
fn what_is_no_http_is_a_reason() {
    for garbage in [
        "\u{1}\u{2}\u{3}garbage\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n<rss>",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n<rss>",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n<rss>",
        "SSH-2.0-OpenSSH_9.2\r\n",
    ] {
        let server = Server::saying(garbage);
        let reason = reason(&server);
        assert!(!reason.is_empty(), "{garbage:?}");
    }
}

#[test]
fn ways_on_are_followed_and_circles_are_left() {
    let circle =
        Server::saying("HTTP/1.1 302 Found\r\nLocation: /feed\r\nContent-Length: 0\r\n\r\n");
    assert!(reason(&circle).contains("led on more than"));
    assert_eq!(circle.count("/feed"), 6);
    let moved = Server::new(|head, stream| {
        let answer = if head.starts_with("GET /robots.txt") {
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".into()
        } else if head.starts_with("GET /feed ") {
            "HTTP/1.1 301 Moved\r\nLocation: new.xml\r\nContent-Length: 0\r\n\r\n".to_owned()
        } else {
            feed("")
        };
        let _ = stream.write_all(answer.as_bytes());
    });
    let Asked::Changed { moved: now, .. } = moved.watch().ask(0, 1_000) else {
        panic!("it is there");
    };
    assert_eq!(now, Some(format!("{}/new.xml", moved.address)));
}

#[test]
fn what_robots_may_not_have_is_not_asked_for() {
    let server = Server::new(|head, stream| {
        let answer = if head.starts_with("GET /robots.txt") {
            let rules = "User-agent: *\nDisallow: /feed\n";
            format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{rules}",
                rules.len()
            )
        } else {
            feed("")
        };
        let _ = stream.write_all(answer.as_bytes());
    });
    assert!(reason(&server).contains("robots.txt forbids"));
    assert_eq!(server.count("/feed"), 0);
    let broken = Server::saying_everywhere("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
    assert!(reason(&broken).contains("robots.txt"));
    assert_eq!(broken.count("/feed"), 0, "one that cannot be had forbids");
}

#[test]
fn a_packed_feed_is_unpacked_within_its_bound() {
    let server = Server::new(|head, stream| {
        if head.starts_with("GET /robots.txt") {
            let _ = stream.write_all(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        let packed = packed(&[b"<rss>".as_slice(), &vec![b' '; 17 << 20]].concat());
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
            packed.len()
        );
        let _ = stream.write_all(head.as_bytes());
        let _ = stream.write_all(&packed);
    });
    assert_is_too_much(&server.address);
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    flate2::read::GzEncoder::new(bytes, flate2::Compression::fast())
        .read_to_end(&mut packed)
        .unwrap();
    packed
}

/// Asks the feed at an address once, and is given more than is taken.
fn assert_is_too_much(address: &str) {
    let pace = Pace {
        every: Duration::ZERO,
        timeout: Duration::from_secs(20),
    };
    let feed = (format!("{address}/feed"), State::default());
    let asked = Watch::new(vec![feed], pace).unwrap().ask(0, 1_000);
    assert_eq!(asked, Asked::Failed("more than 16 MiB".into()));
}

/// A server whose pages misbehave.
fn pages() -> Server {
    Server::new(|head, stream| {
        let path = head.split(' ').nth(1).unwrap_or_default();
        let page = "<html><p>The port of Lima reopened.</p></html>";
        let page = format!(
            "HTTP/1.1 200 OK\r\nETag: \"p1\"\r\nContent-Length: {}\r\n\r\n{page}",
            page.len()
        );
        let answer = match path {
            "/robots.txt" => {
                let rules = "User-agent: *\nDisallow: /private";
                format!(
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{rules}",
                    rules.len()
                )
            }
            "/known" if head.to_lowercase().contains("if-none-match: \"p1\"") => {
                "HTTP/1.1 304 Not Modified\r\n\r\n".into()
            }
            "/round" => {
                "HTTP/1.1 302 Found\r\nLocation: /round\r\nContent-Length: 0\r\n\r\n".into()
            }
            "/busy" => "HTTP/1.1 503 No\r\nRetry-After: 7200\r\nContent-Length: 0\r\n\r\n".into(),
            "/endless" => {
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
                while stream.write_all(&[b'x'; 8_192]).is_ok() {}
                return;
            }
            "/hangs" => {
                std::thread::sleep(TIMEOUT * 3);
                return;
            }
            _ => page,
        };
        let _ = stream.write_all(answer.as_bytes());
    })
}

#[test]
fn a_page_is_asked_for_as_politely_as_a_feed() {
    let server = pages();
    let mut watch = server.watch();
    let at = |path: &str| format!("{}{path}", server.address);
    let mut state = State::default();
    let first = watch.page(0, &at("/known"), &mut state, 1_000);
    assert!(matches!(first, Asked::Changed { .. }), "{first:?}");
    assert_eq!(state.etag.as_deref(), Some("\"p1\""));
    assert_eq!(state.next, 1_000 + 3_600);
    assert_eq!(watch.page(0, &at("/known"), &mut state, 5_000), Asked::Same);
    for (path, why) in [
        ("/private/1", "robots.txt"),
        ("/round", "led on"),
        ("/busy", "503"),
        ("/endless", "8 MiB"),
        ("/hangs", "no whole answer"),
    ] {
        let began = Instant::now();
        let mut state = State::default();
        match watch.page(0, &at(path), &mut state, 9_000) {
            Asked::Failed(reason) => assert!(reason.contains(why), "{path}: {reason}"),
            other => panic!("{path}: {other:?}"),
        }
        assert!(began.elapsed() < TIMEOUT * 4, "{path} took too long");
        assert!(9_000 + 3_600 <= state.next, "{path}");
    }
    assert_eq!(server.count("/private/1"), 0);
}

#[test]
fn a_feed_of_the_web_leads_into_no_network_of_ours() {
    let server = pages();
    let feed = ("http://herald.example/feed".to_owned(), State::default());
    let pace = Pace {
        every: Duration::ZERO,
        timeout: TIMEOUT,
    };
    let mut watch = Watch::new(vec![feed], pace).unwrap();
    for address in [
        server.address.clone() + "/known",
        "file:///etc/passwd".into(),
    ] {
        let asked = watch.page(0, &address, &mut State::default(), 1_000);
        assert!(matches!(asked, Asked::Failed(_)), "{asked:?}");
    }
    assert!(server.asked.lock().unwrap().is_empty());
}
