//! What files counts. Names are described once, so that they have help texts.

use lifecycle::metrics::queues;
use metrics::{Unit, counter, describe_counter, describe_histogram};

use crate::s3;
use crate::state::{State, UPLOADS_AT_ONCE};

pub(crate) const STALLED: &str = "hubbub_downloads_stalled_total";
pub(crate) const IMAGES_REAPED: &str = "hubbub_images_reaped_total";
pub(crate) const FILES_REAPED: &str = "hubbub_files_reaped_total";
pub(crate) const SCANNED: &str = "hubbub_files_scanned_total";
pub(crate) const PREVIEWS: &str = "hubbub_file_previews_total";

/// Tells what the names mean, and has the queues watched.
pub(crate) fn describe(state: &State) {
    store::measured::describe();
    bus::measured::describe();
    describe_histogram!(
        s3::measured::TIME,
        Unit::Seconds,
        "A call to the store of objects, a second try included, by what was asked for"
    );
    describe_counter!(
        s3::measured::ERRORS,
        "Calls that the store did not answer or answered with a fault of its own, by what was asked for"
    );
    describe_counter!(IMAGES_REAPED, "Pictures that were removed for good");
    describe_counter!(FILES_REAPED, "Files that were removed for good");
    describe_counter!(
        STALLED,
        "Downloads that were broken off as nothing of them was taken"
    );
    describe_counter!(SCANNED, "Scans of files, by verdict");
    describe_counter!(PREVIEWS, "Files that were looked at, by outcome");
    for operation in s3::measured::OPERATIONS {
        counter!(s3::measured::ERRORS, "operation" => *operation).increment(0);
    }
    for name in [STALLED, IMAGES_REAPED, FILES_REAPED] {
        counter!(name).increment(0);
    }
    for verdict in ["clean", "found", "failed"] {
        counter!(SCANNED, "verdict" => verdict).increment(0);
    }
    for outcome in ["made", "spoiled"] {
        counter!(PREVIEWS, "outcome" => outcome).increment(0);
    }
    queues::watch_turns("uploads", &state.uploads, UPLOADS_AT_ONCE);
    queues::watch_by("downloads", state.downloads.fullness());
}
