//! What a `doctor` said.

use std::{fmt, process::Output};

/// What a `doctor` said, and how it ended.
#[derive(Debug)]
pub struct Diagnosis {
    /// Its exit code.
    pub code: i32,
    /// A line for each thing that it looked at.
    pub lines: Vec<String>,
    complaint: String,
}

impl Diagnosis {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code().unwrap_or(-1),
            lines: text(&output.stdout).lines().map(str::to_owned).collect(),
            complaint: text(&output.stderr),
        }
    }
}

impl fmt::Display for Diagnosis {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.lines.join("\n");
        write!(formatter, "{lines}\n{}", self.complaint)
    }
}
