//! Workspaces.

use crate::vocabulary::vocabulary;

vocabulary! {
    /// What a person is in a workspace, from most to least powerful.
    pub enum WorkspaceRole {
        /// May do everything, also delete the workspace.
        Owner = "owner",
        /// Manages people, channels and settings.
        Admin = "admin",
        /// An ordinary member.
        Member = "member",
        /// Sees only the channels they were added to, and the people in those.
        Guest = "guest",
    }
}
