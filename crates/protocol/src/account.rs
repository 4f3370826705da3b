//! Signing up, in and out.

use std::fmt;

use domain::SessionId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::timestamp::Timestamp;
use crate::user::Me;

/// POST `/auth/signup`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Signup {
    /// The address for sign-in and mails.
    pub email: String,
    /// The unique name after an `@`.
    pub handle: String,
    /// The name as it is shown.
    pub display_name: String,
    /// 8 to 1,024 bytes of anything.
    pub password: String,
    /// An invitation, where signing up needs one.
    #[serde(default)]
    pub invite: Option<String>,
}

/// POST `/auth/login`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// E-mail address or handle.
    pub login: String,
    /// The password.
    pub password: String,
    /// Stay signed in for longer than a working day.
    #[serde(default)]
    pub remember: bool,
}

/// POST `/auth/refresh`. Browsers send the cookie instead.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Refresh {
    /// The newest refresh token of the session.
    pub refresh_token: Option<String>,
}

/// The answer to signup, login and refresh.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignedIn {
    /// A JWT for `Authorization: Bearer`.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: String,
    /// The life of the access token, in seconds.
    pub expires_in: i64,
    /// Exchange this for the next pair; each works once.
    pub refresh_token: String,
    /// The account.
    pub user: Me,
}

/// One place where the caller is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// Whether it is the one that asks.
    pub current: bool,
    /// The program, as it named itself.
    pub user_agent: Option<String>,
    /// The address it was last used from.
    pub ip: Option<String>,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last refreshed.
    pub last_used_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// POST `/auth/password`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password so far.
    pub current_password: String,
    /// The password from now on.
    pub new_password: String,
}

/// POST `/auth/password/forgot`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgotPassword {
    /// The address of the account.
    pub email: String,
}

/// POST `/auth/password/reset`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    /// What the link in the mail carries; works once, for an hour.
    pub token: String,
    /// The password from now on.
    pub new_password: String,
}

/// POST `/auth/email`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeEmail {
    /// The password.
    pub current_password: String,
    /// The address from now on.
    pub email: String,
}

/// How this installation lets people in: GET `/auth/methods`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SignInMethods {
    /// Who may make an account.
    pub signup: SignupMode,
    /// Whether mail leaves this installation: without it, nobody is sent a link that sets a new
    /// password.
    pub mail: bool,
}

/// Who may make an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SignupMode {
    /// Everybody.
    Open,
    /// Who has an invitation.
    Invite,
    /// Nobody.
    Closed,
}

/// The public keys that verify access tokens: GET `/.well-known/jwks.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Jwks {
    /// The keys, newest first.
    pub keys: Vec<Jwk>,
}

/// An Ed25519 public key as a JWK (RFC 8037).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Jwk {
    /// Always `OKP`.
    pub kty: String,
    /// Always `Ed25519`.
    pub crv: String,
    /// Always `EdDSA`.
    pub alg: String,
    /// Always `sig`.
    #[serde(rename = "use")]
    pub usage: String,
    /// The name of the key in a token's header.
    pub kid: String,
    /// The key, base64url without padding.
    pub x: String,
}

macro_rules! secret_debug {
    ($($name:ident)*) => {$(
        impl fmt::Debug for $name {
            /// Secrets and addresses stay out of logs.
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}

secret_debug! { Signup Login Refresh SignedIn ChangePassword ForgotPassword ResetPassword ChangeEmail }
