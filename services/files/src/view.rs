//! A file as clients see it.

use protocol::file::File;

/// The object of PROTOCOL.md. It has no field that depends on who looks.
#[must_use]
pub(crate) fn file(row: &store::files::File) -> File {
    File {
        id: row.id,
        name: row.name.clone(),
        content_type: row.content_type.clone(),
        size: row.size,
        kind: row.kind,
        width: row.width.map(i64::from),
        height: row.height.map(i64::from),
        thumbhash: row.thumbhash.clone(),
        duration_ms: row.duration_ms,
        pages: row.pages.map(i64::from),
        url: File::url_of(row.id),
        thumbnail_url: (!row.thumbnails.is_empty()).then(|| File::thumbnail_url_of(row.id)),
        state: row.state,
    }
}
