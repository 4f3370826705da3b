//! What tests do to a place behind its back.

use domain::FileId;
use serde_json::Value;
use sqlx::Row as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};
use uuid::Uuid;

use super::{PATIENCE, Person, Place, id};

#[expect(
    clippy::disallowed_methods,
    reason = "nothing else does this to the rows"
)]
fn query(
    text: &'static str,
) -> sqlx::query::Query<'static, sqlx::Postgres, sqlx::postgres::PgArguments> {
    sqlx::query(text)
}

impl Place {
    /// All files were begun more than a day ago.
    pub(crate) async fn a_day_passes_for_files(&self) {
        let aged = query("update files set created_at = created_at - interval '25 hours'");
        aged.execute(&self.pool).await.unwrap();
    }

    /// The worker has written the message that claimed the file.
    pub(crate) async fn has_its_message(&self, file: &Value) {
        let written = query("update file_claims set message_id = $2 where file_id = $1");
        let written = written.bind(id(file).as_uuid()).bind(Uuid::new_v4());
        written.execute(&self.pool).await.unwrap();
    }

    /// How often somebody tried to have the file scanned.
    pub(crate) async fn scan_attempts(&self, file: FileId) -> i32 {
        let row = query("select scan_attempts from files where id = $1").bind(file.as_uuid());
        row.fetch_one(&self.pool).await.unwrap().get(0)
    }

    /// Rows of files, whatever their state.
    pub(crate) async fn rows(&self) -> i64 {
        let row = query("select count(*) from files");
        row.fetch_one(&self.pool).await.unwrap().get(0)
    }

    /// Uploads, and goes away once some of it is in the store.
    pub(crate) async fn breaks_off(&self, who: &Person, bytes: &[u8]) {
        let address = self.url.trim_start_matches("http://");
        let mut socket = TcpStream::connect(address).await.unwrap();
        let workspace = self.workspace;
        let form = format!(
            "--x\r\ncontent-disposition: form-data; name=\"workspace_id\"\r\n\r\n{workspace}\r\n\
             --x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n"
        );
        let head = format!(
            "POST /api/v1/files HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {}\r\n\
             content-type: multipart/form-data; boundary=x\r\ncontent-length: {}\r\n\r\n{form}",
            who.token,
            bytes.len() + 100_000,
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        socket.write_all(bytes).await.unwrap();
        eventually("some of it is in the store", async || {
            (!self.s3.leftovers().is_empty()).then_some(())
        })
        .await;
    }
}

/// Waits until there is an answer.
pub(crate) async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < end, "not in {PATIENCE:?}: {what}");
        sleep(std::time::Duration::from_millis(50)).await;
    }
}
