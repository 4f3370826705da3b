//! Every way in which Hubbub refuses, in one table.

use std::fmt;

use domain::permission::Refusal;

use crate::close_code::CloseCode;

macro_rules! error_codes {
    ($($(#[doc = $doc:tt])* $variant:ident, $word:tt, $status:literal, $title:tt;)+) => {
        /// A stable, machine-readable reason for a refusal. The list is closed: a code may be
        /// added, but never renamed or given another meaning.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
            utoipa::ToSchema,
        )]
        pub enum ErrorCode {
            $($(#[doc = $doc])* #[serde(rename = $word)] $variant,)+
        }

        impl ErrorCode {
            /// All codes, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The code as it stands on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The HTTP status of an answer with this code.
            #[must_use]
            pub const fn http_status(self) -> u16 {
                match self { $(Self::$variant => $status,)+ }
            }

            /// A short text for people, the same for every occurrence.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ }
            }
        }

        impl std::str::FromStr for ErrorCode {
            type Err = UnknownErrorCode;

            fn from_str(text: &str) -> Result<Self, UnknownErrorCode> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownErrorCode),
                }
            }
        }
    };
}

/// The text is not one of our error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown error code")]
pub struct UnknownErrorCode;

error_codes! {
    /// The request makes no sense as a whole: a bad cursor, a missing header, two contradicting parameters.
    BadRequest, "bad_request", 400, "The request could not be understood";
    /// The body is not JSON, or not of the right types, or has a key twice.
    MalformedJson, "malformed_json", 400, "The body is not the JSON that was expected";
    /// The body has a field that does not exist.
    UnknownField, "unknown_field", 400, "The body has an unknown field";
    /// One or more fields are out of bounds; `errors` names them.
    InvalidInput, "invalid_input", 400, "Some fields are not acceptable";
    /// A gateway command that does not exist.
    UnknownCommand, "unknown_command", 400, "There is no such command";
    /// A token in the URL, where this installation does not allow it.
    UrlTokenRefused, "url_token_refused", 400, "Tokens are not accepted in URLs here";
    /// No token, or one that is not ours.
    Unauthenticated, "unauthenticated", 401, "Sign in first";
    /// The access token has expired: refresh it.
    TokenExpired, "token_expired", 401, "The access token has expired";
    /// The session was ended.
    SessionRevoked, "session_revoked", 401, "This session was ended";
    /// Unknown login or wrong password; which of them is not told.
    InvalidCredentials, "invalid_credentials", 401, "Wrong login or password";
    /// The refresh token is unknown, expired or was used before.
    InvalidRefreshToken, "invalid_refresh_token", 401, "The session cannot be refreshed";
    /// The caller may see the thing, but may not do this to it.
    Forbidden, "forbidden", 403, "You may not do this";
    /// A public channel that the caller has not joined.
    NotAMember, "not_a_member", 403, "Join the channel first";
    /// Only the channel's admins may post.
    PostingRestricted, "posting_restricted", 403, "Only admins may post here";
    /// Messages can be edited for a while only, and this one is older.
    EditWindowPassed, "edit_window_passed", 403, "The message can no longer be edited";
    /// One of the two has blocked the other; which of them is not told.
    CannotMessage, "cannot_message", 403, "You cannot message this person";
    /// The caller may write here, but not to everybody at once.
    MassMentionRefused, "mass_mention_refused", 403, "You may not address everybody here";
    /// The request comes from a page that is not ours.
    OriginRefused, "origin_refused", 403, "Requests from this origin are refused";
    /// New accounts are not accepted here.
    SignupClosed, "signup_closed", 403, "New accounts are not accepted";
    /// New accounts need an invitation here.
    InviteRequired, "invite_required", 403, "An invitation is needed to sign up";
    /// The account is switched off.
    AccountDeactivated, "account_deactivated", 403, "This account is deactivated";
    /// The scan found something in the file: nobody gets it.
    FileBlocked, "file_blocked", 403, "The file was found to be harmful";
    /// It does not exist, or the caller may not know that it does.
    NotFound, "not_found", 404, "Not found";
    /// The message to reply to is not in this channel.
    ParentNotFound, "parent_not_found", 404, "The message to reply to was not found";
    /// The path exists, the method on it does not.
    MethodNotAllowed, "method_not_allowed", 405, "This method is not allowed here";
    /// Somebody else was faster; read again and retry.
    Conflict, "conflict", 409, "The state has changed in between";
    /// An account with this e-mail address exists.
    EmailTaken, "email_taken", 409, "This e-mail address is taken";
    /// An account with this handle exists.
    HandleTaken, "handle_taken", 409, "This handle is taken";
    /// A workspace with this slug exists.
    SlugTaken, "slug_taken", 409, "This address is taken";
    /// A channel of this name exists in the workspace.
    ChannelNameTaken, "channel_name_taken", 409, "A channel of this name exists";
    /// The nonce was used before, for another message.
    NonceReused, "nonce_reused", 409, "This nonce was used for another message";
    /// A request with the same `Idempotency-Key` is still under way.
    RequestInProgress, "request_in_progress", 409, "The same request is still under way";
    /// `@channel` or `@here` would call many people, `addressed` of them: send it again with
    /// `confirm_mass_mention` if that is meant.
    ConfirmMassMention, "confirm_mass_mention", 409, "This would call many people";
    /// The channel is archived and takes nothing new.
    ChannelArchived, "channel_archived", 409, "The channel is archived";
    /// The last owner may not leave or step down.
    LastOwner, "last_owner", 409, "There would be no owner left";
    /// The channel has as many pins as it may have.
    PinLimit, "pin_limit", 409, "The channel has too many pins";
    /// The message has as many different reactions as it may have.
    ReactionLimit, "reaction_limit", 409, "The message has too many reactions";
    /// The workspace has as many emoji of its own as it may have.
    EmojiLimit, "emoji_limit", 409, "The workspace has too many emoji";
    /// As many people are in the call as it holds.
    CallFull, "call_full", 409, "The call is full";
    /// The caller is in this call on another device.
    CallElsewhere, "call_elsewhere", 409, "You are in this call on another device";
    /// The caller has no seat in the call, or no longer; or the one addressed has none.
    NotInCall, "not_in_call", 409, "There is no such seat in the call";
    /// The caller has blocked as many people as one may.
    BlockLimit, "block_limit", 409, "You have blocked too many people";
    /// The file belongs to another message.
    FileClaimed, "file_claimed", 409, "The file belongs to another message";
    /// The file is not stored whole yet, or waits to be scanned.
    FileNotReady, "file_not_ready", 409, "The file is not ready";
    /// The events asked for are no longer in the tail: load history instead.
    EventsGone, "events_gone", 410, "These events are gone, reload the history";
    /// The invitation is used up, expired or withdrawn.
    InviteGone, "invite_gone", 410, "This invitation no longer holds";
    /// The guest link is used up, expired or withdrawn.
    GuestLinkGone, "guest_link_gone", 410, "This guest link no longer holds";
    /// The link that sets a new password was used, is too old, or never was one.
    ResetLinkGone, "reset_link_gone", 410, "This link no longer sets a password";
    /// `If-Match` or `version` names a version that is no longer current.
    VersionMismatch, "version_mismatch", 412, "It has been changed in between";
    /// The body is larger than this route accepts.
    PayloadTooLarge, "payload_too_large", 413, "The request is too large";
    /// The body's content type is not one that this route accepts.
    UnsupportedMediaType, "unsupported_media_type", 415, "This content type is not accepted";
    /// Files of this type are not taken here.
    FileTypeRefused, "file_type_refused", 415, "Files of this type are not accepted here";
    /// The range lies outside of the file.
    RangeNotSatisfiable, "range_not_satisfiable", 416, "The range lies outside of the file";
    /// A reply cannot be replied to: threads have one level.
    ParentIsReply, "parent_is_reply", 422, "A reply cannot be replied to";
    /// The `Idempotency-Key` was used before, for another request.
    IdempotencyKeyReused, "idempotency_key_reused", 422, "This key was used for another request";
    /// The image cannot be read, or is larger than we decode.
    ImageRefused, "image_refused", 422, "The image cannot be used";
    /// Parts are missing, or are not as long as was announced: they can still be sent.
    UploadIncomplete, "upload_incomplete", 422, "The upload is not complete";
    /// The bytes are not those that were announced: the upload is over.
    ChecksumMismatch, "checksum_mismatch", 422, "The file did not arrive as it was sent";
    /// Too many requests of this kind.
    RateLimited, "rate_limited", 429, "Too many requests";
    /// The channel is in slow mode.
    SlowMode, "slow_mode", 429, "The channel is in slow mode";
    /// Too many sockets of this user or from this address.
    TooManyConnections, "too_many_connections", 429, "Too many connections";
    /// The caller has as many uploads open as one may: complete one, or give one up.
    TooManyUploads, "too_many_uploads", 429, "Too many uploads at once";
    /// The caller has as many downloads under way as one may: read one to its end.
    TooManyDownloads, "too_many_downloads", 429, "Too many downloads at once";
    /// Something broke that should not; the log says what.
    Internal, "internal", 500, "Something went wrong on our side";
    /// Something that the answer needs is down; it recovers by itself.
    Unavailable, "unavailable", 503, "Temporarily unavailable";
    /// More was asked than can be taken at this moment.
    Overloaded, "overloaded", 503, "Too much to do at this moment";
    /// The search took too long: more words or filters narrow it down.
    SearchTimedOut, "search_timed_out", 503, "The search took too long";
    /// The process is being stopped: another one answers.
    Draining, "draining", 503, "This server is being restarted";
    /// The files of the workspace take all the room that it has.
    StorageFull, "storage_full", 507, "The workspace has no room for this file";
}

impl ErrorCode {
    /// Whether the same request may succeed later without being changed.
    #[must_use]
    pub const fn retryable(self) -> bool {
        matches!(
            self,
            Self::RateLimited
                | Self::SlowMode
                | Self::TooManyConnections
                | Self::TooManyUploads
                | Self::TooManyDownloads
                | Self::RequestInProgress
                | Self::Internal
                | Self::Unavailable
                | Self::Overloaded
                | Self::SearchTimedOut
                | Self::Draining
        )
    }

    /// The number of the gRPC status that carries this code between services.
    #[must_use]
    pub const fn grpc_code(self) -> i32 {
        match self.http_status() {
            400 | 413 | 415 | 422 => 3,
            401 => 16,
            403 => 7,
            404 | 410 => 5,
            409 => 10,
            405 | 412 => 9,
            416 => 11,
            429 => 8,
            503 => 14,
            _ => 13,
        }
    }

    /// The code with which a socket is closed for this reason, where that is what happens.
    #[must_use]
    pub const fn close_code(self) -> Option<CloseCode> {
        match self {
            Self::TokenExpired => Some(CloseCode::TokenExpired),
            Self::SessionRevoked | Self::AccountDeactivated => Some(CloseCode::AccessRevoked),
            Self::RateLimited => Some(CloseCode::Flood),
            Self::TooManyConnections => Some(CloseCode::Replaced),
            Self::PayloadTooLarge => Some(CloseCode::FrameTooLarge),
            Self::MalformedJson => Some(CloseCode::Malformed),
            Self::Draining => Some(CloseCode::Draining),
            Self::Internal => Some(CloseCode::Internal),
            _ => None,
        }
    }
}

impl From<Refusal> for ErrorCode {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Hidden => Self::NotFound,
            Refusal::NotAMember => Self::NotAMember,
            Refusal::Forbidden => Self::Forbidden,
            Refusal::PostingRestricted => Self::PostingRestricted,
            Refusal::Archived => Self::ChannelArchived,
            Refusal::Apart => Self::CannotMessage,
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_survives_its_text_and_is_spelled_once() {
        for code in ErrorCode::ALL {
            assert_eq!(code.as_str().parse(), Ok(*code));
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
        assert_eq!("no_such".parse::<ErrorCode>(), Err(UnknownErrorCode));
    }

    #[test]
    fn what_is_unavailable_may_be_retried_and_what_is_refused_may_not() {
        for code in ErrorCode::ALL {
            match code.http_status() {
                503 | 429 => assert!(code.retryable(), "{code}"),
                400..=408 | 410..=428 => assert!(!code.retryable(), "{code}"),
                _ => {}
            }
        }
    }
}
