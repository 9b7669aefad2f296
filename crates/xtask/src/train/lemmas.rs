//! Learns lemmas: what becomes of endings, and the words that go their own
//! way.
//!
//! Input: the training parts of the treebanks. Output: `lemma/lemmas.tsv`,
//! sorted. Endings follow the plan of edit scripts by suffix (Straka 2018,
//! after Chrupała 2006): of the edits that words of one ending take, the one
//! that most words take counts, and an ending is kept only where it says
//! something else than the next shorter one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use rapporteur_language::lemma::{Edit, Lemmas, Shape, endings};
use rapporteur_text::Upos;

use crate::conllu;

/// Different words that an ending needs.
const FEWEST: usize = 3;

/// How often each lemma is that of a form.
type Counts = BTreeMap<(Upos, String), BTreeMap<String, u32>>;

/// Learns the table.
pub(super) fn train(data: &Path, out: &Path) -> anyhow::Result<()> {
    let best = best(&conllu::training(data)?);
    let mut table = String::from(
        "# A part of speech with a shape (0 small, 1 title, 2 capitals), an ending and its edit;\n\
         # or a part of speech, a word and its lemma.\n",
    );
    rules(&best, &mut table)?;
    let mut lemmas = Lemmas::irregular();
    lemmas.read(String::leak(table.clone()));
    let (rules, mut words) = (table.lines().count(), 0);
    for ((upos, form), lemma) in &best {
        if lemmas.lemma(form, *upos) != lemma.as_str() {
            writeln!(table, "{}\t{form}\t{lemma}", upos.name())?;
            words += 1;
        }
    }
    println!("  {} forms, {rules} endings, {words} words", best.len());
    std::fs::write(out.join("lemma/lemmas.tsv"), table)?;
    Ok(())
}

/// The commonest lemma of each form.
fn best(documents: &[conllu::Document]) -> BTreeMap<(Upos, String), String> {
    let mut counts = Counts::new();
    for document in documents {
        for word in document.sentences.iter().flat_map(|it| &it.words) {
            let form = &document.text[word.span.range()];
            if word.lemma != "_" && !word.lemma.contains('\t') && !form.starts_with('#') {
                let lemmas = counts.entry((word.upos, form.to_owned())).or_default();
                *lemmas.entry(word.lemma.clone()).or_default() += 1;
            }
        }
    }
    let commonest = |lemmas: BTreeMap<String, u32>| {
        let best = lemmas.into_iter().max_by_key(|(_, count)| *count);
        best.map(|it| it.0).unwrap_or_default()
    };
    let all = counts.into_iter();
    all.map(|(form, lemmas)| (form, commonest(lemmas)))
        .collect()
}

/// Writes the endings that words of each class and shape share.
fn rules(best: &BTreeMap<(Upos, String), String>, table: &mut String) -> anyhow::Result<()> {
    let mut edits: BTreeMap<(Upos, Shape, String), BTreeMap<Edit<'_>, usize>> = BTreeMap::new();
    for ((upos, form), lemma) in best {
        let small = form.to_lowercase();
        let Some(edit) = Edit::between(form, lemma) else {
            continue;
        };
        for from in endings(&small).collect::<BTreeSet<usize>>() {
            let key = (*upos, Shape::of(form, *upos), small[from..].to_owned());
            *edits.entry(key).or_default().entry(edit).or_default() += 1;
        }
    }
    let mut kept: BTreeMap<(Upos, Shape, &str), Edit<'_>> = BTreeMap::new();
    let mut keys: Vec<_> = edits.iter().collect();
    keys.sort_by_key(|((upos, shape, ending), _)| (*upos, *shape, ending.chars().count()));
    for ((upos, shape, ending), counts) in keys {
        let seen: usize = counts.values().sum();
        let most = counts
            .iter()
            .max_by_key(|&(edit, count)| (count, edit.case == 'l'));
        let Some((&edit, _)) = most.filter(|_| FEWEST <= seen || ending.is_empty()) else {
            continue;
        };
        let shorter = endings(ending).skip(1);
        let says = |from: usize| kept.get(&(*upos, *shape, &ending[from..])).copied();
        if ending.is_empty() || shorter.into_iter().find_map(says) != Some(edit) {
            kept.insert((*upos, *shape, ending), edit);
        }
    }
    for ((upos, shape, ending), edit) in kept {
        writeln!(table, "{}{}\t-{ending}\t{edit}", upos.name(), shape as u8)?;
    }
    Ok(())
}
