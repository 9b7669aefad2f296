//! Program text that was left among the words.

use rapporteur_language::Cleaning;
use rapporteur_text::{Cut, Span};

use super::cuts::Cuts;

/// Most bytes of one piece.
const MOST: usize = 20_000;
/// Most pieces that are looked at.
const PIECES: usize = 1_000;

/// Cuts every piece of program text.
pub(super) fn cut(text: &str, rules: &Cleaning, cuts: &mut Cuts<'_>) {
    for opener in &rules.script_openers {
        let mut from = 0;
        for _ in 0..PIECES {
            let Some(at) = text[from..].find(opener.as_str()).map(|it| from + it) else {
                break;
            };
            from = at + opener.len();
            if let Some(len) = program(&text[at..], opener) {
                cuts.add(Span::new(at, at + len), Cut::Script);
                from = at + len;
            }
        }
    }
}

/// The length of the program text at the start of `text`: balanced brackets,
/// with what a semicolon or a full stop joins to them.
fn program(text: &str, opener: &str) -> Option<usize> {
    if let Some(name) = opener.strip_prefix('<') {
        let close = format!("</{name}>");
        return text.find(&close).map(|at| at + close.len());
    }
    let mut end = balanced(text)?;
    loop {
        let rest = &text[end..];
        let tail = rest.trim_start_matches([' ', ';']);
        let joined = rest.starts_with(';') && tail.starts_with([')', '}']);
        if joined {
            end = text.len() - tail.len() + 1;
        } else if rest.starts_with('.') && rest[1..].starts_with(|it: char| it.is_ascii_lowercase())
        {
            end += balanced(rest)?;
        } else {
            break;
        }
    }
    Some(end + usize::from(text[end..].starts_with(';')))
}

/// The length up to the bracket that closes the first one opened. Before it
/// stands a name or an assignment, without a sentence's end.
fn balanced(text: &str) -> Option<usize> {
    let (mut depth, mut string) = (0_usize, None);
    for (at, character) in text.char_indices().take(MOST) {
        match (string, character) {
            (Some(mark), it) if it == mark => string = None,
            (None, '"' | '\'' | '`') if 0 < depth => string = Some(character),
            (None, '(' | '{' | '[') => depth += 1,
            (None, ')' | '}' | ']') if depth <= 1 => return (depth == 1).then_some(at + 1),
            (None, ')' | '}' | ']') => depth -= 1,
            (None, '\n') if depth == 0 => return None,
            (None, ' ') if depth == 0 && !is_assignment(text) => return None,
            _ => {}
        }
    }
    None
}

/// Whether `text` begins as `var name =` or `window.name =`.
fn is_assignment(text: &str) -> bool {
    let head: String = text.chars().take(80).collect();
    let name = head.strip_prefix("var ").unwrap_or(&head);
    let after = name.trim_start_matches(|it: char| it.is_alphanumeric() || "._$".contains(it));
    after.trim_start().starts_with('=')
}

#[cfg(test)]
mod tests {
    use super::program;

    #[test]
    fn a_call_is_taken_to_its_last_bracket() {
        let call = "googletag.cmd.push(function() {googletag.display('a-2'); }); The mayor";
        assert_eq!(program(call, "googletag."), Some(call.len() - 10));
        let chain = "window.a = window.a || []; Then";
        assert_eq!(program(chain, "window."), Some(26));
        assert_eq!(program("window. He jumped (twice).", "window."), None);
        assert_eq!(program("document. The", "document."), None);
    }
}
