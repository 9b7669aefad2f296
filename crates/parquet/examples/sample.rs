//! Prints the Parquet sample of the tests:
//! `cargo run -p rapporteur-parquet --example sample > crates/read/tests/formats/table.parquet`
#![allow(clippy::unwrap_used)]

use std::io::Write as _;
use std::sync::Arc;

use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

const SCHEMA: &str = "message reports {
    REQUIRED INT64 id;
    OPTIONAL BYTE_ARRAY headline (UTF8);
    REQUIRED INT64 published (TIMESTAMP_MILLIS);
    REQUIRED BYTE_ARRAY text (UTF8);
    REQUIRED BYTE_ARRAY embedding;
}";

fn main() {
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let packed = Compression::ZSTD(ZstdLevel::default());
    let properties = WriterProperties::builder().set_compression(packed).build();
    let mut file = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut file, schema, Arc::new(properties)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let numbers = [
        [17, 18, 19],
        [1_718_006_400_000, 1_718_092_800_000, 1_718_179_200_000],
    ];
    let texts = [
        "The lock at Kellstadt was reopened on Monday, the canal board said.",
        "",
        "Fog held up two barges on Thursday. \u{201c}It comes with the salt,\u{201d} said Bram Oster.",
    ];
    let headlines = ["Lock reopens", "Fog on the canal"];
    let mut at = 0;
    while let Some(mut column) = group.next_column().unwrap() {
        let bytes = |it: &str| ByteArray::from(it.as_bytes().to_vec());
        match at {
            0 | 2 => drop(
                column
                    .typed::<Int64Type>()
                    .write_batch(&numbers[at / 2], None, None),
            ),
            1 => drop(column.typed::<ByteArrayType>().write_batch(
                &headlines.map(bytes),
                Some(&[1, 0, 1]),
                None,
            )),
            3 => drop(
                column
                    .typed::<ByteArrayType>()
                    .write_batch(&texts.map(bytes), None, None),
            ),
            _ => {
                let blanks = [ByteArray::from(vec![0xff; 4]), ByteArray::from(vec![0; 4])];
                let three = [blanks[0].clone(), blanks[1].clone(), blanks[0].clone()];
                drop(
                    column
                        .typed::<ByteArrayType>()
                        .write_batch(&three, None, None),
                );
            }
        }
        column.close().unwrap();
        at += 1;
    }
    group.close().unwrap();
    writer.close().unwrap();
    std::io::stdout().write_all(&file).unwrap();
}
