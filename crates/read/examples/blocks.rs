//! Prints the blocks of a page with their scores: what was read as its
//! report, and what was left.
#![allow(clippy::print_stdout)]

use rapporteur_language::Pages;
use rapporteur_read::{SeenPage, page_text};

fn main() -> std::io::Result<()> {
    let pages = Pages::embedded();
    for path in std::env::args().skip(1) {
        let text = page_text(&std::fs::read(path)?).unwrap_or_default();
        let Some(page) = SeenPage::new(&text) else {
            continue;
        };
        let rows = page.rows(&pages.words);
        let own: Vec<f32> = rows.iter().map(|it| pages.blocks.score(it)).collect();
        let context = page.context(&rows, &own);
        for ((text, own), row) in page.texts().zip(&own).zip(&context) {
            let score = pages.context.score(row);
            let mark = if 0.0 < score { '+' } else { '-' };
            let head: String = text.chars().take(100).collect();
            println!("{mark} {score:6.2} {own:6.2} {:5} {head}", text.len());
        }
    }
    Ok(())
}
