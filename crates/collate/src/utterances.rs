//! From aligned sentences to utterances.
//!
//! Input: sentences and the groups that say the same. Output: groups of
//! groups, each one utterance. What always holds: sentences join only where
//! the reports that have both print them side by side.

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_language::Gender;
use rapporteur_text::{Attitude, Detail, EntityKind, MentionKind, ReportIx};

use crate::conflicts;
use crate::drafts::Draft;
use crate::sources::Sources;
use crate::statements::{self, Speaker, Unit};

/// Sentences of one utterance, sorted: members of one or more clusters.
pub(crate) fn joined(
    units: &[Unit],
    clusters: Vec<Vec<usize>>,
    sources: &Sources,
) -> Vec<Vec<usize>> {
    let mut joiner = Joiner::new(units, clusters, sources.thresholds().trimmed_core);
    joiner.join_posts();
    joiner.join_neighbours();
    joiner.finish()
}

struct Joiner<'u, 'r> {
    units: &'u [Unit<'r>],
    /// Cluster of each unit.
    of: Vec<usize>,
    /// Joined cluster of each cluster.
    root: Vec<usize>,
    /// Members of each joined cluster.
    groups: Vec<Vec<usize>>,
    reports: Vec<BTreeSet<ReportIx>>,
    core: f32,
}

/// Two clusters whose sentences stand side by side, in which reports.
type Beside = BTreeMap<(usize, usize), BTreeSet<ReportIx>>;

impl<'u, 'r> Joiner<'u, 'r> {
    fn new(units: &'u [Unit<'r>], clusters: Vec<Vec<usize>>, core: f32) -> Self {
        let mut of = vec![0; units.len()];
        for (cluster, members) in clusters.iter().enumerate() {
            for &member in members {
                of[member] = cluster;
            }
        }
        let reports = clusters
            .iter()
            .map(|members| members.iter().map(|&at| units[at].at.report).collect());
        Self {
            units,
            of,
            root: (0..clusters.len()).collect(),
            reports: reports.collect(),
            groups: clusters,
            core,
        }
    }

    fn beside(&self) -> Beside {
        let mut beside = Beside::new();
        for (at, pair) in self.units.windows(2).enumerate() {
            let (a, b) = (self.of[at], self.of[at + 1]);
            if pair[0].of() == pair[1].of() && a != b {
                let key = (a.min(b), a.max(b));
                beside.entry(key).or_default().insert(pair[0].at.report);
            }
        }
        beside
    }

    fn root(&self, cluster: usize) -> usize {
        let mut at = cluster;
        while self.root[at] != at {
            at = self.root[at];
        }
        at
    }

    fn union(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        let (keep, drop) = (a.min(b), a.max(b));
        if keep == drop {
            return;
        }
        self.root[drop] = keep;
        let moved = std::mem::take(&mut self.groups[drop]);
        self.groups[keep].extend(moved);
        let reports = std::mem::take(&mut self.reports[drop]);
        self.reports[keep].extend(reports);
    }

    /// A post is one text, however reports split it.
    fn join_posts(&mut self) {
        for at in 1..self.units.len() {
            let (last, this) = (&self.units[at - 1], &self.units[at]);
            if last.of() == this.of() && this.posted() {
                self.union(self.of[at - 1], self.of[at]);
            }
        }
    }

    /// Clusters that the same reports have side by side, then those that some
    /// reports trim off.
    fn join_neighbours(&mut self) {
        let beside = self.beside();
        let alone = self.reports.clone();
        for same in [true, false] {
            for (&(a, b), together) in &beside {
                let (x, y) = (&alone[a], &alone[b]);
                let fewer = if x.len() <= y.len() { x } else { y };
                let most = fewer.len() < 2 * together.intersection(fewer).count();
                if most && (x == y) == same && (same || self.is_trim(a, b)) {
                    self.union(a, b);
                }
            }
        }
    }

    /// Whether what every report has is most of what the two would make.
    fn is_trim(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return false;
        }
        let all: BTreeSet<ReportIx> = self.reports[a].union(&self.reports[b]).copied().collect();
        let whole = self.longest(a) + self.longest(b);
        let core = [a, b]
            .into_iter()
            .filter(|&group| self.reports[group].len() == all.len())
            .map(|group| self.longest(group))
            .sum::<usize>();
        self.core * whole as f32 <= core as f32
    }

    /// Words of a group in the report that has most.
    fn longest(&self, group: usize) -> usize {
        let mut words: BTreeMap<usize, usize> = BTreeMap::new();
        for &member in &self.groups[group] {
            let unit = &self.units[member];
            *words.entry(unit.of()).or_default() += unit.words();
        }
        words.into_values().max().unwrap_or(0)
    }

    fn finish(mut self) -> Vec<Vec<usize>> {
        self.groups.retain(|group| !group.is_empty());
        for group in &mut self.groups {
            group.sort_unstable();
        }
        self.groups
    }
}

/// The item of some sentences.
pub(crate) fn draft(units: &[Unit], members: &[usize], sources: &Sources) -> Draft {
    let known = |named: bool| {
        let units = members.iter().map(|&at| &units[at]);
        let units = units.filter(|unit| !named || names_speaker(unit, sources));
        statements::usual(units.filter_map(|unit| match unit.speaker {
            Speaker::Known(ix) => Some(ix),
            _ => None,
        }))
    };
    // Whom one report names tells whom another means by "he".
    let known = known(true).or_else(|| known(false));
    let source = members.iter().find_map(|&at| {
        let unit = &units[at];
        // A "he" of whom nobody knows who is meant names no source.
        let span = *match unit.speaker {
            Speaker::Unknown => None,
            _ => unit.statement.source.first(),
        }?;
        Some(own_words(sources.report(unit.at.report).report.slice(span)).to_owned())
    });
    let occasions = members
        .iter()
        .filter_map(|&at| units[at].statement.occasion)
        .map(|occasion| occasion.kind);
    let attitudes = members.iter().map(|&at| units[at].statement.attitude);
    let detail = Detail::Statement {
        speaker: known,
        source: source.filter(|_| known.is_none()),
        attitude: statements::usual(attitudes).unwrap_or(Attitude::Statement),
        occasion: statements::usual(occasions),
    };
    let mut draft = Draft::new(detail, statements::pieces(units, members));
    draft.conflict = rival_speakers(units, members, &draft, sources);
    draft
}

/// The words of a source before what is told of it: "the bill, which has passed".
fn own_words(source: &str) -> &str {
    let tells = [", who ", ", which ", ", whose ", ", where "];
    let ends = tells.iter().filter_map(|it| source.find(it));
    &source[..ends.min().unwrap_or(source.len())]
}

/// Whether the source of a sentence has its speaker's name: where all say "he",
/// whom they mean is reckoned here, and no report can be held to it.
fn names_speaker(unit: &Unit, sources: &Sources) -> bool {
    let (statement, marks) = (unit.statement, &sources.report(unit.at.report).marks);
    let Some(speaker) = statement.speaker else {
        return false;
    };
    let mut mentions = marks.entity(speaker).mentions.iter();
    mentions.any(|it| {
        let mut source = statement.source.iter();
        it.kind == MentionKind::Name && source.any(|source| source.contains(it.span))
    })
}

/// Two people to whom reports give the same words by name. Where a report says
/// "she", it is held to it only where none of those named can be meant.
fn rival_speakers(
    units: &[Unit],
    members: &[usize],
    draft: &Draft,
    sources: &Sources,
) -> Option<rapporteur_text::Conflict> {
    let mut sides: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut unnamed: Vec<(Gender, &str, u32)> = Vec::new();
    let mut people = false;
    for (at, piece) in (0..).zip(&draft.pieces) {
        let unit = members
            .iter()
            .map(|&member| &units[member])
            .find(|unit| unit.at.report == piece.at.report && piece.at.span.contains(unit.at.span));
        let Some((unit, Speaker::Known(ix))) = unit.map(|unit| (unit, &unit.speaker)) else {
            continue;
        };
        let entity = sources.cast.entity(*ix);
        // A place that no list has may be a name that was taken for one.
        let unknown = entity.kind == EntityKind::Location && entity.code.is_none();
        people |= entity.kind == EntityKind::Person;
        if entity.kind != EntityKind::Person && !unknown {
            continue;
        }
        if names_speaker(unit, sources) {
            sides.entry(entity.name.clone()).or_default().push(at);
        } else if let Some(gender) = pronoun(unit, sources) {
            unnamed.push((gender, &entity.name, at));
        }
    }
    if sides.is_empty() || !people {
        return None;
    }
    let names = &sources.language.names;
    let given = |name: &str| {
        name.split_whitespace()
            .next()
            .and_then(|it| names.gender(it))
    };
    let genders: Vec<Option<Gender>> = sides.keys().map(|name| given(name)).collect();
    for (gender, name, at) in unnamed {
        let meant = genders.iter().any(|it| it.is_none_or(|own| own == gender));
        if sides.contains_key(name) || !meant {
            sides.entry(name.to_owned()).or_default().push(at);
        }
    }
    for evidence in sides.values_mut() {
        evidence.sort_unstable();
    }
    conflicts::speakers(sides, draft, sources)
}

/// Whether a source is "he" or "she", and which.
fn pronoun(unit: &Unit, sources: &Sources) -> Option<Gender> {
    let [source] = unit.statement.source[..] else {
        return None;
    };
    let report = &sources.report(unit.at.report).report;
    let word = report
        .slice(source)
        .trim_matches(|it: char| !it.is_alphabetic());
    match word.to_lowercase().as_str() {
        "he" => Some(Gender::Man),
        "she" => Some(Gender::Woman),
        _ => None,
    }
}
