//! Every way to be refused has its own answer.

use reqwest::Method;
use reqwest::multipart::{Form, Part};
use sqlx::PgPool;

use crate::support::{Place, UPLOAD_MAX_BYTES, noise, refused};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_form_that_is_not_right_is_refused_with_the_field(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let workspace = place.workspace.to_string();
    let file = || Part::bytes(b"hello".to_vec()).file_name("hello.txt");
    let absent = "01977f00-0000-7000-8000-000000000000";
    let named = |id: &str| Form::new().text("workspace_id", id.to_owned());

    for (form, status, code) in [
        (Form::new(), 400, "bad_request"),
        (Form::new().part("file", file()), 400, "invalid_input"),
        (named(&workspace), 400, "invalid_input"),
        (
            named("somewhere").part("file", file()),
            400,
            "invalid_input",
        ),
        (named(absent).part("file", file()), 404, "not_found"),
        (
            named(&workspace).part("file", Part::bytes(Vec::new())),
            400,
            "invalid_input",
        ),
        (
            named(&workspace).text("name", "x").part("file", file()),
            400,
            "unknown_field",
        ),
        (
            named(&workspace).part("file", file()).text("more", "x"),
            400,
            "unknown_field",
        ),
    ] {
        let shown = format!("{form:?}");
        assert_eq!(
            refused(place.post(&alice, form).await, status).await,
            code,
            "{shown}"
        );
    }
    let json = place
        .request(&alice, Method::POST, "")
        .json(&serde_json::json!({}));
    assert_eq!(
        refused(json.send().await.unwrap(), 415).await,
        "unsupported_media_type"
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_limit_is_what_still_passes(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    let limit = usize::try_from(UPLOAD_MAX_BYTES).unwrap();

    place.upload(&alice, "full.bin", &noise(limit)).await;

    let announced = place
        .try_upload(&alice, "over.bin", &noise(limit + 100_000))
        .await;
    assert_eq!(refused(announced, 413).await, "payload_too_large");
    let within_the_form = place
        .try_upload(&alice, "over.bin", &noise(limit + 1))
        .await;
    assert_eq!(refused(within_the_form, 413).await, "payload_too_large");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn what_is_not_there_is_not_found(pool: PgPool) {
    let place = Place::open(pool).await;
    let alice = place.person().await;
    for path in [
        "/01977f00-0000-7000-8000-000000000000",
        "/..%2f..%2fetc%2fpasswd",
        "/x/y/z",
    ] {
        assert_eq!(
            refused(place.get(&alice, path).await, 404).await,
            "not_found"
        );
    }
}
