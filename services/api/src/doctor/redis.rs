//! The two roles of Redis: the durable one must neither forget nor lose, the live one may.

use bus::{Bus, Facts, Server};
use lifecycle::doctor::{Grade, Report};

use super::{chain, clocks, in_production, now};
use crate::config::Config;

/// The oldest whose commands are all that we use.
const OLDEST: (u32, u32) = (7, 0);
/// Below this, a burst of large messages cuts the gateways off their subscription.
const SUBSCRIBER_BYTES: u64 = 64 * 1024 * 1024;
/// From here on, a server is nearly full.
const NEARLY_FULL_PERCENT: u64 = 80;

pub(super) async fn look(config: &Config, report: &mut Report) {
    let bus = match Bus::new(&config.bus, config.api.partitions) {
        Ok(bus) => bus,
        Err(_may_hold_the_password) => {
            return report.wrong("redis", "an address of Redis is no URL", "Write HUBBUB_REDIS_LOG_URL and HUBBUB_REDIS_LIVE_URL as redis://:password@host:port.");
        }
    };
    if let Some(facts) = reach(&bus, Server::Durable, report).await {
        durable(config, &facts, report);
    }
    if config.bus.redis_live_url.is_some() {
        reach(&bus, Server::Live, report).await;
    } else {
        report.warning(
            "redis-live",
            "the durable Redis serves both roles",
            "Give presence and rate limits a Redis of their own: HUBBUB_REDIS_LIVE_URL.",
        );
    }
}

const fn name(server: Server) -> &'static str {
    match server {
        Server::Durable => "redis-log",
        Server::Live => "redis-live",
    }
}

/// What holds for both.
async fn reach(bus: &Bus, server: Server, report: &mut Report) -> Option<Facts> {
    let what = name(server);
    let before = now();
    let facts = match bus.facts(server).await {
        Ok(facts) => facts,
        Err(error) => {
            let text = format!("it does not answer: {}", chain(&error));
            report.wrong(
                what,
                text,
                "Check its address, its password and whether it runs.",
            );
            return None;
        }
    };
    clocks::compare(report, what, facts.clock, (before, now()));
    let grade = if is_new_enough(&facts.version) {
        Grade::Ok
    } else {
        Grade::Wrong
    };
    report.judge(
        (grade, what),
        format!("version {}", facts.version),
        "Use Redis 7.0 to 8 or Valkey 8 to 9.",
    );
    subscribers(what, &facts, report);
    room(what, &facts, report);
    Some(facts)
}

fn subscribers(what: &str, facts: &Facts, report: &mut Report) {
    let Some(limit) = facts.subscriber_limit else {
        return report.warning(
            what,
            "CONFIG is forbidden, so that its limits are unknown",
            "See to `client-output-buffer-limit pubsub 256mb 128mb 60` there.",
        );
    };
    let is_enough = limit == 0 || limit >= SUBSCRIBER_BYTES;
    let grade = if is_enough { Grade::Ok } else { Grade::Warning };
    let text = format!("{} MiB may wait for a gateway", limit / 1024 / 1024);
    report.judge(
        (grade, what),
        text,
        "Set `client-output-buffer-limit pubsub 256mb 128mb 60`.",
    );
}

fn room(what: &str, facts: &Facts, report: &mut Report) {
    if facts.most == 0 {
        return report.warning(
            what,
            "it may take all the memory of its machine",
            "Set maxmemory, so that it refuses before the machine kills it.",
        );
    }
    let percent = facts.used.saturating_mul(100) / facts.most;
    let grade = if percent < NEARLY_FULL_PERCENT {
        Grade::Ok
    } else {
        Grade::Warning
    };
    report.judge(
        (grade, what),
        format!("{percent} % of its memory are used"),
        "Raise maxmemory; look whether the worker is behind.",
    );
}

fn durable(config: &Config, facts: &Facts, report: &mut Report) {
    let what = name(Server::Durable);
    let grade = if facts.policy == "noeviction" {
        Grade::Ok
    } else {
        Grade::Wrong
    };
    report.judge((grade, what), format!("maxmemory-policy is {}", facts.policy), "Set it to noeviction: this Redis would throw away messages that Postgres does not have yet.");
    let always = facts.fsync.as_deref().is_none_or(|when| when == "always");
    let grade = if facts.appends && always {
        Grade::Ok
    } else {
        in_production(config)
    };
    let appends = if facts.appends { "yes" } else { "no" };
    let fsync = facts.fsync.as_deref().unwrap_or("unknown");
    report.judge(
        (grade, what),
        format!("appendonly is {appends}, appendfsync is {fsync}"),
        "Set `appendonly yes` and `appendfsync always`: what was accepted is lost in a power cut.",
    );
}

fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.split('.').map_while(|part| part.parse().ok());
    match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) => (major, minor) >= OLDEST,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn seven_is_new_enough() {
        for (version, is_enough) in [
            ("6.2.14", false),
            ("7.0.0", true),
            ("8.0.2", true),
            ("", false),
            ("10.0", true),
        ] {
            assert_eq!(is_new_enough(version), is_enough, "{version}");
        }
    }
}
