//! Bytes to characters, and the way back.
//!
//! Input: bytes of unknown or declared encoding. Output: text with the map to
//! its bytes, or `None` for what is no text. Follows the WHATWG Encoding
//! Standard by `encoding_rs`; where nothing is declared and the bytes are not
//! UTF-8, `chardetng` guesses.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use rapporteur_text::{OriginMap, Run, RunKind, Span};

/// How many bytes are looked at to tell text from binary.
const SAMPLE: usize = 64 << 10;

/// Characters and where their bytes lie in the file.
#[derive(Clone, Debug)]
pub(super) struct Mapped<'a> {
    text: Cow<'a, str>,
    origin: OriginMap,
}

impl<'a> Mapped<'a> {
    /// Characters with the map to their bytes.
    pub(super) fn new(text: impl Into<Cow<'a, str>>, origin: OriginMap) -> Self {
        Self {
            text: text.into(),
            origin,
        }
    }

    /// Characters that no way leads back from.
    pub(super) fn unmapped(text: impl Into<Cow<'a, str>>) -> Self {
        Self::new(text, OriginMap::default())
    }

    /// Characters that lie as they are at `start` of the file.
    pub(super) fn copied(text: &'a str, start: usize) -> Self {
        Self::new(text, OriginMap::copied(text.len(), start as u64))
    }

    /// The characters.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where their bytes lie.
    pub(super) fn origin(&self) -> &OriginMap {
        &self.origin
    }

    /// Characters and map, to keep.
    pub(super) fn into_parts(self) -> (String, OriginMap) {
        (self.text.into_owned(), self.origin)
    }
}

/// The characters of `bytes`, or `None` when they are no text.
///
/// A byte order mark decides and is dropped; else valid UTF-8 is taken as it
/// is; else `declared`, else a guess. A declared UTF-8 with few faults keeps
/// its name; one that fails throughout was declared wrongly.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    declared: Option<&'static Encoding>,
) -> Option<Mapped<'a>> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, bytes, mark);
    }
    if let Some(wide) = wide(bytes) {
        return with(wide, bytes, 0);
    }
    if bytes.contains(&0) && declared.is_none() {
        return None;
    }
    if std::str::from_utf8(bytes).is_ok() || is_nearly_utf8(bytes) {
        return with(UTF_8, bytes, 0);
    }
    let declared = declared.filter(|it| *it != UTF_8);
    with(declared.unwrap_or_else(|| guess(bytes)), bytes, 0)
}

/// The characters of all bytes from `from` in one encoding.
fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8], from: usize) -> Option<Mapped<'a>> {
    if encoding == UTF_8
        && let Ok(text) = std::str::from_utf8(&bytes[from..])
    {
        return is_legible(text).then(|| Mapped::copied(text, from));
    }
    let (text, origin) = decoded(encoding, bytes, from);
    is_legible(&text).then(|| Mapped::new(text, origin))
}

/// Decodes byte by byte, so that each character is known by its bytes; runs
/// of ASCII in encodings that hold it are taken whole.
fn decoded(encoding: &'static Encoding, bytes: &[u8], from: usize) -> (String, OriginMap) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut runs) = (String::new(), Vec::<Run>::new());
    // One step gives at most a failed decoding and a character.
    text.reserve(bytes.len() + bytes.len() / 2);
    let plain = encoding.is_ascii_compatible();
    let (mut at, mut start) = (from, from);
    while at < bytes.len() {
        let ascii = if plain && start == at {
            bytes[at..]
                .iter()
                .take_while(|it| it.is_ascii() && **it != 0x1b)
                .count()
        } else {
            0
        };
        let step = ascii.max(1);
        let before = text.len();
        feed(&mut decoder, &bytes[at..at + step], false, &mut text);
        at += step;
        if before < text.len() {
            add_run(&mut runs, Span::new(before, text.len()), start, at);
            start = at;
        }
    }
    let before = text.len();
    feed(&mut decoder, &[], true, &mut text);
    if before < text.len() {
        add_run(&mut runs, Span::new(before, text.len()), start, at);
    }
    (text, OriginMap::new(runs))
}

/// Gives bytes to the decoder, and takes what comes out; what cannot be
/// decoded comes out as U+FFFD.
fn feed(decoder: &mut encoding_rs::Decoder, mut bytes: &[u8], last: bool, text: &mut String) {
    loop {
        text.reserve(bytes.len() * 3 + 16);
        let (result, read) = decoder.decode_to_string_without_replacement(bytes, text, last);
        bytes = &bytes[read..];
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => text.push('\u{fffd}'),
        }
    }
}

/// Adds a run, to the one before where both are byte for byte.
fn add_run(runs: &mut Vec<Run>, span: Span, start: usize, end: usize) {
    let len = end - start;
    if let Some(last) = runs.last_mut()
        && last.len as usize == last.text.len()
        && len == span.len()
    {
        last.text = last.text.cover(span);
        last.len += len as u32;
        return;
    }
    runs.push(Run {
        text: span,
        start: start as u64,
        len: len as u32,
        kind: RunKind::Copied,
    });
}

/// Whether bytes hold characters of several bytes in UTF-8, and few faults.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut wide, mut faults) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        wide += chunk.valid().chars().filter(|it| !it.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    faults * 10 <= wide
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

/// Whether at most one character in 50 is a control or a failed decoding.
fn is_legible(text: &str) -> bool {
    let (mut bad, mut all) = (0_usize, 0_usize);
    for character in text.chars().take(SAMPLE) {
        let space = matches!(character, '\n' | '\r' | '\t' | '\u{c}');
        all += 1;
        bad += usize::from(character == '\u{fffd}' || (character.is_control() && !space));
    }
    bad * 50 <= all
}

#[cfg(test)]
mod tests {
    use super::{Mapped, decode};

    fn text(bytes: &[u8]) -> Option<String> {
        decode(bytes, None).map(|it| it.into_parts().0)
    }

    #[test]
    fn legacy_and_wide_encodings_are_read() {
        let latin = b"\x93Cr\xE8me br\xFBl\xE9e\x94, said the caf\xE9 owner in Gen\xE8ve";
        assert_eq!(
            text(latin).as_deref(),
            Some("“Crème brûlée”, said the café owner in Genève")
        );
        let wide: Vec<u8> = "A report"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(text(&wide).as_deref(), Some("A report"));
        let marked = [&[0xFF, 0xFE][..], &wide].concat();
        assert_eq!(text(&marked).as_deref(), Some("A report"));
    }

    #[test]
    fn binary_is_refused() {
        assert_eq!(text(b"ab\0cd\x01\x02\x03"), None);
        assert_eq!(text(&[0x81, 0x01, 0x02, 0x03, 0xFF, 0x05]), None);
    }

    fn assert_leads_back(
        bytes: &[u8],
        mapped: &Mapped<'_>,
        encoding: &'static encoding_rs::Encoding,
    ) {
        let mut all = String::new();
        for run in mapped.origin().runs() {
            let bytes = &bytes[run.start as usize..run.bytes().end as usize];
            let text = encoding.decode_without_bom_handling(bytes).0;
            assert_eq!(text, mapped.text()[run.text.range()]);
            all.push_str(&text);
        }
        assert_eq!(all, mapped.text());
    }

    #[test]
    fn each_run_decodes_by_itself() {
        let latin = b"\x93Cr\xE8me br\xFBl\xE9e\x94, said the caf\xE9 owner in Gen\xE8ve";
        let mapped = decode(latin, Some(encoding_rs::WINDOWS_1252)).expect("text");
        assert_leads_back(latin, &mapped, encoding_rs::WINDOWS_1252);
        let (bytes, encoding, _) = encoding_rs::SHIFT_JIS.encode("東京 (ロイター) - A~ \u{ff76}");
        let mapped = decode(&bytes, Some(encoding)).expect("text");
        assert_leads_back(&bytes, &mapped, encoding);
        let wide: Vec<u8> = "Genève 😀 now"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let marked = [&[0xFE, 0xFF][..], &wide].concat();
        let mapped = decode(&marked, None).expect("text");
        assert_leads_back(&marked, &mapped, encoding_rs::UTF_16BE);
        assert_eq!(mapped.origin().runs()[0].start, 2);
    }

    #[test]
    fn a_wrong_declaration_yields_to_the_bytes() {
        let utf8 = "“Crème brûlée”, said the café owner".as_bytes();
        let mapped = decode(utf8, Some(encoding_rs::WINDOWS_1252)).expect("text");
        assert_eq!(mapped.text().as_bytes(), utf8);
        let latin = b"the caf\xE9 owner, said the caf\xE9 owner in Gen\xE8ve";
        let mapped = decode(latin, Some(encoding_rs::UTF_8)).expect("text");
        assert_eq!(
            mapped.text(),
            "the café owner, said the café owner in Genève"
        );
    }
}
