//! Every mention of a happening.

use std::ops::Range;

use jiff::civil::Date;
use rapporteur_language::events::EventRule;
use rapporteur_language::pattern::Pattern;
use rapporteur_text::{EntityIx, EntityKind, Event, Realis, StatementKind, TimeIx, TimeKind};

use super::super::clause::{Words, matches};
use super::role::{Roles, Site};

/// Mentions of happenings in text order.
pub(super) fn found(words: &Words<'_>, published: Option<Date>) -> Vec<Event> {
    let mut events = Vec::new();
    for sentence in words.sentences() {
        let mut taken = sentence.start;
        for at in sentence.clone() {
            if at < taken {
                continue;
            }
            if let Some((event, end)) = at_token(words, at, &sentence, published) {
                events.push(event);
                taken = end;
            }
        }
    }
    events
}

/// The first rule that codes the token, and where its match ends.
fn at_token(
    words: &Words<'_>,
    at: usize,
    sentence: &Range<usize>,
    published: Option<Date>,
) -> Option<(Event, usize)> {
    let id = words.id(at).filter(|_| words.name(at).is_none())?;
    let mut rules = words.rules.events.starting_with(id);
    rules.find_map(|(pattern, rule)| coded(words, pattern, rule, at, sentence, published))
}

fn coded(
    words: &Words<'_>,
    pattern: &Pattern,
    rule: &EventRule,
    at: usize,
    sentence: &Range<usize>,
    published: Option<Date>,
) -> Option<(Event, usize)> {
    let matched = matches(words, pattern, at, sentence.end)?;
    let clause = words.clause(at, sentence);
    let group = words.group_of(&matched, clause.start)?;
    let matched = matched.tokens;
    let clause = clause.start..clause.end.max(matched.end);
    if !admitted(words, rule, &clause, sentence, at) {
        return None;
    }
    if group.realis == Realis::Hypothetical {
        return None;
    }
    let site = Site {
        words,
        rule,
        matched,
        clause,
        sentence: sentence.clone(),
        group,
    };
    let roles = site.roles()?;
    Some((event(&site, &roles, published), site.matched.end))
}

/// Whether the rule may be used here: quotation, hearsay, and the words that
/// must or must not stand near.
fn admitted(
    words: &Words<'_>,
    rule: &EventRule,
    clause: &Range<usize>,
    sentence: &Range<usize>,
    at: usize,
) -> bool {
    if words.quoted(at) && !rule.spoken {
        return false;
    }
    let near = |list: &[_]| {
        clause
            .clone()
            .any(|at| words.id(at).is_some_and(|id| list.contains(&id)))
    };
    if !rule.near.is_empty() && !near(&rule.near) || near(&rule.unless) {
        return false;
    }
    words.quoted(at) || rule.reported || !is_hearsay(words, clause, sentence, at)
}

fn is_hearsay(
    words: &Words<'_>,
    clause: &Range<usize>,
    sentence: &Range<usize>,
    at: usize,
) -> bool {
    let offset = words.marks.tokens[at].span.start();
    let stated = words.marks.statements.iter().any(|statement| {
        statement.kind != StatementKind::Direct
            && statement
                .content
                .iter()
                .any(|span| span.contains_offset(offset))
    });
    stated || words.reported(clause.start, clause.end, sentence)
}

pub(super) fn event(site: &Site<'_>, roles: &Roles, published: Option<Date>) -> Event {
    let words = site.words;
    let start = roles.start.min(site.matched.start);
    let start = words.clause_start(start, site.sentence.start);
    let tokens = words.trimmed(start..site.clause.end.max(site.matched.end));
    let time = nearest_time(site, published);
    let realis = settled(site.group.realis, time, words, published);
    let (kind, realis) = transformed(site, realis);
    Event {
        span: words.span(&tokens),
        trigger: words.span(&site.matched),
        kind,
        mode: site.rule.mode,
        context: site.rule.context.clone(),
        realis,
        actors: roles.actors.clone(),
        recipients: roles.recipients.clone(),
        place: place(site),
        time,
        by: site.rule.id,
    }
}

/// The calendar time of the clause that stands nearest to the trigger; for a
/// fact none that lies ahead, and none that only says how long it holds.
fn nearest_time(site: &Site<'_>, published: Option<Date>) -> Option<TimeIx> {
    let words = site.words;
    let fact = site.group.realis == Realis::Actual;
    let dated = |at: usize, time: TimeIx| {
        let time = words.marks.time(time);
        let first = time.earliest.or(time.latest);
        let ahead = first.zip(published).is_some_and(|(it, day)| day < it);
        matches!(time.kind, TimeKind::Date | TimeKind::Time)
            && (first.is_some() || published.is_none())
            && !(fact && (ahead || words.is_period(at) || words.is_count(at)))
    };
    let times = timed_clause(site).filter_map(|at| Some((at, words.time(at)?)));
    let times = times.filter(|&(at, time)| dated(at, time));
    let distance = |at: usize| {
        if at < site.matched.start {
            site.matched.start - at
        } else {
            at.saturating_sub(site.matched.end - 1)
        }
    };
    times
        .min_by_key(|&(at, _)| (distance(at), at))
        .map(|(_, time)| time)
}

/// The clause, and for "as he met …" the clause before it, which tells of the
/// same hour.
fn timed_clause(site: &Site<'_>) -> Range<usize> {
    let (words, clause) = (site.words, &site.clause);
    let own = clause.clone().any(|at| words.time(at).is_some());
    let during = clause
        .start
        .checked_sub(1)
        .filter(|&at| words.is(at, "as") || words.is(at, "while"));
    let before = during.filter(|&at| !own && site.sentence.start < at);
    let start = before.map_or(clause.start, |at| {
        words.clause_start(at, site.sentence.start)
    });
    start..clause.end
}

/// A past act that lies a year or more behind the report is history.
fn settled(
    realis: Realis,
    time: Option<TimeIx>,
    words: &Words<'_>,
    published: Option<Date>,
) -> Realis {
    let latest = time.and_then(|time| words.marks.time(time).latest);
    let old = latest.zip(published).is_some_and(|(latest, published)| {
        latest.year() + 1 < published.year() || latest < published && 300 < days(latest, published)
    });
    if realis == Realis::Actual && old {
        Realis::Historical
    } else {
        realis
    }
}

fn days(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// PLOVER's transforms: help and talks to come are AGREE, and so are
/// concessions; force to come is THREATEN.
fn transformed(site: &Site<'_>, realis: Realis) -> (&'static str, Realis) {
    let kind = site.rule.kind;
    let governor = site.group.governor;
    let agreed = governor.is_some_and(|at| {
        [
            "agreed",
            "agree",
            "agrees",
            "promised",
            "pledged",
            "vowed",
            "committed",
        ]
        .iter()
        .any(|word| site.words.is(at, word))
    });
    match (kind, realis) {
        ("CONSULT" | "SUPPORT" | "COOPERATE" | "AID" | "RETREAT" | "CONCEDE", Realis::Future) => {
            let realis = if agreed { Realis::Actual } else { realis };
            ("AGREE", realis)
        }
        ("COERCE" | "ASSAULT" | "PROTEST", Realis::Future) => ("THREATEN", realis),
        _ => (kind, realis),
    }
}

/// "in LOC" or "at LOC" in the rest of the clause, else before the trigger.
fn place(site: &Site<'_>) -> Option<EntityIx> {
    let words = site.words;
    let rest = site.matched.start..site.clause.end;
    let before = site.clause.start..site.matched.start;
    rest.chain(before).find_map(|at| {
        let name = words.name(at).filter(|name| name.first == at)?;
        let located = matches!(name.kind, EntityKind::Location | EntityKind::Facility);
        let preposition = (at.saturating_sub(3)..at)
            .rev()
            .find(|&at| words.is(at, "in") || words.is(at, "at"))?;
        let direct =
            (preposition + 1..at).all(|at| words.name(at).is_none() && words.is_article(at));
        (located && direct && site.clause.start <= preposition).then_some(name.entity)
    })
}
