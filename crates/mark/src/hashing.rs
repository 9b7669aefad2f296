//! Hashes of words and of features, as the linear models number them.
//!
//! What always holds: the same bytes give the same hash in every build.

/// FNV-1a with a last mix, so that low and high bits both spread.
pub(crate) fn hash(word: &str) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for byte in word.bytes() {
        sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mix(sum)
}

/// Spreads the bits of `sum` (the last step of `SplitMix64`).
pub(crate) fn mix(sum: u64) -> u64 {
    let sum = (sum ^ (sum >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let sum = (sum ^ (sum >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    sum ^ (sum >> 31)
}

/// The hash of a feature: which template, and up to three values.
pub(crate) fn feature(template: u64, a: u64, b: u64, c: u64) -> u64 {
    let sum = template.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ a;
    let sum = sum.rotate_left(21).wrapping_mul(0xff51_afd7_ed55_8ccd) ^ b;
    let sum = sum.rotate_left(21).wrapping_mul(0xc4ce_b9fe_1a85_ec53) ^ c;
    mix(sum)
}
