//! Damaged and lying files: rows or a reason, never a panic that gets out.
#![allow(clippy::unwrap_used)]

use std::ops::ControlFlow;

use proptest::prelude::*;
use rapporteur_parquet::Table;
use serde_json::{Map, Value};

const SAMPLE: &[u8] = include_bytes!("../../read/tests/formats/table.parquet");

fn rows(bytes: &[u8]) -> Result<Vec<Map<String, Value>>, String> {
    let mut rows = Vec::new();
    Table::open(bytes)?.rows(&|name| name != "embedding", &mut |row| {
        rows.push(row);
        ControlFlow::Continue(())
    })?;
    Ok(rows)
}

#[test]
fn wanted_columns_come_row_by_row() {
    let rows = rows(SAMPLE).unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["id"], 17);
    assert_eq!(rows[1]["headline"], Value::Null);
    assert_eq!(rows[2]["headline"], "Fog on the canal");
    assert!(!rows[0].contains_key("embedding"));
}

#[test]
fn what_is_cut_short_is_a_reason() {
    for end in 0..SAMPLE.len() {
        assert!(rows(&SAMPLE[..end]).is_err());
    }
}

#[test]
fn any_one_byte_may_be_wrong() {
    std::panic::set_hook(Box::new(|_| {}));
    for at in 0..SAMPLE.len() {
        for byte in [
            0,
            1,
            0x19,
            0x1c,
            0x7f,
            0x80,
            0xfe,
            0xff,
            SAMPLE[at] ^ 1,
            SAMPLE[at] ^ 0x10,
        ] {
            let mut bytes = SAMPLE.to_vec();
            bytes[at] = byte;
            let _ = rows(&bytes);
        }
    }
}

#[test]
fn a_footer_that_claims_two_milliard_row_groups_is_refused() {
    // Version 1, a schema of one column, then a list of 2^31 - 1 structures.
    let footer = b"\x15\x02\x19\x1c\x48\x01a\x00\x26\x02\x19\xfc\xff\xff\xff\xff\x07\x00\x00";
    let len = (footer.len() as u32).to_le_bytes();
    let file = [b"PAR1", &footer[..], &len, b"PAR1"].concat();
    assert!(rows(&file).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn any_bytes_may_be_wrong(
        faults in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = SAMPLE.to_vec();
        for (at, byte) in faults {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = rows(&bytes);
    }

    #[test]
    fn any_footer_is_rows_or_a_reason(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let len = (bytes.len() as u32).to_le_bytes();
        let _ = rows(&[b"PAR1", &bytes[..], &len, b"PAR1"].concat());
    }
}
