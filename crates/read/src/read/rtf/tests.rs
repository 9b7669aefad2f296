use super::*;

fn text(rtf: &[u8]) -> String {
    let out = read(rtf, &Source::named("a.rtf"), &Options::default());
    out.reports
        .first()
        .map_or_else(String::new, |it| it.text().to_owned())
}

#[test]
fn units_are_followed_by_what_stands_in_for_them() {
    assert_eq!(text(b"{\\rtf1 a\\u8212?b\\u8212\\'97c}"), "a—b—c");
    assert_eq!(
        text(b"{\\rtf1\\uc2 a\\u-4051 ??b{\\uc0\\u8364 5}\\u233 ee!}"),
        "a\u{f02d}b€5é!"
    );
    assert_eq!(text(b"{\\rtf1 \\u-10179?\\u-8704? now}"), "😀 now");
    assert_eq!(text(b"{\\rtf1 \\u-10179? lone}"), "lone");
}

#[test]
fn bytes_are_of_the_code_page_of_their_font() {
    let rtf = b"{\\rtf1\\ansi\\ansicpg1250{\\fonttbl{\\f0 A;}{\\f1\\fcharset204 B;}{\\f2\\fcharset128 C;}}\\f0 \\'b3\xF3dka {\\f1 \\'cc\\'e8\\'f0} \\f2 \\'83A\\'93\\'8c}";
    let text = text(rtf);
    assert!(text.starts_with('ł'), "{text}");
    assert!(text.contains("Мир"), "{text}");
    assert!(text.ends_with("ア東"), "{text}");
}

#[test]
fn braces_that_do_not_match_lose_no_text() {
    assert_eq!(text(b"{\\rtf1 One}}}} two{{{ three"), "One two three");
    let deep = [
        b"{\\rtf1 ".to_vec(),
        b"{\\b ".repeat(100_000),
        b"Deep".to_vec(),
    ]
    .concat();
    assert_eq!(text(&deep), "Deep");
    let closed = [deep, b"}".repeat(99_999), b" and back".to_vec()].concat();
    assert_eq!(text(&closed), "Deep and back");
}

#[test]
fn lengths_that_lie_are_bounded_by_the_file() {
    assert_eq!(
        text(b"{\\rtf1 Before {\\pict\\bin4 }}}}} after\\bin2147483647 lost}"),
        "Before  after"
    );
    assert_eq!(
        text(b"{\\rtf1 a\\bin-5 b\\bin99999999999 c}"),
        "a b c".replace(' ', "")
    );
}

#[test]
fn unknown_groups_are_skipped_only_where_they_may_be() {
    assert_eq!(text(b"{\\rtf1{\\*\\zzz Gone.}{\\zzz Kept.}}"), "Kept.");
}
