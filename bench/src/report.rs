//! Figures of a run, and the table that puts them beside the goals.

use std::io::Write as _;
use std::time::Duration;

use hdrhistogram::Histogram;

use crate::pattern::Outcome;

/// A latency above five minutes counts as five.
const LONGEST_MICROS: u64 = 300_000_000;

/// One line of the table.
pub(crate) struct Line {
    pub(crate) what: String,
    pub(crate) figure: String,
    pub(crate) goal: &'static str,
}

/// Collects lines and prints them.
#[derive(Default)]
pub(crate) struct Report {
    lines: Vec<Line>,
}

impl Report {
    /// Adds a line.
    pub(crate) fn line(
        &mut self,
        what: impl Into<String>,
        figure: impl Into<String>,
        goal: &'static str,
    ) {
        self.lines.push(Line {
            what: what.into(),
            figure: figure.into(),
            goal,
        });
    }

    /// Adds what every pattern is asked: loss, latency, cost.
    pub(crate) fn outcome(&mut self, name: &str, outcome: &Outcome, limit: Option<Duration>) {
        let (gaps, repeats) = disorder(outcome);
        let lost = outcome.expected.saturating_sub(outcome.delivered);
        self.line(
            format!("{name}: sent / delivered"),
            format!("{} / {}", outcome.sent, outcome.delivered),
            "",
        );
        self.line(
            format!("{name}: refused / lost / gaps / repeats"),
            format!("{} / {lost} / {gaps} / {repeats}", outcome.refused),
            "0 / 0 / 0 / 0",
        );
        self.line(
            format!("{name}: send to the other gateway's socket, p50 / p99 / max"),
            across(outcome),
            "p99 < 100 ms, aim < 10 ms",
        );
        self.line(
            format!("{name}: send to accepted, p50 / p99 / max"),
            accepts(outcome),
            "",
        );
        self.cost(name, outcome, limit);
    }

    fn cost(&mut self, name: &str, outcome: &Outcome, limit: Option<Duration>) {
        let gateway = per(outcome.cpu.gateway, outcome.delivered);
        self.line(
            format!("{name}: gateway CPU per delivery"),
            shown(gateway),
            "",
        );
        if let Some(limit) = limit {
            let ratio = gateway.as_secs_f64() / limit.as_secs_f64();
            self.line(
                format!("{name}: write limit per delivery"),
                shown(limit),
                "",
            );
            let goal = if name.starts_with("(a)") {
                "≤ 1.35 ×"
            } else {
                "≤ 2.0 ×"
            };
            self.line(
                format!("{name}: gateway against the write limit"),
                format!("{ratio:.2} ×"),
                goal,
            );
        }
        let sent = outcome.accepted;
        self.line(
            format!("{name}: api CPU per message"),
            shown(per(outcome.cpu.api, sent)),
            "api + gateway ≤ 60 µs to accept",
        );
        self.line(
            format!("{name}: durable Redis CPU per message"),
            shown(per(outcome.cpu.redis_log, sent)),
            "≤ 8 µs",
        );
        self.line(
            format!("{name}: worker CPU per message"),
            shown(per(outcome.cpu_to_rows.worker, sent)),
            "≤ 5 µs",
        );
        self.line(
            format!("{name}: Postgres CPU per message"),
            shown(per(outcome.cpu_to_rows.postgres, sent)),
            "≤ 6 µs",
        );
    }

    /// Prints the table.
    pub(crate) fn print(&self) -> std::io::Result<()> {
        let width = |text: &str| text.chars().count();
        let what = self
            .lines
            .iter()
            .map(|line| width(&line.what))
            .max()
            .unwrap_or(0);
        let figure = self
            .lines
            .iter()
            .map(|line| width(&line.figure))
            .max()
            .unwrap_or(0);
        let mut out = std::io::stdout().lock();
        writeln!(out, "\n{:what$}   {:figure$}   goal", "", "figure")?;
        for line in &self.lines {
            writeln!(
                out,
                "{:what$}   {:figure$}   {}",
                line.what, line.figure, line.goal
            )?;
        }
        Ok(())
    }
}

/// Gaps and repeats over all sockets.
pub(crate) fn disorder(outcome: &Outcome) -> (u64, u64) {
    let heard = outcome.listeners.iter().map(|listener| &listener.heard);
    heard.fold((0, 0), |(gaps, repeats), heard| {
        (gaps + heard.gaps, repeats + heard.repeats)
    })
}

/// From due to heard, on gateways where nobody speaks, or everywhere when all of them have speakers.
fn across(outcome: &Outcome) -> String {
    let speaks = |gateway| {
        outcome
            .listeners
            .iter()
            .any(|one| one.speaks && one.gateway == gateway)
    };
    let elsewhere = outcome.listeners.iter().any(|one| !speaks(one.gateway));
    let chosen = outcome
        .listeners
        .iter()
        .filter(|one| !elsewhere || !speaks(one.gateway));
    percentiles(chosen.flat_map(|one| &one.heard.latencies))
}

fn accepts(outcome: &Outcome) -> String {
    percentiles(outcome.listeners.iter().flat_map(|one| &one.heard.accepts))
}

/// p50, p99 and the longest of these microseconds.
pub(crate) fn percentiles<'a>(micros: impl Iterator<Item = &'a u32>) -> String {
    let Ok(mut histogram) = Histogram::<u64>::new_with_max(LONGEST_MICROS, 3) else {
        return String::from("-");
    };
    for value in micros {
        histogram.saturating_record(u64::from(*value));
    }
    let at =
        |quantile| Duration::from_micros(histogram.value_at_quantile(quantile)).as_secs_f64() * 1e3;
    format!("{:.1} / {:.1} / {:.1} ms", at(0.5), at(0.99), at(1.0))
}

fn per(spent: Duration, count: u64) -> Duration {
    spent / u32::try_from(count).unwrap_or(u32::MAX).max(1)
}

pub(crate) fn shown(span: Duration) -> String {
    format!("{:.1} µs", span.as_secs_f64() * 1e6)
}
