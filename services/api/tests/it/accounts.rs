use futures_util::future::join_all;
use serde_json::json;
use sqlx::PgPool;

use crate::app::{PASSWORD, Person, config, send, spawn, spawn_with};

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn who_signs_up_is_signed_in(pool: PgPool) {
    let app = spawn(pool).await;

    let answer = app.sign_up_answer("Alice").await;

    assert_eq!(answer.status, 201);
    insta::assert_json_snapshot!(answer.body, {
        ".access_token" => "[token]", ".refresh_token" => "[token]", ".user.id" => "[id]",
        ".user.created_at" => "[time]",
    }, @r#"
    {
      "access_token": "[token]",
      "expires_in": 600,
      "refresh_token": "[token]",
      "token_type": "Bearer",
      "user": {
        "avatar_url": null,
        "created_at": "[time]",
        "deactivated": false,
        "display_name": "Alice",
        "email": "Alice@example.com",
        "guest_until": null,
        "handle": "Alice",
        "id": "[id]",
        "is_bot": false,
        "is_guest": false,
        "link_previews": true,
        "locale": "en",
        "notifications": {
          "desktop": "mentions",
          "email": true,
          "preview": true,
          "push": "mentions",
          "schedule": null,
          "snoozed_until": null,
          "sound": true
        },
        "share_receipts": true,
        "status": {
          "emoji": null,
          "expires_at": null,
          "last_seen_at": null,
          "presence": "online",
          "text": null
        },
        "theme": "system",
        "timezone": "UTC"
      }
    }
    "#);
    let alice = Person::of(&app, &answer.body);
    let me = alice.get("/users/me").await.ok();
    assert_eq!(me, answer.body["user"]);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_form_hears_of_all_its_faults_at_once(pool: PgPool) {
    let app = spawn(pool).await;
    let input =
        json!({ "email": "nobody", "handle": "me", "display_name": " ", "password": "short" });

    let answer = app.post("/auth/signup", input).await;

    assert_eq!(answer.refusal(), (400, "invalid_input"));
    let faults: Vec<_> = answer.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| {
            (
                fault["pointer"].as_str().unwrap(),
                fault["code"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        faults,
        [
            ("/email", "invalid_format"),
            ("/handle", "reserved"),
            ("/display_name", "empty"),
            ("/password", "too_short"),
        ]
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_common_password_is_refused(pool: PgPool) {
    let app = spawn(pool).await;
    let mut input = json!({ "email": "a@b.de", "handle": "abc", "display_name": "A" });
    input["password"] = json!("password1");

    let answer = app.post("/auth/signup", input).await;

    assert_eq!(answer.refusal(), (400, "invalid_input"));
    assert_eq!(answer.body["errors"][0]["code"], "too_common");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn of_many_who_sign_up_with_one_address_at_once_one_succeeds(pool: PgPool) {
    let app = spawn(pool).await;
    // As many as the hashing pool lets wait.
    let all = (0..34).map(|number| {
        let email = if number % 2 == 0 {
            "Race@example.com"
        } else {
            "race@EXAMPLE.com"
        };
        app.post(
            "/auth/signup",
            json!({ "email": email, "handle": format!("racer{number}"),
                    "display_name": "R", "password": PASSWORD }),
        )
    });

    let answers = join_all(all).await;

    let won = answers.iter().filter(|answer| answer.status == 201).count();
    let lost = answers.iter().filter(|answer| answer.status == 409);
    assert_eq!(won, 1);
    assert!(
        lost.into_iter()
            .all(|answer| answer.body["code"] == "email_taken")
    );
    let rows: i64 = sqlx::query_scalar("select count(*) from users")
        .fetch_one(&app.pool)
        .await
        .unwrap();
    assert_eq!(rows, 1);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_handle_is_taken_in_any_case(pool: PgPool) {
    let app = spawn(pool).await;
    app.person("alice").await;
    let input = json!({ "email": "other@example.com", "handle": "ALICE",
                        "display_name": "A", "password": PASSWORD });

    let answer = app.post("/auth/signup", input).await;

    assert_eq!(answer.refusal(), (409, "handle_taken"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn one_signs_in_by_address_or_handle_in_any_case(pool: PgPool) {
    let app = spawn(pool).await;
    app.person("alice").await;

    for login in ["alice@example.com", "ALICE@example.COM", "alice", "Alice"] {
        let answer = app.log_in(login, PASSWORD).await;
        assert_eq!(answer.status, 200, "{login}");
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_unknown_login_and_a_wrong_password_get_the_same_answer(pool: PgPool) {
    let app = spawn(pool).await;
    app.person("alice").await;

    let wrong = app.log_in("alice", "not the password").await;
    assert_eq!(wrong.refusal(), (401, "invalid_credentials"));

    for login in ["nobody", "nobody@example.com", "", "a\0b", "' or 1=1 --"] {
        let unknown = app.log_in(login, "not the password").await;
        assert_eq!(unknown.status, wrong.status);
        assert_eq!(unknown.anonymous(), wrong.anonymous(), "{login:?}");
    }
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_hash_of_another_cost_is_renewed_at_login(pool: PgPool) {
    let mut config = config(&pool);
    let app = spawn(pool.clone()).await;
    app.person("alice").await;
    let cost = || async {
        let hash: String = sqlx::query_scalar("select hash from passwords")
            .fetch_one(&pool)
            .await
            .unwrap();
        hash.split('$').nth(3).unwrap().to_owned()
    };
    assert_eq!(cost().await, "04");

    config.passwords.bcrypt_cost = 5;
    let stricter = spawn_with(pool.clone(), config).await;
    assert_eq!(stricter.log_in("alice", PASSWORD).await.status, 200);

    assert_eq!(cost().await, "05");
    assert_eq!(app.log_in("alice", PASSWORD).await.status, 200);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_deactivated_account_cannot_sign_in(pool: PgPool) {
    let app = spawn(pool).await;
    app.person("alice").await;
    sqlx::query("update users set deactivated_at = now()")
        .execute(&app.pool)
        .await
        .unwrap();

    let right = app.log_in("alice", PASSWORD).await;
    let wrong = app.log_in("alice", "not the password").await;

    assert_eq!(right.refusal(), (403, "account_deactivated"));
    assert_eq!(wrong.refusal(), (401, "invalid_credentials"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn where_signup_is_closed_nobody_signs_up(pool: PgPool) {
    let mut config = config(&pool);
    config.api.signup = api::config::Signup::Closed;
    let app = spawn_with(pool, config).await;

    assert_eq!(
        app.sign_up_answer("alice").await.refusal(),
        (403, "signup_closed")
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_published_keys_are_those_that_sign(pool: PgPool) {
    let app = spawn(pool).await;

    let answer = send(app.http.get(format!("{}/.well-known/jwks.json", app.url))).await;

    let key = &answer.body["keys"][0];
    assert_eq!(
        (&key["kty"], &key["crv"], &key["alg"]),
        (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA"))
    );
    assert!(answer.body.to_string().len() < 500 && key.get("d").is_none());
}
