//! What is told by mail.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a mail is about.
    pub enum MailKind {
        /// The link that sets a new password.
        PasswordReset = "password_reset",
        /// Notice: the password is another one.
        PasswordChanged = "password_changed",
        /// Notice, to the address so far: the account has another one.
        EmailChanged = "email_changed",
    }
}
