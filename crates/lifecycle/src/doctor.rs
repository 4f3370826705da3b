//! `<service> doctor`: looks at what the service needs with the service's own configuration, and
//! says of each thing whether it is well and what to do. Secrets are never part of what it says.

mod probe;

use std::io::Write as _;
use std::time::Duration;

pub use probe::{Probe, Seen};

/// The longest that one thing may take to be looked at.
pub const PATIENCE: Duration = Duration::from_secs(5);

/// How a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// As it should be.
    Ok,
    /// It works, and will hurt some day.
    Warning,
    /// It does not work, or loses what people say.
    Wrong,
}

impl Grade {
    const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Wrong => "wrong",
        }
    }
}

/// Says what is found, a line each, and counts what is wrong.
#[derive(Debug, Default)]
pub struct Report {
    warnings: usize,
    wrong: usize,
}

impl Report {
    /// This is well.
    pub fn ok(&mut self, what: &str, text: impl AsRef<str>) {
        Self::say(Grade::Ok, what, text.as_ref());
    }

    /// This works for now; `advice` says what to do.
    pub fn warning(&mut self, what: &str, text: impl AsRef<str>, advice: &str) {
        self.judge((Grade::Warning, what), text, advice);
    }

    /// This does not work; `advice` says what to do.
    pub fn wrong(&mut self, what: &str, text: impl AsRef<str>, advice: &str) {
        self.judge((Grade::Wrong, what), text, advice);
    }

    /// A thing with its grade. What is well needs no advice.
    pub fn judge(&mut self, (grade, what): (Grade, &str), text: impl AsRef<str>, advice: &str) {
        match grade {
            Grade::Ok => return self.ok(what, text),
            Grade::Warning => self.warnings += 1,
            Grade::Wrong => self.wrong += 1,
        }
        Self::say(grade, what, &format!("{}. {advice}", text.as_ref()));
    }

    /// The end: an error when anything is wrong, so that the process ends with 1.
    ///
    /// # Errors
    /// When anything is wrong.
    pub fn finish(self) -> anyhow::Result<()> {
        let Self { warnings, wrong } = self;
        anyhow::ensure!(wrong == 0, "{wrong} wrong, {warnings} to be looked at");
        Ok(())
    }

    fn say(grade: Grade, what: &str, text: &str) {
        // One line, whatever a server put into its message.
        let text = text.replace(['\n', '\r'], " ");
        // Nobody may be reading; the exit code stands all the same.
        let _unread = writeln!(std::io::stdout(), "{:<8} {what}: {text}", grade.word());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_wrong_fails() {
        let mut report = Report::default();
        report.ok("one", "fine");
        report.warning("two", "so so", "Look at it.");
        assert!(report.finish().is_ok());
        let mut report = Report::default();
        report.wrong("three", "gone", "Bring it back.");
        assert!(report.finish().is_err());
    }
}
