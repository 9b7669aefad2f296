//! The same thing agreed, promised or planned, across reports.
//!
//! Input: the commitments of each report. Output: one [`Draft`] an action,
//! with due dates that refine or conflict, and wordings that turn it round.

use std::collections::BTreeSet;

use rapporteur_text::{
    Bounds, Commitment, CommitmentStatus, ConflictKind, Detail, EntityKind, Evidence, Note,
    Relation, ReportIx, StoryEntityIx, TimeFlag,
};

use crate::align::{self, Ties, Verdict};
use crate::carried;
use crate::conflicts::{self, Range, Valued};
use crate::drafts::{Draft, Piece};
use crate::events::{narrowest, union};
use crate::gist::{self, Gist};
use crate::sources::Sources;
use crate::times;

struct Undertaking<'r> {
    at: Evidence,
    commitment: &'r Commitment,
    parties: Vec<StoryEntityIx>,
    /// People named in it, sorted.
    people: Vec<StoryEntityIx>,
    due: Option<Bounds>,
    gist: Gist,
}

/// Every action of the story.
pub(crate) fn commitments(sources: &Sources) -> Vec<Draft> {
    let found: Vec<Undertaking> = sources
        .all()
        .flat_map(|(report, it)| {
            let commitments = it.marks.commitments.iter();
            let kept = commitments.filter(move |it| !turned(report, it, sources));
            kept.map(move |commitment| undertaking(report, commitment, sources))
        })
        .collect();
    let features: Vec<Vec<u32>> = found.iter().map(|it| it.gist.keys()).collect();
    let window = sources.thresholds().window;
    let judge = |a: usize, b: usize| likeness(&found[a], &found[b], sources);
    let mut judged = align::judged(align::candidates(&features, 1, window), judge);
    let groups = align::group(
        found.len(),
        &align::links(&judged),
        sources.thresholds().linkage,
        |a, b| judge(a, b).alike,
    );
    let place = |at: usize| found[at].at;
    let groups = carried::merged(groups, &mut judged, "commitment.same-words", place, sources);
    let ties = align::ties(found.len(), &groups, &judged);
    let one = |(group, ties): (&Vec<usize>, Ties)| {
        let members: Vec<_> = group.iter().map(|&at| &found[at]).collect();
        draft(&members, sources).tied(ties, place)
    };
    groups.iter().zip(ties).map(one).collect()
}

fn undertaking<'r>(
    report: ReportIx,
    commitment: &'r Commitment,
    sources: &Sources<'r>,
) -> Undertaking<'r> {
    let at = |span| Evidence { report, span };
    let mut gist = Gist::new(at(commitment.action), sources);
    if gist.len() < 3 {
        gist = Gist::new(at(commitment.span), sources);
    }
    let parties = [commitment.who.as_slice(), &commitment.to].concat();
    Undertaking {
        at: at(commitment.span.cover(commitment.action)),
        commitment,
        parties: {
            let parties = sources.cast.all_of(report.index(), &parties).into_iter();
            union(parties.map(|ix| gist::party(ix, sources)))
        },
        people: {
            let named = sources
                .cast
                .mentions_in(at(commitment.span.cover(commitment.action)));
            let person = |ix: &StoryEntityIx| sources.cast.entity(*ix).kind == EntityKind::Person;
            union(named.iter().map(|it| it.1).filter(person))
        },
        due: commitment.due.map(|ix| times::bounds(report, ix, sources)),
        gist,
    }
}

/// Whether the word before turns it round: "not one will close".
fn turned(report: ReportIx, commitment: &Commitment, sources: &Sources) -> bool {
    let start = commitment.span.cover(commitment.action).start();
    let before = sources.report(report).report.text().get(..start);
    let word = before.and_then(|text| text.split_whitespace().next_back());
    let negation = &sources.language.collation.negation;
    word.is_some_and(|word| {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        negation.contains(&bare.to_lowercase())
    })
}

/// Days within which two due dates point at one thing.
const NEAR: i32 = 62;

fn likeness(a: &Undertaking, b: &Undertaking, sources: &Sources) -> Verdict {
    let wanted = sources.thresholds().commitment_content;
    let shared = a.gist.common(&b.gist, 0.3 * wanted);
    let lesser = a.gist.weight.min(b.gist.weight).max(f32::EPSILON);
    let words = shared.near / lesser;
    let strangers = !a.parties.is_empty()
        && !b.parties.is_empty()
        && !a.parties.iter().any(|ix| b.parties.contains(ix));
    let apart = settled(a) != settled(b) && (firm(a) != firm(b));
    let wanted = match (strangers || apart, same_time(a, b)) {
        (true, _) => wanted + 0.2,
        (false, true) => wanted - 0.1,
        (false, false) => wanted,
    };
    let longest = a.gist.len().max(b.gist.len());
    let people = a.people.iter().filter(|ix| b.people.contains(ix)).count();
    let party = a.parties.iter().any(|ix| b.parties.contains(ix));
    if 2 <= people && same_day(a, b) && settled(a) == settled(b) {
        Verdict::yes("commitment.people-and-day", words + people as f32)
    } else if party && WITHIN <= words && equal_time(a, b) {
        Verdict::yes("commitment.parties-and-time", words + 1.0)
    } else if shared.count < 2 || 4 * shared.count < longest {
        Verdict::no("commitment.too-little-shared", words)
    } else if words < wanted {
        let why = match (strangers, apart) {
            (true, _) => "commitment.other-parties",
            (_, true) => "commitment.other-status",
            _ => "commitment.too-little-shared",
        };
        Verdict::no(why, words)
    } else if same_time(a, b) {
        Verdict::yes("commitment.action-and-time", words)
    } else {
        Verdict::yes("commitment.action", words)
    }
}

/// Share of the lesser action's weight from which it lies within the other.
const WITHIN: f32 = 0.8;

/// Whether both are due in the same time, to the day.
fn equal_time(a: &Undertaking, b: &Undertaking) -> bool {
    let ends = |it: &Undertaking| it.due.as_ref().map(|due| (due.earliest, due.latest));
    ends(a).is_some_and(|ends| ends != (None, None)) && ends(a) == ends(b)
}

/// Whether both are due within one short time.
fn same_time(a: &Undertaking, b: &Undertaking) -> bool {
    let (Some(a), Some(b)) = (&a.due, &b.due) else {
        return false;
    };
    let range = |it: &Bounds| Range {
        from: it.earliest,
        to: it.latest,
    };
    let days = |it: &Bounds| {
        let (from, to) = (it.earliest?, it.latest?);
        from.until(to).ok().map(|span| span.get_days())
    };
    let short = |it: &Bounds| days(it).is_some_and(|days| days <= NEAR);
    let equal = range(a).relation(range(b)) == Relation::Equal;
    equal || (short(a) && short(b) && range(a).meets(range(b)))
}

/// Whether both are due on one day.
fn same_day(a: &Undertaking, b: &Undertaking) -> bool {
    let day = |it: &Undertaking| {
        let due = it.due.as_ref()?;
        due.earliest.filter(|_| due.earliest == due.latest)
    };
    day(a).is_some() && day(a) == day(b)
}

/// Whether it is on paper or done.
fn settled(it: &Undertaking) -> bool {
    matches!(
        it.commitment.status,
        CommitmentStatus::Signed | CommitmentStatus::Done
    )
}

/// Whether both sides gave their word.
fn firm(it: &Undertaking) -> bool {
    settled(it) || it.commitment.status == CommitmentStatus::Agreed
}

fn draft(members: &[&Undertaking], sources: &Sources) -> Draft {
    let cast = |it: &Undertaking, list| sources.cast.all_of(it.at.report.index(), list);
    let detail = Detail::Commitment {
        who: union(members.iter().flat_map(|it| cast(it, &it.commitment.who))),
        to: union(members.iter().flat_map(|it| cast(it, &it.commitment.to))),
        due: narrowest(members.iter().filter_map(|it| it.due.as_ref())),
        status: status(members),
    };
    let pieces = members
        .iter()
        .map(|it| Piece::found(it.at, it.commitment.by, sources));
    let mut draft = Draft::new(detail, pieces.collect());
    draft.conflict = due_dates(members, &draft, sources);
    draft.notes = flagged(members, &draft, sources);
    draft
}

/// The firmest status that two reports give; else the one that most tellings
/// give, and of several the firmest. Who leaves out that it was agreed does not
/// say that it was not.
fn status(members: &[&Undertaking]) -> CommitmentStatus {
    let of = |it: &&Undertaking| it.commitment.status;
    let told: BTreeSet<(CommitmentStatus, ReportIx)> =
        members.iter().map(|it| (of(it), it.at.report)).collect();
    let twice = |status| 2 <= told.iter().filter(|it| it.0 == status).count();
    let count = |status| members.iter().filter(|it| of(it) == status).count();
    let firmest = members
        .iter()
        .map(of)
        .max_by_key(|&it| (twice(it).then_some(it), count(it), it));
    firmest.unwrap_or(CommitmentStatus::Planned)
}

fn due_dates(
    members: &[&Undertaking],
    draft: &Draft,
    sources: &Sources,
) -> Option<rapporteur_text::Conflict> {
    let dated = members.iter().filter_map(|it| {
        let due = it.due.as_ref()?;
        let range = Range {
            from: due.earliest,
            to: due.latest,
        };
        let known = range.from.is_some() || range.to.is_some();
        known.then(|| Valued {
            at: it.at,
            value: due.edtf.clone().unwrap_or_else(|| due.value.clone()),
            range,
        })
    });
    conflicts::ranges(ConflictKind::Date, dated.collect(), draft, sources)
}

/// Odd wordings of due dates.
fn flagged(members: &[&Undertaking], draft: &Draft, sources: &Sources) -> Vec<Note> {
    let odd = members.iter().filter(|it| {
        let marks = &sources.report(it.at.report).marks;
        let flag = |time: &rapporteur_text::Time| time.flag == Some(TimeFlag::SaidThisYear);
        it.commitment.due.is_some_and(|ix| flag(marks.time(ix)))
            || marks
                .times
                .iter()
                .any(|time| flag(time) && it.at.span.contains(time.span))
    });
    let mut evidence: Vec<u32> = odd.map(|it| draft.index(it.at)).collect();
    evidence.sort_unstable();
    evidence.dedup();
    let note = || Note {
        label: TimeFlag::SaidThisYear.as_str(),
        evidence: evidence.clone(),
    };
    if evidence.is_empty() {
        Vec::new()
    } else {
        vec![note()]
    }
}
