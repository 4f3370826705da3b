//! A forgotten password: by mail, once, for an hour, and without telling who has an account.

mod by_hand;
mod timing;
mod tls;

use e2e::{Cluster, DEADLINE, MailServer, ORIGIN, PASSWORD, Person, Socket, Start, eventually};
use serde_json::{Value, json};

const NEW: &str = "a quite different one";

/// A cluster that sends mail to a server of its own.
async fn with_mail(start: Start) -> (Cluster, MailServer) {
    let port = MailServer::port();
    let mail = MailServer::start(port).await;
    let start = start
        .set("SMTP_URL", &MailServer::url(port))
        .set("SMTP_FROM", "Hubbub <hubbub@chat.example>");
    (start.up().await, mail)
}

async fn forgets(cluster: &Cluster, email: &str) {
    let answer = cluster
        .stranger()
        .post("/auth/password/forgot", json!({ "email": email }))
        .await;
    assert_eq!((answer.status, answer.bytes.len()), (202, 0), "{answer}");
}

async fn resets(cluster: &Cluster, token: &str, password: &str) -> e2e::Answer {
    let body = json!({ "token": token, "new_password": password });
    cluster.stranger().post("/auth/password/reset", body).await
}

async fn logs_in(cluster: &Cluster, login: &str, password: &str) -> e2e::Answer {
    let body = json!({ "login": login, "password": password });
    cluster.stranger().post("/auth/login", body).await
}

async fn queue_is_empty(cluster: &Cluster) {
    eventually("all mail is sent", DEADLINE, async || {
        let waiting = "select count(*) from mails";
        (cluster.database.number(waiting).await == 0).then_some(())
    })
    .await;
}

async fn change_password(who: &Person, current: &str, new: &str) -> e2e::Answer {
    let body = json!({ "current_password": current, "new_password": new });
    who.post("/auth/password", body).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_link_of_a_mail_sets_a_new_password_once_and_ends_every_session() {
    let (cluster, mail) = with_mail(Cluster::start().gateways(2)).await;
    let alice = cluster.signs_up("alice").await;
    let elsewhere = alice.logs_in_again().await;
    let sockets = [
        Socket::open(&alice, 0).await,
        Socket::open(&elsewhere, 1).await,
    ];
    forgets(&cluster, "ALICE@example.com").await;
    let letter = mail.letter(1).await;
    assert_eq!(letter.to, "alice@example.com");
    let token = letter.token();
    assert_eq!(token.len(), 43, "256 bits in base64");
    assert!(letter.text().contains(&format!("{ORIGIN}/reset#{token}")));
    assert!(letter.raw.contains("text/html"));

    let _ = resets(&cluster, &token, NEW).await.status(204);
    for socket in &sockets {
        assert_eq!(socket.closed().await.code, 4503);
    }
    for who in [&alice, &elsewhere] {
        who.get("/users/me").await.refused(401, "session_revoked");
        let refresh = json!({ "refresh_token": who.refresh_token });
        let answer = cluster.stranger().post("/auth/refresh", refresh).await;
        answer.refused(401, "invalid_refresh_token");
    }
    logs_in(&cluster, "alice", PASSWORD)
        .await
        .refused(401, "invalid_credentials");
    let _ = logs_in(&cluster, "alice", NEW).await.ok();
    resets(&cluster, &token, PASSWORD)
        .await
        .refused(410, "reset_link_gone");
    let notice = mail.letter(2).await;
    assert_eq!(notice.to, "alice@example.com");
    assert!(notice.raw.contains("Subject: Your password was changed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_nobody_has_is_answered_alike_and_gets_no_mail() {
    let (cluster, mail) = with_mail(Cluster::start()).await;
    cluster.signs_up("alice").await;
    for email in ["nobody@example.com", "alice@example.com"] {
        forgets(&cluster, email).await;
    }
    queue_is_empty(&cluster).await;
    let to: Vec<_> = mail.letters().into_iter().map(|one| one.to).collect();
    assert_eq!(to, ["alice@example.com"]);
    for email in ["", "alice", "a@b\r\nBcc: x@y.zz"] {
        let answer = cluster
            .stranger()
            .post("/auth/password/forgot", json!({ "email": email }))
            .await;
        answer.refused(400, "invalid_input");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn older_tokens_die_with_a_new_password_however_it_came() {
    let (cluster, mail) = with_mail(Cluster::start()).await;
    let alice = cluster.signs_up("alice").await;
    let mut tokens = Vec::new();
    for count in 1..=2 {
        forgets(&cluster, "alice@example.com").await;
        tokens.push(mail.letter(count).await.token());
        queue_is_empty(&cluster).await;
    }
    let _ = resets(&cluster, &tokens[1], NEW).await.status(204);
    resets(&cluster, &tokens[0], PASSWORD)
        .await
        .refused(410, "reset_link_gone");

    forgets(&cluster, "alice@example.com").await;
    let token = mail.letter(4).await.token();
    let again = logs_in(&cluster, "alice", NEW).await.ok();
    let mut alice = alice.clone();
    alice.token = again["access_token"].as_str().expect("a token").to_owned();
    change_password(&alice, "not it", PASSWORD)
        .await
        .refused(401, "invalid_credentials");
    change_password(&alice, NEW, "short")
        .await
        .refused(400, "invalid_input");
    let _ = change_password(&alice, NEW, PASSWORD).await.status(204);
    resets(&cluster, &token, NEW)
        .await
        .refused(410, "reset_link_gone");
    let _ = alice.get("/users/me").await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_too_old_or_made_up_sets_nothing_and_a_bad_password_leaves_it() {
    let (cluster, mail) = with_mail(Cluster::start()).await;
    cluster.signs_up("alice").await;
    forgets(&cluster, "alice@example.com").await;
    let token = mail.letter(1).await.token();
    for password in ["", "short", "password1", &"x".repeat(1_025)] {
        let problem = resets(&cluster, &token, password)
            .await
            .refused(400, "invalid_input");
        assert_eq!(problem["errors"][0]["pointer"], "/new_password");
    }
    for made_up in ["", "x", &token[1..], &format!("{token}="), &"A".repeat(43)] {
        resets(&cluster, made_up, NEW)
            .await
            .refused(410, "reset_link_gone");
    }
    let lives = "select (extract(epoch from expires_at - created_at))::bigint from password_resets";
    assert_eq!(cluster.database.number(lives).await, 3_600);
    sqlx::query("update password_resets set expires_at = now() - interval '1 second'")
        .execute(&cluster.database.pool)
        .await
        .expect("an hour passes");
    resets(&cluster, &token, NEW)
        .await
        .refused(410, "reset_link_gone");
    let _ = logs_in(&cluster, "alice", PASSWORD).await.ok();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_is_in_the_language_of_the_account_and_a_new_address_is_told_to_the_old_one() {
    let (cluster, mail) = with_mail(Cluster::start()).await;
    let alice = cluster.signs_up("alice").await;
    let _ = alice
        .patch("/users/me", json!({ "locale": "zh-CN" }))
        .await
        .ok();
    forgets(&cluster, "alice@example.com").await;
    let letter = mail.letter(1).await;
    assert!(letter.text().contains("设置新密码"), "{}", letter.text());
    queue_is_empty(&cluster).await;

    let change = |password: &str, email: &str| {
        let body = json!({ "current_password": password, "email": email });
        let alice = alice.clone();
        async move { alice.post("/auth/email", body).await }
    };
    cluster.signs_up("bob").await;
    change("not it", "new@example.com")
        .await
        .refused(401, "invalid_credentials");
    change(PASSWORD, "BOB@example.com")
        .await
        .refused(409, "email_taken");
    change(PASSWORD, "no address")
        .await
        .refused(400, "invalid_input");
    let me = change(PASSWORD, "new@example.com").await.ok();
    assert_eq!(me["email"], "new@example.com");
    let notice = mail.letter(2).await;
    assert_eq!(notice.to, "alice@example.com");
    assert!(notice.text().contains("邮箱"), "{}", notice.text());
    resets(&cluster, &letter.token(), NEW)
        .await
        .refused(410, "reset_link_gone");
    let _ = logs_in(&cluster, "new@example.com", PASSWORD).await.ok();
    assert_eq!(mail.letters().len(), 2, "what was refused is not told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_waits_for_its_server_and_outlives_a_killed_api() {
    let port = MailServer::port();
    let mut cluster = Cluster::start()
        .set("SMTP_URL", &MailServer::url(port))
        .up()
        .await;
    cluster.signs_up("alice").await;
    forgets(&cluster, "alice@example.com").await;
    eventually("it is tried and put off", DEADLINE, async || {
        let put_off = "select count(*) from mails where attempts > 0 \
                       and due_at < now() + interval '60 seconds'";
        (cluster.database.number(put_off).await == 1).then_some(())
    })
    .await;
    cluster.apis[0].kill();
    let mail = MailServer::start(port).await;
    cluster.apis[0].start().await;
    let token = mail.letter(1).await.token();
    let _ = resets(&cluster, &token, NEW).await.status(204);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_mail_server_the_link_is_in_the_log_and_too_many_wishes_are_refused() {
    let cluster = Cluster::start().set("RATE_LIMITS", "default").up().await;
    cluster.signs_up("alice").await;
    for _ in 0..3 {
        forgets(&cluster, "alice@example.com").await;
        queue_is_empty(&cluster).await;
    }
    let links = |cluster: &Cluster| cluster.apis[0].log().matches("/reset#").count();
    eventually("three links in the log", DEADLINE, async || {
        (links(&cluster) == 3).then_some(())
    })
    .await;
    // The fourth for one account is answered like the others, and does nothing.
    forgets(&cluster, "alice@example.com").await;
    assert_eq!(
        cluster.database.number("select count(*) from mails").await,
        0
    );
    let mut answers: Vec<Value> = Vec::new();
    for n in 0..17 {
        let body = json!({ "email": format!("nobody{n}@example.com") });
        let answer = cluster.stranger().post("/auth/password/forgot", body).await;
        answers.push(json!(answer.status));
    }
    assert_eq!(answers.iter().filter(|status| **status == 202).count(), 16);
    assert_eq!(answers.last(), Some(&json!(429)));
    assert_eq!(links(&cluster), 3);
}
