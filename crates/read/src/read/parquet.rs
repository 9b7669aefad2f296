//! Parquet: one report a row, by the same names as JSON lines.
//!
//! Input: a whole file. Output: reports in the order of their rows. What
//! always holds: the words handed on are at most 64 MiB and 200 times the
//! file, however often a row repeats another's; there is no way back to bytes,
//! since the cells are packed.

use std::ops::ControlFlow;

use rapporteur_parquet::Table;

use super::strings::Strings;
use super::{Options, ReadOut, Source, fields, json};

/// Bytes of text that are made of however small a file, and of each byte.
const FLOOR: usize = 64 << 20;
const RATIO: usize = 200;
/// Most rows that are skipped with a reason each.
const REASONS: usize = 1_000;
/// Most names of columns that a reason lists.
const NAMED: usize = 20;

/// Whether the file is one of these.
pub(super) fn opens(opening: &[u8]) -> bool {
    opening.starts_with(b"PAR1")
}

/// Reads every row.
pub(super) fn read(bytes: &[u8], source: &Source, options: &Options) -> ReadOut {
    let mut out = ReadOut::default();
    if let Err(reason) = rows(bytes, source, options, &mut out) {
        out.skip(reason, source, None);
    }
    if out.reports.is_empty() && out.skipped.is_empty() {
        out.skip("has no rows".into(), source, None);
    }
    out
}

fn rows(bytes: &[u8], source: &Source, options: &Options, out: &mut ReadOut) -> Result<(), String> {
    let table = Table::open(bytes)?;
    let names = table.columns();
    let columns = &options.columns;
    let wanted = |name: &str| fields::leads_to_known(name, columns);
    if !names.iter().any(|it| wanted(it)) {
        let listed = names.iter().take(NAMED).map(String::as_str);
        let listed = listed.collect::<Vec<_>>().join(", ");
        return Err(format!(
            "no column is called text, body or content; its columns are: {listed}. \
             Say which one holds the text: --columns text=NAME"
        ));
    }
    let (mut number, mut made, mut failed) = (0_usize, 0, 0_usize);
    let most = FLOOR + RATIO.saturating_mul(bytes.len());
    table.rows(&wanted, &mut |row| {
        number += 1;
        match json::report(
            &row,
            format!("{}#{number}", source.file),
            &Strings::default(),
            options,
        ) {
            Ok(report) => {
                made += report.text().len();
                out.add(Ok(report), source, None);
            }
            Err(reason) => {
                failed += 1;
                if failed <= REASONS {
                    out.skip(format!("row {number}: {reason}"), source, None);
                }
            }
        }
        if most < made {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    if REASONS < failed {
        let more = failed - REASONS;
        out.skip(format!("{more} more rows were not read"), source, None);
    }
    if most < made {
        return Err(format!(
            "unpacks to more than {RATIO} times its size; the rest was not read"
        ));
    }
    Ok(())
}
