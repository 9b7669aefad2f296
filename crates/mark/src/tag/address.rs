//! Addresses, handles, hash tags and names of files and hosts, each of which
//! is one token.
//!
//! Input: a sentence and where a token starts in it. Output: where it ends if
//! it is one of these. What always holds: the look ahead is bounded.

use super::paragraph::is_blank;

/// Bytes after which an address is cut.
const LONGEST: usize = 2048;

/// The end of the address that starts at `at` with `character`.
pub(super) fn end(slice: &str, at: usize, character: char) -> Option<usize> {
    if !(character.is_alphanumeric() || matches!(character, '@' | '#')) {
        return None;
    }
    let before = slice[..at].chars().next_back();
    if !before.is_none_or(|it| is_blank(it) || "([{<>“‘\"'—:;,=/".contains(it)) {
        return None;
    }
    let chunk = chunk(slice, at);
    if matches!(character, '@' | '#') {
        let tail = &chunk[1..];
        // "#3" and "@2.50" are numbers with a sign.
        if tail.starts_with(|it: char| it.is_ascii_digit()) {
            return None;
        }
        let name = tail.find(|it: char| !it.is_alphanumeric() && it != '_');
        let length = name.unwrap_or(tail.len());
        return (0 < length).then_some(at + 1 + length);
    }
    if is_address(chunk) {
        let kept = chunk.trim_end_matches(|it: char| !it.is_alphanumeric() && it != '/');
        return Some(at + kept.len());
    }
    dotted(chunk).map(|length| at + length)
}

/// What stands from `at` to the next blank or quotation mark.
fn chunk(slice: &str, at: usize) -> &str {
    let rest = &slice[at..];
    let end = rest
        .char_indices()
        .find(|&(end, it)| {
            LONGEST < end || is_blank(it) || matches!(it, '“' | '”' | '"' | '<' | '>')
        })
        .map_or(rest.len(), |(end, _)| end);
    &rest[..end]
}

fn is_address(chunk: &str) -> bool {
    const STARTS: [&str; 4] = ["http://", "https://", "www.", "ftp://"];
    if STARTS.iter().any(|start| chunk.starts_with(start)) {
        return true;
    }
    let Some(inner) = chunk.find(['@', '/']).filter(|&inner| 0 < inner) else {
        return false;
    };
    let (before, after) = (&chunk[..inner], &chunk[inner + 1..]);
    if chunk[inner..].starts_with('@') {
        let named = before.ends_with(|it: char| it.is_alphanumeric() || it == '.');
        let hosted = after.starts_with(|it: char| it.is_ascii_alphabetic());
        return named && hosted && before.bytes().all(is_local);
    }
    let mut parts = before.split('.');
    let plain = |part: &str| {
        2 <= part.len()
            && part
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || it == b'-')
    };
    let first = parts.next().is_some_and(plain);
    let second = parts
        .next()
        .is_some_and(|part| part.starts_with(|it: char| it.is_ascii_lowercase()));
    first && second
}

/// A byte of the part of a mail address before its `@`.
fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'+' | b'%')
}

/// The length of a host's, a group's or a file's name at the start of
/// `chunk`: "example.com", "alt.pets.cats", "Minutes.doc".
fn dotted(chunk: &str) -> Option<usize> {
    let inside = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
    let end = chunk.find(|it| !inside(it)).unwrap_or(chunk.len());
    let name = chunk[..end].trim_end_matches(['.', '-', '_']);
    let mut labels = name.split('.');
    let last = labels.next_back()?;
    let first = labels.next()?;
    let known = is_ending(last) && !first.is_empty();
    let small = |it: &str| 2 <= it.len() && it.bytes().all(|it| it.is_ascii_lowercase());
    let group = || 3 <= name.split('.').count() && name.split('.').all(small);
    (known || group()).then_some(name.len())
}

/// Endings of hosts and files that no word is spelt like.
fn is_ending(label: &str) -> bool {
    const ENDINGS: [&str; 38] = [
        "com", "org", "net", "edu", "gov", "mil", "info", "biz", "uk", "au", "ca", "de", "fr",
        "nz", "eu", "jp", "ru", "tv", "doc", "docx", "pdf", "xls", "xlsx", "ppt", "txt", "htm",
        "html", "jpg", "jpeg", "png", "gif", "zip", "exe", "mp3", "csv", "xml", "php", "asp",
    ];
    label.len() <= 4 && ENDINGS.iter().any(|it| it.eq_ignore_ascii_case(label))
}

#[cfg(test)]
mod tests {
    use super::end;

    fn taken(text: &str) -> Option<&str> {
        let first = text.chars().next()?;
        end(text, 0, first).map(|it| &text[..it])
    }

    #[test]
    fn names_of_hosts_and_files_are_taken_whole() {
        assert_eq!(taken("example.com, and"), Some("example.com"));
        assert_eq!(taken("alt.pets.cats."), Some("alt.pets.cats"));
        assert_eq!(taken("Minutes_final.doc)"), Some("Minutes_final.doc"));
        assert_eq!(taken("Ada@QUILL."), Some("Ada@QUILL"));
    }

    #[test]
    fn a_lost_space_makes_no_address() {
        assert_eq!(taken("added.He left"), None);
        assert_eq!(taken("end.the next"), None);
        assert_eq!(taken("U.S.-led"), None);
        assert_eq!(taken("and/or"), None);
        assert_eq!(taken("#3"), None);
    }
}
