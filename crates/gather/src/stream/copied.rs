//! From which live reports a new one takes text, and for which origin it
//! counts.

use std::collections::BTreeSet;

use super::live::{Live, Undo};
use super::overlap::Grams;
use super::{Amendment, Stream};
use crate::copies::lineage::{self, Kinship};
use crate::copies::versions::GROWN;

/// Seeds that two reports must share before they are compared.
const SHARED: u32 = 2;

/// Reports that share the most seeds, and are compared.
const COMPARED: usize = 8;

/// What a report takes from others.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// The reports that it takes text from.
    pub(super) from: Vec<u32>,
    /// The report of which it is a later version.
    pub(super) version_of: Option<u32>,
}

impl Stream {
    /// Finds what a new report shares with earlier ones, and its origin.
    pub(super) fn find_copies(
        &mut self,
        number: u32,
        undo: &mut Undo,
        amendments: &mut Vec<Amendment>,
    ) -> Taken {
        let kin = self.kin(number);
        let tuned = &self.thresholds.gather;
        let own = &self.at(number).digest;
        let mut taken = Taken::default();
        let mut joined: BTreeSet<u32> = BTreeSet::new();
        let grown = kin.iter().find(|(other, kin)| {
            let outlet = &self.at(*other).digest.outlet;
            outlet.is_some() && *outlet == own.outlet && GROWN <= kin.covered_a
        });
        taken.version_of = grown.map(|it| it.0);
        for &(other, kin) in &kin {
            let earlier = &self.at(other).digest;
            if lineage::is_one_origin(earlier, own, kin, tuned) {
                joined.insert(self.at(other).origin);
            }
            match lineage::direction(earlier, own, kin, tuned) {
                _ if taken.version_of == Some(other) => {}
                Some((false, _)) => amendments.push(Amendment::Copied {
                    report: earlier.id.clone(),
                }),
                _ => taken.from.push(other),
            }
        }
        let there = self.note_address(number, undo);
        taken.version_of = there.or(taken.version_of);
        if let Some(version) = taken.version_of {
            taken.from.retain(|&it| it != version);
            joined.insert(self.at(version).origin);
        }
        self.join_origins(number, &joined, undo, amendments);
        taken
    }

    /// Live reports that share text with a new one, and how much, in the
    /// order in which they came.
    fn kin(&self, number: u32) -> Vec<(u32, Kinship)> {
        let live = self.at(number);
        let mut sharing = self.seeds.sharing(&live.words);
        sharing.retain(|&(other, seeds)| SHARED <= seeds && self.get(other).is_some());
        if sharing.is_empty() {
            return Vec::new();
        }
        sharing.sort_by(|one, other| other.1.cmp(&one.1).then(one.0.cmp(&other.0)));
        sharing.truncate(COMPARED);
        sharing.sort_unstable();
        let grams = Grams::new(&live.words);
        let tuned = &self.thresholds.gather;
        let kinship = |(other, _): (u32, u32)| {
            let earlier: &Live = self.at(other);
            Some((other, grams.kinship(&earlier.words, tuned)?))
        };
        sharing.into_iter().filter_map(kinship).collect()
    }

    /// Makes one origin of a new report and those that it joins.
    fn join_origins(
        &mut self,
        number: u32,
        joined: &BTreeSet<u32>,
        undo: &mut Undo,
        amendments: &mut Vec<Amendment>,
    ) {
        let into = joined.first().copied().unwrap_or(number);
        undo.keep_origin(into, self);
        for &from in joined.iter().skip(1) {
            undo.keep_origin(from, self);
            let moved = self.origins.remove(&from).unwrap_or_default();
            amendments.push(Amendment::SameOrigin {
                from: self.id(moved[0]),
                into: self.id(self.origins[&into][0]),
            });
            for &member in &moved {
                undo.keep_groups(member, self.at(member));
                self.at_mut(member).origin = into;
            }
            let members = self.origins.entry(into).or_default();
            members.extend(moved);
            members.sort_unstable();
        }
        self.at_mut(number).origin = into;
        self.origins.entry(into).or_default().push(number);
    }
}
