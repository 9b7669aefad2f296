//! Which live reports hold a telling term, and which stand at an address.
//!
//! What always holds: a term leads to the latest reports with it, at most so
//! many; terms of which no live report is left are dropped from time to time.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::Stream;
use super::live::Undo;
use crate::copies::lineage::bare_address;
use crate::digest::Digest;
use crate::scan::form_hash;
use crate::stories::sketch::Sketch;

/// Reports to which one term leads.
const MOST_HOLDERS: usize = 48;

/// Reports that a new one is compared with.
const COMPARED: usize = 24;

/// Share of a report's telling terms under which another is not compared.
const LITTLE: f32 = 0.06;

/// Ways from terms and addresses to reports.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    /// Reports with a term, and what it weighs there, in order of arrival.
    terms: HashMap<u32, Vec<(u32, f32)>, FixedState>,
    addresses: HashMap<u64, u32, FixedState>,
    /// Lists touched since stale ones were dropped.
    touched: usize,
}

impl Places {
    /// Lets a report be found at an address again.
    pub(super) fn put_back(&mut self, address: u64, number: u32) {
        self.addresses.insert(address, number);
    }

    /// Lets terms lead to older reports again.
    pub(super) fn put_back_terms(&mut self, terms: Vec<(u32, (u32, f32))>) {
        for (term, holder) in terms {
            self.terms.entry(term).or_default().insert(0, holder);
        }
    }
}

/// The address that a report's versions share.
fn address(digest: &Digest) -> Option<u64> {
    let url = digest.url.as_deref()?;
    Some(form_hash(&bare_address(url)))
}

impl Stream {
    /// Live reports that share the most telling terms with a sketch, in the
    /// order of their numbers.
    pub(super) fn candidates(&self, sketch: &Sketch) -> Vec<u32> {
        let mut met: Vec<(u32, f32)> = Vec::with_capacity(256);
        let keys = sketch.keys();
        let own: f32 = keys.iter().map(|it| it.weight() * it.weight()).sum();
        for key in keys {
            let under = self.places.terms.get(&key.hash);
            let live = under.into_iter().flatten().filter(|it| self.first <= it.0);
            met.extend(live.map(|&(number, weight)| (number, weight * key.weight())));
        }
        met.sort_unstable_by(|one, other| one.0.cmp(&other.0).then(one.1.total_cmp(&other.1)));
        let summed = |same: &[(u32, f32)]| (same[0].0, same.iter().map(|it| it.1).sum::<f32>());
        let mut shared: Vec<(u32, f32)> = met
            .chunk_by(|one, other| one.0 == other.0)
            .map(summed)
            .filter(|it| LITTLE * own <= it.1)
            .collect();
        if COMPARED < shared.len() {
            shared.select_nth_unstable_by(COMPARED, |one, other| {
                other.1.total_cmp(&one.1).then(other.0.cmp(&one.0))
            });
            shared.truncate(COMPARED);
        }
        let mut numbers: Vec<u32> = shared.into_iter().map(|it| it.0).collect();
        numbers.sort_unstable();
        numbers
    }

    /// Lets a report be found by its terms, and counts these; gives the terms
    /// that lead to an older report no longer.
    pub(super) fn note_terms(&mut self, number: u32, sketch: &Sketch) -> Vec<(u32, (u32, f32))> {
        let mut displaced = Vec::new();
        self.at_mut(number).noted = true;
        self.rarity.add(sketch.entries.iter().map(|it| it.hash));
        for key in sketch.keys() {
            let under = self.places.terms.entry(key.hash).or_default();
            if MOST_HOLDERS <= under.len() {
                displaced.push((key.hash, under.remove(0)));
            }
            under.push((number, key.weight()));
            self.places.touched += 1;
        }
        if self.places.terms.len() < self.places.touched / 2 {
            let first = self.first;
            self.places.touched = 0;
            self.places.terms.retain(|_, under| {
                under.retain(|it| first <= it.0);
                !under.is_empty()
            });
        }
        displaced
    }

    /// Lets a report be found by its terms no longer.
    pub(super) fn forget_terms(&mut self, number: u32, sketch: &Sketch) {
        if !std::mem::take(&mut self.at_mut(number).noted) {
            return;
        }
        self.rarity.remove(sketch.entries.iter().map(|it| it.hash));
        for key in sketch.keys() {
            if let Some(under) = self.places.terms.get_mut(&key.hash) {
                under.retain(|it| it.0 != number);
                if under.is_empty() {
                    self.places.terms.remove(&key.hash);
                }
            }
        }
    }

    /// The live report at the address of this one, which takes its place.
    pub(super) fn note_address(&mut self, number: u32, undo: &mut Undo) -> Option<u32> {
        let address = address(&self.at(number).digest)?;
        let before = self.places.addresses.insert(address, number)?;
        undo.keep_address(address, before);
        self.get(before).map(|_| before)
    }

    /// Lets no report be found at its address, when it is the last there.
    pub(super) fn forget_address(&mut self, number: u32) {
        if let Some(address) = address(&self.at(number).digest)
            && self.places.addresses.get(&address) == Some(&number)
        {
            self.places.addresses.remove(&address);
        }
    }
}
