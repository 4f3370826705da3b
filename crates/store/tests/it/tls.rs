//! Postgres with TLS: only whoever shows a certificate of the right authority is spoken to.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use secrecy::SecretString;
use store::{Config, Error, Store};
use tempfile::TempDir;

/// How long a new server may take until it takes connections.
const PATIENCE: Duration = Duration::from_secs(30);

/// A Postgres that takes connections with TLS alone.
struct Server {
    folder: TempDir,
    port: u16,
    process: Child,
}

impl Server {
    async fn start() -> Self {
        let folder = TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        // Without the distribution's settings, which make an authority of it that is no server.
        let settings = "[req]\ndistinguished_name=name\n[name]\n";
        std::fs::write(at("req.cnf"), settings).unwrap();
        for name in ["ours", "theirs"] {
            run(openssl().current_dir(folder.path()).args([
                "-keyout",
                &format!("{name}.key"),
                "-out",
                &format!("{name}.pem"),
            ]));
        }
        let key = folder.path().join("ours.key");
        std::fs::set_permissions(key, PermissionsExt::from_mode(0o600)).unwrap();
        let (data, user) = (at("data"), "hubbub");
        let mut initdb = as_somebody("initdb");
        run(initdb.args(["-D", &data, "-U", user, "--auth=trust", "--no-sync"]));
        std::fs::write(at("data/pg_hba.conf"), "hostssl all all all trust\n").unwrap();
        let port = free_port();
        let mut server = as_somebody("postgres");
        server.args(["-D", &data, "-p", &port.to_string()]);
        for setting in [
            "listen_addresses=127.0.0.1".to_owned(),
            "unix_socket_directories=".to_owned(),
            "fsync=off".to_owned(),
            "ssl=on".to_owned(),
            format!("ssl_cert_file={}", at("ours.pem")),
            format!("ssl_key_file={}", at("ours.key")),
        ] {
            server.args(["-c", &setting]);
        }
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let process = server.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let server = Self {
            folder,
            port,
            process,
        };
        let deadline = Instant::now() + PATIENCE;
        while server.takes("sslmode=require").await.is_err() {
            assert!(Instant::now() < deadline, "{}", server.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        server
    }

    /// Connects as a service does.
    async fn takes(&self, parameters: &str) -> Result<(), Error> {
        let url = format!(
            "postgres://hubbub@localhost:{}/postgres?{parameters}",
            self.port
        );
        let config = Config {
            database_url: SecretString::from(url),
            ..Config::default()
        };
        Store::new(&config)?.acquire().await.map(drop)
    }

    fn certificate(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGQUIT: its children go with it.
        let pid = self.process.id().to_string();
        let _told = Command::new("kill").args(["-s", "QUIT", &pid]).status();
        let _ended = self.process.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A certificate for localhost that is its own authority; where it goes comes behind.
fn openssl() -> Command {
    let mut command = Command::new("openssl");
    let words = "req -x509 -config req.cnf -newkey ed25519 -nodes -days 2 -subj /CN=localhost \
                 -addext subjectAltName=DNS:localhost";
    command.args(words.split_whitespace());
    command
}

/// A program of Postgres, which does not run as root: root takes another number for it.
fn as_somebody(program: &str) -> Command {
    let root = std::fs::metadata("/proc/self").map(|it| std::os::unix::fs::MetadataExt::uid(&it));
    if !matches!(root, Ok(0)) {
        return Command::new(program);
    }
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-user=1000", "--map-group=1000", program]);
    command
}

fn run(command: &mut Command) {
    let done = command.output().expect("a program on the PATH");
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
}

fn verifying(authority: &Path) -> String {
    format!("sslmode=verify-full&sslrootcert={}", authority.display())
}

#[tokio::test]
async fn a_postgres_of_the_given_authority_is_spoken_to_and_no_other() {
    let server = Server::start().await;

    server
        .takes(&verifying(&server.certificate("ours.pem")))
        .await
        .unwrap();
    let mistaken = server
        .takes(&verifying(&server.certificate("theirs.pem")))
        .await;
    let machine = server.takes("sslmode=verify-full").await;
    let plain = server.takes("sslmode=disable").await;

    for refused in [mistaken, machine] {
        let refused = format!("{:?}", refused.unwrap_err());
        assert!(refused.contains("InvalidCertificate"), "{refused}");
    }
    plain.unwrap_err();
}
