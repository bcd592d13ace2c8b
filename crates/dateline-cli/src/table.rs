//! Tables for reading on a terminal.

/// Text aligned in columns. Cells that do not fit are cut and end in `…`.
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

struct Column {
    title: &'static str,
    /// Fewest characters that the column is cut to.
    least: usize,
}

/// Space between columns.
const GAP: usize = 2;

impl Table {
    /// A table with these columns: title, and fewest characters that the column may be cut to.
    pub fn new(columns: &[(&'static str, usize)]) -> Self {
        let columns = columns.iter().map(|&(title, least)| Column { title, least }).collect();
        Self {
            columns,
            rows: Vec::new(),
        }
    }

    /// Adds a row; line breaks in cells become spaces.
    pub fn row(&mut self, cells: Vec<String>) {
        let cells = cells
            .into_iter()
            .map(|cell| {
                if cell.contains(char::is_control) {
                    cell.replace(char::is_control, " ")
                } else {
                    cell
                }
            })
            .collect();
        self.rows.push(cells);
    }

    /// The lines, no wider than `width`; the heading is bold where `colour`.
    pub fn render(&self, width: usize, colour: bool) -> String {
        let widths = self.widths(width);
        let mut out = String::new();
        let titles: Vec<String> = self.columns.iter().map(|c| c.title.to_owned()).collect();
        let heading = line(&titles, &widths);
        if colour {
            out.push_str(&format!("\u{1b}[1m{heading}\u{1b}[0m\n"));
        } else {
            out.push_str(&heading);
            out.push('\n');
        }
        for row in &self.rows {
            out.push_str(&line(row, &widths));
            out.push('\n');
        }
        out
    }

    fn widths(&self, width: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = (self.columns.iter().enumerate())
            .map(|(i, column)| {
                let cells = self.rows.iter().filter_map(|row| row.get(i));
                let widest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
                widest.max(column.title.chars().count())
            })
            .collect();
        let gaps = GAP * widths.len().saturating_sub(1);
        loop {
            let total: usize = widths.iter().sum::<usize>() + gaps;
            if total <= width {
                return widths;
            }
            // The widest column above its least gives way first.
            let widest = (0..widths.len())
                .filter(|&i| widths[i] > self.columns[i].least)
                .max_by_key(|&i| (widths[i], usize::MAX - i));
            match widest {
                Some(i) => {
                    let step = (total - width).min((widths[i] - self.columns[i].least).min(4));
                    widths[i] -= step;
                }
                None => return widths,
            }
        }
    }
}

fn line(cells: &[String], widths: &[usize]) -> String {
    let mut out = String::new();
    for (i, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let count = cell.chars().count();
        if count > *width {
            out.extend(cell.chars().take(width.saturating_sub(1)));
            out.push('…');
        } else {
            out.push_str(cell);
            if i + 1 < widths.len() {
                out.extend(std::iter::repeat_n(' ', width - count));
            }
        }
        if i + 1 < widths.len() {
            out.extend(std::iter::repeat_n(' ', GAP));
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_aligned_and_cut_to_the_width() {
        let mut table = Table::new(&[("TYPE", 4), ("WHO", 5)]);
        table.row(vec!["AID".to_owned(), "Qatar\nand Kuwait".to_owned()]);
        table.row(vec!["ASSAULT".to_owned(), "Zürich".to_owned()]);
        assert_eq!(
            table.render(80, false),
            "TYPE     WHO\nAID      Qatar and Kuwait\nASSAULT  Zürich\n"
        );
        assert_eq!(
            table.render(16, false),
            "TYPE     WHO\nAID      Qatar …\nASSAULT  Zürich\n"
        );
    }
}
