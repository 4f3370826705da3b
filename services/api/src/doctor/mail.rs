//! Mail: whether there is a server, and whether it talks to us.

use lifecycle::Environment;
use lifecycle::doctor::{PATIENCE, Report};

use super::in_production;
use crate::config::Config;
use crate::mail::Mail;

const WHAT: &str = "mail";
const REMEDY: &str =
    "Set HUBBUB_SMTP_URL; until then `api reset-link EMAIL` prints a link to hand over.";
const CHECK: &str =
    "Check HUBBUB_SMTP_URL: host, port, user, password, and ?tls=required for STARTTLS.";

pub(super) async fn look(config: &Config, report: &mut Report) {
    let mail = match Mail::new(&config.mail, config.api.env) {
        Ok(mail) => mail,
        // The chain would show the address with its password.
        Err(error) => return report.wrong(WHAT, format!("{error} is not usable"), CHECK),
    };
    if !mail.has_server() {
        let text = match config.api.env {
            Environment::Local => {
                "there is no server: mail goes to the log, links that set passwords included"
            }
            Environment::Production => {
                "there is no server: who forgot their password cannot set another"
            }
        };
        let grade = in_production(config);
        return report.judge((grade, WHAT), text, REMEDY);
    }
    match tokio::time::timeout(PATIENCE, mail.is_taken()).await {
        Ok(Ok(true)) => report.ok(WHAT, "the server answers and lets us in"),
        Ok(Ok(false)) => report.wrong(WHAT, "the server does not want us", CHECK),
        Ok(Err(error)) => report.wrong(WHAT, format!("{error:#}"), CHECK),
        Err(_elapsed) => report.wrong(WHAT, "the server does not answer in time", CHECK),
    }
}
