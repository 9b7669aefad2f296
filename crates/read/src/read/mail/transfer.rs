//! Transfer encodings of a mail's parts, and the way back through them.
//!
//! Input: the bytes of a part as the mail holds them. Output: its own bytes,
//! and where each lay. Follows RFC 2045; what breaks its rules is kept as it
//! stands, or passed over in base64.

use std::borrow::Cow;

use rapporteur_text::{OriginMap, Run, RunKind, Span};

/// A part's own bytes and where they lay in the file: the spans of the map
/// count these bytes. It is empty for base64, whose groups cut characters.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    /// The bytes.
    pub(super) bytes: Cow<'a, [u8]>,
    /// The way back.
    pub(super) origin: OriginMap,
}

/// Decodes what lies at `start` of the file.
pub(super) fn decoded<'a>(body: &'a [u8], encoding: &str, start: usize) -> Decoded<'a> {
    match encoding.trim().to_ascii_lowercase().as_str() {
        "quoted-printable" => quoted_printable(body, start),
        "base64" => Decoded {
            bytes: base64(body).into(),
            origin: OriginMap::default(),
        },
        _ => Decoded {
            bytes: body.into(),
            origin: OriginMap::copied(body.len(), start as u64),
        },
    }
}

fn quoted_printable(body: &[u8], start: usize) -> Decoded<'static> {
    let (mut bytes, mut runs) = (Vec::with_capacity(body.len()), Vec::new());
    let mut from = 0;
    while from < body.len() {
        let plain = memchr::memchr(b'=', &body[from..]).unwrap_or(body.len() - from);
        add(&mut runs, bytes.len(), plain, start + from, plain);
        bytes.extend_from_slice(&body[from..from + plain]);
        from += plain;
        let escapes = from;
        let before = bytes.len();
        from += escaped(&body[from..], &mut bytes);
        add(
            &mut runs,
            before,
            bytes.len() - before,
            start + escapes,
            from - escapes,
        );
        if from == escapes && from < body.len() {
            add(&mut runs, bytes.len(), 1, start + from, 1);
            bytes.push(b'=');
            from += 1;
        }
    }
    Decoded {
        bytes: bytes.into(),
        origin: OriginMap::new(runs),
    }
}

/// Takes escapes that follow one another, since a character may need several,
/// with the soft line breaks among them; gives how many bytes they take.
fn escaped(body: &[u8], bytes: &mut Vec<u8>) -> usize {
    let mut at = 0;
    loop {
        let rest = &body[at..];
        match rest {
            [b'=', b'\n', ..] => at += 2,
            [b'=', b'\r', b'\n', ..] => at += 3,
            [b'=', high, low, ..] => {
                let (Some(high), Some(low)) = (digit(*high), digit(*low)) else {
                    return at;
                };
                bytes.push(high * 16 + low);
                at += 3;
            }
            _ => return at,
        }
    }
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|it| it as u8)
}

fn add(runs: &mut Vec<Run>, at: usize, text: usize, start: usize, len: usize) {
    if text == 0 {
        return;
    }
    runs.push(Run {
        text: Span::new(at, at + text),
        start: start as u64,
        len: len as u32,
        kind: if text == len {
            RunKind::Copied
        } else {
            RunKind::Escaped
        },
    });
}

/// The bytes that base64 gives, up to its padding; other bytes are passed
/// over.
fn base64(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0);
    for six in body
        .iter()
        .take_while(|it| **it != b'=')
        .filter_map(|it| sextet(*it))
    {
        held = (held << 6 | u32::from(six)) & 0xffff;
        bits += 6;
        if 8 <= bits {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    bytes
}

fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_leads_back_to_its_bytes() {
        let body = b"Cr=C3=A8me=\r\n br=FBl=E9e 1 =3D 1 =zz =";
        let it = decoded(body, "Quoted-Printable", 10);
        assert_eq!(&it.bytes[..], b"Cr\xC3\xA8me br\xFBl\xE9e 1 = 1 =zz =");
        assert_eq!(it.origin.bytes(Span::new(2, 4)), Some(12..18));
        assert_eq!(it.origin.bytes(Span::new(0, 2)), Some(10..12));
    }

    #[test]
    fn base64_is_read_as_far_as_it_goes() {
        assert_eq!(base64(b"VGhlIG\r\nZlcnJ5"), b"The ferry");
        assert_eq!(base64(b"VGhlIGZlcnI="), b"The ferr");
        assert_eq!(base64(b"V"), b"");
    }
}
