//! What the trees that resolve pronouns are learnt from.
//!
//! Input: a report whose names and pronouns are known with their chains.
//! Output: for each pronoun, a row for each entity that it may mean, and
//! whether it does. What always holds: earlier pronouns are given to whom
//! they mean.

use rapporteur_language::Language;
use rapporteur_text::{EntityKind, Mask, Report, Span};

use super::entity::Linker;
use super::pronoun::{Asked, Whom};
use super::refer::{Choose, refer};

pub use super::pronoun::WIDTH;

/// A pronoun with whom it may mean.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// "he" or "she", and not "it" or "they".
    pub is_person: bool,
    /// The numbers of each candidate, and whether it is meant.
    pub rows: Vec<(Vec<f32>, bool)>,
}

/// The lessons of a report: its names with kind and chain, and its pronouns.
pub fn lessons(
    report: &Report,
    language: &Language,
    known: &[(Span, EntityKind, usize)],
    pronouns: &[(Span, usize)],
) -> Vec<Lesson> {
    let mut marks = super::laid_out(report, &Mask::default(), language);
    super::cut(report.text(), &mut marks, language);
    let words = super::words(report, &marks.tokens, language);
    let plain: Vec<(Span, EntityKind)> = known.iter().map(|it| (it.0, it.1)).collect();
    let named = super::given(&marks, &plain);
    let sentences = super::office::token_ranges(&marks.sentences, &marks.tokens);
    let mut linker = Linker::new(words, &sentences, &named);
    linker.link();
    let mut teacher = Teacher {
        chains: chains(&linker, known),
        pronouns,
        lessons: Vec::new(),
    };
    refer(&mut linker, &marks.paragraphs, &mut teacher);
    teacher.lessons
}

/// The chain that most of each entity's names are of.
fn chains(linker: &Linker<'_>, names: &[(Span, EntityKind, usize)]) -> Vec<Option<usize>> {
    let chain = |span: Span| names.iter().find(|it| it.0.overlaps(span)).map(|it| it.2);
    let most = |mentions: &[rapporteur_text::Mention]| {
        let mut all: Vec<usize> = mentions.iter().filter_map(|it| chain(it.span)).collect();
        all.sort_unstable();
        let runs = all.chunk_by(|one, other| one == other);
        runs.max_by_key(|it| it.len()).map(|it| it[0])
    };
    linker.drafts.iter().map(|it| most(&it.mentions)).collect()
}

struct Teacher<'a> {
    chains: Vec<Option<usize>>,
    pronouns: &'a [(Span, usize)],
    lessons: Vec<Lesson>,
}

impl Choose for Teacher<'_> {
    fn choose(&mut self, asked: &Asked, linker: &Linker<'_>) -> Option<usize> {
        let span = linker.words.tokens[asked.at].span;
        let chain = self.pronouns.iter().find(|it| it.0 == span).map(|it| it.1);
        let meant = |entity: usize| chain.is_some() && self.chains[entity] == chain;
        let rows = asked.candidates.iter();
        let rows: Vec<(Vec<f32>, bool)> =
            rows.map(|it| (it.row.to_vec(), meant(it.entity))).collect();
        let right = rows.iter().position(|it| it.1);
        if !rows.is_empty() {
            self.lessons.push(Lesson {
                is_person: matches!(asked.whom, Whom::He | Whom::She),
                rows,
            });
        }
        right
    }
}
