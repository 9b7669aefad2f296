//! Columns to a Parquet file.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

/// The cells of a column; a cell may be empty.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// UTF-8 strings.
    Text(Vec<Option<String>>),
    /// 64-bit whole numbers.
    Count(Vec<Option<i64>>),
    /// 64-bit floating-point numbers.
    Number(Vec<Option<f64>>),
}

/// A file of these columns, in one row group.
///
/// # Errors
/// When the columns are not all of one length, or a name is not unique.
pub fn write(columns: &[(&str, Column)]) -> Result<Vec<u8>, String> {
    written(columns).map_err(|error| error.to_string())
}

fn written(columns: &[(&str, Column)]) -> Result<Vec<u8>, ParquetError> {
    let fields = columns.iter().map(|(name, column)| field(name, column));
    let schema = Type::group_type_builder("schema")
        .with_fields(fields.collect::<Result<_, _>>()?)
        .build()?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let mut file =
        SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties.build()))?;
    let mut group = file.next_row_group()?;
    for (_, column) in columns {
        let Some(mut writer) = group.next_column()? else {
            return Err(ParquetError::General("fewer columns than named".into()));
        };
        fill(&mut writer, column)?;
        writer.close()?;
    }
    group.close()?;
    file.into_inner()
}

fn field(name: &str, column: &Column) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match column {
        Column::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Column::Count(_) => (Physical::INT64, None),
        Column::Number(_) => (Physical::DOUBLE, None),
    };
    let field = Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()?;
    Ok(Arc::new(field))
}

fn fill(writer: &mut SerializedColumnWriter<'_>, column: &Column) -> Result<(), ParquetError> {
    match column {
        Column::Text(cells) => {
            let values: Vec<ByteArray> = cells
                .iter()
                .flatten()
                .map(|it| it.as_bytes().to_vec().into())
                .collect();
            let typed = writer.typed::<ByteArrayType>();
            typed.write_batch(&values, Some(&levels(cells)), None)?;
        }
        Column::Count(cells) => {
            let values: Vec<i64> = cells.iter().flatten().copied().collect();
            let typed = writer.typed::<Int64Type>();
            typed.write_batch(&values, Some(&levels(cells)), None)?;
        }
        Column::Number(cells) => {
            let values: Vec<f64> = cells.iter().flatten().copied().collect();
            let typed = writer.typed::<DoubleType>();
            typed.write_batch(&values, Some(&levels(cells)), None)?;
        }
    }
    Ok(())
}

/// 1 where a cell is filled, 0 where it is empty.
fn levels<T>(cells: &[Option<T>]) -> Vec<i16> {
    cells.iter().map(|it| i16::from(it.is_some())).collect()
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::*;
    use crate::Table;

    #[test]
    fn what_is_written_is_read_again() {
        let columns = [
            ("words", Column::Text(vec![Some("Añ – 𝄞".into()), None])),
            ("reports", Column::Count(vec![None, Some(-7)])),
            ("value", Column::Number(vec![Some(0.5), Some(3.0)])),
        ];
        let bytes = write(&columns).unwrap();
        let table = Table::open(&bytes).unwrap();
        assert_eq!(table.columns(), ["words", "reports", "value"]);
        let mut rows = Vec::new();
        table
            .rows(&|_| true, &mut |row| {
                rows.push(serde_json::Value::Object(row));
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0]["words"], "Añ – 𝄞");
        assert_eq!(rows[1]["reports"], -7);
        assert_eq!(rows[1]["value"], 3.0);
        assert!(rows[1].get("words").is_none_or(serde_json::Value::is_null));
    }

    #[test]
    fn columns_of_two_lengths_are_refused() {
        let columns = [
            ("a", Column::Count(vec![Some(1)])),
            ("b", Column::Count(vec![Some(1), Some(2)])),
        ];
        assert!(write(&columns).is_err());
    }

    #[test]
    fn the_same_columns_give_the_same_bytes() {
        let columns = [("a", Column::Text(vec![Some("port".into()); 100]))];
        assert_eq!(write(&columns).unwrap(), write(&columns).unwrap());
    }
}
