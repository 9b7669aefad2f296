//! What a story is called: a report's own headline, else words of a lead.

use rapporteur_text::{Item, ReportIx};

use crate::readings;
use crate::sources::Sources;

/// Words of a lead that serve as a title.
const WORDS: usize = 14;

/// The headline of the report that most items of several reports cite; when
/// none has one, the first words of the report that most do.
pub(crate) fn title(items: &[Item], sources: &Sources) -> (String, ReportIx) {
    let mut order: Vec<ReportIx> = sources.all().map(|(ix, _)| ix).collect();
    let central = centrality(items, sources);
    order.sort_by_key(|ix| (u32::MAX - central[ix.index()], *ix));
    let headline = |&ix: &ReportIx| {
        let title = sources.report(ix).imprint.title.as_ref()?;
        let words = title.text.trim();
        headed(words).then(|| (readings::shortened(words, 2 * WORDS), ix))
    };
    order
        .iter()
        .find_map(headline)
        .unwrap_or_else(|| lead(order[0], sources))
}

/// Whether words read as a headline or the start of a report: three words or
/// more, and a capital or a digit among them.
fn headed(words: &str) -> bool {
    let cased = words.contains(|letter: char| letter.is_uppercase() || letter.is_ascii_digit());
    let caseless = !words.contains(char::is_lowercase);
    (cased || caseless) && 2 < words.split_whitespace().count()
}

fn lead(ix: ReportIx, sources: &Sources) -> (String, ReportIx) {
    let report = sources.report(ix);
    let sentences = report.marks.sentences.iter();
    let mut sentences = sentences.map(|&sentence| report.report.slice(sentence));
    let words = match sentences.find(|words| headed(words)) {
        Some(words) => words,
        None => report.report.text().trim().lines().next().unwrap_or(""),
    };
    (readings::shortened(&readings::unquoted(words), WORDS), ix)
}

/// For each report, how many items it shares with another.
fn centrality(items: &[Item], sources: &Sources) -> Vec<u32> {
    let mut central = vec![0; sources.reports.len()];
    for item in items {
        let reports = item.reports();
        if 1 < reports.len() {
            for report in reports {
                central[report.index()] += 1;
            }
        }
    }
    central
}
