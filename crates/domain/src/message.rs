//! Messages.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// Who speaks in a message.
    #[derive(Default)]
    pub enum MessageKind {
        /// A person.
        #[default]
        User = "user",
        /// Hubbub itself. Reserved: nothing creates one yet.
        System = "system",
        /// A bot.
        Bot = "bot",
    }
}
