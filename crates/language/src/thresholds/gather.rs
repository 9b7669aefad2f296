//! Numbers of gathering. Each field says which evaluation chose it, or is to.

use serde::Deserialize;

/// Copies, origins and stories.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Gather {
    /// Words (an n-gram) that must agree in a row for two reports to be
    /// compared at all. Longer misses noisy copies, shorter compares every
    /// pair of one story. To be chosen on `copies`.
    pub seed_words: usize,
    /// Seeds that two reports must share before their texts are aligned.
    /// To be chosen on `copies`.
    pub shared_seeds: usize,
    /// Reports that share one seed before it is followed only from each to
    /// its neighbours, so that a hundred copies of one text cost a hundred
    /// comparisons. Set for cost.
    pub crowd: usize,
    /// Words skipped on both sides together between two agreeing stretches
    /// of one passage. To be chosen on `copies` (medium and noise).
    pub gap_words: usize,
    /// Agreeing words that make a passage. Below it, names with titles and
    /// set phrases pass for copying. To be chosen on same-story pairs of BASIL.
    pub passage_words: usize,
    /// Agreeing words in a row that a passage must hold somewhere. Chosen on
    /// same-story pairs of BASIL.
    pub run_words: usize,
    /// Agreeing words in a row that make a short passage, which counts only
    /// in a chain. Read off reports that reworded one text.
    pub short_words: usize,
    /// Passages in the same order on both sides that make a chain.
    pub chain_runs: usize,
    /// Agreeing words of a chain. Below it, set phrases with names pass for
    /// copying. To be chosen on same-story pairs of BASIL.
    pub chain_words: usize,
    /// Agreeing words of all passages of two reports, less those of quoted
    /// speakers, under which nothing is said of the two: one set phrase is no
    /// copying.
    pub pair_words: usize,
    /// Agreeing words over which the later of two reports is taken to have
    /// copied though most of it is its own; under it both may have a third
    /// source.
    pub directed_words: usize,
    /// Agreeing words over all words of a passage's longer side, 0 to 1.
    /// To be chosen on `copies` (noise).
    pub density: f32,
    /// Share of a report's narrative over which it is taken over wholly, 0
    /// to 1. To be chosen on `copies` (light).
    pub wholly: f32,
    /// Share of a report's narrative over which shared words and the same
    /// agency credit make one origin, 0 to 1: wire copy that is cut and
    /// edited shares about 30 % of its 3-grams.
    pub wire: f32,
    /// Average likelihood over which two stories are one, 0 to 1. Chosen on
    /// `stories-held-out`, one value for all sets.
    pub likeness: f32,
    /// Days over which likeness halves when nothing else tells two
    /// happenings apart. To be chosen on dated sets.
    pub half_life_days: f32,
    /// Weight of a title's term, in occurrences in the text. Chosen on
    /// `stories`.
    pub title_weight: f32,
    /// Words of a report of usual length, against which repetition counts.
    pub usual_words: f32,
    /// Reports' worth of background that the batch's own frequencies are
    /// added to: as many as the table was counted over.
    pub background_reports: f32,
}
