//! Speed of the pages of a record file, as a browser of this machine has them.
//!
//! `cargo bench -p rapporteur-web` makes a file of invented reports, a story
//! of 9 and one of 500 of them, serves it, and prints how long each page takes
//! when it is made and when it is asked for again, and how many pages of the
//! small story are given in a second over two connections.
// A bench prints and reads the clock.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use rapporteur::store::{Store, StoryFilter};
use rapporteur::text::Report;
use rapporteur::{Desk, Intake, Ledger, Options, ReadOut, Source, Surroundings, Taken, Tally};
use rapporteur_web::Server;
use serde_json::{Value, json};

/// Rounds, of which the median is told.
const ROUNDS: usize = 7;
/// How long pages are asked for.
const WHILE: Duration = Duration::from_secs(3);

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("bench.db");
    let mut store = Store::open(&file)?;
    fill(&mut store)?;
    let (stories, _) = store.stories(&StoryFilter::default(), 10, 0)?;
    let server = Server::bind(file.clone(), 0)?;
    let address = server.address()?.to_string();
    std::thread::spawn(move || server.run());
    for it in [500, 9] {
        let row = stories.iter().find(|row| row.reports == it);
        let id = &row.ok_or("the reports did not come to two stories")?.id;
        println!("a story of {it} reports");
        each_page(&address, &mut store, id)?;
        if it == 9 {
            for path in [format!("/s/{id}"), "/".to_owned()] {
                println!("  {:>8.0} a second: {path}", rate(&address, &path)?);
            }
        }
    }
    Ok(())
}

/// Says how long the pages of a story take.
fn each_page(address: &str, store: &mut Store, id: &str) -> io::Result<()> {
    let mut connection = Connection::open(address)?;
    let (_, record) = connection.get(&format!("/s/{id}.json"))?;
    let record: Value = serde_json::from_slice(&record)?;
    let item = record["items"][0]["id"].as_str().unwrap_or_default();
    let report = record["reports"][0]["id"].as_str().unwrap_or_default();
    for path in [
        format!("/s/{id}"),
        format!("/s/{id}.json"),
        format!("/s/{id}/lineage"),
        format!("/s/{id}/matrix"),
        format!("/s/{id}/f/{item}"),
        format!("/r/{report}"),
    ] {
        let mut made = Vec::new();
        for round in 0..ROUNDS {
            touch(store, round).map_err(io::Error::other)?;
            made.push(connection.get(&path)?.0);
        }
        let (again, body) = connection.get(&path)?;
        made.sort_unstable();
        println!(
            "  {:>7.1} ms made, {:>5.2} ms again, {:>6} KiB: {path}",
            made[ROUNDS / 2].as_secs_f64() * 1e3,
            again.as_secs_f64() * 1e3,
            body.len() / 1024,
        );
    }
    Ok(())
}

/// Gives the file another batch, so that its pages are made anew.
fn touch(store: &mut Store, round: usize) -> rapporteur::store::Result<()> {
    let mut batch = store.batch("2024-05-03T10:00:00Z")?;
    batch.skip(&rapporteur::store::SkippedInput {
        file: format!("{round}.txt"),
        line: None,
        reason: "of the bench".into(),
    })?;
    batch.commit()
}

/// Pages a second over two connections.
fn rate(address: &str, path: &str) -> io::Result<f64> {
    let ask = || -> io::Result<usize> {
        let (began, mut pages) = (Instant::now(), 0);
        let mut connection = Connection::open(address)?;
        while began.elapsed() < WHILE {
            // The server ends a connection after a thousand requests.
            if pages % 900 == 899 {
                connection = Connection::open(address)?;
            }
            connection.get(path)?;
            pages += 1;
        }
        Ok(pages)
    };
    let pages = std::thread::scope(|scope| {
        let all = [scope.spawn(ask), scope.spawn(ask)];
        let pages = all.map(|it| {
            it.join()
                .unwrap_or_else(|_| Err(io::Error::other("a panic")))
        });
        pages.into_iter().sum::<io::Result<usize>>()
    })?;
    Ok(pages as f64 / WHILE.as_secs_f64())
}

/// A connection that stays open.
struct Connection {
    stream: BufReader<TcpStream>,
    host: String,
}

impl Connection {
    fn open(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
            host: address.to_owned(),
        })
    }

    /// A page, and how long it took; an error where it is none.
    fn get(&mut self, path: &str) -> io::Result<(Duration, Vec<u8>)> {
        let began = Instant::now();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.get_mut().write_all(request.as_bytes())?;
        let (mut len, mut line) = (0, String::new());
        self.stream.read_line(&mut line)?;
        if !line.starts_with("HTTP/1.1 200 ") {
            return Err(io::Error::other(format!("{path}: {line}")));
        }
        while 2 < line.len() {
            line.clear();
            self.stream.read_line(&mut line)?;
            if let Some(value) = line.strip_prefix("Content-Length: ") {
                len = value.trim().parse().map_err(io::Error::other)?;
            }
        }
        let mut body = vec![0; len];
        self.stream.read_exact(&mut body)?;
        Ok((began.elapsed(), body))
    }
}

/// Puts both stories into the file.
fn fill(store: &mut Store) -> Result<(), Box<dyn std::error::Error>> {
    let mut lines = String::new();
    for (topic, reports) in [("storm", 500), ("talks", 9)] {
        for number in 0..reports {
            lines += &report(topic, number).to_string();
            lines.push('\n');
        }
    }
    let mut ledger = Ledger::new(Desk::english(), store, 1_000);
    let options = Options::default();
    let mut intake = Intake::new(&options);
    let mut take = |out: ReadOut| ledger.take(Taken { out, leaf: None }, &Bench);
    let source = Source::named("reports.jsonl");
    intake.add(&mut lines.as_bytes(), &source, &mut take)?;
    intake.finish(take)?;
    ledger.commit(&Bench)?;
    Ok(())
}

/// An invented report; its number chooses its sentences.
fn report(story: &str, number: usize) -> Value {
    let pick = |salt: usize, all: &[&str]| {
        let mixed = (number + 1)
            .wrapping_mul(2_654_435_761)
            .wrapping_add(salt * 40_503);
        all[(mixed >> 7) % all.len()].to_owned()
    };
    let people = ["Ana Ruiz", "Per Lind", "Oda Krill", "Tom Vane", "Mira Sol"];
    let days = ["Monday", "Tuesday", "Sunday"];
    let hurt = pick(1, &["12", "12", "12", "13", "14"]);
    let opening = if story == "storm" {
        format!(
            "PORT MARLO, May 3 - The storm that struck Gull Bay on Thursday left {hurt} people hurt \
             and closed the ferry ramp, {} said on Friday.",
            pick(2, &people)
        )
    } else {
        format!(
            "LAKE ORTEN, June 9 - Negotiators of Tarsenia and Ulvan signed a fishing treaty on Sunday \
             after {} days of talks, delegate {} said.",
            pick(1, &["nine", "ten"]),
            pick(2, &["Ilse Noor", "Bo Hane"]),
        )
    };
    let mut text = vec![opening];
    for salt in 3..3 + 4 + number % 6 {
        let who = pick(salt * 7, &people);
        let sentence = match (story, (number * 31 + salt * 17) % 6) {
            ("talks", at) => format!(
                "{} said quota {at} of lake section {number} would be reviewed by {}.",
                pick(salt, &["Ilse Noor", "Bo Hane"]),
                pick(salt, &days)
            ),
            (_, 0) => format!(
                "\"We have mended the ramp and will run {} boats a day,\" Harbour Minister Ana Ruiz told \
                 reporters.",
                pick(salt, &["five", "six", "seven"])
            ),
            (_, 1) => format!(
                "{who} said the ferry would sail again on {}.",
                pick(salt, &days)
            ),
            (_, 2) => format!(
                "Crews cleared {} fallen trees from the harbour road.",
                20 + number % 40
            ),
            (_, 3) => format!(
                "The hospital in Port Marlo treated {} people, it said.",
                5 + number % 10
            ),
            (_, 4) => format!(
                "Residents of street number {number} said the water had reached their doors."
            ),
            _ => format!(
                "Ruiz met {who} on Friday to discuss repairs worth {} million dollars.",
                2 + number % 7
            ),
        };
        text.push(sentence);
    }
    json!({
        "id": format!("{story}-{number}"),
        "outlet": format!("Outlet {}", number % 120),
        "title": if story == "storm" { format!("Storm hurts {hurt} in Gull Bay") } else { "Lake treaty signed".into() },
        "published": if story == "storm" { format!("2024-05-0{}", 3 + number % 3) } else { "2024-06-09".into() },
        "url": format!("https://outlet-{number}.example/{story}"),
        "text": text.join("\n\n"),
    })
}

struct Bench;

impl Surroundings for Bench {
    fn now(&self) -> String {
        "2024-05-03T10:00:00Z".into()
    }

    fn place(&self, _: &Report) -> Option<String> {
        None
    }

    fn kept(&self, _: Tally) {}
}
