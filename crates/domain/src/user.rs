//! People.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// The colours a person chose for the client.
    #[derive(Default)]
    pub enum Theme {
        /// As the device says.
        #[default]
        System = "system",
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
    }
}

vocabulary! {
    /// Whether a person can be reached at this moment.
    #[derive(Default)]
    pub enum Presence {
        /// At least one socket is open and active.
        Online = "online",
        /// Connected, but not looking.
        Away = "away",
        /// Asked not to be disturbed.
        Dnd = "dnd",
        /// No socket is open, or the person chose to be invisible.
        #[default]
        Offline = "offline",
    }
}
