//! Postgres: reachable, of a version that is tested, durable, large enough, migrated.

use lifecycle::doctor::{Grade, Report};
use store::{Facts, Level, Store};

use super::{chain, clocks, in_production, now};
use crate::config::Config;

const WHAT: &str = "postgres";
/// Versions that the tests run with.
const TESTED: std::ops::RangeInclusive<i32> = 15..=18;
/// api, worker and files: each has a pool.
const SERVICES: i32 = 3;

pub(super) async fn look(config: &Config, report: &mut Report) {
    let store = match Store::new(&config.store) {
        Ok(store) => store,
        Err(_may_hold_the_password) => {
            return report.wrong(
                WHAT,
                "HUBBUB_DATABASE_URL is no URL",
                "Write it as postgres://user:password@host:port/database.",
            );
        }
    };
    let before = now();
    match store.facts().await {
        Ok(facts) => {
            clocks::compare(report, WHAT, facts.clock, (before, now()));
            settings(config, &facts, report);
        }
        Err(error) => {
            let text = format!("it does not answer: {}", chain(&error));
            return report.wrong(
                WHAT,
                text,
                "Check HUBBUB_DATABASE_URL and whether Postgres runs.",
            );
        }
    }
    level(store.level().await, report);
}

fn settings(config: &Config, facts: &Facts, report: &mut Report) {
    let major = facts.version / 10_000;
    let text = format!("version {major}.{}", facts.version % 10_000);
    let grade = match major {
        old if old < *TESTED.start() => Grade::Wrong,
        new if new > *TESTED.end() => Grade::Warning,
        _ => Grade::Ok,
    };
    report.judge((grade, WHAT), text, "Use Postgres 15 to 18.");

    let is_on = facts.fsync == "on" && facts.synchronous_commit != "off";
    let grade = if is_on {
        Grade::Ok
    } else {
        in_production(config)
    };
    let text = format!(
        "fsync is {}, synchronous_commit is {}",
        facts.fsync, facts.synchronous_commit
    );
    report.judge(
        (grade, WHAT),
        text,
        "Set both to on: a power cut loses what was called durable.",
    );

    let pool = i32::try_from(config.store.database_pool).unwrap_or(i32::MAX);
    let free = facts.max_connections.saturating_sub(facts.reserved);
    let processes = free / pool.max(1);
    let grade = match processes {
        ..SERVICES => Grade::Wrong,
        few if few < 2 * SERVICES => Grade::Warning,
        _ => Grade::Ok,
    };
    let text = format!(
        "{free} connections are enough for {processes} processes of api, worker and files with pools of {pool}"
    );
    report.judge(
        (grade, WHAT),
        text,
        "Raise max_connections or lower HUBBUB_DATABASE_POOL; each process needs a pool.",
    );
}

fn level(level: Result<Level, store::Error>, report: &mut Report) {
    const MIGRATE: &str = "Run `api migrate` (in containers `hubbub migrate`).";
    match level {
        Ok(Level {
            missing: 0,
            newer: 0,
        }) => report.ok(WHAT, "the schema is this version's"),
        Ok(Level { missing: 0, newer }) => report.warning(
            WHAT,
            format!("the schema is {newer} migrations ahead of this program"),
            "That is so during an upgrade; afterwards, replace this program.",
        ),
        Ok(Level { missing, .. }) => {
            report.wrong(
                WHAT,
                format!("the schema is {missing} migrations behind"),
                MIGRATE,
            );
        }
        Err(error) => {
            let text = format!("the schema's level is unknown: {}", chain(&error));
            report.wrong(WHAT, text, MIGRATE);
        }
    }
}
