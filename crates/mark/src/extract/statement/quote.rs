//! Quotations: what stands between quotation marks, however they are set.
//!
//! Input: a text and its paragraphs. Output: the outermost quotations, in
//! order. What always holds: quotations are disjoint, lie in one paragraph
//! each and slice the text; a mark that has no partner spoils its own
//! sentence or paragraph and nothing after it.

use rapporteur_text::Span;

/// What stands between quotation marks, in one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// The words with their marks.
    pub span: Span,
    /// Both marks are there.
    pub closed: bool,
    /// It goes on from the quotation before it, in an earlier paragraph.
    pub continues: bool,
    /// It stands between single marks.
    pub single: bool,
}

/// The quotations of `text`, paragraph by paragraph.
pub(crate) fn quotations(text: &str, paragraphs: &[Span]) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut pending = Carry::No;
    let mut single = Carry::No;
    for (number, &paragraph) in paragraphs.iter().enumerate() {
        let from = found.len();
        let all = marks(text, paragraph);
        let doubles: Vec<Mark> = all.iter().copied().filter(|it| !it.single).collect();
        let continues = match pending {
            Carry::No => None,
            Carry::Open => continuation(paragraph, &doubles),
        };
        pending = pair(text, paragraph, &doubles, continues, &mut found);
        let paired = found.len();
        let next = paragraphs.get(number + 1);
        let goes_on = next.is_some_and(|it| text[it.range()].starts_with('‘'));
        single = singles(text, paragraph, &all, (single, goes_on), from, &mut found);
        if paired < found.len() {
            found[from..].sort_by_key(|it| it.span);
        }
    }
    found
}

/// Whether a quotation waits for its end when a paragraph ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Carry {
    No,
    Open,
}

/// How a quotation of an earlier paragraph goes on in this one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Continuation {
    /// The paragraph opens with a mark of its own.
    Reopened,
    /// The first mark of the paragraph closes.
    Unmarked,
}

fn continuation(paragraph: Span, marks: &[Mark]) -> Option<Continuation> {
    let first = marks.first()?;
    if first.span.start() == paragraph.start() {
        Some(Continuation::Reopened)
    } else if first.fit == Fit::Closes {
        Some(Continuation::Unmarked)
    } else {
        None
    }
}

/// One quotation mark.
#[derive(Clone, Copy, Debug)]
struct Mark {
    span: Span,
    single: bool,
    /// What its own shape says.
    shape: Shape,
    /// What stands beside it says.
    fit: Fit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Opens,
    Closes,
    Either,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    Opens,
    Closes,
    Either,
}

/// Spellings of marks, longest first: words, whether single, shape.
const SPELLINGS: &[(&str, bool, Shape)] = &[
    ("&#8220;", false, Shape::Opens),
    ("&#8221;", false, Shape::Closes),
    ("&#8216;", true, Shape::Opens),
    ("&#8217;", true, Shape::Closes),
    ("&ldquo;", false, Shape::Opens),
    ("&rdquo;", false, Shape::Closes),
    ("&lsquo;", true, Shape::Opens),
    ("&rsquo;", true, Shape::Closes),
    ("&quot;", false, Shape::Either),
    ("&#34;", false, Shape::Either),
    ("&#39;", true, Shape::Either),
    ("``", false, Shape::Opens),
    ("''", false, Shape::Either),
    ("‘‘", false, Shape::Opens),
    ("’’", false, Shape::Closes),
    ("\"\"", false, Shape::Either),
    ("““", false, Shape::Opens),
    ("””", false, Shape::Closes),
    ("“", false, Shape::Opens),
    ("„", false, Shape::Opens),
    ("‟", false, Shape::Opens),
    ("«", false, Shape::Opens),
    ("”", false, Shape::Closes),
    ("»", false, Shape::Closes),
    ("\"", false, Shape::Either),
    ("″", false, Shape::Either),
    ("＂", false, Shape::Either),
    ("‘", true, Shape::Opens),
    ("’", true, Shape::Closes),
    ("'", true, Shape::Either),
];

fn marks(text: &str, paragraph: Span) -> Vec<Mark> {
    let slice = &text[paragraph.range()];
    let mut found = Vec::new();
    let mut at = 0;
    let starts = [
        '&', '`', '\'', '"', '‘', '’', '“', '”', '„', '‟', '«', '»', '″', '＂',
    ];
    while let Some(offset) = slice[at..].find(starts) {
        let from = at + offset;
        let spelt = SPELLINGS.iter().find(|it| slice[from..].starts_with(it.0));
        let Some(&(word, single, shape)) = spelt else {
            at = from + slice[from..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        at = from + word.len();
        let before = slice[..from].chars().next_back();
        let after = slice[at..].chars().next();
        found.push(Mark {
            span: Span::new(paragraph.start() + from, paragraph.start() + at),
            single,
            shape,
            fit: fit(before, after),
        });
    }
    found
}

/// What the characters on both sides say of a mark.
fn fit(before: Option<char>, after: Option<char>) -> Fit {
    let outside = |it: char| it.is_whitespace() || "([{—–-/".contains(it);
    let open_left = before.is_none_or(|it| outside(it) || "\"'“‘«".contains(it));
    let word_right = after.is_some_and(|it| it.is_alphanumeric() || "$£€#@…[(".contains(it));
    let end_right = after.is_none_or(|it| outside(it) || ".,;:!?)]}\"'”’».…".contains(it));
    match (open_left, word_right, end_right) {
        (true, true, _) => Fit::Opens,
        (false, _, true) => Fit::Closes,
        _ => Fit::Either,
    }
}

/// Pairs double marks; says whether one waits at the paragraph's end.
fn pair(
    text: &str,
    paragraph: Span,
    marks: &[Mark],
    continues: Option<Continuation>,
    found: &mut Vec<Quotation>,
) -> Carry {
    let mut stack: Vec<Span> = Vec::new();
    let mut inner_end = 0;
    let mut reopened = continues == Some(Continuation::Reopened);
    let mut carried = continues == Some(Continuation::Unmarked);
    if carried {
        stack.push(Span::new(paragraph.start(), paragraph.start()));
    }
    let mut push = |open: Span, end: usize, closed: bool, carried: &mut bool| {
        found.push(Quotation {
            span: Span::new(open.start(), end),
            closed,
            continues: std::mem::take(&mut reopened) || std::mem::take(carried),
            single: false,
        });
    };
    for mark in marks {
        if closes(mark, &stack) {
            let Some(open) = stack.pop() else { continue };
            inner_end = mark.span.end();
            if stack.is_empty() {
                push(open, inner_end, true, &mut carried);
            }
        } else if opens(mark, &stack) {
            if let [outer] = stack[..] {
                let between = &text[outer.end()..mark.span.start()];
                if let Some(end) = told_from(between).or_else(|| first_sentence_end(between)) {
                    push(outer, outer.end() + end, false, &mut carried);
                    stack.clear();
                }
            }
            if stack.len() < 2 {
                stack.push(mark.span);
            }
        }
    }
    let Some(&open) = stack.first() else {
        return Carry::No;
    };
    unclosed(text, paragraph, open, inner_end, |end, closed| {
        push(open, end, closed, &mut carried);
    })
}

/// Ends a quotation that lacks its closing mark.
fn unclosed(
    text: &str,
    paragraph: Span,
    open: Span,
    inner_end: usize,
    mut push: impl FnMut(usize, bool),
) -> Carry {
    // “One “inner”, said X: the inner's mark closes both.
    if open.end() < inner_end {
        push(inner_end, true);
        return Carry::No;
    }
    let rest = &text[open.end()..paragraph.end()];
    if let Some(end) = told_from(rest) {
        push(open.end() + end, false);
        return Carry::No;
    }
    let at_start = text[paragraph.start()..open.start()].trim().is_empty();
    let last_sentence = first_sentence_end(rest).is_none_or(|end| rest.len() <= end);
    let end = if at_start || last_sentence {
        paragraph.end()
    } else {
        open.end() + first_sentence_end(rest).unwrap_or(rest.len())
    };
    if open.end() < end {
        push(end, false);
    }
    if end == paragraph.end() {
        Carry::Open
    } else {
        Carry::No
    }
}

fn closes(mark: &Mark, stack: &[Span]) -> bool {
    let may = match (mark.shape, mark.fit) {
        (Shape::Closes | Shape::Either, fit) => fit != Fit::Opens,
        (Shape::Opens, fit) => fit == Fit::Closes,
    };
    may && !stack.is_empty()
}

fn opens(mark: &Mark, stack: &[Span]) -> bool {
    match (mark.shape, mark.fit) {
        (_, Fit::Closes) => false,
        (Shape::Opens, _) | (_, Fit::Opens) => true,
        (_, Fit::Either) => stack.is_empty(),
    }
}

/// One past the first mark that ends a sentence and is followed by white
/// space and a capital, or that ends `text`.
fn first_sentence_end(text: &str) -> Option<usize> {
    let ends = text.match_indices(['.', '!', '?']);
    ends.map(|(at, mark)| at + mark.len()).find(|&end| {
        let rest = &text[end..];
        let next = rest.trim_start();
        let fresh = next.chars().next().is_none_or(|it| !it.is_lowercase());
        fresh && (rest.len() != next.len() || rest.is_empty())
    })
}

/// Verbs that give a quotation to somebody.
const TELLS: &[&str] = &["said", "says", "added", "adds", "wrote", "asked", "told"];
/// Words after such a verb that tell where, when and to whom it was said.
const AFTER_TELLS: &[&str] = &[
    "after", "at", "before", "during", "from", "in", "on", "outside", "to", "when", "while",
];

/// Where the words of a quotation without its closing mark end, if who said
/// them follows: one past the comma of "…, said X" and of "…, X said.".
fn told_from(text: &str) -> Option<usize> {
    let ends = text.match_indices([',', '?', '!']);
    let mut ends = ends.map(|(at, mark)| at + mark.len());
    ends.find(|&end| text[end..].strip_prefix(' ').is_some_and(is_telling))
}

/// Whether a text begins with a source and its verb.
fn is_telling(text: &str) -> bool {
    let tells = |word: &str| TELLS.contains(&word);
    let named = |word: &str| word.starts_with(char::is_uppercase) && word != "I";
    let mut words = text.split(' ');
    let Some(first) = words.next() else {
        return false;
    };
    if tells(first) {
        return words.next().is_some_and(named);
    }
    if !named(first) && !matches!(first, "he" | "she") {
        return false;
    }
    let mut rest = words.skip_while(|word| named(word) && !word.ends_with(','));
    let Some(verb) = rest.next() else {
        return false;
    };
    let bare = verb.trim_end_matches(['.', ',', ':']);
    let ends = bare.len() < verb.len() || bare == "told";
    tells(bare) && (ends || rest.next().is_none_or(|it| AFTER_TELLS.contains(&it)))
}

/// Words that a straight or curly apostrophe opens.
const CLIPPED: &[&str] = &["em", "til", "tis", "twas", "n", "cause", "bout", "round"];

/// Pairs single marks outside the double quotations of this paragraph. The
/// last may wait for its end when the next paragraph opens with a mark too;
/// says whether it does.
fn singles(
    text: &str,
    paragraph: Span,
    marks: &[Mark],
    (carried, goes_on): (Carry, bool),
    from: usize,
    found: &mut Vec<Quotation>,
) -> Carry {
    let inside =
        |found: &[Quotation], span: Span| found[from..].iter().any(|it| it.span.overlaps(span));
    let singles: Vec<Mark> = marks.iter().copied().filter(|it| it.single).collect();
    let mut next = 0;
    while next < singles.len() {
        let open = singles[next];
        next += 1;
        if !opens_single(text, paragraph, &open) || inside(found, open.span) {
            continue;
        }
        let ahead = closing(text, &singles[next..]);
        let waits = ahead.is_none() && goes_on && waits(text, paragraph, &singles[next - 1..]);
        let span = match ahead {
            Some(ahead) => open.span.cover(singles[next + ahead].span),
            None if waits => Span::new(open.span.start(), paragraph.end()),
            None => continue,
        };
        if !inside(found, span) {
            found.push(Quotation {
                span,
                closed: !waits,
                continues: carried == Carry::Open && open.span.start() == paragraph.start(),
                single: true,
            });
            next += ahead.map_or(0, |it| it + 1);
            if waits {
                return Carry::Open;
            }
        }
    }
    Carry::No
}

/// Whether the first of `marks` opens a sentence and no other opens after it.
fn waits(text: &str, paragraph: Span, marks: &[Mark]) -> bool {
    let Some((open, rest)) = marks.split_first() else {
        return false;
    };
    let before = text[paragraph.start()..open.span.start()].trim_end();
    let fresh = before.is_empty() || before.ends_with(['.', '!', '?', ':', ',', '’']);
    let last = rest.iter().all(|it| it.fit != Fit::Opens);
    open.shape == Shape::Opens && fresh && last
}

fn opens_single(text: &str, paragraph: Span, mark: &Mark) -> bool {
    let rest = &text[mark.span.end()..paragraph.end()];
    let word = rest.split(|it: char| !it.is_alphanumeric()).next();
    let word = word.unwrap_or_default();
    let clipped = CLIPPED.iter().any(|it| word.eq_ignore_ascii_case(it));
    let year = word.starts_with(|it: char| it.is_ascii_digit());
    mark.fit == Fit::Opens && mark.shape != Shape::Closes && !clipped && !year
}

/// Single marks that are looked at for the one that closes.
const FAR: usize = 60;

/// Which of the next single marks closes: the first after a stop, else the
/// first that is no plural's apostrophe.
fn closing(text: &str, marks: &[Mark]) -> Option<usize> {
    let ahead = marks.iter().take(FAR).enumerate();
    let ahead = ahead.take_while(|(_, it)| !(it.shape == Shape::Opens && it.fit == Fit::Opens));
    let mut plain = None;
    for (at, mark) in ahead.filter(|(_, it)| it.fit == Fit::Closes) {
        let before = text[..mark.span.start()].chars().next_back();
        if before.is_some_and(|it| ".,!?…".contains(it)) {
            return Some(at);
        }
        if plain.is_none() && before != Some('s') {
            plain = Some(at);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn paragraphs(text: &str) -> Vec<Span> {
        let mut found = Vec::new();
        let mut at = 0;
        for line in text.split('\n') {
            let span = Span::new(at, at + line.len()).trim(text);
            if !span.is_empty() {
                found.push(span);
            }
            at += line.len() + 1;
        }
        found
    }

    fn read(text: &str) -> Vec<&str> {
        let found = quotations(text, &paragraphs(text));
        found.iter().map(|it| &text[it.span.range()]).collect()
    }

    #[test]
    fn straight_curly_doubled_guillemets_and_entities_pair() {
        assert_eq!(read("\"Go,\" she said."), ["\"Go,\""]);
        assert_eq!(read("“Go,” she said. “Now.”"), ["“Go,”", "“Now.”"]);
        assert_eq!(read("``Go,'' she said."), ["``Go,''"]);
        assert_eq!(read("He said « Go » twice."), ["« Go »"]);
        assert_eq!(read("&quot;Go,&quot; she said."), ["&quot;Go,&quot;"]);
    }

    #[test]
    fn single_marks_quote_and_apostrophes_do_not() {
        assert_eq!(
            read("‘It’s the dogs’ park,’ she said."),
            ["‘It’s the dogs’ park,’"]
        );
        assert_eq!(read("The dogs’ park isn’t the cats’ park."), [""; 0]);
        assert_eq!(read("'Go home,' she said in the '90s."), ["'Go home,'"]);
    }

    #[test]
    fn without_its_closing_mark_a_quotation_ends_before_who_said_it() {
        let text = "\"Two summers is a start, said Ana Ruiz, who is seventeen. It rained.";
        assert_eq!(read(text), ["\"Two summers is a start,"]);
        let text = "“I won by little, and I know it, Ruiz-Holt said. It rained.";
        assert_eq!(read(text), ["“I won by little, and I know it,"]);
        let text = "“We lost by two, Per Lind told the crowd at the quay.";
        assert_eq!(read(text), ["“We lost by two,"]);
        let text = "\"We lost by two, Lind said at the quay, where it rained.";
        assert_eq!(read(text), ["\"We lost by two,"]);
        let text = "\"Two summers is a start, said Ana Ruiz. \"We need four.\"";
        assert_eq!(
            read(text),
            ["\"Two summers is a start,", "\"We need four.\""]
        );
        let text = "“I went home, I said, and Ana Ruiz told me that I was early.";
        assert_eq!(read(text), [text]);
    }

    #[test]
    fn a_nested_quotation_is_part_of_the_outer_one() {
        assert_eq!(
            read("“He said “go” to me,” she said."),
            ["“He said “go” to me,”"]
        );
        assert_eq!(
            read("“He said ‘go’ to me,” she said."),
            ["“He said ‘go’ to me,”"]
        );
    }

    #[test]
    fn one_closing_mark_may_close_two() {
        let text = "“The port is our “oldest and best gate”, said the mayor.";
        assert_eq!(read(text), ["“The port is our “oldest and best gate”"]);
    }

    #[test]
    fn a_mark_that_points_the_wrong_way_still_opens() {
        let text = "It was late.”We talked of ships,” he told them. “It went well.”";
        assert_eq!(read(text), ["”We talked of ships,”", "“It went well.”"]);
    }

    #[test]
    fn a_missing_mark_spoils_one_quotation() {
        let text = "“The port stays open. “It is ours,” he said.";
        assert_eq!(read(text), ["“The port stays open.", "“It is ours,”"]);
        assert_eq!(read("It is ours,” he said. “Yes.”"), ["“Yes.”"]);
    }

    #[test]
    fn quotations_run_over_paragraphs() {
        let text = "“One ends here.\n\n“Two ends there,” he said.";
        let found = quotations(text, &paragraphs(text));
        assert_eq!(found.len(), 2);
        assert!(!found[0].closed && found[1].continues);
        let text = "He said: “One ends here.\n\nTwo ends there.” He left.";
        let found = quotations(text, &paragraphs(text));
        assert_eq!(&text[found[1].span.range()], "Two ends there.”");
        assert!(found[1].continues);
    }

    #[test]
    fn single_quotations_run_over_paragraphs() {
        let text = "‘It rained,’ she said. ‘It’s wet.\n\n‘The dogs’ park is shut.’";
        let found = quotations(text, &paragraphs(text));
        let words: Vec<&str> = found.iter().map(|it| &text[it.span.range()]).collect();
        assert_eq!(
            words,
            ["‘It rained,’", "‘It’s wet.", "‘The dogs’ park is shut.’"]
        );
        assert!(!found[1].closed && found[2].continues);
    }

    proptest! {
        #[test]
        fn any_marks_give_disjoint_quotations_that_slice(
            text in "([a-zA-Z .,!?\n]|[“”\"'‘’«»„`&]|&quot;|é|\u{200b}){0,80}"
        ) {
            let found = quotations(&text, &paragraphs(&text));
            for it in &found {
                prop_assert!(text.get(it.span.range()).is_some());
            }
            for pair in found.windows(2) {
                prop_assert!(pair[0].span.end() <= pair[1].span.start());
            }
        }
    }
}
