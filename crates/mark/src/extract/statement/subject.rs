//! Sources that stand where the models seldom look: after the cue, behind a
//! companion, before the cue of a clause that the content precedes; and
//! second statements that a participle opens ("adding that").
//!
//! Input: the statements of the models, in the order of their cues. Output:
//! the same, mended. What always holds: no statement is left without content;
//! nothing inside quotation marks becomes a source.

use std::ops::Range;

use rapporteur_text::{Marks, Span, Statement, TokenKind};

use super::page::Page;
use super::speaker::Mentions;

/// Cues that may come before their source.
const INVERTING: &[&str] = &[
    "said",
    "says",
    "added",
    "adds",
    "reported",
    "reports",
    "noted",
    "explained",
    "announced",
    "wrote",
    "argued",
    "insisted",
    "warned",
    "stated",
    "claimed",
    "declared",
    "replied",
    "recalled",
];

/// Participles that go on with the same speaker before "that".
const GOING_ON: &[&str] = &[
    "adding",
    "noting",
    "stressing",
    "saying",
    "insisting",
    "warning",
    "explaining",
    "claiming",
    "arguing",
    "emphasising",
    "emphasizing",
    "underlining",
];

/// Words that end a source that follows its cue.
const AFTER_SOURCE: &[&str] = &[
    "in",
    "on",
    "at",
    "during",
    "after",
    "before",
    "while",
    "when",
    "as",
    "to",
    "with",
    "by",
    "from",
    "until",
    "who",
    "whose",
    "which",
    "that",
    "because",
    "but",
    "if",
    "since",
    "today",
    "yesterday",
    "earlier",
    "later",
    "last",
    "this",
    "here",
    "it",
    "there",
    "about",
];

/// Words that open a clause which cannot be content alone.
const SUBORDINATE: &[&str] = &[
    "while",
    "when",
    "as",
    "after",
    "before",
    "if",
    "although",
    "though",
    "in",
    "on",
    "at",
    "during",
    "asked",
    "following",
    "with",
    "since",
    "because",
    "despite",
    "for",
    "by",
    "to",
    "according",
    "unlike",
    "like",
    "from",
    "under",
];

const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// Tokens that a source after its cue has at most.
const LONGEST: usize = 14;
/// Statements on each side that are looked at.
const NEAR: usize = 6;

/// What the rules read.
#[derive(Clone, Copy)]
struct View<'a> {
    text: &'a str,
    page: &'a Page,
    marks: &'a Marks,
}

/// Mends the statements, which stand in the order of their cues.
pub(super) fn mend(text: &str, page: &Page, marks: &Marks, statements: &mut Vec<Statement>) {
    let view = View { text, page, marks };
    let mentions = Mentions::new(marks);
    drop_inner_verbs(view, statements);
    let mut more = Vec::new();
    for statement in statements.iter_mut() {
        let end = view.inverted(statement);
        view.preposed(statement);
        view.companion(&mentions, statement);
        more.extend(end.and_then(|end| view.goes_on_after(statement, end)));
    }
    for at in 0..statements.len() {
        let near = at.saturating_sub(NEAR)..statements.len().min(at + NEAR + 1);
        let cues: Vec<Span> = statements[near]
            .iter()
            .flat_map(|it| it.cue.clone())
            .collect();
        more.extend(view.goes_on_inside(&mut statements[at], &cues));
    }
    statements.extend(more);
    statements.sort_by_key(|it| it.cue.first().copied());
    for at in 1..statements.len() {
        let (before, rest) = statements.split_at_mut(at);
        if let (Some(before), Some(next)) = (before.last_mut(), rest.first()) {
            view.joined(before, next);
        }
    }
}

/// Drops statements whose source is that of the statement around them: in
/// "X said the sides have seen gains" the seeing is not X's.
fn drop_inner_verbs(view: View, statements: &mut Vec<Statement>) {
    let stray = |at: usize| {
        let inner = &statements[at];
        let (Some(cue), Some(source)) = (inner.cue.first(), inner.source.first()) else {
            return false;
        };
        statements[at.saturating_sub(NEAR)..at].iter().any(|outer| {
            let between = outer
                .cue
                .first()
                .is_some_and(|it| source.end() <= it.start() && it.end() <= cue.start());
            let held = outer.content.iter().any(|it| it.contains(*cue));
            let split = inner.content.iter().any(|it| it.start() < cue.start());
            let same = outer.source.first() == Some(source);
            same && between && held && split && !view.after_conjunction(*cue)
        })
    };
    let stray: Vec<bool> = (0..statements.len()).map(stray).collect();
    let mut next = stray.iter();
    statements.retain(|_| next.next() != Some(&true));
}

impl View<'_> {
    fn word(&self, at: usize) -> String {
        let token = self.marks.tokens.get(at);
        token.map_or_else(String::new, |it| self.text[it.span.range()].to_lowercase())
    }

    fn is(&self, at: usize, list: &[&str]) -> bool {
        list.contains(&self.word(at).as_str())
    }

    /// The tokens of the sentence of the token at `at`.
    fn sentence(&self, at: usize) -> Range<usize> {
        let index = self.page.sentence_of(at);
        self.page.sentences.get(index).cloned().unwrap_or(at..at)
    }

    fn bare(&self, tokens: Range<usize>) -> bool {
        self.page.words[tokens]
            .iter()
            .all(|it| it.quotation.is_none())
    }

    fn cue(&self, statement: &Statement) -> Option<Range<usize>> {
        let tokens = self.marks.tokens_in(*statement.cue.first()?);
        (!tokens.is_empty()).then_some(tokens)
    }

    fn after_conjunction(&self, cue: Span) -> bool {
        let at = self.marks.tokens_in(cue).start;
        at.checked_sub(1)
            .is_some_and(|it| self.is(it, &["and", "but", ","]))
    }

    /// `CONTENT, said SOURCE`: takes the source after the cue. One past its
    /// last token.
    fn inverted(&self, statement: &mut Statement) -> Option<usize> {
        let cue = self
            .cue(statement)
            .filter(|_| statement.source.is_empty())?;
        let sentence = self.sentence(cue.start);
        let before = cue.start.checked_sub(1).filter(|it| sentence.contains(it));
        let parted = before.is_some_and(|it| {
            self.is(it, &[",", "?", "!", "—", "–"])
                || self.marks.tokens[it].kind == TokenKind::Quote
        });
        let start = self.marks.tokens[cue.start].span.start();
        let ahead = statement.content.iter().filter(|it| it.end() <= start);
        let ahead: Vec<Span> = ahead.map(|it| self.without_comma(*it)).collect();
        if !parted || ahead.is_empty() || !self.is(cue.end - 1, INVERTING) {
            return None;
        }
        let source = self.subject_run(cue.end, sentence.end)?;
        statement.source = vec![self.page.span(source.clone())];
        statement.content = ahead;
        statement.by = "statement.inverted";
        Some(source.end)
    }

    /// The span less a comma at its end that is outside quotation marks.
    fn without_comma(&self, span: Span) -> Span {
        let tokens = self.marks.tokens_in(span);
        let last = tokens.end.saturating_sub(1);
        let bare = tokens.start < last && self.bare(last..tokens.end);
        if bare && self.is(last, &[","]) {
            self.page.span(tokens.start..last)
        } else {
            span
        }
    }

    /// The noun phrase that starts at `from`, when a name or an article
    /// opens it.
    fn subject_run(&self, from: usize, end: usize) -> Option<Range<usize>> {
        let stops = |at: usize| {
            let word = self.word(at);
            let mark = matches!(
                self.marks.tokens[at].kind,
                TokenKind::Punctuation | TokenKind::Quote
            );
            let inner = mark && (word == "-" || word == "'" || word == "’");
            let gerund = word.ends_with("ing") && GOING_ON.contains(&word.as_str());
            (mark && !inner)
                || gerund
                || AFTER_SOURCE.contains(&word.as_str())
                || WEEKDAYS.contains(&word.as_str())
        };
        let to = (from..end.min(from + LONGEST + 1)).find(|&at| stops(at));
        let to = to.unwrap_or(end.min(from + LONGEST + 1));
        let first = self.marks.tokens.get(from)?.span;
        let named = self.text[first.range()].starts_with(char::is_uppercase);
        let articled = self.is(
            from,
            &["the", "a", "an", "his", "her", "their", "one", "another"],
        );
        let fits = from < to && to - from <= LONGEST && self.bare(from..to);
        (fits && (named || articled)).then_some(from..to)
    }

    /// `CONTENT, SOURCE said on Monday as …`: the content is the clause
    /// before, not what follows.
    fn preposed(&self, statement: &mut Statement) {
        let Some(clause) = self.clause_before(statement) else {
            return;
        };
        let source = statement.source.last().copied();
        statement.source = source.into_iter().collect();
        statement.content = vec![self.page.span(clause)];
        statement.by = "statement.preposed";
    }

    fn clause_before(&self, statement: &Statement) -> Option<Range<usize>> {
        let cue = self.cue(statement)?;
        let source = self.marks.tokens_in(*statement.source.last()?);
        let sentence = self.sentence(cue.start);
        let comma = source
            .start
            .checked_sub(1)
            .filter(|it| sentence.contains(it))?;
        let clause = sentence.start..comma;
        let fitting = statement.content.iter().all(|it| {
            let tokens = self.marks.tokens_in(*it);
            cue.end <= tokens.start || tokens.end <= comma
        });
        let day = WEEKDAYS.contains(&self.word(cue.end).as_str());
        let aside = (day && !self.is(cue.end + 1, &["that", ":"]))
            || self.is(
                cue.end,
                &["as", "while", "during", "after", "before", "when", "here"],
            );
        let opens = self.is(clause.start, SUBORDINATE) || self.word(clause.start).ends_with("ing");
        let relative = clause
            .clone()
            .any(|at| self.is(at, &["who", "which", "that", "whose"]));
        let verb = self.page.words[clause.clone()].iter().any(|it| it.verb);
        let fits = source.end == cue.start && self.word(comma) == "," && fitting && aside;
        let whole = verb && !opens && !relative && 4 <= clause.len() && self.bare(clause.clone());
        (fits && whole && self.is(cue.end - 1, INVERTING)).then_some(clause)
    }

    /// "The minister, at a briefing along with X, said": the one person
    /// named before a source that hangs on "with" is the subject.
    fn companion(&self, mentions: &Mentions, statement: &mut Statement) {
        let Some(&source) = statement.source.first() else {
            return;
        };
        let at = self.marks.tokens_in(source).start;
        let with = at.checked_sub(1).filter(|it| self.word(*it) == "with");
        let Some(with) = with else { return };
        let sentence = self.sentence(at);
        let span = Span::new(
            self.marks.tokens[sentence.start].span.start(),
            self.marks.tokens[with]
                .span
                .start()
                .max(self.marks.tokens[sentence.start].span.start()),
        );
        let Some(subject) = mentions.only_person(self.marks, span) else {
            return;
        };
        let tokens = self.marks.tokens_in(subject);
        let opens = tokens.start == sentence.start || self.is(tokens.start - 1, &[","]);
        let between = &self.page.words[tokens.end..with];
        let asides = self.word(tokens.end) == ",";
        if opens && asides && !between.iter().any(|it| it.verb) {
            statement.source = vec![subject];
        }
    }

    /// What "adding that" opens right after an inverted source.
    fn goes_on_after(&self, statement: &Statement, at: usize) -> Option<Statement> {
        let sentence = self.sentence(at.checked_sub(1)?);
        let opens = self.is(at, GOING_ON) && self.is(at + 1, &["that"]);
        let mut end = sentence.end;
        while at + 2 < end && self.is(end - 1, &[".", "!", "?"]) {
            end -= 1;
        }
        let fits = opens && at + 3 < end && self.bare(at..at + 2);
        fits.then(|| self.gone_on(statement, at, end))
    }

    fn gone_on(&self, statement: &Statement, at: usize, end: usize) -> Statement {
        Statement {
            cue: vec![self.page.span(at..at + 1)],
            content: vec![self.page.span(at + 1..end)],
            by: "statement.goes-on",
            ..statement.clone()
        }
    }

    /// Splits content at an "adding that" which no cue holds.
    fn goes_on_inside(&self, statement: &mut Statement, cues: &[Span]) -> Option<Statement> {
        let own = self.cue(statement)?;
        let last = *statement.content.last()?;
        let tokens = self.marks.tokens_in(last);
        let free = |at: usize| {
            !cues
                .iter()
                .any(|it| it.overlaps(self.marks.tokens[at].span))
        };
        let splits = |&at: &usize| {
            self.is(at, GOING_ON) && self.is(at + 1, &["that"]) && self.bare(at..at + 2) && free(at)
        };
        let in_sentence = self.sentence(own.start).contains(&tokens.start);
        let inside = tokens.start + 1..tokens.end.saturating_sub(3);
        let mut ahead = inside.take_while(|_| in_sentence && own.end <= tokens.start);
        let at = ahead.find(splits)?;
        let mut end = at;
        while tokens.start + 1 < end && self.is(end - 1, &[","]) {
            end -= 1;
        }
        let more = self.gone_on(statement, at, tokens.end);
        let kept = self.page.span(tokens.start..end);
        if let Some(last) = statement.content.last_mut() {
            *last = kept;
        }
        Some(more)
    }

    /// "Said X and expressed confidence that Y": X ends before the "and".
    fn joined(&self, before: &mut Statement, next: &Statement) {
        let (Some(cue), true) = (self.cue(next), next.source.is_empty()) else {
            return;
        };
        let Some(and) = cue
            .start
            .checked_sub(1)
            .filter(|it| self.is(*it, &["and", "but"]))
        else {
            return;
        };
        let Some(last) = before.content.last_mut() else {
            return;
        };
        let tokens = self.marks.tokens_in(*last);
        let inside = tokens.start + 2 < and && cue.end < tokens.end;
        if inside && self.is(cue.end, &["that"]) && self.bare(and..cue.end) {
            *last = self.page.span(tokens.start..and);
        }
    }
}

#[cfg(test)]
mod tests {
    use rapporteur_language::Language;
    use rapporteur_text::{Imprint, Marks, Mask, Report};

    /// Speaker and content of each statement.
    fn said(text: &str) -> Vec<(Option<String>, String)> {
        let report = Report::new(None, "test".to_owned(), text.to_owned(), Imprint::default());
        let (mask, imprint) = (Mask::default(), Imprint::default());
        let marks: Marks = crate::mark(&report, &mask, &imprint, Language::english());
        let one = |it: &rapporteur_text::Statement| {
            let speaker = it.speaker.map(|ix| marks.entity(ix).name.clone());
            let content: Vec<&str> = it.content.iter().map(|it| &text[it.range()]).collect();
            (speaker, content.join(" | "))
        };
        marks.statements.iter().map(one).collect()
    }

    fn one(speaker: &str, content: &str) -> (Option<String>, String) {
        (Some(speaker.to_owned()), content.to_owned())
    }

    #[test]
    fn a_titled_source_may_follow_its_cue() {
        let text = "Ferries will run again in March, said Transport Minister Olga Petrenko in \
                    Tarsen on Monday.";
        assert_eq!(
            said(text),
            [one("Olga Petrenko", "Ferries will run again in March")]
        );
    }

    #[test]
    fn a_companion_is_not_the_speaker() {
        let text = "Olga Petrenko met Ivan Marsh in Tarsen. After the meeting, Petrenko, at a \
                    briefing along with Marsh said that the ferries would run again.";
        let all = said(text);
        assert!(
            all.contains(&one("Olga Petrenko", "that the ferries would run again")),
            "{all:?}"
        );
        assert!(all.iter().all(|it| it.0.as_deref() != Some("Ivan Marsh")));
    }

    #[test]
    fn content_may_come_before_a_source_and_its_day() {
        let text = "The two ports will share one pilot service, Olga Petrenko said Tuesday as \
                    she opened a long meeting with the harbour masters.";
        let all = said(text);
        assert!(all.contains(&one(
            "Olga Petrenko",
            "The two ports will share one pilot service"
        )));
    }

    #[test]
    fn adding_that_opens_a_statement_of_its_own() {
        let text = "“The harbour is ours”, said Olga Petrenko adding that the ferries and the \
                    pilots will both stay.";
        let all = said(text);
        assert!(all.contains(&one("Olga Petrenko", "“The harbour is ours”")));
        assert!(all.contains(&one(
            "Olga Petrenko",
            "that the ferries and the pilots will both stay"
        )));
    }
}
