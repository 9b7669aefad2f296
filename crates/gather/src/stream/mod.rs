//! Gathers reports as they come, in room that does not grow for ever.
//!
//! Input: digests in the order of arrival. Output: for each an [`Assigned`],
//! with what it changes of what was said before. What always holds: every
//! live report is in one story and one origin; the same reports in the same
//! order give the same; only reports within a window of time and a budget
//! are kept; work for a report does not grow with how many are kept.
//!
//! What was published when may come in any order: the window follows the
//! times of publication that most of the latest reports have reached, so one
//! wrong date moves nothing.

mod copied;
mod live;
mod overlap;
mod places;
mod seeds;
mod told;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use rapporteur_language::{Stories, Thresholds};
use rapporteur_text::{Amendment, Assigned, Published, ReportId, content_hash};

use self::live::{Live, Story, Undo};
use self::places::Places;
use self::seeds::Seeds;
use crate::digest::Digest;
use crate::stories::sketch::{Rarity, Sketch};

/// How much is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Days of publication after which a report leaves.
    pub days: u32,
    /// Reports that are kept at most; about 6 KB each.
    pub reports: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            days: 14,
            reports: 1_000_000,
        }
    }
}

/// Reports that are gathered as they come.
#[derive(Clone, Debug)]
pub struct Stream {
    thresholds: Thresholds,
    limits: Limits,
    /// Live reports by number, from `first` on; `None` where one was removed.
    live: VecDeque<Option<Box<Live>>>,
    first: u32,
    numbers: BTreeMap<ReportId, u32>,
    /// Stories by the number of the report that they began with.
    stories: BTreeMap<u32, Story>,
    /// Names of stories that go on without the report that they began with.
    orphans: BTreeMap<String, u32>,
    /// Live members of each origin, by the number of its first.
    origins: BTreeMap<u32, Vec<u32>>,
    rarity: Rarity,
    seeds: Seeds,
    places: Places,
    clock: Clock,
    undo: Option<Undo>,
}

impl Stream {
    /// Nothing yet.
    pub fn new(thresholds: &Thresholds, limits: Limits) -> Self {
        Self {
            rarity: Rarity::new(&thresholds.gather),
            thresholds: thresholds.clone(),
            limits,
            live: VecDeque::new(),
            first: 1,
            numbers: BTreeMap::new(),
            stories: BTreeMap::new(),
            orphans: BTreeMap::new(),
            origins: BTreeMap::new(),
            seeds: Seeds::default(),
            places: Places::default(),
            clock: Clock::default(),
            undo: None,
        }
    }

    /// How many reports are live.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether no report is live.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The live reports of each story, by the story's id.
    pub fn stories(&self) -> BTreeMap<&str, Vec<&ReportId>> {
        let mut listed = BTreeMap::new();
        for story in self.stories.values() {
            let ids = story.members.iter().map(|&it| &self.at(it).digest.id);
            listed.insert(story.name.as_str(), ids.collect());
        }
        listed
    }

    /// The live reports of each origin, by its first report.
    pub fn origins(&self) -> BTreeMap<&ReportId, Vec<&ReportId>> {
        let mut listed = BTreeMap::new();
        for members in self.origins.values() {
            let ids: Vec<&ReportId> = members.iter().map(|&it| &self.at(it).digest.id).collect();
            listed.insert(ids[0], ids);
        }
        listed
    }

    /// Takes in a report. A report with the id of a live one replaces it.
    pub fn add(&mut self, mut digest: Digest) -> Assigned {
        self.remove(&digest.id.clone());
        self.undo = None;
        let before = self.clock.clone();
        let now = self.clock.tick(digest.published);
        self.make_room(now);
        let number = self.first + self.live.len() as u32;
        let words = seeds::words(&digest);
        let sketch = Arc::new(Sketch::new(&digest, &self.rarity, &self.thresholds.gather));
        digest.strip();
        let mut undo = Undo::of(before);
        let mut amendments = Vec::new();
        self.numbers.insert(digest.id.clone(), number);
        let live = Live::new(number, digest, words, sketch, now);
        self.live.push_back(Some(Box::new(live)));
        let taken = self.find_copies(number, &mut undo, &mut amendments);
        self.find_story(number, &mut undo, &mut amendments);
        let words = self.at(number).words.clone();
        undo.keep_seeds(self.seeds.add(number, &words));
        let assigned = Assigned {
            id: self.at(number).digest.id.clone(),
            story: self.stories[&self.at(number).story].name.clone(),
            origin: self.id(self.origins[&self.at(number).origin][0]),
            copies_from: taken.from.iter().map(|&it| self.id(it)).collect(),
            version_of: taken.version_of.map(|it| self.id(it)),
            amendments,
        };
        self.undo = Some(undo);
        assigned
    }

    /// Takes a report out again; false when it is not live. When it is the
    /// one that came last, all is as before it came, but for reports that left
    /// to make room.
    pub fn remove(&mut self, id: &ReportId) -> bool {
        let Some(number) = self.numbers.remove(id) else {
            return false;
        };
        self.forget(number);
        let last = self.first + self.live.len() as u32 - 1;
        match self.undo.take() {
            Some(undo) if number == last => undo.apply(self),
            _ => self.leave(number),
        }
        true
    }

    /// Takes a report out of what finds it.
    fn forget(&mut self, number: u32) {
        let live = self.at(number);
        let (words, sketch) = (live.words.clone(), live.sketch.clone());
        self.seeds.remove(number, &words);
        self.forget_terms(number, &sketch);
        self.forget_address(number);
    }

    /// Takes a report out of its story, its origin and its neighbours' lists.
    fn leave(&mut self, number: u32) {
        let live = self.at(number);
        let (story, origin) = (live.story, live.origin);
        let near: Vec<u32> = live.bonds.iter().map(|it| it.other).collect();
        for other in near {
            if let Some(other) = self.get_mut(other) {
                other.near.remove(number);
                other.bonds.retain(|it| it.other != number);
            }
        }
        if let Some(it) = self.stories.get_mut(&story) {
            it.members.retain(|&member| member != number);
            if it.members.is_empty() {
                self.stories.remove(&story);
            } else if story == number {
                self.orphans.insert(it.name.clone(), story);
            }
        }
        self.leave_origin(number, origin);
        // Few, but for ever.
        if self.stories.len() + 64 < self.orphans.len() {
            let stories = &self.stories;
            self.orphans.retain(|_, story| stories.contains_key(story));
        }
        let place = (number - self.first) as usize;
        self.live[place] = None;
        while self.live.front().is_some_and(Option::is_none) {
            self.live.pop_front();
            self.first += 1;
        }
        self.seeds.forget_before(self.first);
    }

    /// Takes a report out of its origin; the next stands for the origin then.
    fn leave_origin(&mut self, number: u32, origin: u32) {
        let Some(members) = self.origins.get_mut(&origin) else {
            return;
        };
        let stood = members.first() == Some(&number);
        members.retain(|&member| member != number);
        let next = members.first().copied();
        match next {
            None => {
                self.origins.remove(&origin);
            }
            Some(next) if stood && !self.at(next).noted => {
                let sketch = self.at(next).sketch.clone();
                self.note_terms(next, &sketch);
            }
            Some(_) => {}
        }
    }

    /// Lets reports leave that are too old or too many.
    fn make_room(&mut self, now: i64) {
        const DAY: i64 = 86_400;
        let oldest = now.saturating_sub(i64::from(self.limits.days) * DAY);
        while let Some(Some(live)) = self.live.front() {
            if oldest <= live.came && self.numbers.len() < self.limits.reports.max(1) {
                break;
            }
            let (number, id) = (self.first, live.digest.id.clone());
            self.forget(number);
            self.numbers.remove(&id);
            self.leave(number);
        }
    }

    fn at(&self, number: u32) -> &Live {
        self.live[(number - self.first) as usize]
            .as_deref()
            .expect("numbers of live reports are kept only while they are live")
    }

    /// A report that may have left.
    fn get(&self, number: u32) -> Option<&Live> {
        let place = number.checked_sub(self.first)?;
        self.live.get(place as usize)?.as_deref()
    }

    fn get_mut(&mut self, number: u32) -> Option<&mut Live> {
        let place = number.checked_sub(self.first)?;
        self.live.get_mut(place as usize)?.as_deref_mut()
    }

    fn at_mut(&mut self, number: u32) -> &mut Live {
        self.get_mut(number)
            .expect("numbers of live reports are kept only while they are live")
    }

    fn id(&self, number: u32) -> ReportId {
        self.at(number).digest.id.clone()
    }

    /// Begins a story with a report, named as the story's record is; with its
    /// number, too, when it began another before that goes on without it.
    fn begin(&mut self, number: u32) -> String {
        let id = self.at(number).digest.id.as_str();
        let name = content_hash(&[id]);
        let taken = self
            .orphans
            .get(&name)
            .is_some_and(|story| self.stories.contains_key(story));
        let name = if taken {
            content_hash(&[id, &number.to_string()])
        } else {
            name
        };
        self.stories.insert(
            number,
            Story {
                name: name.clone(),
                members: Vec::new(),
            },
        );
        name
    }

    fn trees() -> &'static Stories {
        Stories::embedded()
    }
}

/// Time as publications tell it.
#[derive(Clone, Debug, Default)]
struct Clock {
    latest: VecDeque<i64>,
    now: i64,
}

impl Clock {
    /// Times that are looked at.
    const LATEST: usize = 64;
    /// How many of them may be ahead of the clock.
    const AHEAD: usize = 8;

    /// The time once a report is in: never earlier than before, and reached
    /// by some of the latest reports.
    fn tick(&mut self, published: Option<Published>) -> i64 {
        if let Some(published) = published {
            self.latest.push_back(seconds(published));
            if Self::LATEST < self.latest.len() {
                self.latest.pop_front();
            }
            if seconds(published) <= self.now {
                return self.now;
            }
            let mut sorted: Vec<i64> = self.latest.iter().copied().collect();
            sorted.sort_unstable();
            let reached = sorted[sorted.len().saturating_sub(Self::AHEAD + 1)];
            self.now = self.now.max(reached);
        }
        self.now
    }
}

/// Seconds since 1970 of a publication, of its day where no more is known.
fn seconds(published: Published) -> i64 {
    let day = || {
        let midnight = published.date.to_datetime(jiff::civil::Time::midnight());
        let zoned = jiff::tz::Offset::UTC.to_timestamp(midnight);
        zoned.map_or(0, jiff::Timestamp::as_second)
    };
    crate::instant(published).unwrap_or_else(day)
}
