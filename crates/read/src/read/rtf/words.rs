//! Control words that stand for characters or begin what is no text.

/// Where characters of a group go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Destination {
    /// The text.
    #[default]
    Text,
    /// Nowhere.
    Skipped,
    /// The table of fonts.
    Fonts,
    /// The table of styles.
    Styles,
    /// The file's properties, other than those kept.
    Info,
    /// The title among the properties.
    Title,
    /// The author among the properties.
    Author,
}

/// Destinations that hold none of the report's words.
const SKIPPED: [&str; 40] = [
    "annotation",
    "atnauthor",
    "atndate",
    "atnicn",
    "atnid",
    "atnparent",
    "atnref",
    "atntime",
    "bkmkend",
    "bkmkstart",
    "colortbl",
    "datafield",
    "falt",
    "filetbl",
    "fldinst",
    "footer",
    "footerf",
    "footerl",
    "footerr",
    "footnote",
    "ftncn",
    "ftnsep",
    "ftnsepc",
    "generator",
    "header",
    "headerf",
    "headerl",
    "headerr",
    "nonshppict",
    "objdata",
    "panose",
    "pict",
    "pnseclvl",
    "private",
    "revtbl",
    "rxe",
    "tc",
    "template",
    "txe",
    "xe",
];

/// The destination that a control word begins.
pub(super) fn destination(word: &str) -> Option<Destination> {
    match word {
        "fonttbl" => Some(Destination::Fonts),
        "stylesheet" => Some(Destination::Styles),
        "info" => Some(Destination::Info),
        "title" => Some(Destination::Title),
        "author" => Some(Destination::Author),
        _ => SKIPPED
            .binary_search(&word)
            .is_ok()
            .then_some(Destination::Skipped),
    }
}

/// The character that a control word stands for.
pub(super) fn mark(word: &str) -> Option<char> {
    Some(match word {
        "line" | "lbr" => '\n',
        "tab" => '\t',
        "emdash" => '—',
        "endash" => '–',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "bullet" => '•',
        "emspace" | "enspace" | "qmspace" => ' ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_to_skip_are_sorted() {
        assert!(SKIPPED.is_sorted());
        assert_eq!(destination("pict"), Some(Destination::Skipped));
        assert_eq!(destination("par"), None);
    }
}
