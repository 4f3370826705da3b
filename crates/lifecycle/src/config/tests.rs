use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::{Env, variables};

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Open,
    Closed,
}

#[derive(Debug, Deserialize)]
struct Section {
    url: String,
    #[serde(default)]
    secret: Option<SecretString>,
    #[serde(default)]
    limit: u16,
    #[serde(default)]
    origins: Vec<String>,
    #[serde(default = "open")]
    mode: Mode,
    #[serde(default)]
    on: bool,
}

fn open() -> Mode {
    Mode::Open
}

fn env(pairs: &[(&str, &str)]) -> Env {
    let owned = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Env::from_pairs(owned).unwrap()
}

fn refusal(pairs: &[(&str, &str)]) -> String {
    env(pairs).section::<Section>().unwrap_err().to_string()
}

#[test]
fn each_field_parses_its_own_text() {
    let env = env(&[
        ("HUBBUB_URL", "redis://x"),
        ("HUBBUB_SECRET", "0123456789"),
        ("HUBBUB_LIMIT", "16"),
        ("HUBBUB_ORIGINS", "https://a.example, https://b.example"),
        ("HUBBUB_MODE", "closed"),
        ("HUBBUB_ON", "true"),
    ]);

    let section: Section = env.section().unwrap();

    assert_eq!(section.secret.unwrap().expose_secret(), "0123456789");
    assert_eq!(section.limit, 16);
    assert_eq!(section.origins, ["https://a.example", "https://b.example"]);
    assert_eq!(section.mode, Mode::Closed);
    assert!(section.on);
    assert_eq!(section.url, "redis://x");
}

#[test]
fn a_missing_or_wrong_value_is_named_and_not_shown() {
    assert_eq!(refusal(&[]), "HUBBUB_URL is not set");
    let wrong = refusal(&[("HUBBUB_URL", "x"), ("HUBBUB_LIMIT", "hunter2")]);
    assert!(
        wrong.starts_with("HUBBUB_LIMIT is not acceptable"),
        "{wrong}"
    );
    assert!(!wrong.contains("hunter2"));
    assert!(refusal(&[("HUBBUB_URL", "x"), ("HUBBUB_MODE", "ajar")]).contains("HUBBUB_MODE"));
}

#[test]
fn a_secret_may_come_from_a_file() {
    let file = std::env::temp_dir().join(format!("hubbub-config-{}", std::process::id()));
    std::fs::write(&file, "from a file\n").unwrap();
    let path = file.to_str().unwrap();

    let section: Section = env(&[("HUBBUB_URL", "x"), ("HUBBUB_SECRET_FILE", path)])
        .section()
        .unwrap();

    assert_eq!(section.secret.unwrap().expose_secret(), "from a file");
    std::fs::remove_file(file).unwrap();
}

#[test]
fn an_unknown_variable_is_reported_and_an_empty_one_is_absent() {
    let env = env(&[
        ("HUBBUB_URL", "x"),
        ("HUBBUB_LIMITT", "3"),
        ("HUBBUB_LIMIT", ""),
    ]);
    let section: Section = env.section().unwrap();
    assert_eq!(section.limit, 0);
    assert_eq!(env.unknown(), ["HUBBUB_LIMITT"]);
}

#[test]
fn what_another_part_of_an_installation_reads_is_not_reported() {
    let env = env(&[
        ("HUBBUB_URL", "x"),
        ("HUBBUB_BCRYPT_COST", "10"),
        ("HUBBUB_EDGE_BUCKET", "hubbub"),
        ("HUBBUB_BCRYPT", "10"),
    ]);
    let _section: Section = env.section().unwrap();
    assert_eq!(env.unknown(), ["HUBBUB_BCRYPT"]);
}

#[test]
fn the_variables_of_a_section_can_be_listed() {
    assert!(variables::<Section>().contains(&"HUBBUB_ORIGINS".to_owned()));
}
