//! `Idempotency-Key`: a POST that is sent twice is carried out once. The row lives in the verb's
//! own transaction, so that it is there exactly if what it answers for is.

use std::future::{Ready, ready};
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use auth::Principal;
use aws_lc_rs::digest::{Context, SHA256};
use domain::text::Invalid;
use domain::{RequestKey, UserId};
use protocol::{ErrorCode, InvalidInput, OrInvalid as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::PgConnection;
use store::idempotency::{self, Found};

use crate::error::Error;
use crate::state::State;

const HEADER: &str = "idempotency-key";
/// How often, and how long apart, a key that somebody holds is asked for: 200 ms in all.
const HELD_TRIES: u32 = 10;
const HELD_PAUSE: Duration = Duration::from_millis(20);
const REPLAYED: (&str, &str) = ("idempotent-replayed", "true");

/// The key under which a request is to be carried out once, if it has one.
#[derive(Debug, Clone, Default)]
pub struct Once(Option<Asked>);

#[derive(Debug, Clone)]
struct Asked {
    key: RequestKey,
    hash: Vec<u8>,
}

/// What a verb did, or had done before.
#[derive(Debug)]
pub struct Done<T> {
    /// The answer.
    pub value: T,
    /// Whether it is the answer to an earlier request with the same key.
    pub replayed: bool,
}

impl<T> Done<T> {
    /// It was done now.
    #[must_use]
    pub const fn now(value: T) -> Self {
        Self {
            value,
            replayed: false,
        }
    }
}

impl<T: Serialize> Done<T> {
    /// The answer with this status.
    #[must_use]
    pub fn respond(self, status: StatusCode) -> HttpResponse {
        let mut response = HttpResponse::build(status);
        if self.replayed {
            response.insert_header(REPLAYED);
        }
        response.json(self.value)
    }
}

impl Once {
    /// No key: every request is carried out.
    #[must_use]
    pub const fn unkeyed() -> Self {
        Self(None)
    }

    /// The key of this request, whose meaning is its method, path and body.
    ///
    /// # Errors
    /// When the key is empty, too long or not visible ASCII.
    pub fn of(request: &HttpRequest, body: &[u8]) -> Result<Self, Error> {
        let mut keys = request.headers().get_all(HEADER);
        let Some(key) = keys.next() else {
            return Ok(Self(None));
        };
        if keys.next().is_some() {
            return Err(InvalidInput::at("/Idempotency-Key", Invalid::InvalidFormat).into());
        }
        let key = RequestKey::parse(key.as_bytes()).or_invalid("/Idempotency-Key")?;
        let mut hash = Context::new(&SHA256);
        for part in [
            request.method().as_str().as_bytes(),
            request.path().as_bytes(),
            body,
        ] {
            hash.update(part);
            hash.update(&[0]);
        }
        let hash = hash.finish().as_ref().to_vec();
        Ok(Self(Some(Asked { key, hash })))
    }

    /// The answer that this key has had already. After `None`, the key is this transaction's until
    /// its end.
    ///
    /// # Errors
    /// `request_in_progress` while another request holds the key, `idempotency_key_reused` when it
    /// stood for something else.
    pub async fn earlier<T: DeserializeOwned>(
        &self,
        connection: &mut PgConnection,
        state: &State,
        who: &Principal,
    ) -> Result<Option<Done<T>>, Error> {
        let Some(Asked { key, hash }) = &self.0 else {
            return Ok(None);
        };
        match find(connection, state, (who.user, key.as_str())).await? {
            Found::Nothing => Ok(None),
            Found::Held => Err(ErrorCode::RequestInProgress.into()),
            Found::Answer(row) if row.request_hash == *hash => {
                let value = serde_json::from_value(row.answer)?;
                Ok(Some(Done {
                    value,
                    replayed: true,
                }))
            }
            Found::Answer(_) => Err(ErrorCode::IdempotencyKeyReused.into()),
        }
    }

    /// Notes the answer, to be given again.
    ///
    /// # Errors
    /// `Unavailable`.
    pub async fn keep<T: Serialize>(
        &self,
        connection: &mut PgConnection,
        state: &State,
        who: &Principal,
        answer: &T,
    ) -> Result<(), Error> {
        let Some(Asked { key, hash }) = &self.0 else {
            return Ok(());
        };
        let row = idempotency::Row {
            key: key.as_str().to_owned(),
            request_hash: hash.clone(),
            answer: serde_json::to_value(answer)?,
            created_at: state.now(),
        };
        idempotency::insert(connection, who.user, &row).await?;
        Ok(())
    }
}

/// Looks a key up, giving a holder that is just letting go a moment: a refused verb's transaction
/// is rolled back after its answer has left.
async fn find(
    connection: &mut PgConnection,
    state: &State,
    (who, key): (UserId, &str),
) -> Result<Found, Error> {
    for _ in 0..HELD_TRIES {
        let found = idempotency::find(connection, who, key, state.now()).await?;
        if found != Found::Held {
            return Ok(found);
        }
        tokio::time::sleep(HELD_PAUSE).await;
    }
    Ok(Found::Held)
}

impl FromRequest for Once {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    /// For routes without a body.
    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(Self::of(request, b""))
    }
}
