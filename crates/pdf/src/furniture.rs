//! What stands at the head and the foot of pages: the paper's name, the day,
//! page numbers.
//!
//! Input: the lines of each page. Output: the same without those in the
//! margins that recur over pages, numbers aside, and page numbers.

use std::collections::BTreeMap;

use crate::lines::Line;

/// Share of a page's height, at either end, that is its margin.
const MARGIN: f64 = 0.09;
/// Most pages between two that show a line that recurs: left and right pages
/// have their own.
const EVERY: usize = 3;

/// Drops the furniture of all pages.
pub(crate) fn drop_furniture(pages: &mut [Vec<Line>]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter() {
        let mut shapes: Vec<String> = page.iter().filter(|it| in_margin(it)).map(shape).collect();
        shapes.sort_unstable();
        shapes.dedup();
        for shape in shapes {
            *seen.entry(shape).or_default() += 1;
        }
    }
    let often = (pages.len() / EVERY).max(2);
    let recurs = |line: &Line| seen.get(&shape(line)).is_some_and(|&count| often <= count);
    for page in pages.iter_mut() {
        page.retain(|it| !in_margin(it) || !(recurs(it) || is_page_number(&it.text)));
    }
}

fn in_margin(line: &Line) -> bool {
    line.y - line.size < line.page * MARGIN || line.page * (1.0 - MARGIN) < line.y
}

/// The words of a line, with one mark for any number.
fn shape(line: &Line) -> String {
    let mut shape = String::with_capacity(line.text.len());
    for character in line.text.chars() {
        if !character.is_numeric() {
            shape.extend(character.to_lowercase());
        } else if !shape.ends_with('#') {
            shape.push('#');
        }
    }
    shape
}

/// "7", "- 7 -", "Page 7", "Page 7 of 12", "A7".
fn is_page_number(line: &str) -> bool {
    let word = |it: &str| {
        let letters = it.trim_matches(|it: char| !it.is_alphanumeric());
        let digits = letters.trim_start_matches(|it: char| it.is_ascii_uppercase());
        let number = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
        let lead = letters.len() - digits.len();
        letters.is_empty()
            || (number && digits.len() <= 4 && lead <= 1)
            || ["page", "of", "p"].contains(&letters.to_lowercase().as_str())
    };
    line.chars().any(|it| it.is_ascii_digit())
        && line.len() <= 20
        && line.split_whitespace().all(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, y: f64) -> Line {
        Line {
            text: text.into(),
            left: 0.0,
            right: 100.0,
            y,
            size: 10.0,
            page: 800.0,
        }
    }

    #[test]
    fn what_recurs_in_the_margins_is_dropped() {
        let page = |number: usize| {
            vec![
                line(&format!("Coast Mirror {number} May"), 30.0),
                line("The port reopened.", 400.0),
                line(&format!("Page {number} of 2"), 780.0),
            ]
        };
        let mut pages = vec![page(1), page(2)];
        drop_furniture(&mut pages);
        for page in pages {
            assert_eq!(page.len(), 1);
            assert_eq!(page[0].text, "The port reopened.");
        }
    }

    #[test]
    fn a_line_of_one_page_stays_unless_it_is_its_number() {
        let mut pages = vec![vec![
            line("Ferries sail again", 40.0),
            line("- A7 -", 780.0),
        ]];
        drop_furniture(&mut pages);
        assert_eq!(pages[0].len(), 1);
    }
}
