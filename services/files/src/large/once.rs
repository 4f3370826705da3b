//! `Idempotency-Key` of an upload: what is begun twice is begun once.

use auth::Principal;
use domain::{FileId, RequestKey};
use protocol::ErrorCode;
use serde_json::json;
use store::PgConnection;
use store::idempotency::{self, Found, Row};

use crate::error::Error;
use crate::state::State;
use crate::upload::Hash;

/// What a key stands for here, besides the body.
const WHAT: &[u8] = b"POST /api/v1/files/uploads\0";

/// A key, and what it stands for.
#[derive(Debug)]
pub(crate) struct Once {
    key: RequestKey,
    hash: Vec<u8>,
}

impl Once {
    /// The key of a request with this body.
    ///
    /// # Errors
    /// When it is empty, too long or not visible ASCII.
    pub(crate) fn new(key: &[u8], body: &[u8]) -> Result<Self, Error> {
        let key =
            RequestKey::parse(key).map_err(|invalid| Error::field("/Idempotency-Key", invalid))?;
        let mut hash = Hash::default();
        hash.add(WHAT);
        hash.add(body);
        Ok(Self {
            key,
            hash: hash.finish(),
        })
    }

    /// The upload that was begun under this key. After `None`, the key is this transaction's.
    ///
    /// # Errors
    /// `request_in_progress` while another transaction has it, `idempotency_key_reused` when it
    /// stood for something else.
    pub(super) async fn earlier(
        &self,
        connection: &mut PgConnection,
        state: &State,
        who: &Principal,
    ) -> Result<Option<FileId>, Error> {
        match idempotency::find(connection, who.user, self.key.as_str(), state.now()).await? {
            Found::Nothing => Ok(None),
            Found::Held => Err(ErrorCode::RequestInProgress.into()),
            Found::Answer(row) if row.request_hash == self.hash => {
                Ok(serde_json::from_value(row.answer).ok())
            }
            Found::Answer(_) => Err(ErrorCode::IdempotencyKeyReused.into()),
        }
    }

    /// Notes which upload was begun.
    ///
    /// # Errors
    /// When Postgres refuses.
    pub(super) async fn keep(
        &self,
        connection: &mut PgConnection,
        state: &State,
        (who, id): (&Principal, FileId),
    ) -> Result<(), Error> {
        let row = Row {
            key: self.key.as_str().to_owned(),
            request_hash: self.hash.clone(),
            answer: json!(id),
            created_at: state.now(),
        };
        Ok(idempotency::insert(connection, who.user, &row).await?)
    }
}
