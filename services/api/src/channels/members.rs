//! The members of a channel: who they are, adding them, giving them roles.

use std::collections::HashMap;

use auth::Principal;
use domain::permission::{self, AccountAction, ChannelAction};
use domain::{ChannelId, ChannelRole, UserId};
use protocol::channel::{ChannelMember, PutChannelMember};
use protocol::event::{MemberChanged, MemberReason};
use protocol::user::User;
use protocol::{ErrorCode, Limit, LogEvent, Page};
use store::memberships::{self, Wanted};
use store::{PgConnection, Tx};

use super::add::{self, Head, Into, Newcomer};
use super::announce::{Announcements, Effect};
use super::locked::{self, Locked};
use super::remove::keep_an_owner;
use crate::error::Error;
use crate::guests;
use crate::http::page;
use crate::state::State;
use crate::users::view;
use crate::workspaces::members::MemberQuery;

/// One page of the members, or of those whose name or handle contains something.
///
/// # Errors
/// `not_found` when the caller may not see the channel.
pub async fn list(
    state: &State,
    who: &Principal,
    id: ChannelId,
    query: &MemberQuery,
) -> Result<Page<ChannelMember>, Error> {
    let limit = Limit::parse(query.limit)?;
    let wanted = Wanted {
        text: page::search_text(query.q.as_deref())?,
        after: page::id(query.cursor.as_deref())?,
        limit: i64::from(limit) + 1,
    };
    let mut connection = state.store.acquire().await?;
    locked::find(&mut connection, who.user, id, ChannelAction::Read).await?;
    let rows = memberships::search(&mut connection, id, &wanted).await?;
    let ids: Vec<UserId> = rows.iter().map(|row| row.user_id).collect();
    let accounts = store::accounts::find_all(&mut connection, &ids).await?;
    let users: HashMap<UserId, User> = accounts
        .iter()
        .map(|account| (account.id, view::public(account)))
        .collect();
    let page = page::page(
        rows,
        limit,
        |row| row.user_id.to_string(),
        |row| {
            let user = users.get(&row.user_id)?.clone();
            Some(ChannelMember {
                user,
                role: row.role,
                joined_at: row.joined_at.into(),
            })
        },
    );
    Ok(Page {
        data: page.data.into_iter().flatten().collect(),
        next_cursor: page.next_cursor,
    })
}

/// Makes somebody a member, or gives a member another role.
///
/// # Errors
/// `forbidden`, `last_owner`, `not_found` for a channel or person that the caller may not see.
pub async fn put(
    state: &State,
    who: &Principal,
    id: ChannelId,
    user: UserId,
    input: PutChannelMember,
) -> Result<ChannelMember, Error> {
    let heads = add::heads(state, who.user, &[id]).await?;
    let mut tx = state.store.begin().await?;
    let locked = locked::lock(&mut tx, who.user, id, ChannelAction::Read).await?;
    let current = memberships::find_role(&mut tx, id, user).await?;
    let mut announcements = Announcements::new(state.now());
    match (current, input.role) {
        (None, role) => {
            let head = heads.get(&id).copied().unwrap_or(Head::NEW);
            let role = role.unwrap_or(ChannelRole::Member);
            bring_in(
                &mut tx,
                &mut announcements,
                &locked,
                Guest { user, role, head },
            )
            .await?;
        }
        (Some(current), Some(role)) if current != role => {
            change_role(
                &mut tx,
                &mut announcements,
                &locked,
                Change {
                    user,
                    current,
                    role,
                },
            )
            .await?;
        }
        (Some(_), _) => {}
    }
    let member = find(&mut tx, id, user).await?;
    store::commit(tx).await?;
    announcements.publish(state).await;
    Ok(member)
}

async fn find(tx: &mut Tx, id: ChannelId, user: UserId) -> Result<ChannelMember, Error> {
    let gone = || Error::Refused(ErrorCode::NotFound);
    let side = memberships::of_user(tx, user, &[id])
        .await?
        .pop()
        .ok_or_else(gone)?;
    let account = store::accounts::find(tx, user).await?.ok_or_else(gone)?;
    Ok(ChannelMember {
        user: view::public(&account),
        role: side.role,
        joined_at: side.joined_at.into(),
    })
}

struct Guest {
    user: UserId,
    role: ChannelRole,
    head: Head,
}

async fn bring_in(
    connection: &mut PgConnection,
    announcements: &mut Announcements,
    locked: &Locked,
    guest: Guest,
) -> Result<(), Error> {
    locked.may(ChannelAction::AddMember)?;
    if guest.role != ChannelRole::Member {
        may_give(locked, guest.role)?;
    }
    let by = locked.access.person.id;
    let workspace = locked.channel.workspace_id;
    let here = store::workspaces::find_roles(connection, workspace, &[guest.user]).await?;
    let visible = store::accounts::visible(connection, by, &[guest.user]).await?;
    let account = store::accounts::find(connection, guest.user).await?;
    let Some(account) = account.filter(|_| !here.is_empty() && !visible.is_empty()) else {
        return Err(ErrorCode::NotFound.into());
    };
    guests::may(connection, guest.user, AccountAction::Roam).await?;
    let newcomer = Newcomer {
        person: &view::public(&account),
        role: guest.role,
        by,
        reason: MemberReason::Added,
    };
    let into = Into {
        channel: locked.channel.id,
        workspace,
        head: guest.head,
    };
    add::add(connection, announcements, into, &newcomer).await?;
    Ok(())
}

fn may_give(locked: &Locked, role: ChannelRole) -> Result<(), Error> {
    locked.may(ChannelAction::SetRole)?;
    if permission::outranks(locked.access.standing(), role) {
        Ok(())
    } else {
        Err(ErrorCode::Forbidden.into())
    }
}

/// A member's role, before and after.
#[derive(Debug, Clone, Copy)]
struct Change {
    user: UserId,
    current: ChannelRole,
    role: ChannelRole,
}

async fn change_role(
    connection: &mut PgConnection,
    announcements: &mut Announcements,
    locked: &Locked,
    change: Change,
) -> Result<(), Error> {
    may_give(locked, change.role)?;
    may_give(locked, change.current)?;
    guests::may(connection, change.user, AccountAction::Rise).await?;
    keep_an_owner(connection, locked, Some(change.current)).await?;
    let by = locked.access.person.id;
    set_role(
        connection,
        announcements,
        (locked.channel.id, by),
        (change.user, change.role),
    )
    .await
}

/// Gives a member a role and announces it. The caller holds the channel's row and has checked
/// everything.
///
/// # Errors
/// `Unavailable`.
pub async fn set_role(
    connection: &mut PgConnection,
    announcements: &mut Announcements,
    (channel, by): (ChannelId, UserId),
    (user, role): (UserId, ChannelRole),
) -> Result<(), Error> {
    memberships::set_role(connection, channel, user, role).await?;
    let account = store::accounts::find(connection, user).await?;
    let account = account.ok_or(Error::Refused(ErrorCode::NotFound))?;
    // Raised for a higher role as well: a reload costs less than a rule about which is which.
    let mver = store::channels::raise_mver(connection, channel).await?;
    let updated = LogEvent::MemberUpdated(Box::new(MemberChanged {
        user: view::public(&account),
        role,
        by,
        reason: MemberReason::Role,
    }));
    let effect = Effect::raises(mver);
    announcements
        .to_channel(connection, channel, (by, &updated), effect)
        .await
}
