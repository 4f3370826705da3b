//! Somebody who answers as a sentinel does, and says what the test wants.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// A stand-in for a sentinel.
pub(crate) struct Oracle {
    pub(crate) port: u16,
    said: Arc<Mutex<(u16, i64)>>,
    _listening: JoinSet<()>,
}

impl Oracle {
    /// One who names the server at this port, as of this failover.
    pub(crate) async fn saying(primary: u16, epoch: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let said = Arc::new(Mutex::new((primary, epoch)));
        let saying = Arc::clone(&said);
        let mut listening = JoinSet::new();
        listening.spawn(async move {
            let mut each = JoinSet::new();
            while let Ok((stream, _from)) = listener.accept().await {
                each.spawn(answer(stream, Arc::clone(&saying)));
            }
        });
        Self {
            port,
            said,
            _listening: listening,
        }
    }

    pub(crate) fn says(&self, primary: u16, epoch: i64) {
        *self.said.lock().unwrap() = (primary, epoch);
    }
}

/// The URL of the primary that these know.
pub(crate) fn url(oracles: &[&Oracle]) -> String {
    let hosts: Vec<String> = oracles
        .iter()
        .map(|oracle| format!("127.0.0.1:{}", oracle.port))
        .collect();
    format!("redis+sentinel://{}/mymaster", hosts.join(","))
}

async fn answer(stream: TcpStream, said: Arc<Mutex<(u16, i64)>>) {
    let mut stream = BufReader::new(stream);
    while let Some(words) = command(&mut stream).await {
        let (port, epoch) = *said.lock().unwrap();
        let port = port.to_string();
        let epoch = epoch.to_string();
        let answer = match words.get(1).map(String::as_str) {
            Some("GET-MASTER-ADDR-BY-NAME") => array(&["127.0.0.1", &port]),
            Some("MASTER") => array(&["name", "mymaster", "config-epoch", &epoch]),
            _ => "+OK\r\n".to_owned(),
        };
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn command(stream: &mut BufReader<TcpStream>) -> Option<Vec<String>> {
    let count = number(stream).await?;
    let mut words = Vec::new();
    for _ in 0..count {
        let mut word = vec![0; number(stream).await? + 2];
        stream.read_exact(&mut word).await.ok()?;
        word.truncate(word.len() - 2);
        words.push(String::from_utf8(word).unwrap());
    }
    Some(words)
}

/// The number behind `*` or `$`.
async fn number(stream: &mut BufReader<TcpStream>) -> Option<usize> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok()?;
    line.get(1..)?.trim().parse().ok()
}

fn array(words: &[&str]) -> String {
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("${}\r\n{word}\r\n", word.len()))
        .collect();
    format!("*{}\r\n{}", words.len(), words.concat())
}
