//! As much of clamd as files speaks with.

use std::net::TcpListener as StdListener;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What it finds.
pub(crate) const HARMFUL: &[u8] =
    br"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

#[derive(Clone)]
pub(crate) struct Clamd {
    scanned: Arc<Mutex<Vec<Vec<u8>>>>,
    held: Arc<watch::Sender<bool>>,
}

impl Default for Clamd {
    fn default() -> Self {
        Self {
            scanned: Arc::default(),
            held: Arc::new(watch::Sender::new(false)),
        }
    }
}

impl Clamd {
    /// A port that somebody listens at, and its address.
    pub(crate) fn reserve() -> (TcpListener, String) {
        let listener = StdListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap().to_string();
        (TcpListener::from_std(listener).unwrap(), address)
    }

    /// Serves; answers the address.
    #[expect(clippy::unused_async, reason = "it needs the test's runtime")]
    pub(crate) async fn start(&self) -> String {
        let (listener, address) = Self::reserve();
        self.serve(listener);
        address
    }

    pub(crate) fn serve(&self, listener: TcpListener) {
        let clamd = self.clone();
        tokio_util::task::TaskTracker::new().spawn(async move {
            while let Ok((socket, _peer)) = listener.accept().await {
                let answered = clamd.clone().answer(socket);
                // Whoever hangs up gets no verdict.
                tokio_util::task::TaskTracker::new().spawn(answered);
            }
        });
    }

    /// Verdicts wait from now on.
    pub(crate) fn hold(&self) {
        self.held.send_replace(true);
    }

    pub(crate) fn go_on(&self) {
        self.held.send_replace(false);
    }

    /// What it was given.
    pub(crate) fn scanned(&self) -> Vec<Vec<u8>> {
        self.scanned.lock().unwrap().clone()
    }

    async fn answer(self, mut socket: TcpStream) -> std::io::Result<()> {
        let mut command = [0; 10];
        socket.read_exact(&mut command).await?;
        assert_eq!(&command, b"zINSTREAM\0");
        let mut bytes = Vec::new();
        loop {
            let length = usize::try_from(socket.read_u32().await?).unwrap();
            if length == 0 {
                break;
            }
            let start = bytes.len();
            bytes.resize(start + length, 0);
            socket.read_exact(&mut bytes[start..]).await?;
        }
        self.held.subscribe().wait_for(|held| !held).await.unwrap();
        let is_harmful = bytes.windows(HARMFUL.len()).any(|part| part == HARMFUL);
        self.scanned.lock().unwrap().push(bytes);
        let verdict: &[u8] = if is_harmful {
            b"stream: Eicar-Test-Signature FOUND\0"
        } else {
            b"stream: OK\0"
        };
        socket.write_all(verdict).await
    }
}
