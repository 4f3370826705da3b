//! Who is there, as others see it.

use serde_json::json;

use crate::person::Person;
use crate::socket::Socket;
use crate::wait::{DEADLINE, eventually};

impl Socket {
    /// Waits until `who` is seen online, and watches them from then on.
    ///
    /// # Panics
    /// When that takes longer than the deadline.
    pub async fn sees_online(&self, who: &Person) {
        eventually("somebody is online", DEADLINE, async || {
            let watched = json!({ "user_ids": [who.id] });
            let watched = self.command("presence.watch", watched).await;
            let seen = watched.expect("a watch list");
            (seen["users"][&who.id]["presence"] == "online").then_some(())
        })
        .await;
    }
}
