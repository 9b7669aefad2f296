//! The lists of the statement step: word classes from the treebanks, cue
//! phrases from `PolNeAR`'s training part.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context as _;

use crate::polnear;

/// Words of the treebanks' training parts with their commonest Penn tags.
pub(super) fn classes(data: &Path) -> anyhow::Result<String> {
    let mut counts: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    for folder in ["ud-ewt", "gum"] {
        let mut files = Vec::new();
        collect(&data.join(folder), &mut files)?;
        if folder == "ud-ewt" {
            files.retain(|it| it.to_string_lossy().contains("train"));
        }
        anyhow::ensure!(!files.is_empty(), "no treebank in {folder}");
        for file in files {
            let text =
                std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
            for line in text.lines().filter(|it| !it.starts_with('#')) {
                let columns: Vec<&str> = line.split('\t').collect();
                if let [_, form, _, _, tag, ..] = columns[..] {
                    let tags = counts.entry(form.to_lowercase()).or_default();
                    *tags.entry(tag.to_owned()).or_default() += 1;
                }
            }
        }
    }
    let mut file = String::from("# A word and its commonest Penn tags.\n");
    for (word, tags) in &counts {
        let seen: u32 = tags.values().sum();
        if seen < 3 || word.contains(char::is_whitespace) || word.starts_with('#') {
            continue;
        }
        let mut sorted: Vec<(&String, &u32)> = tags.iter().collect();
        sorted.sort_by_key(|&(tag, &count)| (std::cmp::Reverse(count), tag.clone()));
        write!(file, "{word}\t{}", sorted[0].0)?;
        if let Some((tag, _)) = sorted.get(1).filter(|(_, count)| seen <= 5 * **count) {
            write!(file, "|{tag}")?;
        }
        file.push('\n');
    }
    Ok(file)
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|it| it == "conllu") {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}

/// Cue phrases with how often each is a cue and how often it is seen; those
/// seen as a cue at least three times.
pub(super) fn phrases(reports: &[polnear::Annotated]) -> String {
    let mut cues: BTreeMap<String, u32> = BTreeMap::new();
    for report in reports {
        for gold in &report.gold {
            let words = gold
                .cue
                .iter()
                .map(|it| report.text[it.range()].to_lowercase());
            let phrase = words.collect::<Vec<_>>().join(" ");
            let phrase = phrase.split_whitespace().collect::<Vec<_>>().join(" ");
            *cues.entry(phrase).or_default() += 1;
        }
    }
    cues.retain(|phrase, count| 3 <= *count && !phrase.is_empty() && !phrase.contains('\t'));
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for report in reports {
        let text = report.text.to_lowercase();
        let bare = |it: &str| it.trim_matches(|it: char| !it.is_alphanumeric()).to_owned();
        let words: Vec<String> = text.split_whitespace().map(bare).collect();
        for from in 0..words.len() {
            for to in from + 1..=words.len().min(from + 4) {
                let phrase = words[from..to].join(" ");
                if let Some((phrase, _)) = cues.get_key_value(&phrase) {
                    *seen.entry(phrase).or_default() += 1;
                }
            }
        }
    }
    let mut file =
        String::from("# A word or phrase, how often it is a cue, how often it is seen.\n");
    for (phrase, &count) in &cues {
        let seen = seen.get(phrase.as_str()).copied().unwrap_or(0).max(count);
        let _ = writeln!(file, "{phrase}\t{count}\t{seen}");
    }
    file
}
