//! People of whom only the presence is real: rows of their own, and sockets that another gateway
//! would have.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use bus::{Arrival, Bus, Presence};
use domain::{Clock as _, ConnectionId, Partitions, SystemClock, UserId};
use futures_util::future::try_join_all;
use sqlx::{Connection as _, PgConnection};
use tokio::time;
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::cluster::Cluster;

/// As a gateway renews its lease.
const RENEW_EVERY: Duration = Duration::from_millis(1_500);
/// Registered at once, while the crowd settles.
const AT_ONCE: usize = 200;

/// The crowd. Its lease ends with it.
pub(super) struct Crowd {
    presence: Presence,
    lease: String,
    /// Everybody, in no order.
    pub(super) people: Vec<UserId>,
    here: Vec<(UserId, ConnectionId)>,
    away: Vec<UserId>,
    _renewing: DropGuard,
}

impl Crowd {
    /// Puts `count` people into a workspace and one of its channels; every other one is there.
    pub(super) async fn settle(
        cluster: &Cluster,
        place: (&str, &str),
        count: usize,
    ) -> anyhow::Result<Self> {
        let now = SystemClock.now();
        let people: Vec<UserId> = (0..count)
            .map(|_| UserId::generate(now, &mut rand::rng()))
            .collect();
        insert(cluster, place, &people).await?;
        let config = bus::Config {
            redis_log_url: cluster.stores.redis_log.as_str().into(),
            redis_live_url: Some(cluster.stores.redis_live.as_str().into()),
            ..bus::Config::default()
        };
        let presence = Bus::new(&config, Partitions::default())?.presence();
        let lease = format!("bench-{}", uuid::Uuid::new_v4().simple());
        presence.open(&lease).await?;
        let renewing = CancellationToken::new();
        #[expect(
            clippy::disallowed_methods,
            reason = "ends with the program at the latest"
        )]
        tokio::spawn(renew(presence.clone(), lease.clone(), renewing.clone()));
        let half = people.len() / 2;
        let (here, away) = people.split_at(half);
        let mut crowd = Self {
            presence,
            lease,
            away: away.to_vec(),
            here: Vec::with_capacity(half),
            _renewing: renewing.drop_guard(),
            people: people.clone(),
        };
        for some in here.chunks(AT_ONCE) {
            let arrived = try_join_all(some.iter().map(|user| crowd.arrive(*user))).await?;
            crowd.here.extend(arrived);
        }
        Ok(crowd)
    }

    /// People come and go at this pace, one each in turn, nobody twice. Answers who moved, and
    /// when.
    pub(super) async fn move_about(
        &mut self,
        per_min: u32,
        length: Duration,
    ) -> anyhow::Result<HashMap<UserId, Instant>> {
        let pause = Duration::from_mins(1) / per_min;
        let start = Instant::now();
        let mut moved = HashMap::new();
        let mut arrived = Vec::new();
        let mut number = 0;
        while start.elapsed() < length {
            number += 1;
            time::sleep_until((start + pause * number).into()).await;
            let at = Instant::now();
            let user = if number % 2 == 0 {
                let user = self.away.pop().context("everybody has come")?;
                arrived.push(self.arrive(user).await?);
                user
            } else {
                let (user, connection) = self.here.pop().context("everybody has gone")?;
                let lease = &self.lease;
                self.presence.disconnect(lease, user, connection).await?;
                user
            };
            moved.insert(user, at);
        }
        self.here.append(&mut arrived);
        Ok(moved)
    }

    /// Ends the lease: gateways sweep the rest.
    pub(super) async fn leave(self) -> anyhow::Result<()> {
        Ok(self.presence.close(&self.lease).await?)
    }

    async fn arrive(&self, user: UserId) -> anyhow::Result<(UserId, ConnectionId)> {
        let connection = ConnectionId::generate(SystemClock.now(), &mut rand::rng());
        let arrival = Arrival::default();
        let registered = self
            .presence
            .connect(&self.lease, user, connection, arrival)
            .await?;
        anyhow::ensure!(registered, "the lease was lost");
        Ok((user, connection))
    }
}

async fn renew(presence: Presence, lease: String, stop: CancellationToken) {
    while stop
        .run_until_cancelled(time::sleep(RENEW_EVERY))
        .await
        .is_some()
    {
        if let Ok(false) | Err(_) = presence.renew(&lease).await {
            return;
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "queries of a load program are checked by running it"
)]
async fn insert(
    cluster: &Cluster,
    (workspace, channel): (&str, &str),
    people: &[UserId],
) -> anyhow::Result<()> {
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    let names: Vec<String> = ids.iter().map(|id| id.replace('-', "")).collect();
    let mut connection = PgConnection::connect(&cluster.stores.postgres).await?;
    let mut tx = connection.begin().await?;
    let users = "insert into users
          (id, email, email_key, handle, handle_key, display_name, created_at)
        select id::uuid, name || '@crowd.example', name || '@crowd.example', left(name, 32),
          left(name, 32), 'Crowd ' || n, now()
        from unnest($1::text[], $2::text[]) with ordinality as one (id, name, n)";
    sqlx::query(users)
        .bind(&ids)
        .bind(&names)
        .execute(&mut *tx)
        .await?;
    let members = "insert into workspace_members (workspace_id, user_id, role, joined_at)
        select $2::text::uuid, id::uuid, 'member', now() from unnest($1::text[]) as one (id)";
    sqlx::query(members)
        .bind(&ids)
        .bind(workspace)
        .execute(&mut *tx)
        .await?;
    let joined = "insert into memberships (channel_id, user_id, workspace_id, role, joined_at)
        select $3::text::uuid, id::uuid, $2::text::uuid, 'member', now()
        from unnest($1::text[]) as one (id)";
    sqlx::query(joined)
        .bind(&ids)
        .bind(workspace)
        .bind(channel)
        .execute(&mut *tx)
        .await?;
    sqlx::query("update channels set member_count = member_count + $2 where id = $1::text::uuid")
        .bind(channel)
        .bind(i32::try_from(ids.len())?)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
