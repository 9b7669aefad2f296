//! The wordings of one item, side by side.
//!
//! Input: an item's pieces and which reports count as one origin. Output: a
//! [`Reading`] for each wording of each origin, the base first, with the way
//! from the base to it, word by word. What always holds: the words shown are
//! the evidence's, less quotation marks, shortened at most by "…".

use std::collections::{BTreeMap, BTreeSet};

use rapporteur_language::{Collation, Language};
use rapporteur_text::{
    Detail, Edit, EditKind, Evidence, Item, Reading, ReadingForm, Record, ReportIx, StoryEntity,
};

use crate::align;
use crate::drafts::Draft;
use crate::sources::Sources;

/// One report's wording in one form.
struct Wording {
    evidence: Vec<u32>,
    origin: u32,
    form: ReadingForm,
    text: String,
    norms: Vec<u32>,
}

/// The readings of `draft`; `origin_of` gives each piece's origin.
pub(crate) fn readings(draft: &Draft, origin_of: &[u32], sources: &Sources) -> Vec<Reading> {
    let mut wordings = folded(wordings(draft, origin_of, sources));
    // What happened is shown as a reporter tells it, where one does.
    let happened = matches!(draft.detail, Detail::Event { .. });
    let Some(base) = base(&wordings, happened) else {
        return Vec::new();
    };
    let base = wordings.remove(base);
    let names = names(&sources.cast.entities);
    let words = &sources.language.collation;
    let mut readings = vec![reading(&base, Vec::new())];
    readings.extend(wordings.into_iter().map(|wording| {
        let quoted = wording.form == ReadingForm::Direct;
        let edits = edits(&base.text, &wording.text, quoted, &names, words);
        reading(&wording, edits)
    }));
    readings
}

fn reading(wording: &Wording, edits: Vec<Edit>) -> Reading {
    Reading {
        evidence: wording.evidence.clone(),
        origin: wording.origin,
        form: wording.form,
        text: wording.text.clone(),
        edits,
    }
}

fn wordings(draft: &Draft, origin_of: &[u32], sources: &Sources) -> Vec<Wording> {
    let mut parts: BTreeMap<(ReportIx, ReadingForm, usize), Vec<usize>> = BTreeMap::new();
    // What is said in pieces is one wording; what is told twice is two.
    let said = matches!(draft.detail, Detail::Statement { .. });
    for (at, piece) in draft.pieces.iter().enumerate() {
        let part = if said { 0 } else { at };
        let key = (piece.at.report, piece.form, part);
        parts.entry(key).or_default().push(at);
    }
    let wording = |((_, form, _), members): (_, Vec<usize>)| {
        let spans: Vec<Evidence> = members.iter().map(|&at| draft.pieces[at].at).collect();
        let words = spans.iter().flat_map(|&at| sources.words(at));
        Wording {
            origin: origin_of[members[0]],
            evidence: members.iter().map(|&at| at as u32).collect(),
            form,
            text: text(&spans, sources),
            norms: words.map(|word| word.norm).collect(),
        }
    };
    parts.into_iter().map(wording).collect()
}

/// Equal wordings of one origin become one.
fn folded(wordings: Vec<Wording>) -> Vec<Wording> {
    let mut folded: Vec<Wording> = Vec::new();
    let mut places: BTreeMap<(u32, Vec<u32>), usize> = BTreeMap::new();
    for wording in wordings {
        let key = (wording.origin, wording.norms.clone());
        let place = *places.entry(key).or_insert(folded.len());
        if place == folded.len() {
            folded.push(wording);
        } else {
            folded[place].evidence.extend(wording.evidence);
            folded[place].form = folded[place].form.min(wording.form);
        }
    }
    folded
}

/// The wording that most origins give; of several the quoted (or the told, of
/// what happened), then one that starts as a sentence does, then the longest,
/// then the earliest.
fn base(wordings: &[Wording], happened: bool) -> Option<usize> {
    let mut origins: BTreeMap<&[u32], BTreeSet<u32>> = BTreeMap::new();
    for wording in wordings {
        let given = origins.entry(&wording.norms).or_default();
        given.insert(wording.origin);
    }
    (0..wordings.len()).min_by_key(|&at| {
        let wording = &wordings[at];
        let given = origins[wording.norms.as_slice()].len();
        let length = match wording.form {
            ReadingForm::Narrative => 0,
            _ => usize::MAX - wording.norms.len(),
        };
        let mid = !wording
            .text
            .starts_with(|first: char| first.is_uppercase() || first.is_numeric());
        let hearsay = happened && wording.form != ReadingForm::Narrative;
        (usize::MAX - given, hearsay, wording.form, mid, length, at)
    })
}

/// The words of some spans of one report, with "…" where they are apart.
fn text(spans: &[Evidence], sources: &Sources) -> String {
    let mut text = String::new();
    let mut last: Option<Evidence> = None;
    for &at in spans {
        if let Some(last) = last {
            text.push_str(if together(last, at, sources) {
                " "
            } else {
                " … "
            });
        }
        text.push_str(&unquoted(sources.text(at)));
        last = Some(at);
    }
    text
}

/// Whether nothing but marks stands between two spans.
fn together(a: Evidence, b: Evidence, sources: &Sources) -> bool {
    let text = sources.report(a.report).report.text();
    let between = text.get(a.span.end()..b.span.start()).unwrap_or("x");
    !between.chars().any(char::is_alphanumeric)
}

/// Words without quotation marks, on one line, less a comma at the end.
pub(crate) fn unquoted(words: &str) -> String {
    let bare: String = words
        .chars()
        .map(|mark| if mark.is_whitespace() { ' ' } else { mark })
        .filter(|mark| !matches!(mark, '"' | '“' | '”' | '„' | '«' | '»'))
        .collect();
    let bare = bare.split(' ').filter(|word| !word.is_empty());
    let bare = bare.collect::<Vec<_>>().join(" ");
    let bare = bare.strip_prefix('‘').unwrap_or(&bare);
    let bare = match bare.strip_suffix('’') {
        Some(inner) if words.contains('‘') => inner,
        _ => bare,
    };
    bare.trim_end_matches([',', ' ']).to_owned()
}

/// The first `most` words, with "…" when there are more.
pub(crate) fn shortened(words: &str, most: usize) -> String {
    if words.split(' ').count() <= most {
        return words.to_owned();
    }
    let kept: Vec<&str> = words.split(' ').take(most).collect();
    let kept = kept.join(" ");
    format!("{} …", kept.trim_end_matches([',', ';', ':', '–', '-']))
}

/// Words of the story's names, lower case.
fn names(entities: &[StoryEntity]) -> BTreeSet<String> {
    let entities = entities.iter();
    entities
        .flat_map(|entity| entity.name.split_whitespace())
        .filter(|word| word.starts_with(char::is_uppercase))
        .map(bare)
        .collect()
}

/// Letters and digits of a word, lower case; the word itself if it has none.
fn bare(word: &str) -> String {
    let word = word.to_lowercase().replace('’', "'");
    let word = word.strip_suffix("'s").unwrap_or(&word);
    let bare: String = word
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    if bare.is_empty() {
        word.to_owned()
    } else {
        bare
    }
}

/// Words beyond which wordings are not compared word by word.
const LONGEST: usize = 600;

/// Words between which a told wording may not leap if they are to count as one
/// stretch of the base.
const LEAP: usize = 8;

/// The way from `base` to `text`; empty when less than half is shared, which
/// is telling in other words. A reading is compared with those sentences of
/// the base that it words: from the first to the last of them, where it is
/// quoted; else with those that hold its longest stretch.
fn edits(
    base: &str,
    text: &str,
    quoted: bool,
    names: &BTreeSet<String>,
    collation: &Collation,
) -> Vec<Edit> {
    let (base, text): (Vec<&str>, Vec<&str>) =
        (base.split(' ').collect(), text.split(' ').collect());
    if LONGEST < base.len().max(text.len()) {
        return Vec::new();
    }
    let mut ids = BTreeMap::new();
    let (left, right) = (numbered(&base, &mut ids), numbered(&text, &mut ids));
    let (from, to) = sentences(&base, &align::common(&left, &right), quoted);
    let base = &base[from..to];
    let pairs = align::common(&left[from..to], &right);
    let least = if quoted {
        base.len().min(text.len())
    } else {
        text.len()
    };
    if 2 * pairs.len() < least {
        return Vec::new();
    }
    moved(steps(base, &text, pairs, |word| {
        tells(word, names, collation)
    }))
}

/// The way from `base` to `text` by the words that pair up.
fn steps(
    base: &[&str],
    text: &[&str],
    pairs: Vec<(usize, usize)>,
    tells: impl Fn(&str) -> bool,
) -> Vec<Edit> {
    let mut steps = Steps::default();
    let (mut i, mut j) = (0, 0);
    for (x, y) in pairs.into_iter().chain([(base.len(), text.len())]) {
        let (left, right) = (&base[i..x], &text[j..y]);
        let meaningful = left.iter().chain(right).any(|word| tells(word));
        steps.change(left.join(" "), right.join(" "), meaningful);
        if x < base.len() && y < text.len() {
            steps.same(base[x], text[y]);
        }
        (i, j) = (x + 1, y + 1);
    }
    steps.done()
}

/// Words of the shortest stretch that counts as moved.
const MOVED: usize = 2;

/// The same steps, where what is left out in one place and added in another is
/// a transposition and no change of the words.
fn moved(mut edits: Vec<Edit>) -> Vec<Edit> {
    let key = |words: &str| -> Vec<String> { words.split(' ').map(bare).collect() };
    for at in 0..edits.len() {
        let (kind, words) = match edits[at].kind {
            EditKind::Omission => (EditKind::Addition, key(&edits[at].base)),
            EditKind::Addition => (EditKind::Omission, key(&edits[at].text)),
            _ => continue,
        };
        let other = (at + 1..edits.len()).find(|&other| {
            let edit = &edits[other];
            let own = if kind == EditKind::Addition {
                &edit.text
            } else {
                &edit.base
            };
            edit.kind == kind && key(own) == words
        });
        if let Some(other) = other.filter(|_| MOVED <= words.len()) {
            for place in [at, other] {
                edits[place].kind = EditKind::Transposition;
                edits[place].meaningful = false;
            }
        }
    }
    edits
}

/// The readings of an item with another of them as the base: the way from it to
/// each is reckoned anew, and those that differ in substance come first.
pub fn rebased(record: &Record, item: &Item, base: usize, language: &Language) -> Vec<Reading> {
    let Some(chosen) = item.readings.get(base) else {
        return item.readings.clone();
    };
    let names = names(&record.entities);
    let others = item
        .readings
        .iter()
        .enumerate()
        .filter(|&(at, _)| at != base);
    let mut others: Vec<Reading> = others
        .map(|(_, reading)| {
            let quoted = reading.form == ReadingForm::Direct;
            let edits = edits(
                &chosen.text,
                &reading.text,
                quoted,
                &names,
                &language.collation,
            );
            Reading {
                edits,
                ..reading.clone()
            }
        })
        .collect();
    let weight = |it: &Reading| {
        let changed = it.edits.iter().filter(|edit| edit.kind != EditKind::Same);
        let meaningful = changed.clone().filter(|edit| edit.meaningful).count();
        (
            it.edits.is_empty(),
            std::cmp::Reverse(meaningful),
            std::cmp::Reverse(changed.count()),
        )
    };
    others.sort_by_key(weight);
    let base = Reading {
        edits: Vec::new(),
        ..chosen.clone()
    };
    std::iter::once(base).chain(others).collect()
}

/// Words as numbers, equal words alike.
fn numbered(words: &[&str], ids: &mut BTreeMap<String, u32>) -> Vec<u32> {
    let number = |word: &&str| {
        let next = ids.len() as u32;
        *ids.entry(bare(word)).or_insert(next)
    };
    words.iter().map(number).collect()
}

/// Words of a stretch that show which sentence of the base is meant.
const SURE: usize = 4;

/// The sentences of `words` that hold the longest stretch of `pairs`, and, in
/// a quotation, those up to any other that is long enough.
fn sentences(words: &[&str], pairs: &[(usize, usize)], quoted: bool) -> (usize, usize) {
    let runs = || pairs.chunk_by(|p, q| q.0 - p.0 <= LEAP && q.1 - p.1 <= LEAP);
    let Some(best) = runs().rev().max_by_key(|run| run.len()) else {
        return (0, words.len());
    };
    let sure = |run: &&[(usize, usize)]| SURE.min(best.len()) <= run.len();
    let kept: Vec<_> = if quoted {
        runs().filter(sure).collect()
    } else {
        vec![best]
    };
    let firsts = kept.iter().filter_map(|run| run.first());
    let lasts = kept.iter().filter_map(|run| run.last());
    let first = firsts.map(|pair| pair.0).min().unwrap_or(0);
    let last = lasts.map(|pair| pair.0).max().unwrap_or(0);
    let ends = |at: &usize| words[*at].ends_with(['.', '?', '!', '…']);
    let from = (0..first).rev().find(ends).map_or(0, |at| at + 1);
    let to = (last..words.len())
        .find(ends)
        .map_or(words.len(), |at| at + 1);
    (from, to)
}

/// Whether a word is a number, a name, a negation or a hedge.
fn tells(word: &str, names: &BTreeSet<String>, words: &Collation) -> bool {
    let bare = bare(word);
    let name = word.contains(char::is_uppercase) && names.contains(&bare);
    name || bare.contains(|letter: char| letter.is_ascii_digit())
        || words.numbers.contains_key(&bare)
        || words.negation.contains(&bare)
        || words.hedge.contains(&bare)
        || words.firm.contains(&bare)
}

#[derive(Default)]
struct Steps {
    edits: Vec<Edit>,
    base: Vec<String>,
    text: Vec<String>,
}

impl Steps {
    fn same(&mut self, base: &str, text: &str) {
        self.base.push(base.to_owned());
        self.text.push(text.to_owned());
    }

    fn change(&mut self, base: String, text: String, meaningful: bool) {
        let kind = match (base.is_empty(), text.is_empty()) {
            (true, true) => return,
            (true, false) => EditKind::Addition,
            (false, true) => EditKind::Omission,
            (false, false) => EditKind::Substitution,
        };
        self.flush();
        self.edits.push(Edit {
            kind,
            base,
            text,
            meaningful,
        });
    }

    fn flush(&mut self) {
        if !self.base.is_empty() {
            self.edits.push(Edit {
                kind: EditKind::Same,
                base: std::mem::take(&mut self.base).join(" "),
                text: std::mem::take(&mut self.text).join(" "),
                meaningful: false,
            });
        }
    }

    fn done(mut self) -> Vec<Edit> {
        self.flush();
        self.edits
    }
}
