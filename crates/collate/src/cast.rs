//! The people, bodies and places of a story.
//!
//! Input: the entities of each report. Output: one list across the reports,
//! in order of first mention, and for each report's entity its place in it.

use std::collections::BTreeMap;

use rapporteur_language::{Collation, Language, spelling};
use rapporteur_text::{
    Annotated, Entity, EntityIx, EntityKind, Evidence, Mention, MentionKind, ReportIx, Span,
    StoryEntity, StoryEntityIx,
};

use crate::people::{self, Person};

/// A story's entities and which of each report's they are.
#[derive(Debug, Default)]
pub(crate) struct Cast {
    pub(crate) entities: Vec<StoryEntity>,
    of: Vec<Vec<StoryEntityIx>>,
    /// Names and noun phrases of each report, by place, none within another.
    mentions: Vec<Vec<(Span, StoryEntityIx)>>,
}

/// One report's entity.
#[derive(Clone, Copy)]
struct Part<'r> {
    report: usize,
    ix: usize,
    entity: &'r Entity,
}

impl Cast {
    pub(crate) fn new(reports: &[&Annotated], language: &Language) -> Self {
        let parts = parts(reports);
        let mut keys: Vec<(Part, String)> = keyed_people(&parts, language);
        keys.extend(keyed_others(&parts, reports));
        keys.sort_by_key(|(part, _)| (part.report, part.entity.mentions[0].span, part.ix));
        let mut cast = Self {
            entities: Vec::new(),
            of: reports
                .iter()
                .map(|it| vec![StoryEntityIx(0); it.marks.entities.len()])
                .collect(),
            mentions: Vec::new(),
        };
        let mut members: Vec<Vec<Part>> = Vec::new();
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        for (part, key) in keys {
            let place = *places.entry(key).or_insert(members.len());
            if place == members.len() {
                members.push(Vec::new());
            }
            members[place].push(part);
            cast.of[part.report][part.ix] = StoryEntityIx(place as u32);
        }
        cast.entities = members
            .iter()
            .map(|members| entity(members, &language.collation))
            .collect();
        let reports = reports.iter().enumerate();
        cast.mentions = reports.map(|(at, it)| cast.placed(at, it)).collect();
        cast
    }

    /// The mentions of a report that name, by place; of those that share
    /// words, the longest.
    fn placed(&self, report: usize, it: &Annotated) -> Vec<(Span, StoryEntityIx)> {
        let entities = it.marks.entities.iter().zip(&self.of[report]);
        let mut all: Vec<(Span, StoryEntityIx)> = entities
            .flat_map(|(entity, &ix)| {
                let named = |it: &&Mention| it.kind != MentionKind::Pronoun;
                entity
                    .mentions
                    .iter()
                    .filter(named)
                    .map(move |it| (it.span, ix))
            })
            .collect();
        all.sort_by_key(|(span, ix)| (span.start(), usize::MAX - span.end(), *ix));
        let mut end = 0;
        all.retain(|(span, _)| {
            let free = end <= span.start();
            end = end.max(span.end());
            free
        });
        all
    }

    /// The names and noun phrases wholly inside a piece of evidence.
    pub(crate) fn mentions_in(&self, at: Evidence) -> &[(Span, StoryEntityIx)] {
        let mentions = &self.mentions[at.report.index()];
        let from = mentions.partition_point(|(span, _)| span.start() < at.span.start());
        let to = mentions.partition_point(|(span, _)| span.end() <= at.span.end());
        &mentions[from..to.max(from)]
    }

    /// The names and noun phrases that share a byte with a span.
    pub(crate) fn mentions_over(&self, report: ReportIx, span: Span) -> &[(Span, StoryEntityIx)] {
        let mentions = &self.mentions[report.index()];
        let from = mentions.partition_point(|(it, _)| it.end() <= span.start());
        let to = mentions.partition_point(|(it, _)| it.start() < span.end());
        &mentions[from..to.max(from)]
    }

    /// The country of that code, where the story names it.
    pub(crate) fn coded(&self, code: &str) -> Option<StoryEntityIx> {
        let country = |it: &StoryEntity| it.code.as_deref() == Some(code);
        let place = self.entities.iter().position(country)?;
        Some(StoryEntityIx(place as u32))
    }

    /// Which of the story's entities a report's is.
    pub(crate) fn of(&self, report: usize, ix: EntityIx) -> Option<StoryEntityIx> {
        self.of.get(report)?.get(ix.0 as usize).copied()
    }

    /// As [`Cast::of`] for several, sorted, each once.
    pub(crate) fn all_of(&self, report: usize, list: &[EntityIx]) -> Vec<StoryEntityIx> {
        let mut all: Vec<_> = list.iter().filter_map(|&ix| self.of(report, ix)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    pub(crate) fn entity(&self, ix: StoryEntityIx) -> &StoryEntity {
        &self.entities[ix.0 as usize]
    }
}

fn parts<'r>(reports: &[&'r Annotated]) -> Vec<Part<'r>> {
    let mut parts = Vec::new();
    for (report, it) in reports.iter().enumerate() {
        for (ix, entity) in it.marks.entities.iter().enumerate() {
            if !entity.mentions.is_empty() {
                parts.push(Part { report, ix, entity });
            }
        }
    }
    parts
}

fn keyed_people<'r>(parts: &[Part<'r>], language: &Language) -> Vec<(Part<'r>, String)> {
    let named: Vec<Part> = parts
        .iter()
        .copied()
        .filter(|part| part.entity.kind == EntityKind::Person)
        .collect();
    let people: Vec<Person> = named
        .iter()
        .map(|part| {
            let entity = part.entity;
            Person::new(&entity.name, entity.office.as_deref(), language)
        })
        .collect();
    let groups = people::group(&people, language);
    named
        .into_iter()
        .zip(groups)
        .map(|(part, group)| (part, format!("person {group}")))
        .collect()
}

/// Places and their peoples by code, other things by name; an acronym by the
/// name that one of the reports gives with it.
fn keyed_others<'r>(parts: &[Part<'r>], reports: &[&Annotated]) -> Vec<(Part<'r>, String)> {
    let long = long_names(parts, reports);
    let others = || {
        parts
            .iter()
            .filter(|part| part.entity.kind != EntityKind::Person)
    };
    let mut codes: BTreeMap<String, &str> = BTreeMap::new();
    for part in others() {
        if let Some(code) = &part.entity.code {
            codes.entry(name_key(part.entity)).or_insert(code);
        }
    }
    let key = |entity: &Entity| {
        let name = name_key(entity);
        let name = long.get(&name).cloned().flatten().unwrap_or(name);
        let code = entity.code.as_deref().or_else(|| codes.get(&name).copied());
        code.map_or(name, |code| format!("{} code {code}", class(entity.kind)))
    };
    others().map(|part| (*part, key(part.entity))).collect()
}

/// What acronyms are short for; nothing where reports differ.
fn long_names(parts: &[Part], reports: &[&Annotated]) -> BTreeMap<String, Option<String>> {
    let mut long: BTreeMap<String, Option<String>> = BTreeMap::new();
    let bodies = parts
        .iter()
        .filter(|part| class(part.entity.kind) == "body");
    for part in bodies.filter(|part| part.entity.name.contains(' ')) {
        let report = &reports[part.report].report;
        let name = name_key(part.entity);
        for mention in &part.entity.mentions {
            let words = report.slice(mention.span);
            let acronym = words.len() < 9 && words.chars().all(|it| it.is_uppercase() || it == '.');
            if acronym && mention.kind == MentionKind::Name {
                let short = key_of(part.entity.kind, words);
                let known = long.entry(short).or_insert_with(|| Some(name.clone()));
                known.take_if(|known| *known != name);
            }
        }
    }
    long
}

fn class(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Location | EntityKind::Group => "place",
        EntityKind::Organisation => "body",
        _ => "thing",
    }
}

fn name_key(entity: &Entity) -> String {
    key_of(entity.kind, &entity.name)
}

fn key_of(kind: EntityKind, name: &str) -> String {
    let name = name.to_lowercase().replace('’', "'");
    let name = name.strip_prefix("the ").unwrap_or(&name);
    let name = name.strip_suffix("'s").unwrap_or(name);
    let words: Vec<String> = name
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(spelling::key)
        .collect();
    format!("{} {}", class(kind), words.join(" "))
}

fn entity(members: &[Part], collation: &Collation) -> StoryEntity {
    let kind = members
        .iter()
        .map(|part| part.entity.kind)
        .min()
        .unwrap_or(EntityKind::Other);
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for part in members.iter().filter(|part| part.entity.kind == kind) {
        let name = people::untitled(&part.entity.name, collation);
        *names.entry(name).or_default() += part.entity.mentions.len();
    }
    let name = best_name(&names, kind).to_owned();
    StoryEntity {
        kind,
        aliases: aliases(members, &name),
        name,
        code: members.iter().find_map(|part| part.entity.code.clone()),
        office: usual_office(members),
        mentions: members
            .iter()
            .map(|part| part.entity.mentions.len() as u32)
            .sum(),
    }
}

/// A person's fullest name; for anything else, the most used.
fn best_name<'n>(names: &BTreeMap<&'n str, usize>, kind: EntityKind) -> &'n str {
    let full = |name: &str| match kind {
        EntityKind::Person => name.chars().filter(|letter| letter.is_alphabetic()).count(),
        _ => 0,
    };
    names
        .iter()
        .max_by_key(|(name, count)| (full(name), **count, std::cmp::Reverse(**name)))
        .map_or("", |(name, _)| *name)
}

fn aliases(members: &[Part], name: &str) -> Vec<String> {
    let mut aliases: Vec<String> = members
        .iter()
        .map(|part| part.entity.name.clone())
        .filter(|alias| alias != name)
        .collect();
    aliases.sort();
    aliases.dedup();
    aliases
}

/// The office that most reports give in words; of several, the longest, then
/// first. "FM" stands only where no report writes it out.
fn usual_office(members: &[Part]) -> Option<String> {
    let mut offices: BTreeMap<&str, usize> = BTreeMap::new();
    for office in members
        .iter()
        .filter_map(|part| part.entity.office.as_deref())
    {
        *offices.entry(office).or_default() += 1;
    }
    offices
        .into_iter()
        .max_by_key(|&(office, count)| {
            let words = !is_short(office);
            (words, count, office.len(), std::cmp::Reverse(office))
        })
        .map(|(office, _)| office.to_owned())
}

/// Whether an office is given by its letters: "FM", "EAM".
fn is_short(office: &str) -> bool {
    office.len() < 6
        && office
            .chars()
            .all(|letter| letter.is_uppercase() || letter == '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Draft;

    #[test]
    fn one_man_in_two_reports_is_one_entity_under_his_fullest_name() {
        let one = Draft::new("a", "Minister S Menon met Mr Bell in Verra.")
            .person("S Menon", Some("Minister"))
            .person("Bell", None)
            .build();
        let two = Draft::new("b", "Sarita Menon of India saw Otto Bell.")
            .person("Otto Bell", None)
            .person("Sarita Menon", None)
            .build();
        let cast = Cast::new(&[&one, &two], Language::english());
        assert_eq!(cast.entities.len(), 2);
        assert_eq!(cast.entities[0].name, "Sarita Menon");
        assert_eq!(cast.entities[0].aliases, ["S Menon"]);
        assert_eq!(cast.entities[0].office.as_deref(), Some("Minister"));
        assert_eq!(cast.of(0, EntityIx(1)), cast.of(1, EntityIx(0)));
    }

    #[test]
    fn an_acronym_that_one_report_explains_is_the_body_in_all() {
        let one = Draft::new("a", "The Northern Fishing Council (NFC) met.")
            .body("Northern Fishing Council", Some("NFC"))
            .build();
        let two = Draft::new("b", "The NFC met.").body("NFC", None).build();
        let cast = Cast::new(&[&one, &two], Language::english());
        assert_eq!(cast.entities.len(), 1);
        assert_eq!(cast.of(0, EntityIx(0)), cast.of(1, EntityIx(0)));
        let other = Draft::new("c", "The New Film Club (NFC) met.")
            .body("New Film Club", Some("NFC"))
            .build();
        let cast = Cast::new(&[&one, &other, &two], Language::english());
        assert_eq!(cast.entities.len(), 3);
    }
}
