//! The same thing agreed, promised or planned, across reports.
//!
//! Input: the commitments of each report. Output: one [`Draft`] an action,
//! with due dates that refine or conflict, and wordings that turn it round.

use rapporteur_text::{
    Bounds, Commitment, CommitmentStatus, ConflictKind, Detail, Evidence, Note, ReportIx,
    StoryEntityIx, TimeFlag,
};

use crate::align::{self, Link};
use crate::conflicts::{self, Range, Valued};
use crate::drafts::{Draft, Piece};
use crate::events::{narrowest, union};
use crate::sources::Sources;
use crate::times;

struct Undertaking<'r> {
    at: Evidence,
    commitment: &'r Commitment,
    parties: Vec<StoryEntityIx>,
    due: Option<Bounds>,
    content: Vec<u32>,
    weight: f32,
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
    let features: Vec<Vec<u32>> = found.iter().map(|it| it.content.clone()).collect();
    let window = sources.thresholds().window;
    let links: Vec<Link> = align::candidates(&features, 2, window)
        .into_iter()
        .filter_map(|(a, b)| {
            let score = likeness(&found[a], &found[b], sources)?;
            Some(Link { a, b, score })
        })
        .collect();
    let alike = |a: usize, b: usize| likeness(&found[a], &found[b], sources).is_some();
    align::group(found.len(), &links, sources.thresholds().linkage, alike)
        .iter()
        .map(|group| {
            let members: Vec<_> = group.iter().map(|&at| &found[at]).collect();
            draft(&members, sources)
        })
        .collect()
}

fn undertaking<'r>(
    report: ReportIx,
    commitment: &'r Commitment,
    sources: &Sources<'r>,
) -> Undertaking<'r> {
    let at = |span| Evidence { report, span };
    let mut content = times::timeless(at(commitment.action), sources);
    if content.len() < 3 {
        content = times::timeless(at(commitment.span), sources);
    }
    let content = align::set(&content);
    let parties = [commitment.who.as_slice(), &commitment.to].concat();
    Undertaking {
        at: at(commitment.span.cover(commitment.action)),
        commitment,
        parties: sources.cast.all_of(report.index(), &parties),
        due: commitment.due.map(|ix| times::bounds(report, ix, sources)),
        weight: sources.weight(&content),
        content,
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

fn likeness(a: &Undertaking, b: &Undertaking, sources: &Sources) -> Option<f32> {
    let shared = align::shared(&a.content, &b.content);
    let words = sources.weight(&shared) / a.weight.min(b.weight).max(f32::EPSILON);
    let strangers = !a.parties.is_empty()
        && !b.parties.is_empty()
        && !a.parties.iter().any(|ix| b.parties.contains(ix));
    let apart = settled(a) != settled(b) && (firm(a) != firm(b));
    let wanted = sources.thresholds().commitment_content;
    let wanted = if strangers || apart {
        wanted + 0.2
    } else {
        wanted
    };
    let longest = a.content.len().max(b.content.len());
    let enough = 1 < shared.len() && longest <= 4 * shared.len();
    (enough && wanted <= words).then_some(words)
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
    let pieces = members.iter().map(|it| Piece::found(it.at, sources));
    let mut draft = Draft::new(detail, pieces.collect());
    draft.conflict =
        due_dates(members, &draft, sources).or_else(|| conflicts::turned(&draft, sources));
    draft.notes = flagged(members, &draft, sources);
    draft
}

/// The status that most tellings give; of several, the firmest.
fn status(members: &[&Undertaking]) -> CommitmentStatus {
    let of = |it: &&Undertaking| it.commitment.status;
    let count = |status| members.iter().filter(|it| of(it) == status).count();
    let firmest = members.iter().map(of).max_by_key(|&it| (count(it), it));
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
