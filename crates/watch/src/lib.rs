//! Feeds over HTTP, asked politely.
//!
//! Input: addresses, what is known of each from before, and the time. Output:
//! the bytes of a feed that changed, or a reason why there are none. What
//! always holds: a request ends within its time and its bytes, whatever the
//! other side does; a host is asked no more often than the pace allows; what
//! its robots.txt (RFC 9309) forbids is not asked for; a feed that fails is
//! asked less and less often.

mod client;
mod page;
mod robots;
mod shape;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use client::{Answer, Client};
use robots::Robots;

/// Seconds between requests to one host, where it does not ask for more.
const GAP: u64 = 1;
/// Least seconds between two askings of a feed that is not of this machine.
const LEAST: u64 = 60;
/// Most seconds that a feed is left alone.
const MOST: u64 = 24 * 60 * 60;
/// Most bytes of a feed, unpacked.
const FEED_BYTES: usize = 16 << 20;
/// Most bytes of a robots.txt that are looked at.
const ROBOTS_BYTES: usize = 512 << 10;
/// Ways that an answer may lead on.
const HOPS: usize = 5;

/// What is known of a feed from the last time it was asked; times are seconds
/// since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct State {
    /// The version that was had, as the server names it.
    pub etag: Option<String>,
    /// When that was last changed, in the server's words.
    pub modified: Option<String>,
    /// Not to be asked before.
    pub next: u64,
    /// How often it failed since it last answered.
    pub failures: u32,
}

/// How often and how long to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Between two askings of a feed; at least a minute, but on this machine.
    pub every: Duration,
    /// For one request, from the first byte to the last.
    pub timeout: Duration,
}

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The feed as it is now.
    Changed {
        /// Its bytes.
        bytes: Vec<u8>,
        /// Where it is from now on, if the server says that it moved for good.
        moved: Option<String>,
    },
    /// It is as it was.
    Same,
    /// Why there is nothing.
    Failed(String),
}

/// Feeds that are watched.
#[derive(Debug)]
pub struct Watch {
    client: Client,
    every: u64,
    feeds: Vec<Feed>,
    hosts: BTreeMap<String, Visited>,
}

#[derive(Debug)]
struct Feed {
    address: Url,
    state: State,
}

/// What is known of a host.
#[derive(Debug, Default)]
struct Visited {
    /// Not to be asked before.
    free: u64,
    /// Its robots.txt, and until when that holds.
    robots: Option<(Robots, u64)>,
}

/// Why an asking failed.
struct Failure {
    reason: String,
    /// Seconds that the server wants to be left alone.
    wait: u64,
}

impl From<String> for Failure {
    fn from(reason: String) -> Self {
        Self { reason, wait: 0 }
    }
}

impl Watch {
    /// Watches these feeds, each with what is known of it.
    ///
    /// # Errors
    /// The address that is none of the web.
    pub fn new(feeds: Vec<(String, State)>, pace: Pace) -> Result<Self, String> {
        let feeds = feeds.into_iter().map(|(address, state)| {
            let url = Url::parse(&address).ok().filter(is_of_the_web);
            let address =
                url.ok_or_else(|| format!("{address} is no address that begins http or https"))?;
            Ok(Feed { address, state })
        });
        Ok(Self {
            feeds: feeds.collect::<Result<_, String>>()?,
            client: Client::new(pace.timeout),
            every: pace.every.as_secs(),
            hosts: BTreeMap::new(),
        })
    }

    /// How many feeds.
    pub fn len(&self) -> usize {
        self.feeds.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.feeds.is_empty()
    }

    /// What is known of a feed.
    pub fn state(&self, feed: usize) -> &State {
        &self.feeds[feed].state
    }

    /// When a feed's host may be asked again.
    pub fn free(&self, feed: usize) -> u64 {
        let host = self.hosts.get(&origin(&self.feeds[feed].address));
        host.map_or(0, |it| it.free)
    }

    /// The feed to ask next, and when.
    pub fn due(&self) -> Option<(usize, u64)> {
        let when = |feed: usize| self.state(feed).next.max(self.free(feed));
        let all = (0..self.feeds.len()).map(|feed| (feed, when(feed)));
        all.min_by_key(|&(feed, at)| (at, feed))
    }

    /// Asks a feed, and settles when it is asked again.
    pub fn ask(&mut self, feed: usize, now: u64) -> Asked {
        let asked = self.feed(feed, now);
        let Feed { address, state } = &mut self.feeds[feed];
        let least = if is_here(address) { 0 } else { LEAST };
        let every = self.every.max(least);
        match asked {
            Ok(asked) => {
                state.failures = 0;
                state.next = now + every;
                asked
            }
            Err(Failure { reason, wait }) => {
                state.failures = state.failures.saturating_add(1);
                let back = every.max(1) << state.failures.min(16);
                state.next = now + back.max(wait).min(MOST);
                Asked::Failed(reason)
            }
        }
    }

    /// Asks at an address, and where that leads; also where it is for good.
    fn follow(
        &mut self,
        mut at: Url,
        known: Option<&State>,
        most: usize,
        may: &dyn Fn(&Url) -> bool,
        now: u64,
    ) -> Result<(Answer, Option<String>), Failure> {
        let mut moved = None;
        let mut for_good = true;
        for _ in 0..=HOPS {
            if !may(&at) {
                return Err("leads into this machine’s network".to_owned().into());
            }
            self.permit(&at, now)?;
            let answer = self.client.get(&at, known, most)?;
            self.rest(&at, now);
            let Some(there) = led(&at, &answer)? else {
                return Ok((answer, moved));
            };
            for_good &= matches!(answer.status, 301 | 308);
            moved = for_good.then(|| there.to_string());
            at = there;
        }
        Err(format!("led on more than {HOPS} times").into())
    }

    /// Asks for a feed.
    fn feed(&mut self, feed: usize, now: u64) -> Result<Asked, Failure> {
        let Feed { address, state } = &self.feeds[feed];
        let (at, known) = (address.clone(), state.clone());
        let (answer, moved) = self.follow(at, Some(&known), FEED_BYTES, &|_| true, now)?;
        if answer.status == 304 {
            return Ok(Asked::Same);
        }
        if answer.status != 200 {
            return Err(Failure {
                reason: client::told(answer.status),
                wait: answer.wait(now),
            });
        }
        if FEED_BYTES < answer.body.len() {
            return Err(format!("more than {} MiB", FEED_BYTES >> 20).into());
        }
        if !shape::is_feed(&answer.body) {
            return Err("no feed is there".to_owned().into());
        }
        let state = &mut self.feeds[feed].state;
        (state.etag, state.modified) = (answer.etag, answer.modified);
        Ok(Asked::Changed {
            bytes: answer.body,
            moved,
        })
    }

    /// Whether the host's robots.txt lets this address be asked for.
    fn permit(&mut self, at: &Url, now: u64) -> Result<(), Failure> {
        let host = origin(at);
        let known = self.hosts.entry(host.clone()).or_default().robots.as_ref();
        if known.is_none_or(|(_, until)| *until <= now) {
            let robots = self.robots(at)?;
            self.hosts.entry(host.clone()).or_default().robots = Some((robots, now + MOST));
        }
        let known = self.hosts.get(&host).and_then(|it| it.robots.as_ref());
        let path = &at[url::Position::BeforePath..url::Position::AfterQuery];
        if known.is_some_and(|(robots, _)| !robots.allows(path)) {
            return Err("its robots.txt forbids it".to_owned().into());
        }
        Ok(())
    }

    /// A host's robots.txt: none is no rule; one that cannot be had forbids,
    /// for now.
    fn robots(&self, of: &Url) -> Result<Robots, Failure> {
        let cannot = |why: String| Failure::from(format!("its robots.txt: {why}"));
        let mut at = of.join("/robots.txt").map_err(|it| it.to_string())?;
        for _ in 0..=HOPS {
            let answer = self.client.get(&at, None, ROBOTS_BYTES).map_err(cannot)?;
            match answer.status {
                200 => return Ok(Robots::parse(&answer.body)),
                400..=499 => return Ok(Robots::default()),
                status => match led(&at, &answer).map_err(|it| cannot(it.reason))? {
                    Some(there) => at = there,
                    None => return Err(cannot(client::told(status))),
                },
            }
        }
        // RFC 9309: as if there were none.
        Ok(Robots::default())
    }

    /// Notes that a host was asked.
    fn rest(&mut self, at: &Url, now: u64) {
        let host = self.hosts.entry(origin(at)).or_default();
        let asked = host.robots.as_ref().and_then(|(it, _)| it.delay());
        let gap = if is_here(at) { 0 } else { GAP };
        host.free = now + asked.unwrap_or(gap).max(gap).min(LEAST);
    }
}

/// Where an answer leads, if it does.
fn led(at: &Url, answer: &Answer) -> Result<Option<Url>, Failure> {
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let there = answer.location.as_ref().and_then(|it| at.join(it).ok());
    match there.filter(is_of_the_web) {
        Some(there) => Ok(Some(there)),
        None => Err(String::from("leads to no address of the web").into()),
    }
}

fn is_of_the_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.host().is_some()
}

/// Scheme, host and port.
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Whether an address is of this machine, which may be asked at any time.
fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(it)) => it.is_loopback(),
        Some(Host::Ipv6(it)) => it.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace {
        every: Duration::from_secs(0),
        timeout: Duration::from_secs(1),
    };

    #[test]
    fn only_addresses_of_the_web_are_watched() {
        for bad in ["file:///etc/passwd", "feed.xml", "ftp://a.example/", ""] {
            assert!(
                Watch::new(vec![(bad.into(), State::default())], PACE).is_err(),
                "{bad}"
            );
        }
    }

    #[test]
    fn a_feed_that_fails_is_asked_less_and_less_often_but_once_a_day() {
        // No such host: nothing is sent.
        let feed = ("http://none.invalid/feed".to_owned(), State::default());
        let mut watch = Watch::new(vec![feed], PACE).unwrap();
        let mut waits = Vec::new();
        let mut now = 1_000_000;
        for _ in 0..12 {
            assert!(matches!(watch.ask(0, now), Asked::Failed(_)));
            waits.push(watch.state(0).next - now);
            now = watch.state(0).next;
        }
        assert_eq!(waits[..3], [120, 240, 480]);
        assert_eq!(waits[11], MOST);
    }

    #[test]
    fn what_was_kept_of_a_feed_may_lack_what_came_later() {
        let state: State = serde_json::from_str(r#"{"etag":"\"a\""}"#).unwrap();
        assert_eq!(state.etag.as_deref(), Some("\"a\""));
        assert_eq!(state.next, 0);
    }
}
