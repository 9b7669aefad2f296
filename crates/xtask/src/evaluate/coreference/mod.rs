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
//! Pronouns of the first and second person count in quotation marks alone:
//! the "we" of a speech, or of the one who writes, is nobody that the text
//! names.
//!
//! Output, for each set and part: the mean F1 of MUC, B-cubed and CEAF-phi4
//! from raw text (`.f1`), with every pronoun of the first and second person
//! (`.all.f1`), for chains that hold a name (`.named.f1`), and with gold names
//! given (`.given.f1`: only gold mentions count). Then how
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
use super::{speakers, times};
use crate::files::{below, fnv};
use crate::score::{Score, Tally};

/// A report with its gold chains.
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) text: String,
    /// Where the annotated part ends.
    end: usize,
    gold: Vec<Gold>,
}

impl Document {
    fn names(&self) -> impl Iterator<Item = &Gold> {
        self.gold.iter().filter(|it| it.naming == Naming::Name)
    }

    /// The names with kind and chain.
    pub(crate) fn known_names(&self) -> Vec<(Span, EntityKind, usize)> {
        self.names()
            .map(|it| (it.span, it.kind, it.chain))
            .collect()
    }

    /// The pronouns with their chain.
    pub(crate) fn known_pronouns(&self) -> Vec<(Span, usize)> {
        let pronouns = self.gold.iter().filter(|it| it.naming == Naming::Pronoun);
        pronouns.map(|it| (it.span, it.chain)).collect()
    }

    /// Which part of its set it belongs to.
    fn part(&self) -> &'static str {
        let hash = fnv(self.name.as_bytes());
        let meantime = !self.name.starts_with("GUM_");
        match (meantime, hash.is_multiple_of(5)) {
            (true, true) => "meantime-held-out",
            (true, false) => "meantime",
            (false, true) => "gum-held-out",
            (false, false) => "gum",
        }
    }
}

/// What may be learnt from: GUM less what is held out, and half of MEANTIME's
/// rest.
pub(crate) fn learnt_from(data: &Path) -> anyhow::Result<Vec<Document>> {
    let mut all = documents(data)?;
    all.retain(|it| match it.part() {
        "gum" => true,
        "meantime" => fnv(it.name.as_bytes()).is_multiple_of(2),
        _ => false,
    });
    Ok(all)
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
        parts.entry(document.part()).or_default().add(&document);
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
    for path in below(&data.join("gum"), "conllu")? {
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
    all: Measures,
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
        let told = |it: &&Gold| it.naming == Naming::Name || is_told(&document.text, it.span);
        let all = || document.gold.iter().enumerate();
        let gold = chains(
            all()
                .filter(|it| told(&it.1))
                .map(|(at, it)| (at, it.chain)),
        );
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
        self.all
            .add(&chains(all().map(|(at, it)| (at, it.chain))), &answer);
        self.saying.add(saying(document, &found));

        let known: Vec<(Span, EntityKind)> =
            document.names().map(|it| (it.span, it.kind)).collect();
        let marks = rapporteur_mark::mark_with_names(&report, &mask, &imprint, language, &known);
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
            score("all.f1", self.all.conll()),
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

/// Whether a pronoun is of the third person or stands in quotation marks:
/// "we" of a speech, and of the one who writes, is nobody that the text names.
fn is_told(text: &str, span: Span) -> bool {
    const OWN: &[&str] = &[
        "i",
        "me",
        "my",
        "mine",
        "myself",
        "we",
        "us",
        "our",
        "ours",
        "ourselves",
        "you",
        "your",
        "yours",
        "yourself",
        "yourselves",
        "'s",
        "’s",
    ];
    let before = text[..span.start()]
        .rsplit("\n\n")
        .next()
        .unwrap_or_default();
    let curly = before.matches('“').count() > before.matches('”').count();
    let quoted = curly || before.matches('"').count() % 2 == 1;
    quoted || !OWN.contains(&text[span.range()].to_lowercase().as_str())
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
    let gold = &document.gold;
    let is_name = |it: &&Gold| it.naming == Naming::Name;
    for (at, it) in gold.iter().enumerate().filter(|(_, it)| it.speaks) {
        let Some(name) = gold
            .iter()
            .filter(is_name)
            .find(|name| name.chain == it.chain)
        else {
            continue;
        };
        tally.gold += 1;
        let answer = found.iter().find(|it| it.is == Some(at));
        tally.found += usize::from(answer.is_some());
        let names = found.iter().filter(|it| it.naming == Naming::Name);
        let names = names.filter(|it| answer.is_some_and(|answer| answer.entity == it.entity));
        let chains: Vec<usize> = names
            .filter_map(|it| it.is.map(|it| gold[it].chain))
            .collect();
        let right = chains.iter().filter(|chain| **chain == it.chain).count();
        if chains.len() < 2 * right {
            tally.right += 1;
        } else {
            let (text, start) = (&document.text, it.span.start());
            let before = text.floor_char_boundary(start.saturating_sub(200));
            let words = &text[before..it.span.end()];
            let name = &text[name.span.range()];
            eprintln!("{}: not {name}: {words}", document.name);
        }
    }
    tally
}
