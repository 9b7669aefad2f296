//! The form that a dictionary lists a word under.
//!
//! Input: `data/lemma`: endings with what becomes of them and words that go
//! their own way, both learnt from treebanks, and irregular forms written by
//! hand. Output: a lemma for any form and part of speech. What always holds:
//! a lemma is never empty where its form is not; a form that is its own lemma
//! is not copied.

use std::borrow::Cow;
use std::collections::HashMap;

use rapporteur_text::Upos;

type Table<T> = HashMap<&'static str, T, foldhash::fast::FixedState>;

/// The longest ending that rules look at, in characters.
pub const LONGEST: usize = 6;

/// How a form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Without a capital.
    Small,
    /// With a capital first, and not only capitals.
    Title,
    /// With more than one letter, all of them capitals.
    Capitals,
}

impl Shape {
    /// The shape of `form` as far as it tells something: but for names and
    /// what is made of them, a capital is owed to the place in a sentence.
    pub fn of(form: &str, upos: Upos) -> Self {
        if !matches!(upos, Upos::Propn | Upos::Adj | Upos::X) {
            return Shape::Small;
        }
        let capital = form.starts_with(char::is_uppercase);
        let more = form.chars().filter(|it| it.is_alphabetic()).nth(1);
        if more.is_some() && !form.contains(char::is_lowercase) {
            Shape::Capitals
        } else if capital {
            Shape::Title
        } else {
            Shape::Small
        }
    }
}

/// What makes a lemma of a form: its case, what is cut off its end, and what
/// is put there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edit<'a> {
    /// `k` keeps the case, `l` makes it small, `t` all but the first small.
    pub case: char,
    /// Characters that go.
    pub cut: u8,
    /// What comes instead.
    pub add: &'a str,
}

impl<'a> Edit<'a> {
    /// The edit that makes `lemma` of `form`, shortest cut first.
    pub fn between(form: &str, lemma: &'a str) -> Option<Self> {
        let of = |case| {
            let base = cased(form, case);
            let shared = base.chars().zip(lemma.chars());
            let shared = shared.take_while(|(a, b)| a == b).count();
            let cut = base.chars().count() - shared;
            let from = lemma
                .char_indices()
                .nth(shared)
                .map_or(lemma.len(), |it| it.0);
            Edit {
                case,
                cut: u8::try_from(cut).unwrap_or(u8::MAX),
                add: &lemma[from..],
            }
        };
        let edits = ['l', 'k', 't'].map(of);
        let best = edits.into_iter().min_by_key(|it| it.cut);
        best.filter(|it| it.cut < u8::MAX)
    }

    /// The lemma it makes of `form`; nothing where that would be empty.
    pub fn apply<'f>(&self, form: &'f str) -> Option<Cow<'f, str>> {
        let mut base = cased(form, self.case);
        let cut = usize::from(self.cut);
        if cut == 0 && self.add.is_empty() {
            return Some(base);
        }
        let kept = base.chars().count().checked_sub(cut)?;
        let end = base.char_indices().nth(kept).map_or(base.len(), |it| it.0);
        let text = base.to_mut();
        text.truncate(end);
        text.push_str(self.add);
        (!base.is_empty()).then_some(base)
    }

    fn parse(text: &'a str) -> Option<Self> {
        let case = text.chars().next()?;
        let (cut, add) = text.get(1..)?.split_once('+')?;
        let cut = cut.parse().ok()?;
        Some(Edit { case, cut, add })
    }
}

impl std::fmt::Display for Edit<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}{}+{}", self.case, self.cut, self.add)
    }
}

/// `form` in the case that an edit asks for.
fn cased(form: &str, case: char) -> Cow<'_, str> {
    match case {
        'l' if form.contains(char::is_uppercase) => Cow::Owned(form.to_lowercase()),
        't' => {
            let first = form.chars().next().map_or(0, char::len_utf8);
            let (head, tail) = form.split_at(first);
            if tail.contains(char::is_uppercase) {
                Cow::Owned(format!("{head}{}", tail.to_lowercase()))
            } else {
                Cow::Borrowed(form)
            }
        }
        _ => Cow::Borrowed(form),
    }
}

/// Endings, exceptions and irregular forms, by part of speech.
#[derive(Debug)]
pub struct Lemmas {
    endings: Vec<Table<Edit<'static>>>,
    words: Vec<Table<&'static str>>,
    irregular: Vec<Table<&'static str>>,
}

impl Lemmas {
    /// The tables that are built in.
    pub(crate) fn embedded() -> Self {
        let mut lemmas = Self::irregular();
        lemmas.read(include_str!("../data/lemma/lemmas.tsv"));
        lemmas
    }

    /// The irregular forms alone: what training starts from.
    pub fn irregular() -> Self {
        let mut irregular = vec![Table::default(); Upos::ALL.len()];
        for line in crate::punctuation::entries(include_str!("../data/lemma/irregular.txt")) {
            let mut cells = line.split_whitespace();
            let (Some(upos), Some(lemma)) = (cells.next().and_then(Upos::named), cells.next())
            else {
                continue;
            };
            irregular[upos as usize].extend(cells.map(|form| (form, lemma)));
        }
        Self {
            endings: vec![Table::default(); 3 * Upos::ALL.len()],
            words: vec![Table::default(); Upos::ALL.len()],
            irregular,
        }
    }

    /// Adds lines of a part of speech, a shape and an ending with its edit
    /// (`VERB0 -ied l3+y`), or of a part of speech and a word with its lemma.
    pub fn read(&mut self, lines: &'static str) {
        for line in lines.lines().filter(|it| !it.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(key), Some(form), Some(made)) = (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            if let Some(upos) = Upos::named(key) {
                self.words[upos as usize].insert(form, made);
            } else if let Some((upos, shape)) = key.split_at_checked(key.len().saturating_sub(1))
                && let (Some(upos), Ok(shape @ 0..3)) = (Upos::named(upos), shape.parse::<usize>())
                && let (Some(ending), Some(edit)) = (form.strip_prefix('-'), Edit::parse(made))
            {
                self.endings[3 * upos as usize + shape].insert(ending, edit);
            }
        }
    }

    /// The lemma of `form` as a word of the class `upos`.
    pub fn lemma<'a>(&self, form: &'a str, upos: Upos) -> Cow<'a, str> {
        if let Some(&lemma) = self.words[upos as usize].get(form) {
            return Cow::Borrowed(lemma);
        }
        let shape = Shape::of(form, upos);
        let small = cased(form, 'l');
        let by_small = self.words[upos as usize].get(small.as_ref());
        if let Some(&lemma) = by_small.filter(|_| upos != Upos::Propn) {
            return Cow::Borrowed(lemma);
        }
        if let Some(&lemma) = self.irregular[upos as usize].get(small.as_ref()) {
            return Cow::Borrowed(lemma);
        }
        if !form.ends_with(char::is_alphabetic) {
            return Cow::Borrowed(form);
        }
        let edits = &self.endings[3 * upos as usize + shape as usize];
        let mut starts = endings(&small);
        let made = starts.find_map(|from| edits.get(&small[from..])?.apply(form));
        made.unwrap_or(Cow::Borrowed(form))
    }
}

/// Where the endings of `form` start that rules look at, longest first; the
/// last is empty.
pub fn endings(form: &str) -> impl Iterator<Item = usize> {
    let skipped = form.chars().count().saturating_sub(LONGEST);
    let starts = form.char_indices().map(|it| it.0);
    starts.skip(skipped).chain([form.len()])
}

/// The lemma of an English `form` as a word of the class `upos`.
pub fn lemma(form: &str, upos: Upos) -> Cow<'_, str> {
    crate::Language::english().lemmas.lemma(form, upos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_have_their_dictionary_form() {
        for (form, upos, is) in [
            ("Carries", Upos::Verb, "carry"),
            ("stopped", Upos::Verb, "stop"),
            ("overheard", Upos::Verb, "overhear"),
            ("Dairies", Upos::Noun, "dairy"),
            ("ferries", Upos::Noun, "ferry"),
            ("wolves", Upos::Noun, "wolf"),
            ("was", Upos::Aux, "be"),
            ("n't", Upos::Part, "not"),
            ("Brandt", Upos::Propn, "Brandt"),
            ("", Upos::X, ""),
        ] {
            assert_eq!(lemma(form, upos), is, "{form}");
        }
    }

    #[test]
    fn an_edit_makes_the_lemma_it_was_made_from() {
        for (form, is) in [("Carried", "carry"), ("is", "be"), ("ÉCOLES", "École")] {
            let edit = Edit::between(form, is).expect("short");
            assert_eq!(edit.apply(form).as_deref(), Some(is));
            assert_eq!(Edit::parse(&edit.to_string()), Some(edit));
        }
    }
}
