//! Words of a report as one line that no display can be led astray by.

/// Characters of a headline or a name that are shown.
const HEADLINE: usize = 300;

/// The words of `text` on one line: white space and control characters become
/// single spaces, and characters that only steer a display (direction marks,
/// zero-width spaces, tags) are left out.
pub(crate) fn plain(text: &str) -> String {
    plain_until(text, usize::MAX)
}

/// A headline or a name on one line, cut short where no honest one would end.
pub(crate) fn headline(text: &str) -> String {
    shorten(&plain_until(text, HEADLINE + 1), HEADLINE)
}

/// The same as [`plain`], with at most about `most` characters.
fn plain_until(text: &str, most: usize) -> String {
    if text.len() < most && is_plain(text) {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len().min(most));
    let mut count = 0;
    for char in text.chars().filter(|&char| !is_steering(char)) {
        if char.is_whitespace() || char.is_control() {
            if line.is_empty() || line.ends_with(' ') {
                continue;
            }
            line.push(' ');
        } else {
            line.push(char);
        }
        count += 1;
        if most <= count {
            break;
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Whether a text is words of ASCII with one space between them, as most are.
fn is_plain(text: &str) -> bool {
    let mut before = b' ';
    for byte in text.bytes() {
        if !(byte.is_ascii_graphic() || byte == b' ' && before != b' ') {
            return false;
        }
        before = byte;
    }
    before != b' '
}

/// Whether a character prints nothing and changes how others print.
pub(crate) fn is_steering(char: char) -> bool {
    matches!(char,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// The first words of `line`, at most `most` characters of them, with "…"
/// where something is left out.
pub(crate) fn shorten(line: &str, most: usize) -> String {
    let Some((limit, _)) = line.char_indices().nth(most) else {
        return line.to_owned();
    };
    let head = &line[..limit];
    let cut = head
        .rfind(' ')
        .filter(|&at| limit / 2 < at)
        .unwrap_or(limit);
    format!(
        "{} …",
        head[..cut].trim_end_matches([' ', ',', ';', ':', '–', '—'])
    )
}

/// The first and last `ends` words of a long `line`, with "…" between them.
pub(crate) fn ends(line: &str, ends: usize) -> String {
    let words: Vec<_> = line.split(' ').collect();
    if words.len() <= 2 * ends + 2 {
        return line.to_owned();
    }
    format!(
        "{} … {}",
        words[..ends].join(" "),
        words[words.len() - ends..].join(" ")
    )
}

/// Whether an address is one that a reader may follow: http or https.
pub(crate) fn is_link(address: &str) -> bool {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://"))
        && !address
            .chars()
            .any(|char| char.is_whitespace() || char.is_control() || is_steering(char))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_no_control_and_no_steering_character() {
        assert_eq!(
            plain(" a\n\n b\u{1b}[31m\u{202e}c\u{200b}d \t"),
            "a b [31mcd"
        );
        assert_eq!(plain("\u{202e}\n"), "");
        for text in ["two words", " before", "after ", "two  spaces", ""] {
            assert_eq!(
                plain(text),
                text.split_whitespace().collect::<Vec<_>>().join(" ")
            );
        }
    }

    #[test]
    fn a_headline_is_cut_short_but_an_honest_one_is_whole() {
        assert_eq!(headline(" The port\nreopens "), "The port reopens");
        let long = headline(&"wide \u{200b} ".repeat(1_000_000));
        assert!(long.ends_with("wide …"));
        assert!(long.chars().count() <= HEADLINE + 2);
        let just = "é".repeat(HEADLINE);
        assert_eq!(headline(&just), just);
    }

    #[test]
    fn shortening_stops_at_a_word() {
        assert_eq!(shorten("the port will reopen", 14), "the port will …");
        assert_eq!(shorten("the port", 8), "the port");
        assert_eq!(shorten("ééééééééé", 4), "éééé …");
    }

    #[test]
    fn only_web_addresses_are_links() {
        assert!(is_link("https://herald.example/a"));
        assert!(is_link("HTTP://herald.example/a"));
        assert!(!is_link("javascript:alert(1)"));
        assert!(!is_link("https://a b"));
        assert!(!is_link("é"));
    }
}
