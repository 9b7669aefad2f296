//! One event for each happening of a report.

use std::collections::BTreeSet;

use rapporteur_text::{EntityIx, Event, Marks, Realis};

/// How many happenings back a mention may join; no report has as many, and it
/// bounds time.
const WINDOW: usize = 200;

/// Joins mentions of one happening: same type, shared parties, times that can
/// both hold. Keeps the fullest mention and adds what the others know.
pub(super) fn merged(found: Vec<Event>, marks: &Marks) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for event in found {
        let from = events.len().saturating_sub(WINDOW);
        match events[from..]
            .iter_mut()
            .find(|known| same(known, &event, marks))
        {
            Some(known) => join(known, event),
            None => events.push(event),
        }
    }
    events.sort_by_key(|event| (event.span, event.trigger));
    events
}

fn same(a: &Event, b: &Event, marks: &Marks) -> bool {
    let visit = a.mode == Some("visit") || b.mode == Some("visit");
    let modes = a.mode == b.mode || !visit && (a.mode.is_none() || b.mode.is_none());
    a.kind == b.kind
        && modes
        && a.realis == b.realis
        && parties_fit(a, b, marks)
        && times_fit(a, b, marks)
}

/// The parties of one are among the parties of the other. Without any, the
/// rule must be the same and the place must not differ.
fn parties_fit(a: &Event, b: &Event, marks: &Marks) -> bool {
    let (of_a, of_b) = (parties(a, marks), parties(b, marks));
    if of_a.is_empty() || of_b.is_empty() {
        let places = a.place == b.place || a.place.is_none() || b.place.is_none();
        return of_a.is_empty() && of_b.is_empty() && a.by == b.by && places;
    }
    let mutual = matches!(a.kind, "CONSULT" | "AGREE" | "COOPERATE" | "SUPPORT");
    let directed =
        mutual || roles_fit(&a.actors, &b.actors) && roles_fit(&a.recipients, &b.recipients);
    directed && (covers(&of_a, &of_b) || covers(&of_b, &of_a))
}

fn roles_fit(a: &[EntityIx], b: &[EntityIx]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|entity| b.contains(entity))
}

/// Entities, and a country for a person who acts for one.
fn parties(event: &Event, marks: &Marks) -> BTreeSet<Party> {
    let all = event.actors.iter().chain(&event.recipients);
    all.map(|&ix| {
        let entity = marks.entity(ix);
        Party {
            entity: ix,
            country: entity.country.clone().or_else(|| entity.code.clone()),
            stands_for_country: entity.country.is_none(),
        }
    })
    .collect()
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Party {
    entity: EntityIx,
    country: Option<String>,
    stands_for_country: bool,
}

fn covers(large: &BTreeSet<Party>, small: &BTreeSet<Party>) -> bool {
    small
        .iter()
        .all(|one| large.iter().any(|other| is_same(one, other)))
}

fn is_same(a: &Party, b: &Party) -> bool {
    let for_country = a.stands_for_country != b.stands_for_country;
    a.entity == b.entity || (for_country && a.country.is_some() && a.country == b.country)
}

fn times_fit(a: &Event, b: &Event, marks: &Marks) -> bool {
    let (Some(a), Some(b)) = (a.time, b.time) else {
        return true;
    };
    let (a, b) = (marks.time(a), marks.time(b));
    let before = |x: Option<_>, y: Option<_>| x.zip(y).is_some_and(|(x, y)| x < y);
    !(before(a.latest, b.earliest) || before(b.latest, a.earliest))
}

/// Keeps the mention that says more; the first of equals.
fn join(known: &mut Event, other: Event) {
    let (kept, lesser) = if fullness(known) < fullness(&other) {
        let lesser = std::mem::replace(known, other);
        (known, lesser)
    } else {
        (known, other)
    };
    kept.mode = kept.mode.or(lesser.mode);
    kept.place = kept.place.or(lesser.place);
    kept.time = kept.time.or(lesser.time);
    if kept.recipients.is_empty() && kept.kind != "CONSULT" {
        let actors = &kept.actors;
        let added = lesser.recipients.into_iter();
        kept.recipients = added.filter(|entity| !actors.contains(entity)).collect();
    }
}

/// How much a mention says.
fn fullness(event: &Event) -> usize {
    let told = usize::from(event.realis == Realis::Actual);
    2 * (event.actors.len() + event.recipients.len())
        + usize::from(event.place.is_some())
        + 2 * usize::from(event.time.is_some())
        + told
}
