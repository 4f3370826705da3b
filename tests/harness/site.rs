//! A web site of a test's own: what links lead to, and who finds pictures.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

/// A site on a loopback address. It counts who comes; its threads end with the test.
pub struct Site {
    /// Where it is.
    pub address: SocketAddr,
    visits: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Site {
    /// Answers every request with what `page` writes; it is given the path with its query.
    ///
    /// # Panics
    /// When no port is free.
    pub fn serve(page: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port for a site");
        let address = listener.local_addr().expect("a bound address");
        let visits: Arc<Mutex<BTreeMap<String, usize>>> = Arc::default();
        let (page, counted) = (Arc::new(page), Arc::clone(&visits));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (page, counted) = (Arc::clone(&page), Arc::clone(&counted));
                thread::spawn(move || visit(stream, &*page, &counted));
            }
        });
        Self { address, visits }
    }

    /// The address of a page.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// How often a page was asked for; paths are compared without their query.
    ///
    /// # Panics
    /// When a visitor's thread panicked.
    #[must_use]
    pub fn visits(&self, path: &str) -> usize {
        let visits = self.visits.lock().expect("no visitor panics");
        visits.get(path).copied().unwrap_or_default()
    }

    /// How many came at all.
    ///
    /// # Panics
    /// When a visitor's thread panicked.
    #[must_use]
    pub fn visitors(&self) -> usize {
        self.visits
            .lock()
            .expect("no visitor panics")
            .values()
            .sum()
    }
}

fn visit(
    mut stream: TcpStream,
    page: &(dyn Fn(&str, &mut TcpStream) + Send + Sync),
    counted: &Mutex<BTreeMap<String, usize>>,
) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read > 0) {
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head);
    let path = head.split(' ').nth(1).unwrap_or_default();
    let bare = path.split('?').next().unwrap_or_default().to_owned();
    *counted
        .lock()
        .expect("no visitor panics")
        .entry(bare)
        .or_default() += 1;
    page(path, &mut stream);
}

/// Writes a whole answer. Who does not wait for its end is no failure of the site.
pub fn answer(stream: &mut TcpStream, status: &str, content_type: &str, body: &[u8]) {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
    );
    let _gone = stream.write_all(&[head.as_bytes(), body].concat());
}

/// Writes an answer of one's own making.
pub fn write(stream: &mut TcpStream, text: &str) -> bool {
    stream.write_all(text.as_bytes()).is_ok()
}

/// Holds visitors until it is opened.
#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    /// Waits until it is open.
    ///
    /// # Panics
    /// When another holder panicked.
    pub fn pass(&self) {
        let (open, changed) = &*self.0;
        let is_open = open.lock().expect("no holder panics");
        drop(
            changed
                .wait_while(is_open, |open| !*open)
                .expect("no holder panics"),
        );
    }

    /// Opens it for good.
    ///
    /// # Panics
    /// When another holder panicked.
    pub fn open(&self) {
        let (open, changed) = &*self.0;
        *open.lock().expect("no holder panics") = true;
        changed.notify_all();
    }
}
