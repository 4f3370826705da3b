//! Where the other services are.

use secrecy::SecretString;
use serde::Deserialize;

/// The section of a service that asks others, or answers them, over gRPC.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub struct Config {
    /// `HUBBUB_API_GRPC_URL`: where api answers gRPC.
    pub api_grpc_url: String,
    /// `HUBBUB_FILES_GRPC_URL`: where files answers gRPC.
    pub files_grpc_url: String,
    /// `HUBBUB_RPC_SECRET`: what our services show each other; the same for all. At least 16 bytes,
    /// in production 32.
    pub rpc_secret: SecretString,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            api_grpc_url: "http://127.0.0.1:8091".into(),
            files_grpc_url: "http://127.0.0.1:7084".into(),
            rpc_secret: SecretString::default(),
        }
    }
}
