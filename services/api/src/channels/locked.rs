//! A channel that is about to change: its row held, and the caller's right checked.

use domain::permission::{self, ChannelAction};
use domain::{ChannelId, UserId};
use protocol::ErrorCode;
use store::PgConnection;
use store::channels::Channel;

use crate::error::Error;
use crate::log::Access;

/// A channel whose row this transaction holds.
#[derive(Debug)]
pub struct Locked {
    /// The channel.
    pub channel: Channel,
    /// What the caller is to it.
    pub access: Access,
}

/// Holds the channel and checks that `who` may do this to it.
///
/// # Errors
/// `not_found` when there is no such channel for the caller; what the table says otherwise.
pub async fn lock(
    connection: &mut PgConnection,
    who: UserId,
    id: ChannelId,
    action: ChannelAction,
) -> Result<Locked, Error> {
    let channel = store::channels::lock(connection, id).await?;
    let access = store::access::find(connection, who, id).await?;
    let (Some(channel), Some(access)) = (channel, access) else {
        return Err(ErrorCode::NotFound.into());
    };
    let locked = Locked {
        channel,
        access: Access::from(access),
    };
    locked.may(action)?;
    Ok(locked)
}

/// What `who` is to a channel that they may read.
///
/// # Errors
/// `not_found` when there is no such channel for the caller; what the table says otherwise.
pub async fn find(
    connection: &mut PgConnection,
    who: UserId,
    id: ChannelId,
    action: ChannelAction,
) -> Result<Access, Error> {
    let access = store::access::find(connection, who, id).await?;
    let access = Access::from(access.ok_or(Error::Refused(ErrorCode::NotFound))?);
    may(&access, action)?;
    Ok(access)
}

fn may(access: &Access, action: ChannelAction) -> Result<(), Error> {
    permission::channel(access.standing(), action).map_err(|refusal| Error::Refused(refusal.into()))
}

impl Locked {
    /// # Errors
    /// What the permission table says.
    pub fn may(&self, action: ChannelAction) -> Result<(), Error> {
        may(&self.access, action)
    }
}
