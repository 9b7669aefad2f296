//! Linear-chain models: hashed features, small integer weights.
//!
//! Input: a model file, as training writes it. Output: weights by feature
//! hash. What always holds: a file of any bytes loads or is refused; a
//! feature that training did not see weighs nothing, but for one in 256 that
//! falls on a slot with the same check byte (feature hashing, Weinberger et
//! al. 2009; averaged structured perceptron, Collins 2002).
//!
//! File: `RCM1`, the number of slots as a power of two (one byte), the scale
//! (four bytes, little-endian float), then four bytes a slot: a check byte and
//! three signed weights. Weights are multiplied by the scale.

/// Labels of one decision.
pub const LABELS: usize = 3;

const MAGIC: &[u8; 4] = b"RCM1";
const HEAD: usize = 9;

/// Weights of one linear-chain model.
#[derive(Clone)]
pub struct Chain {
    bits: u32,
    scale: f32,
    slots: Vec<[i8; 4]>,
}

impl std::fmt::Debug for Chain {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Chain(2^{} slots)", self.bits)
    }
}

impl Chain {
    /// Reads a model file; `None` when it is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let head = bytes.strip_prefix(MAGIC)?;
        let (&bits, head) = head.split_first()?;
        let (scale, body) = head.split_first_chunk::<4>()?;
        if 24 < bits || body.len() != 4 << bits {
            return None;
        }
        let (slots, _) = body.as_chunks::<4>();
        Some(Self {
            bits: u32::from(bits),
            scale: f32::from_le_bytes(*scale),
            slots: slots.iter().map(|slot| slot.map(u8::cast_signed)).collect(),
        })
    }

    /// A model that weighs nothing, for before there is one.
    pub fn empty() -> Self {
        Self {
            bits: 0,
            scale: 1.0,
            slots: vec![[0; 4]],
        }
    }

    /// Packs weights by feature hash into `2^bits` slots; where two fall on
    /// one slot, the heavier stays. The order of `weights` does not matter.
    pub fn pack(weights: &[(u64, [f32; LABELS])], bits: u32) -> Self {
        let heft = |weight: &[f32; LABELS]| weight.iter().map(|it| it.abs()).fold(0.0, f32::max);
        let top = weights.iter().map(|(_, it)| heft(it)).fold(0.0, f32::max);
        let scale = if top == 0.0 { 1.0 } else { top / 127.0 };
        let mut sorted = weights.to_vec();
        sorted.sort_by(|a, b| heft(&a.1).total_cmp(&heft(&b.1)).then(a.0.cmp(&b.0)));
        let mut slots = vec![[0; 4]; 1 << bits];
        for (hash, weight) in sorted {
            let small = weight.map(|it| (it / scale).round() as i8);
            if small != [0; LABELS] {
                slots[slot(hash, bits)] = [check(hash), small[0], small[1], small[2]];
            }
        }
        Self { bits, scale, slots }
    }

    /// The model as a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEAD + 4 * self.slots.len());
        bytes.extend_from_slice(MAGIC);
        bytes.push(self.bits as u8);
        bytes.extend_from_slice(&self.scale.to_le_bytes());
        bytes.extend(self.slots.iter().flatten().map(|it| it.cast_unsigned()));
        bytes
    }

    /// Adds the weights of the feature `hash` to `sums`.
    pub fn add(&self, hash: u64, sums: &mut [i32; LABELS]) {
        let [seen, weights @ ..] = self.slots[slot(hash, self.bits)];
        if seen == check(hash) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i32::from(weight);
            }
        }
    }

    /// What one unit of a sum weighs.
    pub fn scale(&self) -> f32 {
        self.scale
    }
}

fn slot(hash: u64, bits: u32) -> usize {
    (hash & ((1 << bits) - 1)) as usize
}

fn check(hash: u64) -> i8 {
    (hash >> 56) as i8
}

#[cfg(test)]
mod tests {
    use super::Chain;

    #[test]
    fn a_packed_model_reads_back_the_same() {
        let weights = [
            (0x0100_0000_0000_0007, [1.0, -2.0, 0.5]),
            (3, [0.1, 0.0, 0.0]),
        ];
        let model = Chain::pack(&weights, 4);
        let again = Chain::read(&model.to_bytes()).expect("its own bytes");
        let mut sums = [0; 3];
        again.add(0x0100_0000_0000_0007, &mut sums);
        assert_eq!(sums[1], -127);
        assert!((sums[1] as f32 * again.scale() + 2.0).abs() < 0.02);
        again.add(0x0200_0000_0000_0007, &mut sums);
        assert_eq!(sums[1], -127);
    }

    #[test]
    fn other_bytes_are_no_model() {
        assert!(Chain::read(b"").is_none());
        assert!(Chain::read(b"RCM1\x04").is_none());
        assert!(Chain::read(b"RCM1\xff\0\0\0\0").is_none());
        let mut cut = Chain::empty().to_bytes();
        cut.pop();
        assert!(Chain::read(&cut).is_none());
    }
}
