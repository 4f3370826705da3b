use serde_json::json;
use sqlx::PgPool;

use crate::app::spawn;

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_workspace_begins_with_general_and_random(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;

    let made = alice
        .post("/workspaces", json!({ "name": "Acme, Inc." }))
        .await;

    assert_eq!(made.status, 201);
    insta::assert_json_snapshot!(made.body, { ".id" => "[id]", ".created_at" => "[time]" }, @r#"
    {
      "created_at": "[time]",
      "icon_url": null,
      "id": "[id]",
      "member_count": 1,
      "muted_until": null,
      "name": "Acme, Inc.",
      "notify": "default",
      "role": "owner",
      "slug": "acme-inc"
    }
    "#);
    let id = made.body["id"].as_str().unwrap();
    let channels = alice.get(&format!("/workspaces/{id}/channels")).await.ok();
    let names: Vec<_> = channels["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].clone())
        .collect();
    assert_eq!(names, ["general", "random"]);
    assert_eq!(alice.get("/workspaces").await.ok()["data"][0], made.body);
    assert_eq!(
        alice.get(&format!("/workspaces/{id}")).await.ok(),
        made.body
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_address_that_was_asked_for_is_taken_once_and_one_made_up_always_free(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let make = |input| alice.post("/workspaces", input);

    assert_eq!(
        make(json!({ "name": "Acme", "slug": "acme" })).await.status,
        201
    );
    let taken = make(json!({ "name": "Acme", "slug": "acme" })).await;
    assert_eq!(taken.refusal(), (409, "slug_taken"));
    let made_up = make(json!({ "name": "Acme" })).await.ok();
    assert!(made_up["slug"].as_str().unwrap().starts_with("acme-"));
    assert_eq!(make(json!({ "name": "数据团队" })).await.status, 201);
    let reserved = make(json!({ "name": "Acme", "slug": "api" })).await;
    assert_eq!(reserved.refusal(), (400, "invalid_input"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn who_is_not_in_a_workspace_does_not_learn_that_it_exists(pool: PgPool) {
    let app = spawn(pool).await;
    let alice = app.person("alice").await;
    let acme = alice.workspace("Acme").await;
    let stranger = app.person("mallory").await;
    let absent = "01936f3e-8a00-7000-8000-0123456789ab";

    for suffix in [
        "",
        "/members",
        "/channels",
        "/channels?scope=browse",
        "/invites",
    ] {
        let hidden = stranger.get(&format!("/workspaces/{acme}{suffix}")).await;
        let nothing = stranger.get(&format!("/workspaces/{absent}{suffix}")).await;
        assert_eq!(hidden.refusal(), (404, "not_found"), "{suffix}");
        assert_eq!(hidden.anonymous(), nothing.anonymous(), "{suffix}");
    }
    for (suffix, input) in [
        ("/channels", json!({ "name": "x", "kind": "public" })),
        ("/dms", json!({ "user_ids": [alice.id] })),
        ("/invites", json!({})),
    ] {
        let hidden = stranger
            .post(&format!("/workspaces/{acme}{suffix}"), input.clone())
            .await;
        let nothing = stranger
            .post(&format!("/workspaces/{absent}{suffix}"), input)
            .await;
        assert_eq!(hidden.refusal(), (404, "not_found"), "{suffix}");
        assert_eq!(hidden.anonymous(), nothing.anonymous(), "{suffix}");
    }
    let patch = stranger
        .patch(&format!("/workspaces/{acme}"), json!({ "name": "Mine" }))
        .await;
    assert_eq!(patch.refusal(), (404, "not_found"));
    let remove = stranger
        .delete(&format!("/workspaces/{acme}/members/{}", alice.id))
        .await;
    assert_eq!(remove.refusal(), (404, "not_found"));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn members_do_not_manage_and_admins_do_not_touch_owners(pool: PgPool) {
    let app = spawn(pool).await;
    let owner = app.person("alice").await;
    let acme = owner.workspace("Acme").await;
    let admin = owner.guest(&acme, "adam", "admin").await;
    let member = owner.guest(&acme, "bob", "member").await;
    let role = |of: &str| format!("/workspaces/{acme}/members/{of}");

    let workspace = format!("/workspaces/{acme}");
    let rename = |input| member.patch(&workspace, input);
    assert_eq!(
        rename(json!({ "name": "Mine" })).await.refusal(),
        (403, "forbidden")
    );
    for (who, target, new) in [
        (&member, &member.id, "admin"),
        (&admin, &owner.id, "member"),
        (&admin, &admin.id, "owner"),
        (&admin, &member.id, "owner"),
    ] {
        let refused = who.patch(&role(target), json!({ "role": new })).await;
        assert_eq!(refused.refusal(), (403, "forbidden"), "{target} {new}");
    }
    assert_eq!(
        admin.delete(&role(&owner.id)).await.refusal(),
        (403, "forbidden")
    );
    let promoted = admin
        .patch(&role(&member.id), json!({ "role": "admin" }))
        .await
        .ok();
    assert_eq!(promoted["role"], "admin");
    let renamed = admin
        .patch(&format!("/workspaces/{acme}"), json!({ "name": "New" }))
        .await
        .ok();
    assert_eq!(renamed["name"], "New");
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn the_last_owner_stays(pool: PgPool) {
    let app = spawn(pool).await;
    let owner = app.person("alice").await;
    let acme = owner.workspace("Acme").await;
    let bob = owner.guest(&acme, "bob", "member").await;
    let me = format!("/workspaces/{acme}/members/me");

    assert_eq!(owner.delete(&me).await.refusal(), (409, "last_owner"));
    let step_down = owner.patch(&me, json!({ "role": "member" })).await;
    assert_eq!(step_down.refusal(), (409, "last_owner"));

    let path = format!("/workspaces/{acme}/members/{}", bob.id);
    owner.patch(&path, json!({ "role": "owner" })).await.ok();
    assert_eq!(owner.delete(&me).await.status, 204);
    assert_eq!(
        owner.get(&format!("/workspaces/{acme}")).await.refusal(),
        (404, "not_found")
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn who_is_removed_loses_every_channel_of_the_workspace(pool: PgPool) {
    let app = spawn(pool).await;
    let owner = app.person("alice").await;
    let acme = owner.workspace("Acme").await;
    let bob = owner.guest(&acme, "bob", "member").await;
    let general = bob.named(&acme, "general").await;
    let secret = owner.channel(&acme, "secret", "private").await;
    let path = format!("/channels/{secret}/members/{}", bob.id);
    owner.put(&path, json!({})).await.ok();
    let dm = bob
        .post(
            &format!("/workspaces/{acme}/dms"),
            json!({ "user_ids": [owner.id] }),
        )
        .await
        .ok();

    let path = format!("/workspaces/{acme}/members/{}", bob.id);
    assert_eq!(owner.delete(&path).await.status, 204);
    assert_eq!(owner.delete(&path).await.status, 204);

    for channel in [general, secret, dm["id"].as_str().unwrap().to_owned()] {
        let gone = bob.get(&format!("/channels/{channel}")).await;
        assert_eq!(gone.refusal(), (404, "not_found"));
    }
    assert_eq!(bob.get("/workspaces").await.ok()["data"], json!([]));
    assert_eq!(
        owner.get(&format!("/users/{}", bob.id)).await.refusal(),
        (404, "not_found")
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn people_are_listed_in_pages_and_found_by_name(pool: PgPool) {
    let app = spawn(pool).await;
    let owner = app.person("alice").await;
    let acme = owner.workspace("Acme").await;
    for handle in ["bob", "bobby", "carol"] {
        owner.guest(&acme, handle, "member").await;
    }
    let list = async |query: &str| {
        owner
            .get(&format!("/workspaces/{acme}/members{query}"))
            .await
    };
    let handles = |page: &serde_json::Value| -> Vec<String> {
        let data = page["data"].as_array().unwrap();
        data.iter()
            .map(|one| one["user"]["handle"].as_str().unwrap().to_owned())
            .collect()
    };

    let first = list("?limit=3").await.ok();
    assert_eq!(handles(&first), ["alice", "bob", "bobby"]);
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = list(&format!("?limit=3&cursor={cursor}")).await.ok();
    assert_eq!(handles(&second), ["carol"]);
    assert_eq!(second["next_cursor"], json!(null));
    assert_eq!(handles(&list("?q=BOB").await.ok()), ["bob", "bobby"]);
    assert_eq!(handles(&list("?q=%25").await.ok()), Vec::<String>::new());
    for bad in ["?limit=0", "?limit=201", "?limit=-1", "?q=%00"] {
        assert_eq!(list(bad).await.refusal(), (400, "invalid_input"), "{bad}");
    }
    for bad in ["?limit=1;drop", "?cursor=%00", "?cursor=Zm9v"] {
        assert_eq!(list(bad).await.refusal(), (400, "bad_request"), "{bad}");
    }
    assert_eq!(list("?foo=1").await.refusal(), (400, "unknown_field"));
}
