use chrono::{DateTime, TimeDelta, Utc};
use domain::{InviteId, Presence, SessionId, UserId, WorkspaceId, WorkspaceRole};
use sqlx::PgPool;
use store::idempotency::{self, Found, Row};
use store::invites::Invite;
use store::sessions::{Session, Which};
use store::{Constraint, Error, Store, accounts, invites, sessions, workspaces};
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_767_225_600_000).unwrap()
}

fn user(number: u128) -> UserId {
    UserId::from_uuid(Uuid::from_u128(number))
}

async fn person(store: &Store, number: u128, name: &str) -> Result<UserId, Error> {
    let mut tx = store.begin().await?;
    let new = accounts::New {
        id: user(number),
        email: name,
        email_key: &format!("{name}@example.com"),
        handle: name,
        handle_key: &name.to_lowercase(),
        display_name: name,
        created_at: now(),
    };
    accounts::insert(&mut tx, &new).await?;
    store::commit(tx).await?;
    Ok(new.id)
}

async fn workspace(store: &Store, owner: UserId) -> WorkspaceId {
    let id = WorkspaceId::from_uuid(Uuid::from_u128(500));
    let mut tx = store.begin().await.unwrap();
    workspaces::insert(&mut tx, id, ("Acme", "acme"), owner, now())
        .await
        .unwrap();
    workspaces::insert_member(&mut tx, id, owner, WorkspaceRole::Owner, now())
        .await
        .unwrap();
    store::commit(tx).await.unwrap();
    id
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_taken_name_is_told_apart_from_a_taken_address(pool: PgPool) {
    let store = Store::from_pool(pool);
    person(&store, 1, "alice").await.unwrap();

    let mut connection = store.acquire().await.unwrap();
    let mut new = accounts::New {
        id: user(2),
        email: "x",
        email_key: "other@example.com",
        handle: "ALICE",
        handle_key: "alice",
        display_name: "A",
        created_at: now(),
    };
    let handle = accounts::insert(&mut connection, &new).await.unwrap_err();
    assert!(matches!(handle, Error::Conflict(Constraint::Handle)));
    (new.email_key, new.handle_key) = ("alice@example.com", "other");
    let email = accounts::insert(&mut connection, &new).await.unwrap_err();
    assert!(matches!(email, Error::Conflict(Constraint::Email)));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_change_leaves_what_it_does_not_name(pool: PgPool) {
    let store = Store::from_pool(pool);
    let alice = person(&store, 1, "alice").await.unwrap();
    let mut connection = store.acquire().await.unwrap();

    let change = accounts::Change {
        timezone: Some("Asia/Tokyo"),
        ..accounts::Change::default()
    };
    accounts::update(&mut connection, alice, &change)
        .await
        .unwrap();
    let status = accounts::Status {
        presence: Presence::Dnd,
        text: "busy",
        emoji: None,
        expires_at: None,
    };
    accounts::set_status(&mut connection, alice, &status)
        .await
        .unwrap();

    let account = accounts::find(&mut connection, alice)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (account.handle.as_str(), account.timezone.as_str()),
        ("alice", "Asia/Tokyo")
    );
    assert_eq!(
        (account.presence, account.status_text.as_str()),
        (Presence::Dnd, "busy")
    );
    assert_eq!(account.version, 3);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn sessions_rotate_and_end(pool: PgPool) {
    let store = Store::from_pool(pool);
    let alice = person(&store, 1, "alice").await.unwrap();
    let mut connection = store.acquire().await.unwrap();
    let ids = [10, 11, 12].map(|number| SessionId::from_uuid(Uuid::from_u128(number)));
    for id in ids {
        let session = Session {
            id,
            user_id: alice,
            remember: false,
            user_agent: String::new(),
            ip: String::new(),
            created_at: now(),
            last_used_at: now(),
            expires_at: now() + TimeDelta::hours(7),
        };
        sessions::insert(&mut connection, &session, b"first")
            .await
            .unwrap();
    }
    let [first, second, third] = ids;

    sessions::rotate(&mut connection, first, b"second", "::1", now())
        .await
        .unwrap();
    let rotation = sessions::lock(&mut connection, first)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(rotation.refresh_hash, b"second");
    assert_eq!(rotation.previous_hash.as_deref(), Some(&b"first"[..]));

    let which = Which::Others(first);
    let ended = sessions::revoke(&mut connection, alice, which, "test", now())
        .await
        .unwrap();
    assert_eq!(ended.len(), 2);
    let which = Which::One(second);
    let again = sessions::revoke(&mut connection, alice, which, "test", now())
        .await
        .unwrap();
    assert_eq!(again, []);
    let left = sessions::list(&mut connection, alice, now()).await.unwrap();
    assert_eq!(left.iter().map(|one| one.id).collect::<Vec<_>>(), [first]);
    let since = now() - TimeDelta::seconds(1);
    let mut known: Vec<_> = sessions::revoked_since(&mut connection, since)
        .await
        .unwrap()
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    known.sort_unstable();
    assert_eq!(known, [second, third]);
    let later = sessions::list(&mut connection, alice, now() + TimeDelta::hours(7))
        .await
        .unwrap();
    assert_eq!(later, []);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn a_key_is_one_transactions_until_it_ends_and_then_has_its_answer(pool: PgPool) {
    let store = Store::from_pool(pool);
    let alice = person(&store, 1, "alice").await.unwrap();
    let bob = person(&store, 2, "bob").await.unwrap();
    let row = Row {
        key: "k".into(),
        request_hash: vec![1, 2, 3],
        answer: serde_json::json!({ "id": 1 }),
        created_at: now(),
    };

    let mut first = store.begin().await.unwrap();
    assert_eq!(
        idempotency::find(&mut first, alice, "k", now())
            .await
            .unwrap(),
        Found::Nothing
    );
    let mut second = store.begin().await.unwrap();
    assert_eq!(
        idempotency::find(&mut second, alice, "k", now())
            .await
            .unwrap(),
        Found::Held
    );
    assert_eq!(
        idempotency::find(&mut second, bob, "k", now())
            .await
            .unwrap(),
        Found::Nothing
    );
    idempotency::insert(&mut first, alice, &row).await.unwrap();
    store::commit(first).await.unwrap();

    let found = idempotency::find(&mut second, alice, "k", now())
        .await
        .unwrap();
    assert_eq!(found, Found::Answer(row));
    let tomorrow = now() + TimeDelta::hours(24);
    let expired = idempotency::find(&mut second, alice, "k", tomorrow)
        .await
        .unwrap();
    assert_eq!(expired, Found::Nothing);
    assert_eq!(
        idempotency::delete_expired(&mut second, tomorrow)
            .await
            .unwrap(),
        1
    );
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn who_sees_whom_follows_from_workspaces_and_for_guests_from_channels(pool: PgPool) {
    let store = Store::from_pool(pool);
    let alice = person(&store, 1, "alice").await.unwrap();
    let bob = person(&store, 2, "bob").await.unwrap();
    let gina = person(&store, 3, "gina").await.unwrap();
    let acme = workspace(&store, alice).await;
    let mut connection = store.acquire().await.unwrap();
    for (user, role) in [(bob, WorkspaceRole::Member), (gina, WorkspaceRole::Guest)] {
        workspaces::insert_member(&mut connection, acme, user, role, now())
            .await
            .unwrap();
    }
    let stranger = person(&store, 4, "mallory").await.unwrap();
    let all = [alice, bob, gina, stranger];
    let mut sees = async |user| {
        let mut seen = accounts::visible(&mut connection, user, &all)
            .await
            .unwrap();
        seen.sort_unstable();
        seen
    };

    assert_eq!(sees(bob).await, [alice, bob, gina]);
    assert_eq!(sees(gina).await, [gina]);
    assert_eq!(sees(stranger).await, [stranger]);
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn an_invitation_holds_until_it_is_used_up_withdrawn_or_over(pool: PgPool) {
    let store = Store::from_pool(pool);
    let alice = person(&store, 1, "alice").await.unwrap();
    let acme = workspace(&store, alice).await;
    let mut connection = store.acquire().await.unwrap();
    let invite = Invite {
        id: InviteId::from_uuid(Uuid::from_u128(9)),
        code: "code".into(),
        workspace_id: acme,
        created_by: alice,
        role: WorkspaceRole::Member,
        channel_ids: Vec::new(),
        max_uses: Some(1),
        uses: 0,
        expires_at: Some(now() + TimeDelta::seconds(60)),
        created_at: now(),
        revoked_at: None,
    };
    invites::insert(&mut connection, &invite).await.unwrap();

    let stored = invites::find(&mut connection, "code")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(stored, invite);
    assert!(stored.holds(now()) && !stored.holds(now() + TimeDelta::seconds(60)));
    invites::count_use(&mut connection, invite.id)
        .await
        .unwrap();
    let used = invites::lock(&mut connection, "code")
        .await
        .unwrap()
        .unwrap();
    assert!(!used.holds(now()));
}

#[sqlx::test(migrator = "store::MIGRATOR")]
async fn another_number_of_partitions_is_refused(pool: PgPool) {
    let store = Store::from_pool(pool);
    let sixteen = domain::Partitions::default();
    let eight = domain::Partitions::new(8).unwrap();

    store.check_partitions(sixteen).await.unwrap();
    store.check_partitions(sixteen).await.unwrap();

    let refused = store.check_partitions(eight).await.unwrap_err();
    assert!(matches!(
        refused,
        Error::Partitions {
            installed: 16,
            configured: 8
        }
    ));
}
