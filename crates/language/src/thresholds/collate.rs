//! Numbers of the collate stage.

use serde::Deserialize;

/// When wordings are of one thing, and how much a brief shows.
///
/// All were set on the project's own samples and on five reports of one
/// meeting, read by eye; shares are of summed word weights, 0 to 1.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Collate {
    /// Share of the shorter quotation's content that the other must hold in
    /// the same order. Below it, two answers on one subject begin to join.
    pub quoted_content: f32,
    /// Share of the shorter quotation's words, small ones included, that the
    /// other must hold in order: two quotations of one sentence share these.
    pub quoted_words: f32,
    /// As `quoted-content`, where one of the two is told and not quoted.
    pub told_content: f32,
    /// Content words that a told wording must share; fewer prove little.
    pub told_least: usize,
    /// Share of the longer one's content that a told wording and the other must
    /// have in common: a long sentence that mentions the matter is no wording
    /// of a short one.
    pub told_whole: f32,
    /// Share of all words in order from which two different speakers of the
    /// same words are held against one another.
    pub rival_words: f32,
    /// Words of a quotation before it can be held against another speaker's.
    pub rival_least: usize,
    /// Part of the pairs between two groups that must match before the groups
    /// join: what keeps a chain of likenesses from becoming one item.
    pub linkage: f32,
    /// Share of a quotation that must stand in every report of an item before
    /// the rest of it, trimmed elsewhere, counts as the same item.
    pub trimmed_core: f32,
    /// Share of content that two tellings of one event have in common.
    pub event_content: f32,
    /// As `event-content`, for a thing agreed or planned.
    pub commitment_content: f32,
    /// Share of a count's nouns that two figures have in common.
    pub figure_concept: f32,
    /// How many times one value of a count may be another, from another report:
    /// beyond that they count two things.
    pub figure_scale: f64,
    /// Half width, as a share of the value, of "about 4,000".
    pub about: f64,
    /// Words of narrative that two reports share before equal quotations in
    /// them, too, are put down to one origin.
    pub copied_words: u32,
    /// Most words of a wording that are compared; the rest are left out.
    pub longest: usize,
    /// How many later bearers of a word are compared with each: bounds the
    /// work on a story of a thousand reports.
    pub window: usize,
    /// Words of a summary before it is shortened.
    pub summary_words: usize,
    /// Items of a section of the brief.
    pub section: usize,
    /// Statements of the brief in all, and of one speaker.
    pub said: usize,
    /// Statements of one speaker.
    pub said_each: usize,
    /// Confidence from which the brief shows what an unusual cue tells.
    pub sure: f32,
}
