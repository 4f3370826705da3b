use serde_json::json;
use sqlx::PgPool;

use crate::app::spawn;

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_thousand_people_can_be_blocked_and_not_one_more(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let carol = alice.guest(&acme, "carol", "member").await;
    let block = |id: &str| format!("/users/me/blocks/{id}");
    let crowd = "
        with crowd as (
          insert into users (id, email, email_key, handle, handle_key, display_name, created_at)
          select gen_random_uuid(), 'c' || n || '@crowd.example', 'c' || n || '@crowd.example',
            'c' || n, 'c' || n, 'C' || n, now()
          from generate_series(1, 999) n returning id)
        insert into blocks (user_id, blocked_id, created_at)
        select $1::text::uuid, id, now() from crowd";
    sqlx::query(crowd)
        .bind(&alice.id)
        .execute(&app.pool)
        .await
        .unwrap();

    alice.put(&block(&bob.id), json!({})).await.ok();
    let one_more = alice.put(&block(&carol.id), json!({})).await;
    assert_eq!(one_more.refusal(), (409, "block_limit"));
    // Who is on the list stays on it, also when it is full.
    alice.put(&block(&bob.id), json!({})).await.ok();
    let page = alice.get("/users/me/blocks?limit=200").await.ok();
    assert_eq!(page["data"].as_array().unwrap().len(), 200);
    let sync = alice.get("/sync").await.ok();
    assert_eq!(sync["blocked_user_ids"].as_array().unwrap().len(), 1_000);

    alice.delete(&block(&bob.id)).await.ok();
    alice.put(&block(&carol.id), json!({})).await.ok();
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn two_who_block_each_other_at_once_both_succeed(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let bob = alice.guest(&acme, "bob", "member").await;
    let dms = format!("/workspaces/{acme}/dms");
    alice.post(&dms, json!({ "user_ids": [bob.id] })).await.ok();
    for _ in 0..10 {
        let (of_bob, of_alice) = (
            format!("/users/me/blocks/{}", bob.id),
            format!("/users/me/blocks/{}", alice.id),
        );
        let (hers, his) =
            tokio::join!(alice.put(&of_bob, json!({})), bob.put(&of_alice, json!({})));
        hers.ok();
        his.ok();
        let (hers, his) = tokio::join!(alice.delete(&of_bob), bob.delete(&of_alice));
        hers.ok();
        his.ok();
    }
}
