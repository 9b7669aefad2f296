//! Who is who in a report: chains of names and pronouns, and who "he" is
//! that says something.
//!
//! Input: GUM (Zeldes 2017) and MEANTIME (Minard et al. 2016; title and first
//! five sentences); a fifth of the files, those whose name's FNV-1a hash is a
//! multiple of five, is held out: no rule or model was made on them. BASIL
//! (Fan et al. 2019) for speakers.
//!
//! Mentions are names (proper-noun heads) and personal pronouns, of any
//! person, of persons, organisations and places. A gold name is cut down to
//! the run of proper nouns around its head, less a country before a person;
//! a name inside another is left out, since names are flat here. A found name
//! is a gold one when one holds the other, or both share half of their
//! letters; of several, the most alike. Pronouns match exactly. Chains of one
//! mention are dropped on both sides, as in `CoNLL` 2012, after nominal
//! mentions are.
//!
//! Output, for each set and part: the mean F1 of MUC, B-cubed and CEAF-phi4
//! from raw text (`.f1`), with gold names given (`.given.f1`: only gold
//! mentions count), and from raw text for chains that hold a name
//! (`.named.f1`: "we" of a speech is nobody that the report names). Then how
//! many of the pronouns that are subjects of saying, and whose chain holds a
//! name, are in an entity most of whose names are of that chain.

mod gum;
mod meantime;
mod metrics;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use rapporteur_language::Language;
use rapporteur_text::{EntityKind, Imprint, Marks, Mask, MentionKind, Report, Span};

use self::metrics::{Chains, Measures};
use super::names::fnv;
use super::{speakers, times};
use crate::score::{Score, Tally};

/// A report with its gold chains.
struct Document {
    name: String,
    text: String,
    /// Where the annotated part ends.
    end: usize,
    gold: Vec<Gold>,
}

/// A gold mention.
#[derive(Clone, Debug)]
struct Gold {
    span: Span,
    naming: Naming,
    kind: EntityKind,
    chain: usize,
    /// It is a pronoun, and the subject of a verb of saying.
    speaks: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Naming {
    Name,
    Pronoun,
}

/// A found mention.
struct Found {
    span: Span,
    naming: Naming,
    entity: usize,
    /// The gold mention it is.
    is: Option<usize>,
}

/// Scores every set.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let mut parts: BTreeMap<&str, Counts> = BTreeMap::new();
    for document in documents(data)? {
        let held_out = fnv(document.name.as_bytes()).is_multiple_of(5);
        let meantime = document.name.ends_with(".xml");
        let name = match (meantime, held_out) {
            (true, true) => "meantime-held-out",
            (true, false) => "meantime",
            (false, true) => "gum-held-out",
            (false, false) => "gum",
        };
        parts.entry(name).or_default().add(&document);
    }
    let mut scores = Vec::new();
    for (name, counts) in &parts {
        scores.extend(counts.scores(&format!("coreference.{name}")));
    }
    if data.join("basil").is_dir() {
        let tally = speakers::by_pronoun(data)?;
        scores.push(Score::new(
            "coreference.basil-pronouns.p",
            tally.precision(),
            tally.found,
        ));
    }
    Ok(scores)
}

/// GUM, and MEANTIME where it is there.
fn documents(data: &Path) -> anyhow::Result<Vec<Document>> {
    let mut documents = Vec::new();
    for path in super::names::files(&data.join("gum"))? {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.extension().is_some_and(|it| it == "conllu") {
            let file = std::fs::read_to_string(&path).with_context(|| name.clone())?;
            documents.push(gum::read(&name, &file));
        }
    }
    let folder = data.join("meantime/intra_cross-doc_annotation");
    if folder.is_dir() {
        for path in times::reports(&folder)? {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let file = std::fs::read_to_string(&path).with_context(|| name.clone())?;
            documents.push(meantime::read(&name, &file));
        }
    }
    Ok(documents)
}

/// Leaves out names that lie in others; of one span, the first stays.
fn disjoint(mut gold: Vec<Gold>) -> Vec<Gold> {
    gold.sort_by_key(|it| (it.span.start(), usize::MAX - it.span.end()));
    let mut end = 0;
    gold.retain(|it| {
        let free = end <= it.span.start() || it.naming == Naming::Pronoun;
        if free {
            end = end.max(it.span.end());
        }
        free
    });
    gold
}

#[derive(Default)]
struct Counts {
    raw: Measures,
    given: Measures,
    named: Measures,
    saying: Tally,
    mentions: usize,
}

impl Counts {
    fn add(&mut self, document: &Document) {
        let report = Report::new(
            None,
            document.name.clone(),
            document.text.clone(),
            Imprint::default(),
        );
        let (mask, imprint, language) = (Mask::default(), Imprint::default(), Language::english());
        let marks = rapporteur_mark::mark(&report, &mask, &imprint, language);
        let found = found(document, &marks);
        let gold = chains(document.gold.iter().map(|it| it.chain).enumerate());
        self.mentions += gold.iter().map(Vec::len).sum::<usize>();
        let numbered = |found: &[Found]| {
            let number = |(at, it): (usize, &Found)| it.is.unwrap_or(document.gold.len() + at);
            chains(found.iter().enumerate().map(|it| (number(it), it.1.entity)))
        };
        let answer = numbered(&found);
        self.raw.add(&gold, &answer);
        let holds_name = |it: &usize| {
            document
                .gold
                .get(*it)
                .is_some_and(|it| it.naming == Naming::Name)
        };
        let named: Chains = gold
            .iter()
            .filter(|it| it.iter().any(holds_name))
            .cloned()
            .collect();
        self.named.add(&named, &answer);
        self.saying.add(saying(document, &found));

        let names = document.gold.iter().filter(|it| it.naming == Naming::Name);
        let names: Vec<(Span, EntityKind)> = names.map(|it| (it.span, it.kind)).collect();
        let marks = rapporteur_mark::mark_with_names(&report, &mask, &imprint, language, &names);
        let mut given = self::found(document, &marks);
        given.retain(|it| it.is.is_some());
        self.given.add(&gold, &numbered(&given));
    }

    fn scores(&self, name: &str) -> Vec<Score> {
        let score = |part: &str, value: f64| {
            Score::new(format!("{name}.{part}"), 100.0 * value, self.mentions)
        };
        let mut scores = vec![
            score("f1", self.raw.conll()),
            score("named.f1", self.named.conll()),
            score("given.f1", self.given.conll()),
            score("muc.f1", self.raw.muc.f1()),
            score("b-cubed.f1", self.raw.b_cubed.f1()),
            score("ceaf.f1", self.raw.ceaf.f1()),
        ];
        if 0 < self.saying.gold {
            scores.push(Score::new(
                format!("{name}.saying.p"),
                self.saying.precision(),
                self.saying.found,
            ));
            scores.push(Score::new(
                format!("{name}.saying.r"),
                self.saying.recall(),
                self.saying.gold,
            ));
        }
        scores
    }
}

/// Chains of two and more, from mentions and what each belongs to.
fn chains(mentions: impl Iterator<Item = (usize, usize)>) -> Chains {
    let mut chains: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (mention, chain) in mentions {
        chains.entry(chain).or_default().push(mention);
    }
    chains.into_values().filter(|it| 1 < it.len()).collect()
}

/// The names and pronouns of the entities that count, with what each is.
fn found(document: &Document, marks: &Marks) -> Vec<Found> {
    let mut found = Vec::new();
    for (entity, it) in marks.entities.iter().enumerate() {
        let counts = matches!(
            it.kind,
            EntityKind::Person
                | EntityKind::Organisation
                | EntityKind::Location
                | EntityKind::Facility
        );
        for mention in it
            .mentions
            .iter()
            .filter(|it| counts && it.span.end() <= document.end)
        {
            let naming = match mention.kind {
                MentionKind::Name => Naming::Name,
                MentionKind::Pronoun => Naming::Pronoun,
                MentionKind::Nominal => continue,
            };
            found.push(Found {
                span: mention.span,
                naming,
                entity,
                is: None,
            });
        }
    }
    found.sort_by_key(|it| it.span);
    pair(&document.gold, &mut found);
    found
}

/// Says of each found mention which gold one it is, the most alike first.
fn pair(gold: &[Gold], found: &mut [Found]) {
    let mut pairs = Vec::new();
    for (at, it) in found.iter().enumerate() {
        let near = gold.iter().enumerate();
        for (to, gold) in
            near.filter(|(_, gold)| gold.span.overlaps(it.span) && gold.naming == it.naming)
        {
            let shared = gold.span.overlap(it.span);
            let all = gold.span.len() + it.span.len();
            let holds = gold.span.contains(it.span) || it.span.contains(gold.span);
            let exact = it.naming == Naming::Name || gold.span == it.span;
            if exact && (holds || all <= 4 * shared) {
                pairs.push((1000 - 2000 * shared / all.max(1), at, to));
            }
        }
    }
    pairs.sort_unstable();
    let mut taken = vec![false; gold.len()];
    for (_, at, to) in pairs {
        if found[at].is.is_none() && !taken[to] {
            found[at].is = Some(to);
            taken[to] = true;
        }
    }
}

/// Of the pronouns that say something: how many are given to whom they mean.
fn saying(document: &Document, found: &[Found]) -> Tally {
    let mut tally = Tally::default();
    let gold = |at: usize| &document.gold[at];
    for (at, it) in document.gold.iter().enumerate().filter(|(_, it)| it.speaks) {
        let named = document
            .gold
            .iter()
            .any(|name| name.chain == it.chain && name.naming == Naming::Name);
        if !named {
            continue;
        }
        tally.gold += 1;
        let Some(answer) = found.iter().find(|it| it.is == Some(at)) else {
            continue;
        };
        tally.found += 1;
        let names = found
            .iter()
            .filter(|it| it.entity == answer.entity && it.naming == Naming::Name);
        let (mut right, mut all) = (0, 0);
        for name in names.filter_map(|it| it.is) {
            all += 1;
            right += usize::from(gold(name).chain == it.chain);
        }
        tally.right += usize::from(0 < right && all < 2 * right + 1);
    }
    tally
}
