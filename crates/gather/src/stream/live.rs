//! What is kept of a live report, and the way back from the last one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Clock, Stream};
use crate::digest::Digest;
use crate::stories::context::Neighbours;
use crate::stories::sketch::Sketch;

/// A report that is kept.
#[derive(Clone, Debug)]
pub(super) struct Live {
    /// Who published it, when and by whose leave; its words are not kept.
    pub(super) digest: Digest,
    pub(super) words: Arc<[u16]>,
    pub(super) sketch: Arc<Sketch>,
    /// The likest others.
    pub(super) near: Neighbours,
    /// How it belongs with others, where it does at all.
    pub(super) bonds: Vec<Bond>,
    /// Its story, by the number of the report that it began with.
    pub(super) story: u32,
    /// Its origin, by the number of the first report of it.
    pub(super) origin: u32,
    /// When it came, by the stream's clock.
    pub(super) came: i64,
    /// Whether it is found by its terms.
    pub(super) noted: bool,
}

impl Live {
    /// A report that is in no story yet.
    pub(super) fn new(
        number: u32,
        digest: Digest,
        words: Arc<[u16]>,
        sketch: Arc<Sketch>,
        came: i64,
    ) -> Self {
        Self {
            digest,
            words,
            sketch,
            near: Neighbours::default(),
            bonds: Vec::new(),
            story: number,
            origin: number,
            came,
            noted: false,
        }
    }
}

/// How two reports belong together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bond {
    pub(super) other: u32,
    /// By themselves.
    pub(super) likelihood: f32,
    /// Among their neighbours.
    pub(super) strength: f32,
}

/// A story as it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Story {
    /// Its id in outputs.
    pub(super) name: String,
    /// Live members, in the order in which they came.
    pub(super) members: Vec<u32>,
}

/// What the last report changed, as it was before.
#[derive(Clone, Debug)]
pub(super) struct Undo {
    clock: Clock,
    lists: BTreeMap<u32, (Neighbours, Vec<Bond>)>,
    groups: BTreeMap<u32, (u32, u32)>,
    stories: BTreeMap<u32, Option<Story>>,
    origins: BTreeMap<u32, Option<Vec<u32>>>,
    /// Who was found at an address.
    address: Option<(u64, u32)>,
    /// N-grams that led to older reports.
    seeds: Vec<(u64, u32)>,
    /// Terms that led to older reports, and what they weigh there.
    terms: Vec<(u32, (u32, f32))>,
}

impl Undo {
    /// Nothing changed yet but the clock.
    pub(super) fn of(clock: Clock) -> Self {
        Self {
            clock,
            address: None,
            seeds: Vec::new(),
            terms: Vec::new(),
            lists: BTreeMap::new(),
            groups: BTreeMap::new(),
            stories: BTreeMap::new(),
            origins: BTreeMap::new(),
        }
    }

    /// Keeps a report's neighbours and bonds before they change.
    pub(super) fn keep_lists(&mut self, number: u32, live: &Live) {
        self.lists
            .entry(number)
            .or_insert_with(|| (live.near.clone(), live.bonds.clone()));
    }

    /// Keeps a report's story and origin before they change.
    pub(super) fn keep_groups(&mut self, number: u32, live: &Live) {
        self.groups
            .entry(number)
            .or_insert((live.story, live.origin));
    }

    /// Keeps a story before it changes.
    pub(super) fn keep_story(&mut self, key: u32, stream: &Stream) {
        let before = || stream.stories.get(&key).cloned();
        self.stories.entry(key).or_insert_with(before);
    }

    /// Keeps an origin before it changes.
    pub(super) fn keep_origin(&mut self, key: u32, stream: &Stream) {
        let before = || stream.origins.get(&key).cloned();
        self.origins.entry(key).or_insert_with(before);
    }

    /// Keeps who was found at an address.
    pub(super) fn keep_address(&mut self, address: u64, number: u32) {
        self.address = Some((address, number));
    }

    /// Keeps which n-grams led to older reports.
    pub(super) fn keep_seeds(&mut self, displaced: Vec<(u64, u32)>) {
        self.seeds = displaced;
    }

    /// Keeps which terms led to older reports.
    pub(super) fn keep_terms(&mut self, displaced: Vec<(u32, (u32, f32))>) {
        self.terms = displaced;
    }

    /// Puts everything back; the report that came last is gone.
    pub(super) fn apply(self, stream: &mut Stream) {
        stream.live.pop_back();
        for (number, (near, bonds)) in self.lists {
            if let Some(live) = stream.get_mut(number) {
                (live.near, live.bonds) = (near, bonds);
            }
        }
        for (number, (story, origin)) in self.groups {
            if let Some(live) = stream.get_mut(number) {
                (live.story, live.origin) = (story, origin);
            }
        }
        for (key, before) in self.stories {
            match before {
                Some(before) => stream.stories.insert(key, before),
                None => stream.stories.remove(&key),
            };
        }
        for (key, before) in self.origins {
            match before {
                Some(before) => stream.origins.insert(key, before),
                None => stream.origins.remove(&key),
            };
        }
        if let Some((address, number)) = self.address {
            stream.places.put_back(address, number);
        }
        for (gram, number) in self.seeds {
            stream.seeds.add_one(gram, number);
        }
        stream.places.put_back_terms(self.terms);
        stream.clock = self.clock;
    }
}
