//! What files counts. Names are described once, so that they have help texts.

use lifecycle::metrics::queues;
use metrics::{Unit, counter, describe_counter, describe_histogram};

use crate::s3;
use crate::state::{State, UPLOADS_AT_ONCE};

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
    describe_counter!(
        "hubbub_images_reaped_total",
        "Pictures that were removed for good"
    );
    describe_counter!(
        "hubbub_files_reaped_total",
        "Files that were removed for good"
    );
    describe_counter!(
        "hubbub_downloads_stalled_total",
        "Downloads that were broken off as nothing of them was taken"
    );
    describe_counter!("hubbub_files_scanned_total", "Scans of files, by verdict");
    describe_counter!(
        "hubbub_file_previews_total",
        "Files that were looked at, by outcome"
    );
    for operation in s3::measured::OPERATIONS {
        counter!(s3::measured::ERRORS, "operation" => *operation).increment(0);
    }
    queues::watch_turns("uploads", &state.uploads, UPLOADS_AT_ONCE);
    queues::watch_by("downloads", state.downloads.fullness());
}
