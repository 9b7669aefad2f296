//! Invents reports, as many as wanted: a load for the stream.
//!
//! Input: a seed. Output: reports of made-up happenings, several open at a
//! time, as they might arrive. What always holds: the same seed invents the
//! same. Words are drawn as often as they stand in news; a happening has
//! names, numbers and words of its own and shares some with its topic; one
//! report in five is another's text, edited.

use rapporteur::text::{Annotated, Imprint, Marks, Mask, Published, PublishedBasis, Report, Title};

use crate::evaluate::copies::plant::{self, Dice};

/// Stems and how many of ten thousand reports have them.
const FREQUENCIES: &str = include_str!("../../language/data/frequencies.tsv");

/// Happenings that are told of at the same time.
const OPEN: usize = 400;
/// Topics that happenings are of.
const TOPICS: usize = 300;
/// Words of a topic.
const TOPIC_WORDS: usize = 40;
/// Reports from one day to the next.
const A_DAY: usize = 20_000;

/// What is told of.
#[derive(Clone, Debug)]
struct Happening {
    number: usize,
    /// Names and numbers.
    own: Vec<String>,
    /// Words that it shares with its topic, and some that it does not.
    words: Vec<String>,
    /// Reports still to come.
    left: usize,
    /// The last report's text.
    last: String,
}

/// Invents reports.
#[derive(Debug)]
pub(crate) struct Newsroom {
    dice: Dice,
    words: Vec<&'static str>,
    /// Sums of the counts up to each word.
    sums: Vec<usize>,
    topics: Vec<Vec<String>>,
    open: Vec<Happening>,
    told: usize,
    happened: usize,
    /// Words of a report, about.
    length: usize,
}

impl Newsroom {
    /// A newsroom whose reports have about so many words.
    pub(crate) fn new(seed: u64, length: usize) -> Self {
        let entries = FREQUENCIES.lines().filter_map(|line| line.split_once('\t'));
        let (mut words, mut sums, mut sum) = (Vec::new(), Vec::new(), 0);
        for (word, count) in entries {
            sum += count.parse::<usize>().unwrap_or(0);
            words.push(word);
            sums.push(sum);
        }
        let mut dice = Dice(seed);
        let topic = |dice: &mut Dice| {
            let word = |_| words[dice.below(words.len())].to_owned();
            (0..TOPIC_WORDS).map(word).collect()
        };
        let topics = (0..TOPICS).map(|_| topic(&mut dice)).collect();
        Self {
            dice,
            words,
            sums,
            topics,
            open: Vec::new(),
            told: 0,
            happened: 0,
            length,
        }
    }

    /// The next report, and the number of its happening.
    pub(crate) fn next(&mut self) -> (usize, Annotated) {
        while self.open.len() < OPEN {
            let happening = self.happening();
            self.open.push(happening);
        }
        let at = self.dice.below(OPEN);
        let mut happening = self.open.swap_remove(at);
        let copied = !happening.last.is_empty() && self.dice.under(20);
        let text = if copied {
            let (last, foreign) = (happening.last.clone(), self.paragraphs(&happening, 2));
            plant::light(&last, &foreign, &mut self.dice).text
        } else {
            self.paragraphs(&happening, 5)
        };
        let title = self.sentence(&happening, 9);
        let report = self.report(title, text.clone());
        let number = happening.number;
        happening.last = text;
        happening.left -= 1;
        if 0 < happening.left {
            self.open.push(happening);
        }
        self.told += 1;
        (number, report)
    }

    fn happening(&mut self) -> Happening {
        self.happened += 1;
        let topic = self.dice.below(TOPICS);
        let mut own: Vec<String> = (0..7).map(|_| self.name()).collect();
        own.extend((0..3).map(|_| (3 + self.dice.below(9_000)).to_string()));
        let mut words: Vec<String> = (0..12)
            .map(|_| self.topics[topic][self.dice.below(TOPIC_WORDS)].clone())
            .collect();
        words.extend((0..12).map(|_| self.words[self.dice.below(self.words.len())].to_owned()));
        let most = if self.dice.under(10) { 30 } else { 5 };
        Happening {
            number: self.happened,
            own,
            words,
            left: 1 + self.dice.below(most),
            last: String::new(),
        }
    }

    fn name(&mut self) -> String {
        const SYLLABLES: [&str; 20] = [
            "ba", "cor", "den", "fel", "gar", "hul", "is", "jo", "kem", "lor", "mar", "nol", "os",
            "pra", "ri", "sel", "tov", "ul", "ven", "za",
        ];
        let mut name: String = (0..3).map(|_| SYLLABLES[self.dice.below(20)]).collect();
        name[..1].make_ascii_uppercase();
        name
    }

    fn paragraphs(&mut self, happening: &Happening, count: usize) -> String {
        let sentences = (self.length / count / 20).max(1);
        let mut paragraphs = Vec::with_capacity(count);
        for _ in 0..count {
            let sentence = |_| self.sentence(happening, 20);
            let told: Vec<String> = (0..sentences).map(sentence).collect();
            paragraphs.push(told.join(" "));
        }
        paragraphs.join("\n\n")
    }

    fn sentence(&mut self, happening: &Happening, words: usize) -> String {
        let mut sentence = String::new();
        for at in 0..words {
            let word = match self.dice.below(100) {
                0..10 => happening.own[self.dice.below(happening.own.len())].as_str(),
                10..22 => happening.words[self.dice.below(happening.words.len())].as_str(),
                _ => self.any_word(),
            };
            if 0 < at {
                sentence.push(' ');
            }
            let start = sentence.len();
            sentence.push_str(word);
            if at == 0 && word.is_ascii() {
                sentence[start..=start].make_ascii_uppercase();
            }
        }
        sentence.push('.');
        sentence
    }

    /// A word as frequent as it is in news.
    fn any_word(&mut self) -> &'static str {
        let all = self.sums.last().copied().unwrap_or(1);
        let drawn = self.dice.below(all);
        self.words[self.sums.partition_point(|&sum| sum <= drawn)]
    }

    fn report(&mut self, title: String, text: String) -> Annotated {
        let day = i64::try_from(self.told / A_DAY).unwrap_or(i64::MAX);
        let date = jiff::civil::date(2024, 1, 1);
        let date = date
            .checked_add(jiff::Span::new().days(day.min(20_000)))
            .unwrap_or(date);
        let imprint = Imprint {
            title: Some(Title {
                text: title,
                span: None,
            }),
            outlet: Some(format!("Outlet {}", self.dice.below(500))),
            published: Some(Published {
                date,
                time: None,
                offset: None,
                basis: PublishedBasis::Declared,
            }),
            ..Imprint::default()
        };
        let id = Some(format!("invented-{}", self.told));
        Annotated {
            report: Report::new(id, "invented".into(), text, imprint.clone()),
            imprint,
            mask: Mask::default(),
            marks: Marks::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Newsroom;

    #[test]
    fn the_same_seed_invents_the_same_reports() {
        let (mut one, mut other) = (Newsroom::new(4, 200), Newsroom::new(4, 200));
        for _ in 0..30 {
            let ((story, told), (again, retold)) = (one.next(), other.next());
            assert_eq!(story, again);
            assert_eq!(told.report.text(), retold.report.text());
            assert!(100 < told.report.text().split(' ').count());
        }
    }
}
