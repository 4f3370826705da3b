//! Listeners that count who comes, pages of a few bytes, and names that mean what a test wants.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, SocketAddr, TcpListener, TcpStream};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use fetch::{Bounds, Config, Error, Fetcher, Lookup};

/// A listener; it counts connections, and answers each request with what `page` makes of its path.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) address: SocketAddr,
    connections: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Site {
    pub(crate) fn serve(page: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        Self::at("127.0.0.1:0".parse().unwrap(), page).unwrap()
    }

    /// None when the machine has no such address.
    pub(crate) fn at(
        address: SocketAddr,
        page: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static,
    ) -> Option<Self> {
        let listener = TcpListener::bind(address).ok()?;
        let site = Self {
            address: listener.local_addr().unwrap(),
            connections: Arc::default(),
            requests: Arc::default(),
        };
        let (connections, requests) = (Arc::clone(&site.connections), Arc::clone(&site.requests));
        let page = Arc::new(page);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                connections.fetch_add(1, Ordering::SeqCst);
                let (page, requests) = (Arc::clone(&page), Arc::clone(&requests));
                thread::spawn(move || attend(&mut stream, &requests, &*page));
            }
        });
        Some(site)
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

fn attend(
    stream: &mut TcpStream,
    requests: &Mutex<Vec<String>>,
    page: &impl Fn(&str, &mut TcpStream),
) {
    let head = head(stream);
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    requests.lock().unwrap().push(head);
    page(&path, stream);
}

fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read > 0) {
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).into_owned()
}

/// A whole answer. Who does not wait for its end is no failure of the site.
pub(crate) fn answer(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n{headers}\r\n");
    let _gone = stream.write_all(&[head.as_bytes(), body].concat());
}

pub(crate) fn moved(stream: &mut TcpStream, to: &str) {
    answer(stream, "302 Found", &format!("Location: {to}\r\n"), b"");
}

/// A resolver that gives its answers in turn, the last one again and again, and counts.
#[derive(Debug, Default)]
pub(crate) struct Names {
    answers: Mutex<Vec<Vec<IpAddr>>>,
    asked: AtomicUsize,
}

impl Names {
    pub(crate) fn saying(answers: &[&[&str]]) -> Arc<Self> {
        let parse = |answer: &&[&str]| answer.iter().map(|text| text.parse().unwrap()).collect();
        Arc::new(Self {
            answers: Mutex::new(answers.iter().rev().map(parse).collect()),
            asked: AtomicUsize::new(0),
        })
    }

    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Lookup for Names {
    fn addresses(
        &self,
        _host: String,
    ) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<IpAddr>>> + Send>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut answers = self.answers.lock().unwrap();
        let answer = if answers.len() > 1 {
            answers.pop()
        } else {
            answers.last().cloned()
        };
        Box::pin(async move { Ok(answer.unwrap_or_default()) })
    }
}

pub(crate) fn config(allow: &[SocketAddr]) -> Config {
    Config {
        fetch_allow: allow.to_vec(),
        ..Config::default()
    }
}

/// A fetcher that goes to these sites although they are on this machine.
pub(crate) fn fetcher(allow: &[SocketAddr]) -> Fetcher {
    Fetcher::new(&config(allow)).unwrap()
}

pub(crate) async fn get(fetcher: &Fetcher, url: &str) -> Result<fetch::Answer, Error> {
    fetcher.get(&fetcher.check(url)?, "*/*", Bounds::PAGE).await
}
