use super::{Affine, Context, Encoder, LONGEST, LayerValues, Pieces, Sizes, Values, gelu};

const SIZES: Sizes = Sizes {
    pieces: 30,
    hidden: 32,
    inner: 64,
    heads: 4,
    layers: 2,
    taken: 0b11,
};

/// A small model with weights that look like anything.
fn small() -> Vec<u8> {
    let mut state = 7_u32;
    let mut next = |count: usize, scale: f32| -> Vec<f32> {
        let mut value = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 16) as f32 / 65_536.0 - 0.5) * scale
        };
        (0..count).map(|_| value()).collect()
    };
    let (hidden, inner) = (SIZES.hidden, SIZES.inner);
    let norm = || -> Affine { [vec![1.0; hidden], vec![0.1; hidden]] };
    let mut layer = || LayerValues {
        asked: [next(3 * hidden * hidden, 1.0), next(3 * hidden, 0.1)],
        mixed: [next(hidden * hidden, 0.5), next(hidden, 0.1)],
        mixed_norm: norm(),
        inner: [next(inner * hidden, 0.5), next(inner, 0.1)],
        outer: [next(hidden * inner, 0.5), next(hidden, 0.1)],
        outer_norm: norm(),
    };
    let layers = vec![layer(), layer()];
    let values = Values {
        pieces: next((SIZES.pieces + 2) * hidden, 1.0),
        positions: next(LONGEST * hidden, 0.3),
        norm: norm(),
        layers,
    };
    Context::to_bytes(SIZES, &values)
}

fn pieces(sentences: &[&[&[u16]]]) -> Pieces {
    let mut pieces = Pieces::default();
    for sentence in sentences {
        for word in *sentence {
            pieces.pieces.extend(*word);
            pieces.ends.push(pieces.pieces.len() as u32);
        }
        pieces.sentences.push(pieces.ends.len() as u32);
    }
    pieces
}

fn read(pieces: &Pieces) -> Vec<f32> {
    let context = Context::embedded(small().leak()).expect("its own bytes");
    let mut out = Vec::new();
    Encoder::default().read(&context, pieces, &mut out);
    assert_eq!(out.len(), pieces.ends.len() * context.width());
    out
}

#[test]
fn a_word_is_read_by_what_stands_around_it() {
    let one = read(&pieces(&[&[&[3], &[4, 5]], &[&[6]]]));
    let other = read(&pieces(&[&[&[3], &[4, 5]], &[&[7]]]));
    let width = 2 * SIZES.hidden;
    assert_ne!(one[..width], other[..width]);
    assert_eq!(one, read(&pieces(&[&[&[3], &[4, 5]], &[&[6]]])));
}

#[test]
fn a_word_without_pieces_is_nothing() {
    let out = read(&pieces(&[&[&[3], &[], &[9]]]));
    let width = 2 * SIZES.hidden;
    assert!(out[width..2 * width].iter().all(|it| it.abs() < 1e-9));
    assert!(read(&pieces(&[])).is_empty());
}

#[test]
fn sentences_are_read_in_windows_and_long_ones_in_parts() {
    let word: &[u16] = &[1];
    let short = vec![word; 50];
    let long = vec![word; 300];
    let windows = pieces(&[&short, &short, &short, &long, &short]).windows();
    assert_eq!(windows, [0..100, 100..150, 150..276, 276..402, 402..500]);
    let wide: Vec<u16> = vec![2; 40];
    let wide = vec![&wide[..]; 5];
    assert_eq!(pieces(&[&wide]).windows(), [0..3, 3..5]);
    let far = vec![word; 1000];
    assert_eq!(read(&pieces(&[&far])).len(), 1000 * 2 * SIZES.hidden);
}

#[test]
fn a_corrupt_file_is_refused() {
    let bytes = small();
    assert!(Context::embedded(b"").is_none());
    for at in (0..bytes.len()).step_by(397) {
        let mut broken = bytes.clone();
        broken[at] ^= 0x10;
        assert!(Context::embedded(broken.leak()).is_none(), "byte {at}");
        let part = bytes[..at].to_vec();
        assert!(Context::embedded(part.leak()).is_none(), "first {at} bytes");
    }
}

#[test]
fn the_unit_follows_its_table() {
    for (x, y) in [
        (0.0, 0.0),
        (1.0, 0.841_345),
        (-1.0, -0.158_655),
        (-9.0, 0.0),
        (4.0, 3.999_873),
    ] {
        assert!((gelu(x) - y).abs() < 2e-6, "{x}");
    }
}
