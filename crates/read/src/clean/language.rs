//! Which language a text is in.
//!
//! By its script, else by which language's function words are most frequent
//! among its first words: enough for whole reports, not for headlines.

use rapporteur_language::Cleaning;

/// Words that are looked at.
const WORDS: usize = 400;
/// Share of function words, in a hundred, that a text of a language has.
const SHARE: usize = 12;

/// Scripts by a range of their letters.
const SCRIPTS: [(char, char, &str); 12] = [
    ('\u{370}', '\u{3ff}', "el"),
    ('\u{400}', '\u{4ff}', "ru"),
    ('\u{590}', '\u{5ff}', "he"),
    ('\u{600}', '\u{6ff}', "ar"),
    ('\u{900}', '\u{97f}', "hi"),
    ('\u{980}', '\u{9ff}', "bn"),
    ('\u{b80}', '\u{bff}', "ta"),
    ('\u{c00}', '\u{c7f}', "te"),
    ('\u{e00}', '\u{e7f}', "th"),
    ('\u{3040}', '\u{30ff}', "ja"),
    ('\u{4e00}', '\u{9fff}', "zh"),
    ('\u{ac00}', '\u{d7af}', "ko"),
];

/// The tag of the likeliest language; `None` where none is likely.
pub(super) fn guess(text: &str, rules: &Cleaning) -> Option<String> {
    by_script(text).or_else(|| by_words(text, rules))
}

fn by_script(text: &str) -> Option<String> {
    let mut counts = [0_usize; SCRIPTS.len()];
    let mut letters = 0;
    for letter in text.chars().filter(|it| it.is_alphabetic()).take(2000) {
        letters += 1;
        let script = SCRIPTS
            .iter()
            .position(|&(from, to, _)| (from..=to).contains(&letter));
        if let Some(script) = script {
            counts[script] += 1;
        }
    }
    let (script, &count) = counts
        .iter()
        .enumerate()
        .rev()
        .max_by_key(|(_, count)| **count)?;
    let japanese = SCRIPTS.iter().position(|it| it.2 == "ja")?;
    let script = if letters < counts[japanese] * 10 {
        japanese
    } else {
        script
    };
    (letters < count * 2).then(|| SCRIPTS[script].2.to_owned())
}

fn by_words(text: &str, rules: &Cleaning) -> Option<String> {
    let words = text
        .split(|it: char| !it.is_alphabetic())
        .filter(|it| !it.is_empty());
    let words: Vec<String> = words.take(WORDS).map(str::to_lowercase).collect();
    let count = |tag: &str| {
        let known = rules
            .function_words
            .iter()
            .find(|it| it.0 == tag)
            .map(|it| &it.1);
        known.map_or(0, |known| {
            words
                .iter()
                .filter(|it| known.contains(it.as_str()))
                .count()
        })
    };
    let tags = rules.function_words.iter().map(|it| it.0);
    // Of equals the first of the table.
    let best = tags.rev().max_by_key(|tag| count(tag))?;
    let share = count(best) * 100;
    (words.len() * SHARE <= share && 0 < share).then(|| best.to_owned())
}
