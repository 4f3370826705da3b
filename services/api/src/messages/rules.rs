//! What a person may do to messages of a channel, asked of the one table.

use domain::UserId;
use domain::permission::{self, ChannelAction};
use protocol::ErrorCode;

use super::draft::Draft;
use crate::error::Error;
use crate::log::access::Access;

/// Whether the table allows this.
///
/// # Errors
/// The table's refusal: `not_found`, `not_a_member`, `forbidden`, `posting_restricted` or
/// `channel_archived`.
pub fn may(access: &Access, action: ChannelAction) -> Result<(), Error> {
    permission::channel(access.standing(), action).map_err(|refusal| Error::Refused(refusal.into()))
}

/// Sends.
///
/// # Errors
/// As [`may`].
pub fn may_send(access: &Access, draft: &Draft) -> Result<(), Error> {
    let in_thread = draft.parent_id.is_some() && !draft.also_in_channel;
    may(
        access,
        if in_thread {
            ChannelAction::Reply
        } else {
            ChannelAction::Post
        },
    )
}

/// Addresses everybody.
///
/// # Errors
/// As [`may`], but `mass_mention_refused` for who may write here all the same.
pub fn may_address_all(access: &Access) -> Result<(), Error> {
    match may(access, ChannelAction::AddressAll) {
        Err(error) if error.code() == ErrorCode::Forbidden => {
            Err(ErrorCode::MassMentionRefused.into())
        }
        verdict => verdict,
    }
}

/// Edits a message of `author`: nobody edits another's.
///
/// # Errors
/// As [`may`], and `forbidden`.
pub fn may_edit(access: &Access, author: UserId) -> Result<(), Error> {
    may(access, ChannelAction::EditOwn)?;
    if access.person.id == author {
        Ok(())
    } else {
        Err(ErrorCode::Forbidden.into())
    }
}

/// Deletes a message of `author`.
///
/// # Errors
/// As [`may`].
pub fn may_delete(access: &Access, author: UserId) -> Result<(), Error> {
    let own = access.person.id == author;
    may(
        access,
        if own {
            ChannelAction::DeleteOwn
        } else {
            ChannelAction::DeleteOther
        },
    )
}

/// Reacts.
///
/// # Errors
/// As [`may`].
pub fn may_react(access: &Access) -> Result<(), Error> {
    may(access, ChannelAction::React)
}

/// Pins and unpins.
///
/// # Errors
/// As [`may`].
pub fn may_pin(access: &Access) -> Result<(), Error> {
    may(access, ChannelAction::Pin)
}

/// Has a read position.
///
/// # Errors
/// As [`may`].
pub fn takes_part(access: &Access) -> Result<(), Error> {
    may(access, ChannelAction::TakePart)
}
