//! Prints the blocks of a PDF file, each with what it is.

use std::io::{self, Write as _};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args_os().nth(1).ok_or("name a PDF file")?;
    let paper = rapporteur_pdf::read(&std::fs::read(file)?)?;
    for block in paper.blocks {
        writeln!(io::stdout(), "{:?}: {}\n", block.kind, block.text)?;
    }
    Ok(())
}
