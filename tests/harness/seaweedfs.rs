//! SeaweedFS, the S3 server of the containers: the second one that tests run against.

use std::{
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::{
    node::{env, free_port},
    s3::S3,
    wait::eventually,
};

/// All of its parts in one process, over a folder.
pub(crate) struct SeaweedFs {
    port: u16,
    process: Child,
}

impl SeaweedFs {
    pub(crate) async fn start(folder: &Path) -> Self {
        let folder = folder.join("seaweedfs");
        std::fs::create_dir_all(&folder).expect("a folder");
        let port = free_port();
        let mut command = Command::new(env("HUBBUB_TEST_WEED"));
        command
            .arg("mini")
            .arg(format!("-dir={}", folder.display()));
        for part in ["master", "volume", "filer", "admin"] {
            command.arg(format!("-{part}.port={}", free_port()));
            command.arg(format!("-{part}.port.grpc={}", free_port()));
        }
        command.arg(format!("-s3.port={port}"));
        command.arg(format!("-s3.port.grpc={}", free_port()));
        let others = [
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            "-s3.iam=false",
            "-webdav=false",
            "-admin.ui=false",
            "-master.telemetry=false",
        ];
        command
            .args(others)
            .env("AWS_ACCESS_KEY_ID", S3::ACCESS_KEY)
            .env("AWS_SECRET_ACCESS_KEY", S3::SECRET_KEY)
            .env("S3_BUCKET", S3::BUCKET)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let process = command.spawn().expect("SeaweedFS starts");
        let server = Self { port, process };
        let url = format!("{}/{}", server.endpoint(), S3::BUCKET);
        eventually("SeaweedFS serves", Duration::from_secs(30), async || {
            let answer = reqwest::get(&url).await.ok()?;
            (answer.status() == 403).then_some(())
        })
        .await;
        server
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for SeaweedFs {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
