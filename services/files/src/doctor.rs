//! `files doctor`: whether the object store does what files needs of it, from here and from where
//! browsers are.

use bytes::Bytes;
use http::Request;
use lifecycle::doctor::{Probe, Report};

use crate::config::Config;
use crate::s3::Bucket;

const WHAT: &str = "s3";
const CONTENT: &[u8] = b"written by `files doctor`, and safe to delete";

/// Looks at the store and says what it finds.
///
/// # Errors
/// When something is wrong, after all has been said.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    let mut report = Report::default();
    let bucket = Bucket::new(&config.s3);
    let key = format!("doctor/{:032x}", rand::random::<u128>());
    if store(&bucket, &key, &mut report).await {
        public(config, &bucket, &key, &mut report).await;
        match bucket.delete(&key).await {
            Ok(()) => report.ok(WHAT, "an object can be deleted"),
            Err(error) => report.wrong(WHAT, chain(error), "The key needs s3:DeleteObject."),
        }
    }
    programs(config, &mut report);
    report.finish()
}

/// Whether an object comes back as it was put.
async fn store(bucket: &Bucket, key: &str, report: &mut Report) -> bool {
    const REACH: &str =
        "Check HUBBUB_S3_ENDPOINT, the bucket, its keys and whether the store runs.";
    if let Err(error) = bucket.ping().await {
        report.wrong(
            WHAT,
            format!("the bucket cannot be reached: {}", chain(error)),
            REACH,
        );
        return false;
    }
    if let Err(error) = bucket.put(key, "text/plain", CONTENT.to_vec()).await {
        report.wrong(
            WHAT,
            format!("an object cannot be put: {}", chain(error)),
            "The key needs s3:PutObject.",
        );
        return false;
    }
    match bucket.start(key, 2 * CONTENT.len()).await {
        Ok(bytes) if bytes == CONTENT => report.ok(WHAT, "an object comes back as it was put"),
        Ok(_) => report.wrong(WHAT, "an object comes back changed", REACH),
        Err(error) => report.wrong(
            WHAT,
            format!("an object cannot be got: {}", chain(error)),
            "The key needs s3:GetObject.",
        ),
    }
    true
}

/// Whether a browser can put a part where it is told to.
async fn public(config: &Config, bucket: &Bucket, key: &str, report: &mut Report) {
    let origin = config.store_origin();
    let url = match bucket.put_url(origin, key, CONTENT.len()).await {
        Ok(url) => url,
        Err(error) => return report.wrong(WHAT, chain(error), "Check HUBBUB_S3_PUBLIC_URL."),
    };
    let sent = async {
        let request = Request::put(url).body(Bytes::from_static(CONTENT))?;
        Probe::new()?.send(request).await
    };
    match sent.await {
        Ok(seen) if (200..300).contains(&seen.status) => {
            report.ok(WHAT, format!("a signed address at {origin} takes an object"));
        }
        Ok(seen) => report.wrong(
            WHAT,
            format!("a signed address at {origin} answers {}", seen.status),
            "The edge must hand /BUCKET on to the store with Host and path unchanged; or set HUBBUB_S3_PUBLIC_URL.",
        ),
        Err(error) => report.wrong(
            WHAT,
            // The error names no address: it may hold the signature.
            format!("a signed address at {origin} cannot be reached: {error:#}"),
            "Check HUBBUB_S3_PUBLIC_URL or HUBBUB_PUBLIC_URL and whether the edge runs.",
        ),
    }
}

fn programs(config: &Config, report: &mut Report) {
    let programs = [
        (
            "ffmpeg",
            &config.files.ffmpeg,
            "films have neither poster nor length",
        ),
        (
            "pdftoppm",
            &config.files.pdftoppm,
            "documents have no first page",
        ),
    ];
    for (what, path, without) in programs {
        if std::path::Path::new(path).is_file() {
            report.ok(what, format!("it is {path}"));
        } else {
            let text = format!("{path} is not there: {without}");
            report.warning(what, text, "Install it, or say where it is.");
        }
    }
}

fn chain(error: crate::error::Error) -> String {
    format!("{:#}", anyhow::Error::from(error))
}
