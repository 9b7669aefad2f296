//! What each report derives from, and which reports count as one origin.
//!
//! Input: digests in order of publication and their passages. Output:
//! derivations and a partition. What always holds: a direction is named only
//! with what it rests on; an agency counts as lineage where it is credited
//! at head, foot or byline, never where it is cited. An outlet that a report
//! says it was taken from, and a canonical address that is another report's,
//! count as an agency's credit does.

use std::collections::BTreeSet;

use rapporteur_language::thresholds::Gather;
use rapporteur_text::{Derivation, DerivationKind, DirectionBasis, ReportIx, Reuse};

use super::Shared;
use super::hidden::Hidden;
use crate::digest::Digest;
use crate::groups::Groups;

/// Share of common words that somebody is quoted with over which two reports
/// heard the same speaker rather than one another.
const OCCASION_SHARE: f32 = 0.8;

/// How much two reports share.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kinship {
    /// Place of one report.
    pub(crate) a: u32,
    /// Place of the other; `a < b`.
    pub(crate) b: u32,
    /// Agreeing words over the narrative words of `a`, 0 to 1.
    pub(crate) of_a: f32,
    /// The same of `b`.
    pub(crate) of_b: f32,
    /// Agreeing words.
    pub(crate) words: u32,
    /// Words within passages over the narrative words of `a`, 0 to 1.
    pub(crate) covered_a: f32,
    /// The same of `b`.
    pub(crate) covered_b: f32,
    /// Words within passages that only one has and no list knows, in `a` and
    /// in `b`.
    pub(crate) slips: (u32, u32),
    /// Somebody is quoted with most of what is shared.
    pub(crate) heard: bool,
}

/// How much each pair with passages shares, in order.
pub(crate) fn kinships(digests: &[&Digest], passages: &[Shared]) -> Vec<Kinship> {
    let same_pair = |one: &Shared, other: &Shared| (one.a, one.b) == (other.a, other.b);
    passages
        .chunk_by(same_pair)
        .map(|shared| kinship(digests, shared))
        .collect()
}

/// How much the reports of `shared`, which is not empty, share.
fn kinship(digests: &[&Digest], shared: &[Shared]) -> Kinship {
    let Shared { a, b, .. } = shared[0];
    let (one, other) = (digests[a as usize], digests[b as usize]);
    let words: u32 = shared.iter().map(|it| it.words).sum();
    let heard: u32 = shared.iter().filter(|it| it.heard).map(|it| it.words).sum();
    let over = |part: u32, digest: &Digest| {
        let all = digest.words.len().max(1) as f32;
        (part as f32 / all).min(1.0)
    };
    let sum = |part: fn(&Shared) -> u32| shared.iter().map(part).sum();
    Kinship {
        a,
        b,
        of_a: over(words, one),
        of_b: over(words, other),
        words,
        covered_a: over(sum(|it| it.covered.0), one),
        covered_b: over(sum(|it| it.covered.1), other),
        slips: (sum(|it| it.slips.0), sum(|it| it.slips.1)),
        heard: OCCASION_SHARE * words as f32 <= heard as f32,
    }
}

/// The agency that both reports credit.
fn common_agency(one: &Digest, other: &Digest) -> Option<String> {
    let named = |agency: &&String| agency.as_str() != "agencies";
    let mut common = one.agencies.iter().filter(named);
    common
        .find(|agency| other.agencies.contains(agency))
        .cloned()
}

/// Whether two reports that share text count as one origin.
pub(crate) fn is_one_origin(one: &Digest, other: &Digest, kin: Kinship, tuned: &Gather) -> bool {
    let wire = common_agency(one, other).is_some() || by_credit(one, other).is_some();
    let least = if wire { tuned.wire } else { tuned.wholly };
    least <= kin.of_a.max(kin.of_b)
}

/// Partition of the reports into origins: the place of each one's group.
pub(crate) fn origins(digests: &[&Digest], kinships: &[Kinship], tuned: &Gather) -> Vec<u32> {
    let mut groups = Groups::new(digests.len());
    for kin in kinships {
        let (one, other) = (digests[kin.a as usize], digests[kin.b as usize]);
        if is_one_origin(one, other, *kin, tuned) {
            groups.join(kin.a, kin.b);
        }
    }
    (0..digests.len() as u32)
        .map(|place| groups.find(place))
        .collect()
}

/// What every report derives from: one for each pair with passages, one for
/// each report that a hidden original stands behind, and one for each report
/// of an agency's that shares nothing with another. `order`
/// gives the list's own number of each place; the result is in those.
pub(crate) fn derivations(
    digests: &[&Digest],
    kinships: &[Kinship],
    hidden: &[Hidden],
    order: &[u32],
    tuned: &Gather,
) -> Vec<Derivation> {
    let apart = |kin: &Kinship| hidden.iter().any(|it| it.apart.contains(&(kin.a, kin.b)));
    let mut found: Vec<Derivation> = kinships
        .iter()
        .map(|kin| derivation(digests, *kin, apart(kin), order, tuned))
        .collect();
    for it in hidden {
        found.extend(from_hidden(it, digests, kinships, order));
    }
    let from_others: BTreeSet<ReportIx> = found.iter().map(|it| it.to).collect();
    for (digest, &number) in digests.iter().zip(order) {
        let to = ReportIx(number);
        if let (Some(agency), false) = (digest.agencies.first(), from_others.contains(&to)) {
            found.push(from_agency(to, agency));
        }
    }
    found.sort_by_key(|it| (it.to, it.from));
    found
}

/// A report that carries an agency's copy which is not among the reports.
fn from_agency(to: ReportIx, agency: &str) -> Derivation {
    Derivation {
        to,
        from: None,
        hidden: None,
        agency: Some(agency.to_owned()),
        kind: DerivationKind::Wire,
        reuse: Reuse::None,
        containment: 0.0,
        direction: None,
    }
}

/// What the reports derive from that share a hidden original: an agency's copy,
/// where all of them credit one.
fn from_hidden(
    hidden: &Hidden,
    digests: &[&Digest],
    kinships: &[Kinship],
    order: &[u32],
) -> Vec<Derivation> {
    let numbers = hidden.members.iter().map(|&it| order[it as usize]);
    let first = numbers.min().map(ReportIx);
    let mut members = hidden.members.iter().map(|&it| digests[it as usize]);
    let agency = members.next().and_then(|one| {
        let rest: Vec<&Digest> = members.collect();
        let shared = |it: &&String| {
            it.as_str() != "agencies" && rest.iter().all(|other| other.agencies.contains(it))
        };
        one.agencies.iter().find(shared).cloned()
    });
    let shared = |place: u32| {
        let with =
            |kin: &&Kinship| hidden.members.contains(&kin.a) && hidden.members.contains(&kin.b);
        let share = |kin: &Kinship| match place {
            _ if kin.a == place => kin.of_a,
            _ if kin.b == place => kin.of_b,
            _ => 0.0,
        };
        kinships.iter().filter(with).map(share).fold(0.0, f32::max)
    };
    let kind = if agency.is_some() {
        DerivationKind::Wire
    } else {
        DerivationKind::Rewrite
    };
    let derivation = |&place: &u32| Derivation {
        to: ReportIx(order[place as usize]),
        from: None,
        hidden: first,
        agency: agency.clone(),
        kind,
        reuse: Reuse::Partially,
        containment: shared(place),
        direction: Some(DirectionBasis::Lacks),
    };
    hidden.members.iter().map(derivation).collect()
}

/// Which of a pair derives from the other, and how; neither does where they
/// are `apart`, as both drew on a hidden original.
fn derivation(
    digests: &[&Digest],
    kin: Kinship,
    apart: bool,
    order: &[u32],
    tuned: &Gather,
) -> Derivation {
    let (one, other) = (digests[kin.a as usize], digests[kin.b as usize]);
    let agency = common_agency(one, other);
    let known = direction(one, other, kin, tuned);
    let known = known.filter(|(_, basis)| !apart || *basis == DirectionBasis::Credit);
    let (forward, direction) = match known {
        Some((forward, basis)) => (forward, Some(basis)),
        None => (order[kin.a as usize] < order[kin.b as usize], None),
    };
    let (from, to, containment) = if forward {
        (kin.a, kin.b, kin.of_b)
    } else {
        (kin.b, kin.a, kin.of_a)
    };
    let kind = match direction {
        _ if agency.is_some() => DerivationKind::Wire,
        _ if kin.heard => DerivationKind::SharedOccasion,
        Some(_) => DerivationKind::Rewrite,
        None => DerivationKind::Unknown,
    };
    let whole = tuned.wholly <= containment;
    Derivation {
        to: ReportIx(order[to as usize]),
        from: Some(ReportIx(order[from as usize])),
        hidden: None,
        agency,
        kind,
        reuse: if whole {
            Reuse::Wholly
        } else {
            Reuse::Partially
        },
        containment,
        direction,
    }
}

/// Whether `other` derives from `one` (true) or the reverse, and why.
pub(crate) fn direction(
    one: &Digest,
    other: &Digest,
    kin: Kinship,
    tuned: &Gather,
) -> Option<(bool, DirectionBasis)> {
    if kin.heard {
        return None;
    }
    by_credit(one, other)
        .map(|forward| (forward, DirectionBasis::Credit))
        .or_else(|| by_time(one, other, kin, tuned).map(|it| (it, DirectionBasis::Time)))
        .or_else(|| by_slips(kin).map(|forward| (forward, DirectionBasis::Slips)))
        .or_else(|| {
            // Both may have an agency's copy, and one more of it.
            let own = one.agencies.is_empty() && other.agencies.is_empty();
            let forward = own.then(|| by_completeness(kin)).flatten()?;
            Some((forward, DirectionBasis::Completeness))
        })
}

/// By who credits whom as an agency or outlet, or names the other's address as
/// its own canonical one.
fn by_credit(one: &Digest, other: &Digest) -> Option<bool> {
    match (credits(other, one), credits(one, other)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Whether `to` says that `from` is where its text comes from.
fn credits(to: &Digest, from: &Digest) -> bool {
    let outlet = from.outlet.as_deref();
    let named = outlet.filter(|_| to.outlet.as_deref() != outlet);
    let credited =
        named.is_some_and(|it| to.agencies.iter().any(|name| name.eq_ignore_ascii_case(it)));
    credited || leads_to(to, from)
}

/// Whether the canonical address of `to` is the address of `from`, and not
/// its own.
fn leads_to(to: &Digest, from: &Digest) -> bool {
    let bare = |it: &Option<String>| it.as_deref().map(bare_address);
    let (canonical, address) = (bare(&to.canonical), bare(&from.url));
    canonical.is_some() && canonical == address && bare(&to.url) != canonical
}

/// An address without scheme, `www.`, query, fragment and closing slash.
pub(crate) fn bare_address(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    format!("{host}/{}", path.trim_end_matches('/'))
}

/// Share of the later report over which passages are more than a third source
/// would give to both.
const HALF: f32 = 0.5;

/// By publication: days, and times of day where both have them. Reports that
/// share little may as well share a third source, whichever came first.
fn by_time(one: &Digest, other: &Digest, kin: Kinship, tuned: &Gather) -> Option<bool> {
    let (a, b) = (one.published?, other.published?);
    let forward = match (crate::instant(a), crate::instant(b)) {
        (Some(a), Some(b)) => (a != b).then_some(a < b)?,
        _ => (a.date != b.date).then_some(a.date < b.date)?,
    };
    let taken = if forward {
        kin.covered_b
    } else {
        kin.covered_a
    };
    let much = HALF <= taken || tuned.directed_words <= kin.words as usize;
    much.then_some(forward)
}

/// By which holds the whole of which the other has part: of a text that was
/// shortened, the rest stands in the longer one alone.
fn by_completeness(kin: Kinship) -> Option<bool> {
    const WHOLE: f32 = 0.7;
    const MORE: f32 = 0.05;
    let whole = WHOLE <= kin.covered_a.max(kin.covered_b);
    let apart = MORE <= (kin.covered_a - kin.covered_b).abs();
    (whole && apart).then_some(kin.covered_a < kin.covered_b)
}

/// By which has slips where the other has words: slips come with copying, and
/// seldom go.
fn by_slips(kin: Kinship) -> Option<bool> {
    const SLIPS: u32 = 5;
    const TIMES: u32 = 4;
    const EVERY: u32 = 25;
    let (a, b) = kin.slips;
    let (few, many) = (a.min(b), a.max(b));
    let clear = SLIPS <= many && TIMES * few <= many && kin.words <= EVERY * many;
    clear.then_some(a < b)
}
