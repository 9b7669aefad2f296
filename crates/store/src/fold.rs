//! Names as they are looked up: words without case and marks.

/// The words of a name, in lower case, without punctuation and the marks of
/// Latin letters.
pub(crate) fn fold(name: &str) -> Vec<String> {
    name.split(|it: char| !it.is_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(|it| it.chars().flat_map(char::to_lowercase).map(plain).collect())
        .collect()
}

/// A Latin letter less its mark.
fn plain(letter: char) -> char {
    const MARKED: [(&str, char); 16] = [
        ("àáâãäåāăą", 'a'),
        ("çćĉċč", 'c'),
        ("ďđð", 'd'),
        ("èéêëēĕėęě", 'e'),
        ("ĝğġģ", 'g'),
        ("ìíîïĩīĭįı", 'i'),
        ("ķ", 'k'),
        ("ĺļľł", 'l'),
        ("ñńņňŋ", 'n'),
        ("òóôõöøōŏő", 'o'),
        ("ŕŗř", 'r'),
        ("śŝşšș", 's'),
        ("ţťț", 't'),
        ("ùúûüũūŭůűų", 'u'),
        ("ýÿŷ", 'y'),
        ("źżž", 'z'),
    ];
    let found = MARKED.iter().find(|(marked, _)| marked.contains(letter));
    found.map_or(letter, |&(_, plain)| plain)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn names_are_found_without_their_case_and_marks() {
        assert_eq!(
            fold("Łukasz O’Brien-Šarić"),
            ["lukasz", "o", "brien", "saric"]
        );
        assert_eq!(fold(" … "), Vec::<String>::new());
    }
}
