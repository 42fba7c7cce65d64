//! The table as a Parquet file: the columns of [`super::table::Layout::Plain`], numbers as numbers, dates as dates.

use super::ExportError;
use super::table::{self, Kind};
use crate::graph::EventGraph;
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::io::Write;
use std::sync::Arc;

/// Rows held in memory before they are written.
const GROUP: usize = 100_000;

/// Writes the table.
///
/// # Errors
/// When `out` does not take it.
pub fn write(out: &mut dyn Write, graph: &EventGraph) -> Result<(), ExportError> {
    let columns: Vec<String> = table::PLAIN
        .iter()
        .map(|(name, kind)| match kind {
            Kind::Text => format!("OPTIONAL BINARY {name} (UTF8);"),
            Kind::Number => format!("OPTIONAL DOUBLE {name};"),
            Kind::Day => format!("OPTIONAL INT32 {name} (DATE);"),
        })
        .collect();
    let schema = Arc::new(parse_message_type(&format!("message events {{ {} }}", columns.join(" ")))?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        // Nothing of the machine or the hour goes into the file.
        .set_created_by("diplograph".to_owned())
        .build();
    let mut buffer = Vec::new();
    let mut file = SerializedFileWriter::new(&mut buffer, schema, Arc::new(properties))?;
    let rows = table::plain_rows(graph);
    for group in rows.chunks(GROUP) {
        let mut writer = file.next_row_group()?;
        let mut column = 0;
        while let Some(mut chunk) = writer.next_column()? {
            write_column(chunk.untyped(), group, column)?;
            chunk.close()?;
            column += 1;
        }
        writer.close()?;
    }
    file.close()?;
    out.write_all(&buffer)?;
    Ok(())
}

/// An empty cell is null.
fn write_column(writer: &mut ColumnWriter, rows: &[Vec<String>], column: usize) -> Result<(), ParquetError> {
    let cells = || rows.iter().map(|row| row[column].as_str());
    match writer {
        ColumnWriter::ByteArrayColumnWriter(writer) => {
            let (values, levels) = present(cells(), |cell| Some(ByteArray::from(cell)));
            writer.write_batch(&values, Some(&levels), None)?;
        }
        ColumnWriter::DoubleColumnWriter(writer) => {
            let (values, levels) = present(cells(), |cell| cell.parse::<f64>().ok());
            writer.write_batch(&values, Some(&levels), None)?;
        }
        ColumnWriter::Int32ColumnWriter(writer) => {
            let (values, levels) = present(cells(), days);
            writer.write_batch(&values, Some(&levels), None)?;
        }
        _ => return Err(ParquetError::General("a column of a kind that the schema does not have".to_owned())),
    }
    Ok(())
}

/// Values of the cells that are not empty, and for every cell whether it has one.
fn present<'a, T>(cells: impl Iterator<Item = &'a str>, read: impl Fn(&str) -> Option<T>) -> (Vec<T>, Vec<i16>) {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for cell in cells {
        let value = if cell.is_empty() { None } else { read(cell) };
        levels.push(i16::from(value.is_some()));
        values.extend(value);
    }
    (values, levels)
}

/// Days since 1 January 1970.
fn days(cell: &str) -> Option<i32> {
    let day: jiff::civil::Date = cell.parse().ok()?;
    Some((day - jiff::civil::date(1970, 1, 1)).get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::record;
    use parquet::file::reader::{FileReader, SerializedFileReader};

    #[test]
    fn what_is_written_reads_back() {
        let graph = EventGraph::new(
            ["2021-03-25 Meeting RUS:Sergey Lavrov, KOR", "2013 Visit planned RUS > KOR", "undated Statement CHN"]
                .map(record),
        );
        let mut out = Vec::new();
        write(&mut out, &graph).expect("a vector takes it");
        let reader = SerializedFileReader::new(bytes_of(out)).expect("a Parquet file");
        let rows: Vec<String> =
            reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row").to_string()).collect();
        assert_eq!(rows.len(), table::plain_rows(&graph).len());
        assert!(rows.iter().any(|r| r.contains("earliest: 2021-03-25") && r.contains("goldstein: 1")), "{rows:?}");
        assert!(rows.iter().any(|r| r.contains("edtf: null") && r.contains("earliest: null")), "{rows:?}");
    }

    fn bytes_of(out: Vec<u8>) -> std::fs::File {
        use std::io::{Seek, SeekFrom};
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(&out).expect("written");
        file.seek(SeekFrom::Start(0)).expect("rewound");
        file
    }
}
