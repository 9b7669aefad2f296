//! Marks that are written as one: "...", "?!", "-->", ":-)".
//!
//! Input: a sentence and where a mark stands in it. Output: the length of the
//! token. What always holds: it is at least that of the mark.

use super::paragraph::is_blank;

/// The bytes of the token at `at`, which starts with the mark `character`.
pub(super) fn length(slice: &str, at: usize, character: char) -> usize {
    let rest = &slice[at..];
    if let Some(length) = emoticon(slice, at) {
        return length;
    }
    let run = |of: fn(char) -> bool| rest.len() - rest.trim_start_matches(of).len();
    match character {
        '.' | '!' | '?' | '…' => run(|it| matches!(it, '.' | '!' | '?' | '…')),
        '-' | '*' | '=' | '_' | '+' | '<' | '>' | '|' | '~' => run(is_drawn),
        '–' | '—' | '`' | '$' | ',' | '\\' => {
            rest.len() - rest.trim_start_matches(character).len()
        }
        _ => character.len_utf8(),
    }
}

/// Marks that lines and arrows are drawn with.
fn is_drawn(character: char) -> bool {
    matches!(
        character,
        '-' | '*' | '=' | '_' | '+' | '<' | '>' | '|' | '~'
    )
}

/// The bytes of the emoticon at `at`. Eyes that touch a word are a colon.
fn emoticon(slice: &str, at: usize) -> Option<usize> {
    const FACES: [&str; 3] = ["^_^", "(:", "<3"];
    let free = |it: char| is_blank(it) || matches!(it, '.' | '!' | '?' | ')');
    if !slice[..at].chars().next_back().is_none_or(free) {
        return None;
    }
    let rest = &slice[at..];
    let ends = |length: usize| !rest[length..].starts_with(char::is_alphanumeric);
    if let Some(face) = FACES.iter().find(|it| rest.starts_with(**it)) {
        return ends(face.len()).then_some(face.len());
    }
    let below = rest.strip_prefix([':', ';', '='])?;
    let below = below.strip_prefix(['-', '\'']).unwrap_or(below);
    let mouth = below.chars().next()?;
    let brackets = below.len() - below.trim_start_matches(mouth).len();
    let length = match mouth {
        ')' | '(' => rest.len() - below.len() + brackets,
        'D' | 'P' | 'p' | 'o' | 'O' | '/' | '|' | ']' | '[' => rest.len() - below.len() + 1,
        _ => return None,
    };
    ends(length).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::length;

    fn taken(text: &str) -> &str {
        let first = text.chars().next().expect("a mark");
        &text[..length(text, 0, first)]
    }

    #[test]
    fn runs_and_faces_are_one() {
        for whole in ["...", "?!?", "-->", "<<", ":)", ";-)", ":((", ":P", "^_^"] {
            assert_eq!(taken(&format!("{whole} x")), whole);
        }
    }

    #[test]
    fn a_colon_behind_a_word_is_a_colon() {
        assert_eq!(length("as follows:)", 10, ':'), 1);
        assert_eq!(taken(":Dan"), ":");
        assert_eq!(taken("(a)"), "(");
    }
}
