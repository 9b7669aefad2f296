//! The sizes of a network, and where each of its tensors lies.

use std::ops::Range;

use crate::layout::{Layout, is_within};

/// Columns of the tags and labels, padded so that the parser's start at a
/// whole tile.
pub const TAG_COLUMNS: usize = 64;

/// Buckets of the distance between a word and its head, one side.
pub const DISTANCES: usize = 12;

/// The sizes of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Rows of the table of features.
    pub features: usize,
    /// Values per word, a multiple of 32.
    pub width: usize,
    /// Recurrent layers.
    pub layers: usize,
    /// Values per word that its head is chosen by, a multiple of 16.
    pub arc: usize,
    /// Values per word that its relation is chosen by, a multiple of 16.
    pub label: usize,
    /// Parts of speech.
    pub tags: usize,
    /// Labels of names.
    pub names: usize,
    /// Relations.
    pub relations: usize,
    /// Values per word that are given beside its features; may be none.
    pub base: usize,
}

/// Which dense tensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tensor {
    /// `width`: gain of the normalised sum of features.
    Gain,
    /// `width`: what is added to it.
    Shift,
    /// `base` × `width`: what is given beside the features.
    Base,
    /// 3·`width` × `width`: window of three words.
    Window,
    /// `width`
    WindowBias,
    /// `width` × 3·`width`, of a layer: candidate, forget and reset, forward
    /// then backward.
    Layer(usize),
    /// 2·`width`, of a layer: what the state adds to forget and reset.
    State(usize),
    /// 2·`width`, of a layer.
    StateBias(usize),
    /// `width` × `heads`: tags, names, then the four views of the parser.
    Heads,
    /// `heads`
    HeadsBias,
    /// `arc` × `arc`
    Arc,
    /// `arc`: how likely a word is to be a head.
    ArcBias,
    /// `arc`: the root, as a head.
    Root,
    /// 2·[`DISTANCES`]: by distance, to the left then to the right.
    Distance,
    /// `label`: the root, as a head.
    RootLabel,
    /// `label` × `relations`
    Relations,
    /// `relations`
    RelationsBias,
}

impl Shape {
    /// Columns of [`Tensor::Heads`].
    pub fn heads(&self) -> usize {
        TAG_COLUMNS + 2 * self.arc + 2 * self.label
    }

    /// Columns of a head matrix that hold the scores of parts of speech.
    pub fn tag_columns(&self) -> Range<usize> {
        0..self.tags
    }

    /// Columns with the scores of labels of names.
    pub fn name_columns(&self) -> Range<usize> {
        self.tags..self.tags + self.names
    }

    /// Columns with the view `view`: a word that looks for its head, a head,
    /// a word that looks for its relation, a head's part in that.
    pub fn view_columns(&self, view: usize) -> Range<usize> {
        let sizes = [self.arc, self.arc, self.label, self.label];
        let start = TAG_COLUMNS + sizes[..view].iter().sum::<usize>();
        start..start + sizes[view]
    }
}

impl Layout for Shape {
    type Tensor = Tensor;
    const KINDS: &'static [(&'static [u8; 4], usize)] = &[(b"RCN1", 8), (b"RCN2", 9)];

    fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![
            self.features,
            self.width,
            self.layers,
            self.arc,
            self.label,
            self.tags,
            self.names,
            self.relations,
        ];
        sizes.extend((self.base != 0).then_some(self.base));
        sizes
    }

    fn of_sizes(sizes: &[usize]) -> Option<Self> {
        let (sizes, base) = match sizes {
            [sizes @ .., base] if sizes.len() == 8 && is_within(*base, 1, 4096) => (sizes, *base),
            _ => (sizes, 0),
        };
        let &[features, width, layers, arc, label, tags, names, relations] = sizes else {
            return None;
        };
        let sound = is_within(features, 1, 1 << 20)
            && is_within(width, 32, 1024)
            && is_within(layers, 1, 8)
            && is_within(arc, 16, 512)
            && is_within(label, 16, 512)
            && 0 < tags
            && tags.checked_add(names)? <= TAG_COLUMNS
            && is_within(relations, 1, 128);
        sound.then_some(Self {
            features,
            width,
            layers,
            arc,
            label,
            tags,
            names,
            relations,
            base,
        })
    }

    fn table(&self) -> (usize, usize) {
        (self.features, self.width)
    }

    fn tensors(&self) -> Vec<(Tensor, usize, usize)> {
        let width = self.width;
        let mut all = vec![
            (Tensor::Gain, 1, width),
            (Tensor::Shift, 1, width),
            (Tensor::Base, self.base, width),
            (Tensor::Window, 3 * width, width),
            (Tensor::WindowBias, 1, width),
        ];
        for layer in 0..self.layers {
            all.push((Tensor::Layer(layer), width, 3 * width));
            all.push((Tensor::State(layer), 1, 2 * width));
            all.push((Tensor::StateBias(layer), 1, 2 * width));
        }
        all.extend([
            (Tensor::Heads, width, self.heads()),
            (Tensor::HeadsBias, 1, self.heads()),
            (Tensor::Arc, self.arc, self.arc),
            (Tensor::ArcBias, 1, self.arc),
            (Tensor::Root, 1, self.arc),
            (Tensor::Distance, 2, DISTANCES),
            (Tensor::RootLabel, 1, self.label),
            (Tensor::Relations, self.label, self.relations),
            (Tensor::RelationsBias, 1, self.relations),
        ]);
        all
    }
}

/// The bucket of a head `distance` words away.
#[inline]
pub fn distance_bucket(distance: usize) -> usize {
    match distance {
        0..=6 => distance,
        7..=9 => 7,
        10..=14 => 8,
        15..=24 => 9,
        25..=49 => 10,
        _ => 11,
    }
}
