//! Who is asking: access tokens, refresh tokens, password hashes and the actix extractor. No
//! database: who owns rows hands them in, who needs a decision gets one.

pub mod config;
pub mod cookies;
pub mod door;
pub mod keys;
pub mod origin;
pub mod password;
pub mod principal;
pub mod refresh;
pub mod revoked;
pub mod verifier;

pub use config::{DoorConfig, KeysConfig, PasswordConfig};
pub use door::Door;
pub use keys::{Claims, Keys};
pub use password::{Password, Passwords};
pub use principal::{Denied, Principal};
pub use revoked::Revoked;
pub use verifier::{TokenError, Verifier};
