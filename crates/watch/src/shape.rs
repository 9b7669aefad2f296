//! Whether bytes look like a feed, so that a page that says "log in first"
//! does not become a report.

/// Bytes that are looked at.
const HEAD: usize = 2048;

/// Whether bytes begin as XML or JSON does, and not as a page.
pub(crate) fn is_feed(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    // A feed in UTF-16 has a zero beside each letter of its marks.
    let head: Vec<u8> = head.iter().copied().filter(|&it| it != 0).collect();
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let head =
        head.trim_start_matches(|it: char| it.is_whitespace() || "\u{feff}\u{fffd}".contains(it));
    match head.chars().next() {
        Some('<') => !head.contains("<!doctype html") && !head.contains("<html"),
        Some('{' | '[') => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_feed;

    #[test]
    fn xml_and_json_are_feeds_and_pages_are_not() {
        let utf_16: Vec<u8> = "\u{feff}<rss>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for feed in [
            b"<?xml version=\"1.0\"?><rss>" as &[u8],
            b"\xef\xbb\xbf\n <feed xmlns=\"a\">",
            b"{\"version\": \"https://jsonfeed.org/version/1.1\"}",
            &utf_16,
        ] {
            assert!(is_feed(feed), "{}", String::from_utf8_lossy(feed));
        }
        for other in [
            b"<!DOCTYPE HTML><title>Log in</title>" as &[u8],
            b"<?xml version=\"1.0\"?><HTML>",
            b"the port reopens",
            b"\x1f\x8b\x08\x00",
            b"",
        ] {
            assert!(!is_feed(other), "{}", String::from_utf8_lossy(other));
        }
    }
}
