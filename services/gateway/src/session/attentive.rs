//! Whether somebody is before this socket's screen: while they are, their other devices stay
//! silent.

use super::Session;
use super::answers::What;
use super::lanes::Lane;

impl Session {
    /// Somebody is there from now on, or nobody is.
    pub(super) fn attend(&mut self, is_there: bool) {
        if is_there || self.is_attended {
            self.is_attended = is_there;
            self.tell_attention();
        }
    }

    /// Says again that somebody is there: it is believed for a while only.
    pub(super) fn renew_attention(&mut self) {
        if self.is_attended {
            self.tell_attention();
        }
    }

    /// Nobody is at a socket that is over.
    pub(super) async fn end_attention(&mut self) {
        if !std::mem::take(&mut self.is_attended) {
            return;
        }
        let attention = self.context.bus.attention();
        if let Err(error) = attention.leave(self.socket.user, self.socket.id).await {
            tracing::debug!("who left a socket is believed to be there for a while: {error}");
        }
    }

    fn tell_attention(&mut self) {
        let attention = self.context.bus.attention();
        let (user, connection) = (self.socket.user, self.socket.id);
        let (is_there, now_ms) = (
            self.is_attended,
            self.context.clock.now().timestamp_millis(),
        );
        self.start_in(Lane::Other, async move {
            let told = if is_there {
                attention.enter(user, connection, now_ms).await
            } else {
                attention.leave(user, connection).await
            };
            if let Err(error) = told {
                tracing::debug!("who is at a socket is not known: {error}");
            }
            What::Nothing.into()
        });
    }
}
