//! Files.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// How a client shows a file.
    #[derive(Default)]
    pub enum FileKind {
        /// A picture with a thumbnail.
        Image = "image",
        /// A moving picture.
        Video = "video",
        /// Sound.
        Audio = "audio",
        /// Anything else: a name and a download.
        #[default]
        File = "file",
    }
}

vocabulary! {
    /// Whether a file may be downloaded.
    #[derive(Default)]
    pub enum FileState {
        /// Stored whole and checked.
        #[default]
        Ready = "ready",
        /// Being checked.
        Scanning = "scanning",
        /// Refused by the checks.
        Blocked = "blocked",
    }
}
