//! Names: people, bodies and places, exact span and kind.
//!
//! Input: a held-out fifth of `newswire-ner` (Shan et al. 2023; the files
//! whose name's FNV-1a hash is a multiple of five, on which nothing may be
//! trained), and `uner-ewt` (Mayhew et al. 2024) where it is there. Output:
//! precision, recall and F1 over all kinds, and F1 of each. Facilities count
//! as places, on both sides. Texts are put together again from their tokens.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rapporteur_language::Language;
use rapporteur_text::{EntityKind, Imprint, Mask, MentionKind, Report};

use crate::score::{Score, Tally};

/// One name: its kind and its first and last byte.
type Name = (&'static str, usize, usize);

/// Scores both sets.
pub(super) fn evaluate(data: &Path) -> anyhow::Result<Vec<Score>> {
    let mut newswire = Counts::default();
    for path in held_out(&data.join("newswire-ner"))? {
        let table = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        newswire.add(&table, 0);
    }
    let mut scores = newswire.scores("names.newswire");
    let mut ewt = Counts::default();
    let folder = data.join("uner-ewt");
    for path in files(&folder).unwrap_or_default() {
        let table = std::fs::read_to_string(&path)?;
        for document in table.split("# newdoc") {
            ewt.add(document, 1);
        }
    }
    if folder.is_dir() {
        scores.extend(ewt.scores("names.ewt"));
    }
    Ok(scores)
}

#[derive(Default)]
struct Counts(BTreeMap<&'static str, Tally>);

impl Counts {
    /// Adds a table of tokens; `column` is the token's, the tag stands next.
    fn add(&mut self, table: &str, column: usize) {
        let mut joined = Joined::default();
        for line in table.lines().filter(|line| !line.starts_with("# ")) {
            let mut cells = line.split('\t').skip(column);
            match (cells.next().map(str::trim), cells.next()) {
                (Some(token), Some(tag)) if !token.is_empty() => joined.token(token, tag),
                _ => joined.line_break(),
            }
        }
        let report = Report::new(None, String::new(), joined.text, Imprint::default());
        let (mask, imprint) = (Mask::default(), Imprint::default());
        let marks = rapporteur_mark::mark(&report, &mask, &imprint, Language::english());
        let mut found = BTreeSet::new();
        for entity in &marks.entities {
            let Some(kind) = kind(entity.kind) else {
                continue;
            };
            let names = entity.mentions.iter();
            for name in names.filter(|it| it.kind == MentionKind::Name) {
                found.insert((kind, name.span.start(), name.span.end()));
            }
        }
        for name in ["person", "organisation", "location"] {
            let tally = self.0.entry(name).or_default();
            tally.gold += joined.names.iter().filter(|it| it.0 == name).count();
            tally.found += found.iter().filter(|it| it.0 == name).count();
            let right = joined.names.iter().filter(|it| it.0 == name);
            tally.right += right.filter(|it| found.contains(it)).count();
        }
    }

    fn scores(&self, set: &str) -> Vec<Score> {
        let mut all = Tally::default();
        self.0.values().for_each(|&tally| all.add(tally));
        let mut scores = all.scores(set);
        for (name, tally) in &self.0 {
            scores.push(Score::new(
                format!("{set}.{name}.f1"),
                tally.f1(),
                tally.gold,
            ));
        }
        scores
    }
}

fn kind(kind: EntityKind) -> Option<&'static str> {
    match kind {
        EntityKind::Person => Some("person"),
        EntityKind::Organisation => Some("organisation"),
        EntityKind::Location | EntityKind::Facility => Some("location"),
        _ => None,
    }
}

/// A text put together from its tokens, with the names in it.
#[derive(Default)]
struct Joined {
    text: String,
    names: Vec<Name>,
    /// A straight quotation mark is open in this line.
    quoted: bool,
    /// The next token is written onto the last.
    tight: bool,
}

impl Joined {
    fn token(&mut self, token: &str, tag: &str) {
        let quote = token == "\"";
        let closes = matches!(
            token,
            "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "”" | "'" | "’" | "n't" | "n’t"
        ) || (token.starts_with(['\'', '’']) && token.len() < 6);
        let onto = self.tight || closes || (quote && self.quoted) || token == "/";
        if !onto && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(token);
        self.tight = matches!(token, "(" | "[" | "$" | "“" | "‘" | "/") || (quote && !self.quoted);
        self.quoted ^= quote;
        let Some((place, kind)) = tag.trim().split_once('-') else {
            return;
        };
        let kind = match kind {
            "Person" | "PER" => "person",
            "Organization" | "ORG" => "organisation",
            "Location" | "Facility" | "LOC" | "FAC" => "location",
            _ => return,
        };
        let end = self.text.len();
        match self.names.last_mut() {
            Some(last) if place == "I" && last.0 == kind => last.2 = end,
            _ => self.names.push((kind, start, end)),
        }
    }

    fn line_break(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push_str("\n\n");
        }
        (self.quoted, self.tight) = (false, false);
    }
}

fn held_out(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut all = files(folder)?;
    all.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        fnv(name.as_bytes()).is_multiple_of(5)
    });
    Ok(all)
}

pub(super) fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files = Vec::new();
    for entry in entries {
        files.push(entry?.path());
    }
    files.sort();
    Ok(files)
}

/// FNV-1a in 64 bits (Fowler, Noll and Vo).
pub(super) fn fnv(bytes: &[u8]) -> u64 {
    let mix = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix)
}
