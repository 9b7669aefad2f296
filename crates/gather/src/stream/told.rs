//! Which story a new report tells, and what that changes of other stories.
//!
//! A new report is compared with the live ones that share the most telling
//! terms, and the stories of those that it is like are linked anew together
//! with it, as a batch would link them. A story goes on under its id where the
//! report is that it began with, or most of its reports when that one left.

use std::collections::{BTreeMap, BTreeSet};

use super::live::{Bond, Undo};
use super::{Amendment, Stream};
use crate::groups::Groups;
use crate::stories::context;
use crate::stories::likeness::{self, odds_to_share};
use crate::stories::linkage;
use crate::stories::pairs::{LEAST, decay};

/// Reports of one story that are linked anew; the rest of it follows.
const LINKED: usize = 24;

/// Members of a story that are looked through for these.
const LOOKED_THROUGH: usize = 96;

/// Bonds that are kept of a report.
const BONDS: usize = 48;

/// Strength from which a bond may change stories.
const STRONG: f32 = 0.1;

/// The likest others, whose bonds with one another are weighed anew.
const REFRESHED: usize = 6;

impl Stream {
    /// Puts a new report into its story.
    pub(super) fn find_story(
        &mut self,
        number: u32,
        undo: &mut Undo,
        amendments: &mut Vec<Amendment>,
    ) {
        let others: Vec<u32> = self.origins[&self.at(number).origin]
            .iter()
            .copied()
            .filter(|&it| it != number)
            .collect();
        if others.is_empty() {
            self.bind(number, undo);
            undo.keep_story(number, self);
            self.begin(number);
            self.put(number, number);
            self.link_anew(number, undo, amendments);
            return;
        }
        let stories: BTreeSet<u32> = others.iter().map(|&it| self.at(it).story).collect();
        let into = *stories
            .first()
            .expect("an origin's other reports have stories");
        let mut moves = BTreeMap::new();
        for story in stories.iter().skip(1) {
            let members = &self.stories[story].members;
            moves.extend(members.iter().map(|&member| (member, into)));
        }
        self.move_all(&moves, number, undo, amendments);
        undo.keep_story(into, self);
        self.put(number, into);
    }

    /// Adds a new report to a story.
    fn put(&mut self, number: u32, story: u32) {
        self.at_mut(number).story = story;
        let members = &mut self
            .stories
            .get_mut(&story)
            .expect("reports are put into stories that there are")
            .members;
        members.push(number);
        members.sort_unstable();
    }

    /// Compares a new report with those that share its telling terms.
    fn bind(&mut self, number: u32, undo: &mut Undo) {
        let sketch = self.at(number).sketch.clone();
        let mut likely = Vec::new();
        for other in self.candidates(&sketch) {
            let row = likeness::row(&self.at(other).sketch, &sketch);
            let likelihood = likeness::likelihood(&row, Self::trees());
            undo.keep_lists(other, self.at(other));
            self.at_mut(other).near.add(number, likelihood, &row);
            self.at_mut(number).near.add(other, likelihood, &row);
            if LEAST <= likelihood {
                likely.push((other, likelihood, row));
            }
        }
        for (other, likelihood, row) in likely {
            let strength = self.strength((other, number), likelihood, &row);
            self.bond(number, other, likelihood, strength);
            self.bond(other, number, likelihood, strength);
        }
        undo.keep_terms(self.note_terms(number, &sketch));
        self.refresh(number, undo);
    }

    /// How strongly a pair belongs together among its neighbours.
    fn strength(&self, (a, b): (u32, u32), likelihood: f32, row: &likeness::Row) -> f32 {
        let (one, other) = (self.at(a), self.at(b));
        let row = context::row(row, likelihood, (a, &one.near), (b, &other.near));
        let share = odds_to_share(Self::trees().context.score(&row));
        share * decay(one.sketch.day, other.sketch.day, &self.thresholds.gather)
    }

    /// Keeps a bond; of too many the weakest goes.
    fn bond(&mut self, number: u32, other: u32, likelihood: f32, strength: f32) {
        let bonds = &mut self.at_mut(number).bonds;
        bonds.push(Bond {
            other,
            likelihood,
            strength,
        });
        if BONDS < bonds.len() {
            let weakest = (0..bonds.len())
                .min_by(|&one, &other| bonds[one].strength.total_cmp(&bonds[other].strength));
            bonds.remove(weakest.unwrap_or(0));
        }
    }

    /// Weighs the bonds between the likest others anew, as their neighbours
    /// are others now.
    fn refresh(&mut self, number: u32, undo: &mut Undo) {
        let near = self.at(number).near.likely.iter();
        let likely = near.filter(|it| STRONG <= it.1).take(REFRESHED);
        let near: Vec<u32> = likely.map(|it| it.0).collect();
        for &a in &near {
            let bonds = self.get(a).map(|it| it.bonds.clone()).unwrap_or_default();
            for bond in bonds.iter().filter(|it| it.other < a) {
                let b = bond.other;
                if !near.contains(&b) {
                    continue;
                }
                let Some(other) = self.get(b) else { continue };
                undo.keep_lists(b, other);
                let row = likeness::row(&self.at(a).sketch, &other.sketch);
                let strength = self.strength((a, b), bond.likelihood, &row);
                for (one, other) in [(a, b), (b, a)] {
                    let bonds = self.at_mut(one).bonds.iter_mut();
                    for bond in bonds.filter(|it| it.other == other) {
                        bond.strength = strength;
                    }
                }
            }
        }
    }

    /// Links the stories that a new report is like anew.
    fn link_anew(&mut self, number: u32, undo: &mut Undo, amendments: &mut Vec<Amendment>) {
        let bonds = &self.at(number).bonds;
        let strong = bonds.iter().filter(|it| STRONG <= it.strength);
        let stories: BTreeSet<u32> = strong
            .filter_map(|it| self.get(it.other))
            .map(|it| it.story)
            .collect();
        if stories.is_empty() {
            return;
        }
        let mut linked: Vec<u32> = stories
            .iter()
            .flat_map(|story| self.representatives(*story))
            .collect();
        linked.push(number);
        linked.sort_unstable();
        linked.dedup();
        let place = |number: u32| linked.binary_search(&number).ok().map(|it| it as u32);
        let mut between = Vec::new();
        for (a, &number) in linked.iter().enumerate() {
            for bond in &self.at(number).bonds {
                if let Some(b) = place(bond.other).filter(|&b| b < a as u32) {
                    between.push((b, a as u32, bond.strength));
                }
            }
        }
        let groups = linkage::link(linked.len(), &between, self.thresholds.gather.likeness);
        let moves = self.moves(&linked, groups, number);
        self.move_all(&moves, number, undo, amendments);
    }

    /// The latest reports of a story that stand for their origins.
    fn representatives(&self, story: u32) -> Vec<u32> {
        let members = self.stories[&story].members.iter().rev();
        let stands = |it: &&u32| self.origins[&self.at(**it).origin][0] == **it;
        members
            .take(LOOKED_THROUGH)
            .filter(stands)
            .take(LINKED)
            .copied()
            .collect()
    }

    /// The stories of all whom a linkage moves.
    fn moves(&self, linked: &[u32], mut groups: Groups, number: u32) -> BTreeMap<u32, u32> {
        let group: Vec<u32> = (0..linked.len() as u32).map(|it| groups.find(it)).collect();
        let mut of_story: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (&member, &group) in linked.iter().zip(&group) {
            if member != number {
                let story = self.at(member).story;
                of_story.entry(story).or_default().push(group);
            }
        }
        let group_of = |member: u32| linked.binary_search(&member).ok().map(|it| group[it]);
        // Who goes on under which id: the oldest story first.
        let mut owner: BTreeMap<u32, u32> = BTreeMap::new();
        let mut rest: BTreeMap<u32, u32> = BTreeMap::new();
        for (&story, votes) in &of_story {
            let keeps = group_of(story).unwrap_or_else(|| most(votes));
            let into = *owner.entry(keeps).or_insert(story);
            rest.insert(story, into);
        }
        let mut moves = BTreeMap::new();
        for (&member, &group) in linked.iter().zip(&group) {
            // A group without an owner is a story of its own, which begins
            // with its first report.
            let story = *owner.entry(group).or_insert(member);
            for &copy in &self.origins[&self.at(member).origin] {
                moves.insert(copy, story);
            }
        }
        for (story, into) in rest {
            for &member in &self.stories[&story].members {
                moves.entry(member).or_insert(into);
            }
        }
        moves.retain(|&member, story| self.at(member).story != *story);
        moves
    }

    /// Moves reports between stories, and says so of all but the new one.
    fn move_all(
        &mut self,
        moves: &BTreeMap<u32, u32>,
        number: u32,
        undo: &mut Undo,
        amendments: &mut Vec<Amendment>,
    ) {
        let mut told: BTreeMap<(u32, u32), Vec<u32>> = BTreeMap::new();
        for (&member, &into) in moves {
            let from = self.at(member).story;
            told.entry((from, into)).or_default().push(member);
        }
        for (&(from, into), members) in &told {
            undo.keep_story(from, self);
            undo.keep_story(into, self);
            if !self.stories.contains_key(&into) {
                self.begin(into);
            }
            for &member in members {
                undo.keep_groups(member, self.at(member));
                self.at_mut(member).story = into;
            }
            if let Some(story) = self.stories.get_mut(&from) {
                story
                    .members
                    .retain(|it| members.binary_search(it).is_err());
            }
            if let Some(story) = self.stories.get_mut(&into) {
                story.members.extend(members);
                story.members.sort_unstable();
            }
        }
        let from: Vec<u32> = told.keys().map(|it| it.0).collect();
        for ((story, into), members) in told {
            let whole = from.iter().filter(|&&it| it == story).count() == 1
                && self.stories[&story].members.is_empty();
            let others = members.into_iter().filter(|&it| it != number).collect();
            amendments.extend(self.amendment(story, into, others, whole));
        }
        for story in from {
            if self
                .stories
                .get(&story)
                .is_some_and(|it| it.members.is_empty())
            {
                self.stories.remove(&story);
            }
        }
    }

    /// What is said of reports that moved to another story, as the whole of
    /// theirs or not.
    fn amendment(&self, from: u32, into: u32, members: Vec<u32>, whole: bool) -> Option<Amendment> {
        let name = |story: u32| self.stories[&story].name.clone();
        let (from, into) = (name(from), name(into));
        if members.is_empty() {
            None
        } else if whole {
            Some(Amendment::Merged { from, into })
        } else {
            let reports = members.into_iter().map(|it| self.id(it)).collect();
            Some(Amendment::Split {
                from,
                into,
                reports,
            })
        }
    }
}

/// The most frequent of a list, the lowest of equals.
fn most(votes: &[u32]) -> u32 {
    let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
    for &vote in votes {
        *counts.entry(vote).or_default() += 1;
    }
    let most = counts
        .into_iter()
        .max_by_key(|&(vote, count)| (count, std::cmp::Reverse(vote)));
    most.map_or(0, |it| it.0)
}
