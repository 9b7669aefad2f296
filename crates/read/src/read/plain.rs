//! Plain text: one report a file, its characters unchanged.

use rapporteur_text::{Imprint, Report};

use super::{Options, ReadOut, Source, TEXT_CAP, decode::decode, fitting};

/// Reads the file as one report.
pub(super) fn read(bytes: &[u8], source: &Source, _: &Options) -> ReadOut {
    ReadOut::one(report(bytes, source), source)
}

fn report(bytes: &[u8], source: &Source) -> Result<Report, String> {
    // UTF-16 takes twice the bytes of its UTF-8.
    if 2 * TEXT_CAP < bytes.len() {
        return Err(format!("its text is over {} MiB", TEXT_CAP >> 20));
    }
    let (text, origin) = decode(bytes, source.charset())
        .ok_or("a binary file, not text")?
        .into_parts();
    let text = fitting(text)?;
    let report = Report::new(None, source.file.clone(), text, Imprint::default());
    Ok(report.with_origin(origin))
}
