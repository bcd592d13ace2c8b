//! Tab-separated data files with a header line, read with file and line in every error.

use crate::resolve::DataError;

/// A file's lines below the header, split into as many fields as the header has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'a> {
    file: &'a str,
    text: &'a str,
    columns: usize,
}

/// One line of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    /// Name of the file.
    file: &'a str,
    /// Number of the line, from 1.
    line: usize,
    /// Fields, as many as the header has.
    fields: Vec<&'a str>,
}

impl<'a> Table<'a> {
    /// A table whose header is exactly `header`.
    pub(crate) fn new(file: &'a str, text: &'a str, header: &[&str]) -> Result<Self, DataError> {
        let first = text.lines().next().unwrap_or_default();
        if !first.split('\t').eq(header.iter().copied()) {
            return Err(DataError {
                file: file.to_owned(),
                line: Some(1),
                reason: format!("the header is {first:?}; expected the columns {}", header.join(", ")),
            });
        }
        Ok(Self {
            file,
            text,
            columns: header.len(),
        })
    }

    /// A table whose header is `header`, or only its first `least` columns; those that are not there are read as empty.
    pub(crate) fn with_optional(
        file: &'a str,
        text: &'a str,
        header: &[&str],
        least: usize,
    ) -> Result<Self, DataError> {
        let first = text.lines().next().unwrap_or_default();
        let columns = first.split('\t').count();
        if (least..header.len()).contains(&columns) && first.split('\t').eq(header[..columns].iter().copied()) {
            return Ok(Self { file, text, columns });
        }
        Self::new(file, text, header)
    }

    /// The lines below the header; empty ones and those that start with `#` are left out.
    pub(crate) fn rows(self) -> impl Iterator<Item = Result<Row<'a>, DataError>> {
        self.text
            .lines()
            .enumerate()
            .skip(1)
            .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
            .map(move |(i, line)| {
                let fields: Vec<_> = line.split('\t').collect();
                let row = Row {
                    file: self.file,
                    line: i + 1,
                    fields,
                };
                if row.fields.len() == self.columns {
                    Ok(row)
                } else {
                    Err(row.error(format!("{} columns; expected {}", row.fields.len(), self.columns)))
                }
            })
    }
}

impl<'a> Row<'a> {
    /// A line that was put together from another form.
    pub(crate) fn made(file: &'a str, line: usize, fields: Vec<&'a str>) -> Self {
        Self { file, line, fields }
    }

    /// Where it stands: file and line.
    pub(crate) fn place(&self) -> (&'a str, usize) {
        (self.file, self.line)
    }

    /// The field of a column, from 0.
    pub(crate) fn field(&self, column: usize) -> &'a str {
        self.fields.get(column).copied().unwrap_or_default()
    }

    /// The parts of a field between `|`.
    pub(crate) fn list(&self, column: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.field(column).split('|').filter(|part| !part.is_empty())
    }

    /// An error that names this line.
    pub(crate) fn error(&self, reason: impl Into<String>) -> DataError {
        DataError {
            file: self.file.to_owned(),
            line: Some(self.line),
            reason: reason.into(),
        }
    }
}
