//! Where a verb writes: buffered, a broken pipe is success, everything else is told.

use std::io::{self, BufWriter, StdoutLock, Write};

use serde::Serialize;

use crate::error::Error;

/// Standard output, or a buffer in tests.
pub struct Out {
    sink: Box<dyn Write>,
}

impl Out {
    /// Standard output.
    #[must_use]
    pub fn stdout() -> Self {
        let lock: StdoutLock<'static> = io::stdout().lock();
        Self { sink: Box::new(BufWriter::new(lock)) }
    }

    /// Writes one line.
    ///
    /// # Errors
    /// [`Error::Output`] if it cannot be written.
    pub fn line(&mut self, text: &str) -> Result<(), Error> {
        Ok(writeln!(self.sink, "{text}")?)
    }

    /// Writes text as it is.
    ///
    /// # Errors
    /// [`Error::Output`] if it cannot be written.
    pub fn raw(&mut self, text: &str) -> Result<(), Error> {
        Ok(self.sink.write_all(text.as_bytes())?)
    }

    /// Writes a value as JSON.
    ///
    /// # Errors
    /// [`Error::Output`] if it cannot be written.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Error> {
        serde_json::to_writer_pretty(&mut self.sink, value).map_err(io::Error::from)?;
        self.line("")
    }

    /// Writes out what is buffered.
    ///
    /// # Errors
    /// [`Error::Output`] if it cannot be written.
    pub fn flush(&mut self) -> Result<(), Error> {
        Ok(self.sink.flush()?)
    }
}

/// Columns of text, each as wide as its widest cell but the last, parted by two spaces.
#[must_use]
pub fn columns(rows: &[Vec<String>]) -> Vec<String> {
    use unicode_width::UnicodeWidthStr;
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count)
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0))
        .collect();
    rows.iter()
        .map(|row| {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(cell);
                line.extend(std::iter::repeat_n(' ', width + 2 - cell.width()));
            }
            line.trim_end().to_owned()
        })
        .collect()
}
