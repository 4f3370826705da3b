//! Who may do what: THE table. Every route, command, search and download asks here, and nowhere
//! else.

use crate::channel::{ChannelKind, ChannelRole, Posting};
use crate::workspace::WorkspaceRole;

/// What can be done to a channel or in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChannelAction {
    /// See it, its messages, files, pins and members, and hear its events.
    Read,
    /// Become a member by oneself.
    Join,
    /// Stop being a member.
    Leave,
    /// Send a message, or a reply that stands in the channel too.
    Post,
    /// Send a reply that stands in its thread alone.
    Reply,
    /// Address everybody: `@channel` and `@here`.
    AddressAll,
    /// Edit one's own message.
    EditOwn,
    /// Delete one's own message.
    DeleteOwn,
    /// Delete somebody else's message.
    DeleteOther,
    /// Add a reaction or take it back.
    React,
    /// Pin and unpin.
    Pin,
    /// Tell that one is typing, mark as read, follow.
    TakePart,
    /// Start a call or join one, and ring the others.
    Call,
    /// Make somebody a member.
    AddMember,
    /// End somebody's membership. See also [`outranks`].
    RemoveMember,
    /// Give a member another role. See also [`outranks`].
    SetRole,
    /// Change the topic.
    SetTopic,
    /// Change name, description, cover, posting and slow mode.
    SetSettings,
    /// Open the channel to people without an account, see by which links, and close it again.
    LinkGuests,
    /// Archive and unarchive.
    Archive,
    /// Delete the channel.
    Delete,
    /// Undo its deletion.
    Restore,
    /// Make somebody else the owner.
    Transfer,
}

/// What can be done to a workspace or in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WorkspaceAction {
    /// See it, and the people and channels that one may see.
    Read,
    /// See all its public channels and all its people.
    Browse,
    /// Stop being in it.
    Leave,
    /// Create a public or private channel.
    CreateChannel,
    /// Open a direct conversation with people that one may see.
    OpenDm,
    /// Upload a file.
    Upload,
    /// Invite members and guests.
    Invite,
    /// See and withdraw everybody's invitations; invite admins.
    ManageInvites,
    /// Remove people, and change the roles of those below. See also [`outranks_in_workspace`].
    ManageMembers,
    /// Make somebody an owner.
    MakeOwner,
    /// Add an emoji, and replace or remove one that one has added.
    AddEmoji,
    /// Replace and remove everybody's emoji.
    ManageEmoji,
    /// Change name, address and picture.
    SetSettings,
    /// See how much room its files take.
    SeeStorage,
    /// Delete the workspace.
    Delete,
    /// Undo its deletion.
    Restore,
}

/// What can be done with an account, apart from any workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountAction {
    /// Go by another name.
    Rename,
    /// Take another handle.
    SetHandle,
    /// Change the password.
    SetPassword,
    /// Change the e-mail address.
    SetEmail,
    /// Make a workspace.
    CreateWorkspace,
    /// Come into a workspace by an invitation.
    AcceptInvite,
    /// Be in more than one channel: be added to one, open a direct conversation, be asked into one.
    Roam,
    /// Be given another role in a workspace or channel.
    Rise,
    /// Become an account of one's own.
    Claim,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The person may not know that it exists: answer as if it did not.
    #[error("not found")]
    Hidden,
    /// The person sees it, but has to join first.
    #[error("not a member")]
    NotAMember,
    /// The person's role does not suffice, or nobody may.
    #[error("forbidden")]
    Forbidden,
    /// Only admins may post.
    #[error("posting is restricted")]
    PostingRestricted,
    /// The channel takes nothing new.
    #[error("archived")]
    Archived,
    /// One of the two has blocked the other; which of them is not told.
    #[error("the two are apart")]
    Apart,
}

/// What one person is to one channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Standing {
    /// What they are in the channel's workspace; `None`: not in it, removed, or deactivated.
    pub workspace_role: Option<WorkspaceRole>,
    /// What they are in the channel; `None`: not a member.
    pub channel_role: Option<ChannelRole>,
    /// What sort of conversation it is.
    pub kind: ChannelKind,
    /// Who may post in it.
    pub posting: Posting,
    /// Whether it is archived.
    pub archived: bool,
    /// Whether it is a conversation of two, one of whom has blocked the other.
    pub apart: bool,
}

/// One cell of a table.
#[derive(Clone, Copy)]
enum Cell {
    /// Yes.
    Yes,
    /// As if the channel did not exist.
    Hide,
    /// Join first.
    Join,
    /// No.
    No,
}

use Cell::{Hide as H, Join as J, No as N, Yes as Y};

/// One line of the channel table.
type Line = [Cell; 7];

macro_rules! channel_table {
    ($($action:ident [$($cell:ident)+];)+) => {
        const fn named_channel(action: ChannelAction) -> Line {
            match action {
                $(ChannelAction::$action => [$($cell),+],)+
            }
        }
    };
}

// Public and private channels. A workspace's admin who is a member counts as the channel's admin at
// least, its owner as the channel's owner. Who is not a member of a private channel does not get
// here: it does not exist for them.
channel_table! {
    //               not a member             member of the channel
    //               guest  member  admin     guest  member  admin  owner
    Read          [    H      Y       Y         Y      Y       Y      Y   ];
    Join          [    H      Y       Y         Y      Y       Y      Y   ];
    Leave         [    H      J       J         Y      Y       Y      Y   ];
    Post          [    H      J       J         Y      Y       Y      Y   ];
    Reply         [    H      J       J         Y      Y       Y      Y   ];
    AddressAll    [    H      J       J         N      Y       Y      Y   ];
    EditOwn       [    H      J       J         Y      Y       Y      Y   ];
    DeleteOwn     [    H      J       Y         Y      Y       Y      Y   ];
    DeleteOther   [    H      N       Y         N      N       Y      Y   ];
    React         [    H      J       J         Y      Y       Y      Y   ];
    Pin           [    H      J       J         N      Y       Y      Y   ];
    TakePart      [    H      J       J         Y      Y       Y      Y   ];
    Call          [    H      J       J         Y      Y       Y      Y   ];
    AddMember     [    H      J       Y         N      Y       Y      Y   ];
    RemoveMember  [    H      N       Y         N      N       Y      Y   ];
    SetRole       [    H      N       Y         N      N       Y      Y   ];
    SetTopic      [    H      J       Y         N      Y       Y      Y   ];
    SetSettings   [    H      N       Y         N      N       Y      Y   ];
    LinkGuests    [    H      N       Y         N      N       Y      Y   ];
    Archive       [    H      N       Y         N      N       Y      Y   ];
    Delete        [    H      N       Y         N      N       N      Y   ];
    Restore       [    H      N       Y         N      N       N      Y   ];
    Transfer      [    H      N       Y         N      N       N      Y   ];
}

/// Direct conversations have no roles and no settings: who is in them may talk, and nobody may
/// change who that is.
const fn direct(action: ChannelAction) -> Cell {
    match action {
        ChannelAction::Read
        | ChannelAction::Post
        | ChannelAction::Reply
        | ChannelAction::AddressAll
        | ChannelAction::EditOwn
        | ChannelAction::DeleteOwn
        | ChannelAction::React
        | ChannelAction::Pin
        | ChannelAction::TakePart
        | ChannelAction::Call => Y,
        ChannelAction::Join
        | ChannelAction::Leave
        | ChannelAction::DeleteOther
        | ChannelAction::AddMember
        | ChannelAction::RemoveMember
        | ChannelAction::SetRole
        | ChannelAction::SetTopic
        | ChannelAction::SetSettings
        | ChannelAction::LinkGuests
        | ChannelAction::Archive
        | ChannelAction::Delete
        | ChannelAction::Restore
        | ChannelAction::Transfer => N,
    }
}

/// What two people, one of whom has blocked the other, still do in their conversation: look back,
/// and clear up. Nothing by which one would reach the other.
const fn is_open_when_apart(action: ChannelAction) -> bool {
    !matches!(
        action,
        ChannelAction::Post
            | ChannelAction::Reply
            | ChannelAction::EditOwn
            | ChannelAction::React
            | ChannelAction::Pin
            | ChannelAction::Call
    )
}

/// What an archived channel still takes.
const fn is_open_when_archived(action: ChannelAction) -> bool {
    matches!(
        action,
        ChannelAction::Read
            | ChannelAction::Leave
            | ChannelAction::TakePart
            | ChannelAction::DeleteOwn
            | ChannelAction::DeleteOther
            | ChannelAction::RemoveMember
            | ChannelAction::LinkGuests
            | ChannelAction::Archive
            | ChannelAction::Delete
            | ChannelAction::Restore
            | ChannelAction::Transfer
    )
}

/// May a person of this standing do this?
///
/// # Errors
/// Why not.
pub const fn channel(standing: Standing, action: ChannelAction) -> Result<(), Refusal> {
    let Some(workspace_role) = standing.workspace_role else {
        return Err(Refusal::Hidden);
    };
    let role = effective_role(standing);
    // Only public channels are known to who is not in them.
    if role.is_none() && !matches!(standing.kind, ChannelKind::Public) {
        return Err(Refusal::Hidden);
    }
    let cell = if standing.kind.is_direct() {
        direct(action)
    } else {
        cell(named_channel(action), workspace_role, role)
    };
    if let Err(refusal) = verdict(cell) {
        return Err(refusal);
    }
    if standing.archived && !is_open_when_archived(action) {
        return Err(Refusal::Archived);
    }
    if standing.apart && !is_open_when_apart(action) {
        return Err(Refusal::Apart);
    }
    let restricted = matches!(standing.posting, Posting::Admins)
        && matches!(action, ChannelAction::Post | ChannelAction::AddressAll)
        && matches!(role, Some(ChannelRole::Member));
    if restricted {
        Err(Refusal::PostingRestricted)
    } else {
        Ok(())
    }
}

const fn verdict(cell: Cell) -> Result<(), Refusal> {
    match cell {
        Cell::Yes => Ok(()),
        Cell::Hide => Err(Refusal::Hidden),
        Cell::Join => Err(Refusal::NotAMember),
        Cell::No => Err(Refusal::Forbidden),
    }
}

const fn cell(line: Line, workspace_role: WorkspaceRole, role: Option<ChannelRole>) -> Cell {
    let [
        out_guest,
        out_member,
        out_admin,
        in_guest,
        in_member,
        in_admin,
        in_owner,
    ] = line;
    match (role, workspace_role) {
        (None, WorkspaceRole::Guest) => out_guest,
        (None, WorkspaceRole::Member) => out_member,
        (None, WorkspaceRole::Admin | WorkspaceRole::Owner) => out_admin,
        (Some(ChannelRole::Member), WorkspaceRole::Guest) => in_guest,
        (Some(ChannelRole::Member), _) => in_member,
        (Some(ChannelRole::Admin), _) => in_admin,
        (Some(ChannelRole::Owner), _) => in_owner,
    }
}

/// What a member counts as in a channel: their role there, or what their workspace role gives, if
/// that is more. `None`: not a member, or not in the workspace.
#[must_use]
pub const fn effective_role(standing: Standing) -> Option<ChannelRole> {
    let (Some(workspace_role), Some(role)) = (standing.workspace_role, standing.channel_role)
    else {
        return None;
    };
    if standing.kind.is_direct() {
        return Some(ChannelRole::Member);
    }
    Some(match (workspace_role, role) {
        (WorkspaceRole::Owner, _) | (_, ChannelRole::Owner) => ChannelRole::Owner,
        (WorkspaceRole::Admin, _) | (_, ChannelRole::Admin) => ChannelRole::Admin,
        (_, ChannelRole::Member) => ChannelRole::Member,
    })
}

/// Whether slow mode does not bind this person.
#[must_use]
pub const fn is_free_of_slow_mode(standing: Standing) -> bool {
    matches!(
        effective_role(standing),
        Some(ChannelRole::Admin | ChannelRole::Owner)
    )
}

/// Whether somebody of `actor`'s standing, who may remove and change members, may do so to a
/// member of role `target`, or give that role: only owners touch owners.
#[must_use]
pub const fn outranks(actor: Standing, target: ChannelRole) -> bool {
    let is_workspace_admin = matches!(
        actor.workspace_role,
        Some(WorkspaceRole::Owner | WorkspaceRole::Admin)
    );
    match target {
        ChannelRole::Member | ChannelRole::Admin => {
            is_workspace_admin
                || matches!(
                    effective_role(actor),
                    Some(ChannelRole::Admin | ChannelRole::Owner)
                )
        }
        ChannelRole::Owner => {
            is_workspace_admin || matches!(effective_role(actor), Some(ChannelRole::Owner))
        }
    }
}

macro_rules! workspace_table {
    ($($action:ident [$($cell:ident)+];)+) => {
        const fn in_workspace(action: WorkspaceAction) -> [Cell; 4] {
            match action {
                $(WorkspaceAction::$action => [$($cell),+],)+
            }
        }
    };
}

workspace_table! {
    //               guest  member  admin  owner
    Read          [    Y      Y       Y      Y   ];
    Browse        [    N      Y       Y      Y   ];
    Leave         [    Y      Y       Y      Y   ];
    CreateChannel [    N      Y       Y      Y   ];
    OpenDm        [    Y      Y       Y      Y   ];
    Upload        [    Y      Y       Y      Y   ];
    Invite        [    N      Y       Y      Y   ];
    ManageInvites [    N      N       Y      Y   ];
    ManageMembers [    N      N       Y      Y   ];
    MakeOwner     [    N      N       N      Y   ];
    AddEmoji      [    N      Y       Y      Y   ];
    ManageEmoji   [    N      N       Y      Y   ];
    SetSettings   [    N      N       Y      Y   ];
    SeeStorage    [    N      N       Y      Y   ];
    Delete        [    N      N       N      Y   ];
    Restore       [    N      N       N      Y   ];
}

/// May a person of this role do this? `None`: not in the workspace, removed, or deactivated.
///
/// # Errors
/// Why not.
pub const fn workspace(
    role: Option<WorkspaceRole>,
    action: WorkspaceAction,
) -> Result<(), Refusal> {
    let [guest, member, admin, owner] = in_workspace(action);
    let cell = match role {
        None => Cell::Hide,
        Some(WorkspaceRole::Guest) => guest,
        Some(WorkspaceRole::Member) => member,
        Some(WorkspaceRole::Admin) => admin,
        Some(WorkspaceRole::Owner) => owner,
    };
    verdict(cell)
}

macro_rules! account_table {
    ($($action:ident [$($cell:ident)+];)+) => {
        const fn of_account(action: AccountAction) -> [Cell; 2] {
            match action {
                $(AccountAction::$action => [$($cell),+],)+
            }
        }
    };
}

// Who came by a guest link has no account to keep: a name, one channel, and an end.
account_table! {
    //                came by a link   account
    Rename          [    Y               Y   ];
    SetHandle       [    N               Y   ];
    SetPassword     [    N               Y   ];
    SetEmail        [    N               Y   ];
    CreateWorkspace [    N               Y   ];
    AcceptInvite    [    N               Y   ];
    Roam            [    N               Y   ];
    Rise            [    N               Y   ];
    Claim           [    Y               N   ];
}

/// May this be done with the account of somebody who came by a guest link, or who did not?
///
/// # Errors
/// Why not.
pub const fn account(came_by_link: bool, action: AccountAction) -> Result<(), Refusal> {
    let [guest, full] = of_account(action);
    verdict(if came_by_link { guest } else { full })
}

/// Whether somebody of role `actor`, who may manage members, may remove or change somebody of role
/// `target`, or give that role: only owners touch owners.
#[must_use]
pub const fn outranks_in_workspace(actor: WorkspaceRole, target: WorkspaceRole) -> bool {
    match actor {
        WorkspaceRole::Owner => true,
        WorkspaceRole::Admin => !matches!(target, WorkspaceRole::Owner),
        WorkspaceRole::Member | WorkspaceRole::Guest => false,
    }
}

#[cfg(test)]
mod tests;
