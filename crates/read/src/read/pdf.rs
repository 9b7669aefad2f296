//! PDF files with a text layer: one report a file.
//!
//! Input: the file's bytes. Output: its blocks of text in reading order, by
//! `rapporteur-pdf`. The day on which the file was made is no day of
//! publication and is left out.

use rapporteur_pdf::{Kind, Paper};
use rapporteur_text::{Imprint, Report};

use super::flow::{self, Flow, properties};
use super::{Options, ReadOut, Source};

/// How far into a file its mark may stand: some programs write before it.
const LEAD: usize = 1_024;

/// Whether a file is a PDF.
pub(super) fn opens(opening: &[u8]) -> bool {
    let lead = &opening[..opening.len().min(LEAD)];
    opening.starts_with(b"%PDF-")
        || (!lead.is_ascii() && memchr::memmem::find(lead, b"%PDF-").is_some())
}

/// Reads the file: one report, or those of an export.
pub(super) fn read(bytes: &[u8], source: &Source, _: &Options) -> ReadOut {
    match rapporteur_pdf::read(bytes) {
        Ok(paper) => flow_of(&paper).read(source, declared(&paper)),
        Err(reason) => ReadOut::one(Err::<Report, _>(reason.to_string()), source),
    }
}

fn flow_of(paper: &Paper) -> Flow {
    let mut flow = Flow::default();
    for block in &paper.blocks {
        let kind = match block.kind {
            Kind::Paragraph => flow::Kind::Paragraph,
            Kind::Title => flow::Kind::Title,
            Kind::Heading => flow::Kind::Subhead,
        };
        flow.add(kind, &block.text);
    }
    flow
}

fn declared(paper: &Paper) -> Imprint {
    properties(
        paper.title.as_deref().unwrap_or_default(),
        paper.author.as_deref().unwrap_or_default(),
    )
}
