//! Sets that give names as a table of tokens and tags.
//!
//! Input: lines with a token and its B-, I- or O tag, parted by tabs; an empty
//! line ends a sentence. Output: a text put together from the tokens, and the
//! names in it. What always holds: every span slices the text.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use rapporteur_text::{EntityKind, Span};

use crate::files::is_held_out;

/// A text put together from its tokens, with the names in it.
#[derive(Debug, Default)]
pub struct Named {
    /// The text.
    pub text: String,
    /// What is named where, in order.
    pub names: Vec<(EntityKind, Span)>,
    /// A straight quotation mark is open in this line.
    quoted: bool,
    /// The next token is written onto the last.
    tight: bool,
    /// The last token was named.
    open: bool,
    /// Hyphens are written onto the words around them.
    hyphens: bool,
}

/// The files of `newswire-ner` on which nothing may be trained.
pub fn newswire_held_out(data: &Path) -> anyhow::Result<Vec<Named>> {
    newswire(data, true, |_| false)
}

/// The other files of `newswire-ner`. The set parts hyphens from their words;
/// every second file gets them back, as news prints them.
pub fn newswire_training(data: &Path) -> anyhow::Result<Vec<Named>> {
    newswire(data, false, |number| number % 2 == 1)
}

fn newswire(
    data: &Path,
    held_out: bool,
    hyphens: impl Fn(usize) -> bool,
) -> anyhow::Result<Vec<Named>> {
    let files = files(&data.join("newswire-ner"))?;
    let files = files.iter().filter(|it| is_held_out(it) == held_out);
    let read = |(number, path): (usize, &PathBuf)| {
        let table = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let named = Named {
            hyphens: hyphens(number),
            ..Named::default()
        };
        Ok(named.filled(&table, 0))
    };
    files.enumerate().map(read).collect()
}

/// The documents of `uner-ewt`.
pub fn ewt(data: &Path) -> anyhow::Result<Vec<Named>> {
    let mut all = Vec::new();
    for path in files(&data.join("uner-ewt"))? {
        let table = std::fs::read_to_string(&path)?;
        all.extend(table.split("# newdoc").map(|it| Named::read(it, 1)));
    }
    Ok(all)
}

fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files = Vec::new();
    for entry in entries {
        files.push(entry?.path());
    }
    files.sort();
    Ok(files)
}

impl Named {
    /// Reads a table of tokens; `column` is the token's, the tag stands next.
    pub fn read(table: &str, column: usize) -> Self {
        Self::default().filled(table, column)
    }

    fn filled(self, table: &str, column: usize) -> Self {
        let mut named = self;
        for line in table.lines().filter(|line| !line.starts_with("# ")) {
            let mut cells = line.split('\t').skip(column);
            match (cells.next().map(str::trim), cells.next()) {
                (Some(token), Some(tag)) if !token.is_empty() => named.token(token, tag),
                _ => named.line_break(),
            }
        }
        named
    }

    fn token(&mut self, token: &str, tag: &str) {
        let quote = token == "\"";
        let closes = matches!(
            token,
            "," | "." | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "”" | "'" | "’" | "n't" | "n’t"
        ) || (token.starts_with(['\'', '’']) && token.len() < 6);
        let hyphen = self.hyphens && token == "-" && self.text.ends_with(char::is_alphanumeric);
        let onto = self.tight || closes || (quote && self.quoted) || token == "/" || hyphen;
        if !onto && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.text.push_str(token);
        self.tight =
            matches!(token, "(" | "[" | "$" | "“" | "‘" | "/") || (quote && !self.quoted) || hyphen;
        self.quoted ^= quote;
        let open = std::mem::replace(&mut self.open, false);
        let Some((place, kind)) = tag.trim().split_once('-') else {
            return;
        };
        let Some(kind) = kind_of(kind) else {
            return;
        };
        self.open = true;
        let span = Span::new(start, self.text.len());
        match self.names.last_mut() {
            Some(last) if open && place == "I" && last.0 == kind => last.1 = last.1.cover(span),
            _ => self.names.push((kind, span)),
        }
    }

    fn line_break(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push_str("\n\n");
        }
        (self.quoted, self.tight, self.open) = (false, false, false);
    }
}

/// What a tag names; dates and sums of money are none of these.
fn kind_of(tag: &str) -> Option<EntityKind> {
    match tag {
        "Person" | "PER" => Some(EntityKind::Person),
        "Organization" | "ORG" => Some(EntityKind::Organisation),
        "Location" | "LOC" => Some(EntityKind::Location),
        "NORP" => Some(EntityKind::Group),
        "Facility" | "FAC" => Some(EntityKind::Facility),
        "Product" => Some(EntityKind::Product),
        "Misc" => Some(EntityKind::Other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Named;
    use rapporteur_text::{EntityKind, Span};

    #[test]
    fn hyphens_are_written_onto_their_words_where_asked_for() {
        let named = Named {
            hyphens: true,
            ..Named::default()
        };
        let named = named.filled("Al\tB-Person\n-\tI-Person\nBanna\tI-Person\n", 0);
        assert_eq!(named.text, "Al-Banna\n\n".trim_end());
        assert_eq!(named.names, [(EntityKind::Person, Span::new(0, 8))]);
    }

    #[test]
    fn names_are_put_together_with_their_text() {
        let table = "Ana\tB-Person\nRuiz\tI-Person\n's\tO\n\"\tO\nKenyan\tB-NORP\n\"\tO\n\nLima\tI-Location";
        let named = Named::read(table, 0);
        assert_eq!(named.text, "Ana Ruiz's \"Kenyan\"\n\nLima");
        let found: Vec<_> = named
            .names
            .iter()
            .map(|(kind, span)| (*kind, &named.text[span.range()]))
            .collect();
        let expected = [
            (EntityKind::Person, "Ana Ruiz"),
            (EntityKind::Group, "Kenyan"),
            (EntityKind::Location, "Lima"),
        ];
        assert_eq!(found, expected);
    }
}
