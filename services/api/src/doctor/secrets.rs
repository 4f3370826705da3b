//! The secrets: there, long enough, and readable by nobody else. None is ever said.

use auth::Keys;
use lifecycle::Environment;
use lifecycle::doctor::{Grade, Report};
use secrecy::{ExposeSecret as _, SecretString};

use super::in_production;
use crate::config::Config;

/// The least length of a secret in production, in bytes.
const LONG_ENOUGH: usize = 32;

pub(super) fn look(config: &Config, report: &mut Report) {
    match Keys::load(&config.keys) {
        Ok(keys) => {
            let count = keys.jwks().keys.len();
            report.ok("jwt keys", format!("{count} can be read; the first signs"));
        }
        Err(error) => report.wrong(
            "jwt keys",
            error.to_string(),
            "Run deploy/secrets.sh, and set HUBBUB_JWT_KEYS_FILE.",
        ),
    }
    let secrets = [
        ("rpc secret", &config.rpc.rpc_secret),
        ("password pepper", &config.passwords.password_pepper),
    ];
    for (what, secret) in secrets {
        length(config, report, (what, secret));
    }
    let url = &config.door.public_url;
    let is_local = config.api.env == Environment::Local;
    if is_local && url.starts_with("https://") {
        report.warning(
            "environment",
            "HUBBUB_ENV is local, and people come by https",
            "Set HUBBUB_ENV=production: it refuses what is fit for a laptop only.",
        );
    } else {
        report.ok("environment", if is_local { "local" } else { "production" });
    }
}

fn length(config: &Config, report: &mut Report, (what, secret): (&str, &SecretString)) {
    let length = secret.expose_secret().len();
    let grade = match length {
        0 => Grade::Wrong,
        1..LONG_ENOUGH => in_production(config),
        _ => Grade::Ok,
    };
    report.judge(
        (grade, what),
        format!("it has {length} bytes"),
        "Use 32 bytes of chance: deploy/secrets.sh makes them.",
    );
}
