//! Numbers with units and what they count.
//!
//! Input: sentences, their times, and the outlet's address for bare signs of
//! money. Output: figures in text order. What always holds: figures do not
//! overlap one another nor a calendar time; a year, a time of day and a
//! number that is part of a name are no figures. Units follow UCUM, currencies
//! ISO 4217.

mod concept;
mod number;

use rapporteur_language::calendar::TenseWords;
use rapporteur_language::{Language, Quantities};
use rapporteur_text::{Figure, Imprint, Marks, Modifier, Report, Span, Time, TimeIx, TimeKind};

use super::scan::{self, Piece, PieceKind};
use number::{Number, is_dash, word};

/// How many bytes from a figure a time may stand and still date it; a time
/// before it counts double.
const AS_OF_REACH: usize = 100;

/// Figures outside temporal expressions; lengths count ("five-day visit").
pub(crate) fn figures(
    report: &Report,
    marks: &Marks,
    imprint: &Imprint,
    language: &Language,
) -> Vec<Figure> {
    let mut found = Vec::new();
    for &sentence in &marks.sentences {
        let pieces = scan::pieces(report.text(), sentence);
        if !pieces
            .iter()
            .any(|piece| may_count(piece, &language.quantities))
        {
            continue;
        }
        let scope = Scope {
            pieces: &pieces,
            words: &language.quantities,
            tense: &language.calendar.tense,
            host: host(imprint),
            times: times_in(marks, sentence),
        };
        scope.find(&mut found);
    }
    found
}

/// Whether a piece can begin a number.
fn may_count(piece: &Piece<'_>, words: &Quantities) -> bool {
    let numbers = &words.numbers;
    let name = piece.lower.as_ref();
    piece.kind == PieceKind::Number
        || numbers.units.contains_key(name)
        || numbers.tens.contains_key(name)
        || numbers.scales.contains_key(name)
        || numbers.ordinals.contains_key(name)
        || name == "dozen"
}

/// The host of the outlet's address, or nothing.
fn host(imprint: &Imprint) -> &str {
    let address = imprint.url.as_deref().unwrap_or_default();
    let behind = address.split_once("://").map_or(address, |(_, rest)| rest);
    behind.split(['/', '?', ':']).next().unwrap_or_default()
}

/// Times of a sentence, with their places in the list.
fn times_in(marks: &Marks, sentence: Span) -> Vec<(TimeIx, &Time)> {
    let from = marks
        .times
        .partition_point(|time| time.span.start() < sentence.start());
    marks.times[from..]
        .iter()
        .enumerate()
        .take_while(|(_, time)| time.span.end() <= sentence.end())
        .map(|(nth, time)| (TimeIx((from + nth) as u32), time))
        .collect()
}

/// One sentence.
struct Scope<'a> {
    pieces: &'a [Piece<'a>],
    words: &'a Quantities,
    tense: &'a TenseWords,
    host: &'a str,
    times: Vec<(TimeIx, &'a Time)>,
}

/// A unit or currency behind or before a number.
#[derive(Clone, Default)]
struct Measure {
    unit: Option<String>,
    currency: Option<String>,
    factor: f64,
}

impl Measure {
    fn is_none(&self) -> bool {
        self.unit.is_none() && self.currency.is_none()
    }

    /// Whether a number with this measure and the next one with `other` are
    /// the ends of one range or change: "6 to 7 per cent", "from 6 per cent
    /// to 7", and never "6 per cent to 164p".
    fn goes_with(&self, other: &Measure, changed: bool) -> bool {
        let same = self.unit == other.unit && self.currency == other.currency;
        self.is_none() || same || (changed && other.is_none())
    }
}

/// A figure by pieces, before what it counts is known.
struct Amount {
    from: usize,
    to: usize,
    value: f64,
    max: Option<f64>,
    was: Option<f64>,
    measure: Measure,
}

impl Scope<'_> {
    fn find(&self, found: &mut Vec<Figure>) {
        let mut at = 0;
        while at < self.pieces.len() {
            let read = self.ordinal(at).or_else(|| self.amount(at));
            match read {
                Some((end, figure)) => {
                    found.push(figure);
                    at = end.max(at + 1);
                }
                None => at += 1,
            }
        }
    }

    fn span(&self, from: usize, to: usize) -> Span {
        Span::new(
            self.pieces[from].span.start(),
            self.pieces[to - 1].span.end(),
        )
    }

    /// Whether a calendar time or a recurrence holds the piece.
    fn in_calendar(&self, at: usize) -> bool {
        self.times.iter().any(|(_, time)| {
            time.span.overlaps(self.pieces[at].span)
                && (time.kind != TimeKind::Duration || time.earliest.is_some())
        })
    }

    /// "7th meeting", "seventh time".
    fn ordinal(&self, at: usize) -> Option<(usize, Figure)> {
        if self.in_calendar(at) {
            return None;
        }
        let read = number::ordinal(self.pieces, at, &self.words.numbers)?;
        let context = &self.words.numbers.context;
        let counted = (read.end..read.end + 3).find(|&it| {
            self.pieces.get(it).is_some_and(Piece::is_lower_word)
                && context.series.contains(word(self.pieces, it))
        })?;
        let between = &self.pieces[read.end..counted];
        if !between.iter().all(Piece::is_lower_word)
            || between
                .iter()
                .any(|it| context.stop.contains(it.lower.as_ref()))
        {
            return None;
        }
        let adjective = matches!(
            word(self.pieces, counted),
            "straight" | "consecutive" | "successive"
        );
        let next = self.pieces.get(counted + 1);
        let counted = counted + usize::from(adjective && next.is_some_and(Piece::is_lower_word));
        let concept = if word(self.pieces, counted) == "time" {
            self.event_before(at).unwrap_or((counted, counted + 1))
        } else {
            (counted, counted + 1)
        };
        let span = self.span(at, read.end);
        let figure = Figure {
            span,
            value: read.value,
            max: None,
            modifier: Modifier::Exact,
            unit: None,
            currency: None,
            concept: Some(self.span(concept.0, concept.1)),
            from: None,
            ordinal: true,
            time: self.time_of(span),
        };
        Some((read.end, figure))
    }

    /// The verb of "met for the seventh time".
    fn event_before(&self, at: usize) -> Option<(usize, usize)> {
        let the = at
            .checked_sub(1)
            .filter(|&back| word(self.pieces, back) == "the")?;
        let led = the
            .checked_sub(1)
            .filter(|&back| word(self.pieces, back) == "for")?;
        let verb = led.checked_sub(1)?;
        self.pieces[verb]
            .is_lower_word()
            .then_some((verb, verb + 1))
    }

    fn amount(&self, at: usize) -> Option<(usize, Figure)> {
        let sign = self.sign(at);
        let start = sign.as_ref().map_or(at, |(end, _)| *end);
        if self.pieces.get(start).is_none() || self.in_calendar(start) {
            return None;
        }
        let amount = self.read(at, start, sign.map(|(_, code)| code))?;
        let bare = amount.measure.unit.is_none() && amount.measure.currency.is_none();
        let concept = self.concept(&amount, bare);
        if bare && !self.is_count(&amount, concept) {
            return None;
        }
        let span = self.span(amount.from, amount.to);
        let negative = !bare && self.is_negative(at);
        let factor = amount.measure.factor * if negative { -1.0 } else { 1.0 };
        let figure = Figure {
            span,
            value: amount.value * factor,
            // The minus of "-2 to 5" is of the first alone.
            max: amount.max.map(|max| max * amount.measure.factor),
            modifier: self.modifier(at),
            unit: amount.measure.unit,
            currency: amount.measure.currency,
            concept: concept.map(|(from, to)| self.span(from, to)),
            from: amount.was.map(|was| was * factor),
            ordinal: false,
            time: self.time_of(span),
        };
        Some((amount.to, figure))
    }

    /// A number, perhaps to another, with its unit.
    fn read(&self, from: usize, start: usize, code: Option<String>) -> Option<Amount> {
        if self.is_part_of_name(from, start) {
            return None;
        }
        let money = code.is_some();
        let numbers = &self.words.numbers;
        let first = number::number(self.pieces, start, numbers, money)?;
        let (first_end, first_measure) = self.measure(&first, code.clone());
        let second = self
            .second(first_end, from, money)
            .map(|(last, changed)| (last, changed, self.measure(&last, code)))
            .filter(|(_, changed, (_, measure))| first_measure.goes_with(measure, *changed));
        let (last, to, measure) = match &second {
            Some((last, _, (end, measure))) if measure.is_none() => (last, *end, first_measure),
            Some((last, _, (end, measure))) => (last, *end, measure.clone()),
            None => (&first, first_end, first_measure),
        };
        let changed = second.as_ref().is_some_and(|(_, changed, _)| *changed);
        let scaled = if last.scaled && !first.scaled && first.value < 1000.0 {
            first.value * scale_of(last)
        } else {
            first.value
        };
        let ranged = second.is_some() && !changed && scaled < last.value;
        if second.is_some() && !changed && !ranged {
            return None;
        }
        Some(Amount {
            from,
            to,
            value: if changed { last.value } else { scaled },
            max: ranged.then_some(last.value),
            was: changed.then_some(scaled),
            measure,
        })
    }

    /// The other end of "10-15", "from 52 to 64", "between 5 and 7": the
    /// number and whether the figure changed to it.
    fn second(&self, end: usize, from: usize, money: bool) -> Option<(Number, bool)> {
        let led = from
            .checked_sub(1)
            .map_or("", |back| word(self.pieces, back));
        let joint = word(self.pieces, end);
        let glued = |at: usize| self.pieces.get(at).is_some_and(|piece| piece.glued);
        let dash = is_dash(self.pieces, end) && (glued(end) || !glued(end + 1));
        let changed = led == "from" && joint == "to";
        let ranged = dash || joint == "to" || (led == "between" && joint == "and");
        if !(changed || ranged) {
            return None;
        }
        let start = self.sign(end + 1).map_or(end + 1, |(after, _)| after);
        let digits = self.pieces.get(start)?.kind == PieceKind::Number;
        if dash && !digits || (!digits && !changed && led != "between" && joint != "to") {
            return None;
        }
        let read = number::number(self.pieces, start, &self.words.numbers, money)?;
        Some((read, changed))
    }

    /// A currency in front of a number: where the number begins, and the code.
    fn sign(&self, at: usize) -> Option<(usize, String)> {
        for len in [4, 3, 2, 1] {
            let Some(next) = self.pieces.get(at + len) else {
                continue;
            };
            let parts = &self.pieces[at..at + len];
            let sign = joined(parts);
            let Some(code) = self.words.currencies_before.get(&sign) else {
                continue;
            };
            let first = &parts[0];
            let capital = first.kind != PieceKind::Word || first.is_capital();
            let iso = sign.len() != 3
                || !sign.is_ascii()
                || first.kind != PieceKind::Word
                || first.text.chars().all(char::is_uppercase);
            let tight = len == 1 || parts[1..].iter().all(|part| part.glued);
            if next.kind == PieceKind::Number
                && capital
                && iso
                && tight
                && !(first.kind == PieceKind::Word && self.is_written_on(at))
            {
                return Some((at + len, self.local(&sign, code)));
            }
        }
        None
    }

    /// Whether a piece is written onto a word or a number.
    fn is_written_on(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|back| &self.pieces[back]);
        self.pieces[at].glued && before.is_some_and(|it| it.kind != PieceKind::Mark)
    }

    /// What a bare sign means to the outlet.
    fn local(&self, sign: &str, code: &str) -> String {
        let sign = sign.trim_end_matches(" .");
        let local = self.words.local_currencies.iter();
        local
            .filter(|local| local.sign == sign && self.host.ends_with(&local.suffix))
            .map(|local| local.code.clone())
            .next()
            .unwrap_or_else(|| code.to_owned())
    }

    /// The unit or currency behind a number, and where it ends.
    fn measure(&self, read: &Number, code: Option<String>) -> (usize, Measure) {
        let plain = Measure {
            factor: 1.0,
            ..Measure::default()
        };
        if let Some(code) = code {
            return (
                read.end,
                Measure {
                    currency: Some(code),
                    ..plain
                },
            );
        }
        let hyphen = usize::from(is_dash(self.pieces, read.end) && self.pieces[read.end].glued);
        let start = read.end + hyphen;
        for len in [3, 2, 1] {
            if self.pieces.len() < start + len {
                continue;
            }
            let name = joined(&self.pieces[start..start + len]);
            if let Some(found) = self.words.currencies_after.get(&name) {
                let factor = if found.cents { 0.01 } else { 1.0 };
                let glued = name != "p" || self.pieces[start].glued;
                if glued && !(hyphen == 1 && len == 1 && name == "pound") {
                    return (
                        start + len,
                        Measure {
                            currency: Some(found.code.clone()),
                            unit: None,
                            factor,
                        },
                    );
                }
            }
            if let Some(unit) = self.words.units.get(&name)
                && (!unit.glued || self.pieces[start].glued)
            {
                return (
                    start + len,
                    Measure {
                        unit: Some(unit.code.clone()),
                        ..plain
                    },
                );
            }
        }
        (read.end, plain)
    }

    /// "Boeing 737", "SU-30", "G20", "5G", "No. 10", "2:1".
    fn is_part_of_name(&self, from: usize, start: usize) -> bool {
        let piece = &self.pieces[start];
        let next = self.pieces.get(start + 1);
        let tied_on = next.is_some_and(|next| {
            next.glued
                && piece.kind == PieceKind::Number
                && (next.text == ":"
                    || next.text == "/"
                    || (next.kind == PieceKind::Word && !self.is_tail(start + 1)))
        });
        if tied_on {
            return true;
        }
        let Some(back) = from.checked_sub(1) else {
            return false;
        };
        let before = &self.pieces[back];
        let first = &self.pieces[from];
        if first.glued
            && !self.is_signed(from)
            && !matches!(
                before.text,
                "(" | "“" | "\"" | "'" | "‘" | "—" | "[" | "~" | ">" | "<"
            )
            && !self.is_negative(from)
        {
            return true;
        }
        let labelled = piece.kind == PieceKind::Number
            && from == start
            && self
                .words
                .numbers
                .context
                .labels
                .contains(before.lower.as_ref())
            && !self.is_tail(start + 1);
        let numbered = before.text == "."
            && back
                .checked_sub(1)
                .is_some_and(|it| self.pieces[it].lower == "no");
        let after_name = back != 0
            && before.kind == PieceKind::Word
            && before.is_capital()
            && from == start
            && piece.kind == PieceKind::Number;
        labelled || numbered || before.text == "#" || (after_name && !self.names_no_longer(start))
    }

    /// Whether a plus or minus sign of its own stands right before `at`.
    fn is_signed(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|back| {
            let sign = &self.pieces[back];
            matches!(sign.text, "+" | "-" | "−") && !sign.glued
        })
    }

    /// Whether the number at `at` is below zero: "-1.3%", "minus 5 degrees".
    fn is_negative(&self, at: usize) -> bool {
        let back = |by: usize| at.checked_sub(by).map_or("", |it| word(self.pieces, it));
        let minus = back(1) == "minus" || (back(1) == "-" && back(2) == "minus");
        minus || (matches!(back(1), "-" | "−") && self.is_signed(at))
    }

    /// Whether what is written onto the digits is a unit or a scale.
    fn is_tail(&self, at: usize) -> bool {
        let name = word(self.pieces, at);
        let numbers = &self.words.numbers;
        if self
            .pieces
            .get(at)
            .is_none_or(|piece| matches!(piece.text, "G" | "S" | "H"))
        {
            return false;
        }
        let two = at + 1 < self.pieces.len();
        let square = two
            && self
                .words
                .units
                .contains_key(&joined(&self.pieces[at..at + 2]));
        square
            || self.words.units.contains_key(name)
            || numbers.scales.contains_key(name)
            || numbers.short_scales.contains_key(name)
            || self.words.currencies_after.contains_key(name)
    }

    /// Behind a capitalised word, a number counts only with a unit, a scale
    /// or a plural behind it.
    fn names_no_longer(&self, start: usize) -> bool {
        let next = word(self.pieces, start + 1);
        let plural = self.pieces.get(start + 1).is_some_and(Piece::is_lower_word)
            && (next.ends_with('s') || next == "people");
        // "Model 3s" is a plural, no length in seconds.
        (self.is_tail(start + 1) && next != "s") || next == "%" || plural
    }

    /// How exact, by the words before; "from" and "between" stand in the way.
    fn modifier(&self, from: usize) -> Modifier {
        for len in [4, 3, 2, 1] {
            let Some(start) = from.checked_sub(len) else {
                continue;
            };
            let words = joined(&self.pieces[start..from]);
            if let Some(sign) = self.words.numbers.modifiers.get(&words) {
                return modifier_of(sign);
            }
        }
        Modifier::Exact
    }

    /// What is counted.
    fn concept(&self, amount: &Amount, bare: bool) -> Option<(usize, usize)> {
        let context = &self.words.numbers.context;
        let old = is_dash(self.pieces, amount.to) && word(self.pieces, amount.to + 1) == "old";
        let after = amount.to + 2 * usize::from(old);
        let more = bare && matches!(word(self.pieces, after), "more" | "other" | "further");
        let after = after + usize::from(more);
        let after = after
            + usize::from(matches!(word(self.pieces, after), "of" | "in" | "worth") && !bare)
            + usize::from(
                word(self.pieces, after) == "worth" && word(self.pieces, after + 1) == "of",
            );
        let after = after
            + usize::from(
                after != amount.to
                    && matches!(word(self.pieces, after), "the" | "its" | "their" | "all"),
            );
        let fating = amount
            .from
            .checked_sub(1)
            .filter(|&back| context.fating.contains(word(self.pieces, back)));
        let noun = concept::behind(self.pieces, after, context, self.tense)
            .filter(|(from, _)| !self.in_calendar(*from));
        match (fating, noun) {
            (Some(back), Some((_, end))) if bare => Some((back, end)),
            (Some(back), None) if bare => Some((back, back + 1)),
            (_, Some(noun)) => Some(noun),
            _ => self.subject(amount.from),
        }
    }

    fn subject(&self, from: usize) -> Option<(usize, usize)> {
        let context = &self.words.numbers.context;
        let before = (0..4).filter_map(|back| from.checked_sub(back));
        let mut places = before.take_while(|&at| {
            at == from
                || !context.stop.contains(word(self.pieces, at))
                || context.changes.contains(word(self.pieces, at))
        });
        places.find_map(|at| concept::subject(self.pieces, at, context))
    }

    /// Whether a bare number is a count: it counts something, and is neither
    /// a pronoun nor "the two" that were named before.
    fn is_count(&self, amount: &Amount, concept: Option<(usize, usize)>) -> bool {
        let at = amount.from;
        let before = at.checked_sub(1).map_or("", |back| word(self.pieces, back));
        let name = word(self.pieces, at);
        let single = amount.to == at + 1;
        let next = self.pieces.get(amount.to);
        if single && name == "one" {
            let pronoun = matches!(
                before,
                "no" | "any"
                    | "this"
                    | "that"
                    | "each"
                    | "every"
                    | "the"
                    | "some"
                    | "another"
                    | "which"
            );
            return !pronoun && concept.is_some_and(|(from, _)| from == amount.to);
        }
        if single
            && matches!(name, "two" | "zero")
            && matches!(before, "the" | "these" | "those" | "our" | "their" | "its")
        {
            return false;
        }
        let written = self.pieces[at].text;
        let year_like = single
            && !written.contains(',')
            && amount.value.fract() == 0.0
            && (1900.0..2100.0).contains(&amount.value);
        let lower_next = next.is_some_and(Piece::is_lower_word);
        let many = concept.is_some_and(|(_, to)| {
            concept::is_plural(word(self.pieces, to - 1), &self.words.numbers.context)
        });
        if year_like && !(lower_next && many) || self.is_address(amount) {
            return false;
        }
        let scaled = 1000.0 <= amount.value;
        concept.is_some() || scaled && !year_like
    }

    /// "49 Zorro Road": digits before capitalised words that end in a street.
    fn is_address(&self, amount: &Amount) -> bool {
        let streets = &self.words.numbers.context.streets;
        self.pieces[amount.from].kind == PieceKind::Number
            && self.pieces[amount.to..]
                .iter()
                .take(5)
                .take_while(|piece| piece.is_capital() || piece.kind == PieceKind::Number)
                .any(|piece| streets.contains(piece.lower.as_ref()))
    }

    /// The calendar time of the sentence nearest the figure.
    fn time_of(&self, span: Span) -> Option<TimeIx> {
        let far = |time: &Time| {
            let (start, end) = (time.span.start(), time.span.end());
            start.saturating_sub(span.end()) + 2 * span.start().saturating_sub(end)
        };
        self.times
            .iter()
            .filter(|(_, time)| time.kind == TimeKind::Date && time.earliest.is_some())
            .filter(|(_, time)| far(time) <= AS_OF_REACH && self.same_clause(span, time.span))
            .min_by_key(|(_, time)| far(time))
            .map(|(ix, _)| *ix)
    }
}

impl Scope<'_> {
    /// Whether no comma parts a figure from a time behind it; a time before
    /// it may be an opening of its own ("This year, …").
    fn same_clause(&self, figure: Span, time: Span) -> bool {
        let between = |piece: &&Piece<'_>| {
            figure.end() <= piece.span.start() && piece.span.end() <= time.start()
        };
        let mut between = self.pieces.iter().filter(between);
        !between.any(|piece| matches!(piece.text, "," | ";" | ":" | "—" | "–"))
    }
}

/// The scale that a number carries: 1e9 for "10 billion".
fn scale_of(read: &Number) -> f64 {
    [1e12, 1e9, 1e7, 1e6, 1e5, 1e3, 1e2]
        .into_iter()
        .find(|scale| *scale <= read.value)
        .unwrap_or(1.0)
}

fn joined(pieces: &[Piece<'_>]) -> String {
    let words: Vec<&str> = pieces.iter().map(|piece| piece.lower.as_ref()).collect();
    words.join(" ")
}

fn modifier_of(sign: &str) -> Modifier {
    match sign {
        "~" => Modifier::About,
        "<" => Modifier::Below,
        ">" => Modifier::Above,
        "<=" => Modifier::AtMost,
        ">=" => Modifier::AtLeast,
        _ => Modifier::Exact,
    }
}

#[cfg(test)]
mod tests;
