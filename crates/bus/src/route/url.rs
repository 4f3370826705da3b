//! What a URL of a Redis says.

use redis::{ConnectionAddr, ConnectionInfo, ErrorKind, IntoConnectionInfo, RedisError};

/// Where sentinels listen unless it is said.
const SENTINEL_PORT: u16 = 26_379;
/// Stands in for the address that the sentinels will tell.
const SOMEWHERE: &str = "sentinel.invalid";

/// A URL, taken apart.
#[derive(Debug)]
pub(super) struct Parsed {
    /// The server: address, user, database. Behind sentinels the address says no more than
    /// whether it speaks TLS.
    pub(super) server: ConnectionInfo,
    pub(super) sentinels: Option<Named>,
}

/// A primary that sentinels know by name.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) sentinels: Vec<ConnectionInfo>,
    pub(super) name: String,
}

/// Takes a URL apart. Names, passwords are percent-encoded.
pub(super) fn parse(url: &str) -> Result<Parsed, RedisError> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let inner = match scheme {
        "redis+sentinel" => "redis",
        "rediss+sentinel" => "rediss",
        _ => {
            return Ok(Parsed {
                server: url.into_connection_info()?,
                sentinels: None,
            });
        }
    };
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = rest.split_once('/').ok_or_else(|| wrong(NO_NAME))?;
    let (login, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (name, database) = path.split_once('/').unwrap_or((path, ""));
    if name.is_empty() {
        return Err(wrong(NO_NAME));
    }
    let server = format!("{inner}://{login}@{SOMEWHERE}/{database}");
    let login = sentinel_login(query)?;
    let sentinels: Result<Vec<_>, _> = hosts
        .split(',')
        .map(|host| {
            let port = if has_port(host) {
                String::new()
            } else {
                format!(":{SENTINEL_PORT}")
            };
            format!("{inner}://{login}@{host}{port}").into_connection_info()
        })
        .collect();
    Ok(Parsed {
        server: server.into_connection_info()?,
        sentinels: Some(Named {
            sentinels: sentinels?,
            name: name.to_owned(),
        }),
    })
}

const NO_NAME: &str = "after the sentinels comes /NAME, by which they know the primary";

/// `user:password` for the sentinels, as they stand in the query.
fn sentinel_login(query: &str) -> Result<String, RedisError> {
    let (mut user, mut password) = ("", "");
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sentinel_username", value)) => user = value,
            Some(("sentinel_password", value)) => password = value,
            _ => {
                return Err(wrong(
                    "only sentinel_username and sentinel_password may follow ?",
                ));
            }
        }
    }
    Ok(match (user, password) {
        ("", "") => String::new(),
        (user, password) => format!("{user}:{password}"),
    })
}

fn has_port(host: &str) -> bool {
    match host.rsplit_once(']') {
        Some((_ipv6, rest)) => rest.starts_with(':'),
        None => host.contains(':'),
    }
}

fn wrong(what: &'static str) -> RedisError {
    (ErrorKind::InvalidClientConfig, what).into()
}

/// The address that sentinels told, reached as the server of the URL is: with TLS or without.
pub(super) fn address(like: &ConnectionAddr, host: String, port: u16) -> ConnectionAddr {
    match like {
        ConnectionAddr::TcpTls { insecure, .. } => ConnectionAddr::TcpTls {
            host,
            port,
            insecure: *insecure,
            tls_params: None,
        },
        _ => ConnectionAddr::Tcp(host, port),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(parsed: &Parsed) -> Vec<String> {
        let named = parsed.sentinels.as_ref().unwrap();
        let each = named.sentinels.iter();
        each.map(|info| info.addr().to_string()).collect()
    }

    #[test]
    fn one_address_is_read_as_ever() {
        let parsed = parse("rediss://user:p%40ss@redis.example:6380/3").unwrap();

        assert!(parsed.sentinels.is_none());
        assert_eq!(parsed.server.addr().to_string(), "redis.example:6380");
        assert_eq!(parsed.server.redis_settings().password(), Some("p@ss"));
    }

    #[test]
    fn sentinels_are_read_with_the_name_of_the_primary() {
        let url = "redis+sentinel://hub:p%40s%2Fs@a:1,b,[::1],[::2]:4/mymaster/5";
        let parsed = parse(url).unwrap();

        assert_eq!(addresses(&parsed), ["a:1", "b:26379", "::1:26379", "::2:4"]);
        assert_eq!(parsed.sentinels.unwrap().name, "mymaster");
        let server = parsed.server.redis_settings();
        assert_eq!(server.username(), Some("hub"));
        assert_eq!(server.password(), Some("p@s/s"));
        assert_eq!(server.db(), 5);
        assert!(matches!(parsed.server.addr(), ConnectionAddr::Tcp(..)));
    }

    #[test]
    fn the_password_of_the_server_is_not_shown_to_the_sentinels() {
        let url = "redis+sentinel://:secret@a/m?sentinel_password=o%26ther";
        let parsed = parse(url).unwrap();
        let none = parse("redis+sentinel://:secret@a/m").unwrap();

        let password = |parsed: &Parsed| {
            let named = parsed.sentinels.as_ref().unwrap();
            let settings = named.sentinels[0].redis_settings();
            settings.password().map(str::to_owned)
        };
        assert_eq!(password(&parsed).as_deref(), Some("o&ther"));
        assert_eq!(password(&none), None);
        assert_eq!(parsed.server.redis_settings().password(), Some("secret"));
    }

    #[test]
    fn tls_is_for_the_sentinels_and_the_server() {
        let parsed = parse("rediss+sentinel://a,b/m").unwrap();

        let tls = |address: &ConnectionAddr| matches!(address, ConnectionAddr::TcpTls { .. });
        assert!(tls(parsed.server.addr()));
        assert!(tls(parsed.sentinels.as_ref().unwrap().sentinels[1].addr()));
        let told = address(parsed.server.addr(), "10.0.0.1".to_owned(), 6379);
        assert!(tls(&told));
    }

    #[test]
    fn what_is_missing_or_unknown_is_refused() {
        for url in [
            "redis+sentinel://a,b",
            "redis+sentinel://a,b/",
            "redis+sentinel:///m",
            "redis+sentinel://a,,b/m",
            "redis+sentinel://a:port/m",
            "redis+sentinel://a/m/db",
            "redis+sentinel://a/m?password=x",
            "sentinel://a/m",
            "a:6379",
        ] {
            parse(url).expect_err(url);
        }
    }
}
