//! The same happening told by several reports.
//!
//! Input: the events of each report. Output: one [`Draft`] a happening. Two
//! tellings join when type and time can be one and who took part, where, and
//! the words agree enough. What always holds: two meetings of one person with
//! two others stay two; what happened and what is to happen stay apart.

use rapporteur_text::{
    Bounds, Detail, EntityKind, Event, Evidence, Realis, ReportIx, StoryEntityIx,
};

use crate::align::{self, Ties, Verdict};
use crate::carried;
use crate::conflicts::Range;
use crate::drafts::{Draft, Piece};
use crate::gist::{self, Gist};
use crate::sources::Sources;
use crate::statements::usual;
use crate::times;

struct Telling<'r> {
    at: Evidence,
    event: &'r Event,
    actors: Vec<StoryEntityIx>,
    recipients: Vec<StoryEntityIx>,
    /// Actors and recipients, sorted.
    parties: Vec<StoryEntityIx>,
    /// People who take part or are named beside them, sorted.
    people: Vec<StoryEntityIx>,
    place: Option<StoryEntityIx>,
    when: Option<Bounds>,
    gist: Gist,
}

/// Every happening of the story.
pub(crate) fn events(sources: &Sources) -> Vec<Draft> {
    let tellings: Vec<Telling> = sources
        .all()
        .flat_map(|(report, it)| {
            let events = it.marks.events.iter();
            events.map(move |event| telling(report, event, sources))
        })
        .collect();
    let features: Vec<Vec<u32>> = tellings.iter().map(features).collect();
    let window = sources.thresholds().window;
    let judge = |a: usize, b: usize| likeness(&tellings[a], &tellings[b], sources);
    let mut judged = align::judged(align::candidates(&features, 1, window), judge);
    let groups = align::group(
        tellings.len(),
        &align::links(&judged),
        sources.thresholds().linkage,
        |a, b| judge(a, b).alike,
    );
    let place = |at: usize| tellings[at].at;
    let groups = carried::merged(groups, &mut judged, "event.same-words", place, sources);
    let ties = align::ties(tellings.len(), &groups, &judged);
    let one = |(group, ties): (&Vec<usize>, Ties)| {
        let members: Vec<_> = group.iter().map(|&at| &tellings[at]).collect();
        draft(&members, sources).tied(ties, place)
    };
    groups.iter().zip(ties).map(one).collect()
}

fn telling<'r>(report: ReportIx, event: &'r Event, sources: &Sources<'r>) -> Telling<'r> {
    let at = Evidence {
        report,
        span: event.span,
    };
    let cast = |list| sources.cast.all_of(report.index(), list);
    let (actors, recipients) = (cast(&event.actors), cast(&event.recipients));
    let mut parties = [actors.clone(), recipients.clone()].concat();
    parties.sort_unstable();
    parties.dedup();
    let person = |ix: &&StoryEntityIx| sources.cast.entity(**ix).kind == EntityKind::Person;
    let named = sources.cast.mentions_in(at).iter().map(|(_, ix)| *ix);
    let mut people: Vec<StoryEntityIx> = parties.iter().copied().chain(named).collect();
    people.retain(|ix| person(&ix));
    people.sort_unstable();
    people.dedup();
    Telling {
        at,
        event,
        people,
        parties,
        actors,
        recipients,
        place: event
            .place
            .and_then(|ix| sources.cast.of(report.index(), ix)),
        when: event.time.map(|ix| times::bounds(report, ix, sources)),
        gist: Gist::new(at, sources),
    }
}

/// Words, people and places, numbered apart.
fn features(telling: &Telling) -> Vec<u32> {
    let entities = telling.parties.iter().chain(&telling.place);
    let entities = entities.map(|&ix| gist::key(ix));
    telling.gist.keys().into_iter().chain(entities).collect()
}

fn likeness(a: &Telling, b: &Telling, sources: &Sources) -> Verdict {
    let wanted = sources.thresholds().event_content;
    let shared = a.gist.common(&b.gist, 0.5 * wanted);
    let words = shared.near / a.gist.weight.min(b.gist.weight).max(f32::EPSILON);
    if a.event.kind != b.event.kind {
        return Verdict::no("event.other-type", words);
    }
    if pending(a) != pending(b) || negated(a) != negated(b) {
        return Verdict::no("event.other-realis", words);
    }
    if !times_meet(a, b) {
        return Verdict::no("event.other-time", words);
    }
    let both =
        |x: &[StoryEntityIx], y: &[StoryEntityIx]| x.iter().filter(|ix| y.contains(ix)).count();
    let (people, parties) = (both(&a.people, &b.people), both(&a.parties, &b.parties));
    let score = words + parties as f32 + people as f32;
    // Two people of whom one differs met somebody else.
    if 1 < a.people.len().min(b.people.len()) && people < 2 {
        return Verdict::no("event.other-people", score);
    }
    let place = a.place.is_some() && a.place == b.place;
    let enough = match a.event.kind {
        "CONSULT" => 2 <= people || (2 <= parties && wanted <= words),
        kind if kind.starts_with("x:") => {
            wanted <= words || ((place || 0 < parties) && 0.5 * wanted <= words)
        }
        _ => wanted <= words && 1 < shared.count,
    };
    let sure = 2.0 * wanted <= words && 2 < shared.count;
    match (enough, sure) {
        (true, _) => Verdict::yes("event.type-and-parties", score),
        (_, true) => Verdict::yes("event.type-and-words", score),
        _ => Verdict::no("event.too-little-shared", score),
    }
}

/// Whether the event is yet to come.
fn pending(telling: &Telling) -> bool {
    matches!(telling.event.realis, Realis::Future | Realis::Hypothetical)
}

fn negated(telling: &Telling) -> bool {
    telling.event.realis == Realis::Negated
}

fn times_meet(a: &Telling, b: &Telling) -> bool {
    match (&a.when, &b.when) {
        (Some(a), Some(b)) => range(a).meets(range(b)),
        _ => true,
    }
}

fn range(bounds: &Bounds) -> Range<jiff::civil::Date> {
    Range {
        from: bounds.earliest,
        to: bounds.latest,
    }
}

fn draft(members: &[&Telling], sources: &Sources) -> Draft {
    let actors = union(members.iter().flat_map(|it| it.actors.iter().copied()));
    let mut recipients = union(members.iter().flat_map(|it| it.recipients.iter().copied()));
    recipients.retain(|ix| !actors.contains(ix));
    let mut context: Vec<&'static str> = members
        .iter()
        .flat_map(|it| it.event.context.iter().copied())
        .collect();
    context.sort_unstable();
    context.dedup();
    let detail = Detail::Event {
        kind: members[0].event.kind,
        mode: usual(members.iter().filter_map(|it| it.event.mode)),
        context,
        realis: usual(members.iter().map(|it| it.event.realis)).unwrap_or(Realis::Actual),
        actors,
        recipients,
        place: usual(members.iter().filter_map(|it| it.place)),
        when: narrowest(members.iter().filter_map(|it| it.when.as_ref())),
    };
    let pieces = members
        .iter()
        .map(|it| Piece::found(it.at, it.event.by, sources));
    Draft::new(detail, pieces.collect())
}

/// Sorted, each once.
pub(crate) fn union(all: impl Iterator<Item = StoryEntityIx>) -> Vec<StoryEntityIx> {
    let mut all: Vec<StoryEntityIx> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The time that says most: the fewest days; of several, the usual one.
pub(crate) fn narrowest<'b>(bounds: impl Iterator<Item = &'b Bounds>) -> Option<Bounds> {
    let bounds: Vec<&Bounds> = bounds.collect();
    let days = |it: &Bounds| match (it.earliest, it.latest) {
        (Some(from), Some(to)) => from.until(to).map_or(i32::MAX, |span| span.get_days()),
        _ => i32::MAX,
    };
    let least = bounds.iter().map(|it| days(it)).min()?;
    let narrow = bounds.iter().filter(|it| days(it) == least);
    usual(narrow.map(|it| (*it).clone()))
}
