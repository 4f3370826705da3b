//! A network between files and its store that fails as networks and stores do.

use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What becomes of a connection that is made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing.
    None,
    /// It is taken, and nothing ever comes back.
    Silence,
    /// Every request is answered with 500.
    Errors,
    /// It is cut after this many bytes of answers.
    Cut(usize),
}

/// Stands before a store.
pub(crate) struct Faults(Arc<watch::Sender<Fault>>);

impl Faults {
    /// Begins to listen; also the address to go to instead of `target`.
    pub(crate) fn before(target: &str) -> (Self, String) {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let listener = TcpListener::from_std(listener).unwrap();
        let target = target.trim_start_matches("http://").to_owned();
        let faults = Arc::new(watch::Sender::new(Fault::None));
        let now = faults.subscribe();
        tokio_util::task::TaskTracker::new().spawn(async move {
            while let Ok((socket, _peer)) = listener.accept().await {
                let (target, now) = (target.clone(), now.clone());
                tokio_util::task::TaskTracker::new().spawn(carry(socket, target, now));
            }
        });
        (Self(faults), address)
    }

    /// From now on; connections that there are end.
    pub(crate) fn are(&self, fault: Fault) {
        self.0.send_replace(fault);
    }
}

async fn carry(mut client: TcpStream, target: String, mut now: watch::Receiver<Fault>) {
    let fault = *now.borrow_and_update();
    let work = async {
        match fault {
            Fault::None => {
                let mut store = TcpStream::connect(target).await?;
                tokio::io::copy_bidirectional(&mut client, &mut store).await?;
            }
            Fault::Silence => std::future::pending().await,
            Fault::Errors => {
                let mut request = [0; 4096];
                let _read = client.read(&mut request).await?;
                let answer = "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                client.write_all(answer.as_bytes()).await?;
            }
            Fault::Cut(after) => {
                let store = TcpStream::connect(target).await?;
                let (mut from_client, mut to_client) = client.split();
                let (from_store, mut to_store) = store.into_split();
                let mut answers = from_store.take(u64::try_from(after).unwrap_or(0));
                tokio::select! {
                    sent = copy(&mut from_client, &mut to_store) => sent?,
                    got = copy(&mut answers, &mut to_client) => got?,
                };
            }
        }
        Ok::<_, std::io::Error>(())
    };
    tokio::select! {
        _done = work => {}
        _changed = now.changed() => {}
    }
}
