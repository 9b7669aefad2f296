//! `rapporteur watch`: feeds into a record file, as they change.
#![allow(clippy::print_stderr)]
// The clock, for when a feed is asked again.
#![allow(clippy::disallowed_methods)]

use std::cell::RefCell;
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use rapporteur::store::{SkippedInput, Store};
use rapporteur::text::Report;
use rapporteur::{Intake, Leaf, Ledger, Options, Source, Surroundings, Taken, Tally};
use rapporteur_watch::{Asked, Pace, State, Watch};
use serde_json::json;

use crate::Outcome;
use crate::args::Global;
use crate::output;
use crate::record_args::WatchArgs;

/// Seconds of a day.
const DAY: u64 = 24 * 60 * 60;
/// How often, and after which pause each, a file is tried that another program
/// writes to.
const TRIES: usize = 60;
const PAUSE: Duration = Duration::from_secs(5);

pub(crate) fn run(args: &WatchArgs, global: &Global) -> anyhow::Result<Outcome> {
    let store = patiently(|| Ok(Store::open(&args.file.db)?))?;
    let mut feeds = Vec::new();
    for address in &args.feeds {
        if feeds.iter().all(|(it, _)| it != address) {
            feeds.push((address.clone(), known(&store, address)?));
        }
    }
    let addresses = feeds.iter().map(|(it, _)| it.clone()).collect();
    let pace = Pace {
        every: Duration::from_secs(args.every.saturating_mul(60)),
        timeout: Duration::from_secs(args.timeout.get()),
    };
    let watch = Watch::new(feeds, pace).map_err(|it| anyhow!(it))?;
    let mut round = Round {
        addresses,
        watch,
        store,
        args,
        quiet: global.quiet,
    };
    if args.once {
        return round.once(global.strict);
    }
    loop {
        let (feed, at) = round.watch.due().context("a feed is named")?;
        wait(at);
        round.ask(feed)?;
    }
}

/// What is known of a feed from before; what cannot be read is not known.
fn known(store: &Store, address: &str) -> anyhow::Result<State> {
    let note = store.note(&note_of(address))?;
    let state = note.and_then(|it| serde_json::from_str(&it).ok());
    let mut state: State = state.unwrap_or_default();
    // No feed waits longer: the clock was wrong then, or is now.
    if now() + DAY < state.next {
        state.next = 0;
    }
    Ok(state)
}

fn note_of(address: &str) -> String {
    format!("feed {address}")
}

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    u64::try_from(jiff::Timestamp::now().as_second()).unwrap_or(0)
}

/// Does what writes to the file, again and again while another program does.
fn patiently<T>(mut act: impl FnMut() -> anyhow::Result<T>) -> anyhow::Result<T> {
    for _ in 0..TRIES {
        match act() {
            Err(error) if is_busy(&error) => std::thread::sleep(PAUSE),
            done => return done,
        }
    }
    act()
}

fn is_busy(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<rapporteur::store::Error>();
    error.is_some_and(rapporteur::store::Error::is_busy)
}

pub(crate) fn wait(until: u64) {
    std::thread::sleep(Duration::from_secs(until.saturating_sub(now())));
}

/// The feeds, and the file that they go into.
pub(crate) struct Round<'a> {
    addresses: Vec<String>,
    pub(crate) watch: Watch,
    pub(crate) store: Store,
    args: &'a WatchArgs,
    quiet: bool,
}

impl Round<'_> {
    /// Asks each feed that is due, once.
    fn once(&mut self, strict: bool) -> anyhow::Result<Outcome> {
        let (mut answered, mut failed) = (0, 0);
        for feed in 0..self.watch.len() {
            let due = self.watch.state(feed).next;
            if now() < due {
                let why = format!("not asked again before {}", time(due));
                self.tell(feed, "waiting", Some(&why), None)?;
                answered += 1;
                continue;
            }
            wait(self.watch.free(feed));
            if self.ask(feed)? {
                answered += 1;
            } else {
                failed += 1;
            }
        }
        Ok(match answered {
            _ if strict && 0 < failed => Outcome::Incomplete,
            0 => Outcome::Nothing,
            _ => Outcome::Done,
        })
    }

    /// Asks a feed and puts what it has into the file; whether it answered.
    fn ask(&mut self, feed: usize) -> anyhow::Result<bool> {
        let had_failed = 0 < self.watch.state(feed).failures;
        let asked = self.watch.ask(feed, now());
        let address = self.addresses[feed].clone();
        if had_failed && !matches!(asked, Asked::Failed(_)) {
            // Before it is read: what cannot be read of it is noted anew.
            patiently(|| {
                let mut batch = self.store.batch(&Machine.now())?;
                batch.forget_skipped(&address)?;
                Ok(batch.commit()?)
            })?;
        }
        let answered = match asked {
            Asked::Changed { bytes, moved } => {
                let tally = patiently(|| self.put(feed, &bytes))?;
                let moved = moved.map(|it| format!("moved for good to {it}"));
                self.tell(feed, "changed", moved.as_deref(), Some(tally))?;
                patiently(|| self.keep(feed, None))?;
                true
            }
            Asked::Same => {
                self.tell(feed, "unchanged", None, None)?;
                patiently(|| self.keep(feed, None))?;
                true
            }
            Asked::Failed(reason) => {
                let next = time(self.watch.state(feed).next);
                let why = format!("{reason}; asked again at {next}");
                self.tell(feed, "failed", Some(&why), None)?;
                patiently(|| self.keep(feed, Some(&reason)))?;
                false
            }
        };
        Ok(answered)
    }

    /// Reads a feed into the file. What is known of the feed is kept after
    /// that: who is killed in between asks for it once more.
    fn put(&mut self, feed: usize, bytes: &[u8]) -> anyhow::Result<Tally> {
        let mut all = self.read(feed, bytes)?;
        let notes = if self.args.pages {
            self.follow(feed, &mut all)?
        } else {
            Vec::new()
        };
        let size = self.args.batch.get();
        let mut ledger = Ledger::new(self.args.marking.desk(), &mut self.store, size);
        for taken in all {
            ledger.take(taken, &Machine)?;
        }
        ledger.commit(&Machine)?;
        let tally = ledger.tally();
        if !notes.is_empty() {
            let mut batch = self.store.batch(&Machine.now())?;
            for (name, state) in &notes {
                batch.keep_note(name, state)?;
            }
            batch.commit()?;
        }
        Ok(tally)
    }

    /// What a feed carries, piece by piece.
    fn read(&self, feed: usize, bytes: &[u8]) -> anyhow::Result<Vec<Taken>> {
        let options = Options::default();
        let mut intake = Intake::new(&options);
        let all = RefCell::new(Vec::new());
        let known = |leaf: &Leaf| Ok(self.store.has_read(&leaf.hash)?);
        let take = |taken: Taken| -> anyhow::Result<()> {
            all.borrow_mut().push(taken);
            Ok(())
        };
        let source = Source::named(self.addresses[feed].clone());
        intake.add_unknown(&mut &*bytes, &source, known, take)?;
        intake.finish_unknown(take)?;
        Ok(all.into_inner())
    }

    /// Keeps what is known of a feed, and why it failed, if it did.
    fn keep(&mut self, feed: usize, failed: Option<&str>) -> anyhow::Result<()> {
        let address = &self.addresses[feed];
        let state = serde_json::to_string(self.watch.state(feed))?;
        let mut batch = self.store.batch(&Machine.now())?;
        batch.keep_note(&note_of(address), &state)?;
        if let Some(reason) = failed {
            batch.skip(&SkippedInput {
                file: address.clone(),
                line: None,
                reason: reason.to_owned(),
            })?;
        }
        Ok(batch.commit()?)
    }

    /// Says what came of a feed.
    fn tell(
        &self,
        feed: usize,
        what: &str,
        why: Option<&str>,
        tally: Option<Tally>,
    ) -> anyhow::Result<()> {
        let address = &self.addresses[feed];
        if self.args.file.json {
            let line = json!({
                "type": "feed",
                "feed": address,
                "status": what,
                "reason": why,
                "added": tally.map_or(0, |it| it.added),
                "revised": tally.map_or(0, |it| it.revised),
                "seen": tally.map_or(0, |it| it.seen),
                "skipped": tally.map_or(0, |it| it.skipped),
                "next": time(self.watch.state(feed).next),
            });
            output::print(&format!("{line}\n"))?;
        }
        if !self.quiet || what == "failed" {
            let counts = tally.map(|it| {
                format!(
                    ": {} new, {} in another version, {} seen before, {} not read",
                    it.added, it.revised, it.seen, it.skipped
                )
            });
            let why = why.map(|it| format!("; {it}")).unwrap_or_default();
            eprintln!("{address}: {what}{}{why}", counts.unwrap_or_default());
        }
        Ok(())
    }
}

/// Seconds since 1970 as ISO 8601.
fn time(seconds: u64) -> String {
    let at = i64::try_from(seconds).unwrap_or(i64::MAX);
    let at = jiff::Timestamp::from_second(at).unwrap_or(jiff::Timestamp::MAX);
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The clock of this machine; reports of a feed have no place on it.
struct Machine;

impl Surroundings for Machine {
    fn now(&self) -> String {
        time(now())
    }

    /// A report's number in its feed changes with each new one: only its
    /// address tells it.
    fn place(&self, _: &Report) -> Option<String> {
        None
    }

    fn kept(&self, _: Tally) {}
}
