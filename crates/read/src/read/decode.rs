//! Bytes to characters.
//!
//! Input: bytes of unknown or declared encoding. Output: text, or `None` for
//! what is no text. Follows the WHATWG Encoding Standard by `encoding_rs`;
//! where nothing is declared and the bytes are not UTF-8, `chardetng` guesses.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

/// How many bytes are looked at to tell text from binary.
const SAMPLE: usize = 64 << 10;

/// The characters of `bytes`, or `None` when they are no text.
///
/// A byte order mark decides and is dropped; else valid UTF-8 is taken as it
/// is; else `declared`, else a guess.
pub(super) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Option<String> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return legible(
            encoding
                .decode_without_bom_handling(&bytes[mark..])
                .0
                .into(),
        );
    }
    if let Some(wide) = wide(bytes) {
        return legible(wide.decode_without_bom_handling(bytes).0.into());
    }
    if bytes.contains(&0) && declared.is_none() {
        return None;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return legible(text.to_owned());
    }
    let encoding = declared.unwrap_or_else(|| guess(bytes));
    legible(encoding.decode_without_bom_handling(bytes).0.into())
}

/// The likeliest legacy encoding.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(16 * SAMPLE)], true);
    detector.guess(None, Utf8Detection::Allow)
}

/// UTF-16 without a byte order mark: nearly every second byte is zero.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros = |from: usize| {
        sample
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|&&it| it == 0)
            .count()
    };
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    let most = half * 4 / 5;
    if half < 8 {
        None
    } else if most < odd && even == 0 {
        Some(UTF_16LE)
    } else if most < even && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// `text`, unless over one character in 50 is a control or a failed decoding.
fn legible(text: String) -> Option<String> {
    let (mut bad, mut all) = (0_usize, 0_usize);
    for character in text.chars().take(SAMPLE) {
        let space = matches!(character, '\n' | '\r' | '\t' | '\u{c}');
        all += 1;
        bad += usize::from(character == '\u{fffd}' || (character.is_control() && !space));
    }
    (bad * 50 <= all).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn legacy_and_wide_encodings_are_read() {
        let latin = b"\x93Cr\xE8me br\xFBl\xE9e\x94, said the caf\xE9 owner in Gen\xE8ve";
        assert_eq!(
            decode(latin, None).as_deref(),
            Some("“Crème brûlée”, said the café owner in Genève")
        );
        let wide: Vec<u8> = "A report"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&wide, None).as_deref(), Some("A report"));
        let marked = [&[0xFF, 0xFE][..], &wide].concat();
        assert_eq!(decode(&marked, None).as_deref(), Some("A report"));
    }

    #[test]
    fn binary_is_refused() {
        assert_eq!(decode(b"ab\0cd\x01\x02\x03", None), None);
        assert_eq!(decode(&[0x81, 0x01, 0x02, 0x03, 0xFF, 0x05], None), None);
    }
}
