//! What kind of server answers.

use redis::aio::MultiplexedConnection;
use redis::{ErrorKind, RedisError};

/// Refuses a Redis Cluster whose keys lie on several primaries: this process speaks to one.
///
/// A Cluster of one shard is a single primary by another name. A server that does not let us ask
/// is taken as it is.
pub(crate) async fn must_hold_all_keys(
    connection: &mut MultiplexedConnection,
) -> Result<(), RedisError> {
    let info = said(connection, &["INFO", "cluster"]).await?;
    if field(&info, "cluster_enabled") != Some("1") {
        return Ok(());
    }
    let cluster = said(connection, &["CLUSTER", "INFO"]).await?;
    match field(&cluster, "cluster_size").and_then(|size| size.parse::<u32>().ok()) {
        Some(shards) if shards > 1 => Err((
            ErrorKind::InvalidClientConfig,
            "a Redis Cluster of several shards cannot be used: give a Redis with one primary \
             (alone, with replicas, behind Sentinel, or a Cluster of one shard)",
            format!("it has {shards} shards"),
        )
            .into()),
        _ => Ok(()),
    }
}

/// Whether two connections lead to the same life of the same server.
pub(crate) async fn must_be_one_server(
    one: &mut MultiplexedConnection,
    other: &mut MultiplexedConnection,
) -> Result<(), RedisError> {
    let (one, other) = (
        said(one, &["INFO", "server"]).await?,
        said(other, &["INFO", "server"]).await?,
    );
    if field(&one, "run_id") == field(&other, "run_id") {
        return Ok(());
    }
    Err((ErrorKind::Io, "two connections led to two servers").into())
}

/// What a server says about itself; nothing when it refuses to.
async fn said(
    connection: &mut MultiplexedConnection,
    words: &[&str],
) -> Result<String, RedisError> {
    let mut command = redis::Cmd::new();
    command.arg(words);
    match command.query_async(connection).await {
        Err(error) if error.is_io_error() => Err(error),
        answer => Ok(answer.unwrap_or_default()),
    }
}

/// A field of an answer to `INFO`.
pub(crate) fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = text.lines();
    lines.find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim()))
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_field_is_found_by_its_whole_name() {
        let text = "# Cluster\r\ncluster_enabled_not:0\r\ncluster_enabled:1\r\n";

        assert_eq!(field(text, "cluster_enabled"), Some("1"));
        assert_eq!(field(text, "cluster"), None);
        assert_eq!(field("", "cluster_enabled"), None);
    }
}
