use std::fmt::Write as _;

use super::*;
use crate::vocabulary::Vocabulary as _;

const CHANNEL_ACTIONS: [ChannelAction; 23] = [
    ChannelAction::Read,
    ChannelAction::Join,
    ChannelAction::Leave,
    ChannelAction::Post,
    ChannelAction::Reply,
    ChannelAction::AddressAll,
    ChannelAction::EditOwn,
    ChannelAction::DeleteOwn,
    ChannelAction::DeleteOther,
    ChannelAction::React,
    ChannelAction::Pin,
    ChannelAction::TakePart,
    ChannelAction::Call,
    ChannelAction::AddMember,
    ChannelAction::RemoveMember,
    ChannelAction::SetRole,
    ChannelAction::SetTopic,
    ChannelAction::SetSettings,
    ChannelAction::LinkGuests,
    ChannelAction::Archive,
    ChannelAction::Delete,
    ChannelAction::Restore,
    ChannelAction::Transfer,
];

const WORKSPACE_ACTIONS: [WorkspaceAction; 16] = [
    WorkspaceAction::Read,
    WorkspaceAction::Browse,
    WorkspaceAction::Leave,
    WorkspaceAction::CreateChannel,
    WorkspaceAction::OpenDm,
    WorkspaceAction::Upload,
    WorkspaceAction::Invite,
    WorkspaceAction::ManageInvites,
    WorkspaceAction::ManageMembers,
    WorkspaceAction::MakeOwner,
    WorkspaceAction::AddEmoji,
    WorkspaceAction::ManageEmoji,
    WorkspaceAction::SetSettings,
    WorkspaceAction::SeeStorage,
    WorkspaceAction::Delete,
    WorkspaceAction::Restore,
];

/// Workspace role × channel role, in the columns of the grids below.
fn people() -> Vec<(Option<WorkspaceRole>, Option<ChannelRole>)> {
    let mut people = vec![(None, None), (None, Some(ChannelRole::Owner))];
    let ranks = [
        WorkspaceRole::Guest,
        WorkspaceRole::Member,
        WorkspaceRole::Admin,
        WorkspaceRole::Owner,
    ];
    for workspace in ranks {
        for channel in [
            None,
            Some(ChannelRole::Member),
            Some(ChannelRole::Admin),
            Some(ChannelRole::Owner),
        ] {
            people.push((Some(workspace), channel));
        }
    }
    people
}

fn letter(verdict: Result<(), Refusal>) -> char {
    match verdict {
        Ok(()) => 'y',
        Err(Refusal::Hidden) => '-',
        Err(Refusal::NotAMember) => 'j',
        Err(Refusal::Forbidden) => 'n',
        Err(Refusal::PostingRestricted) => 'p',
        Err(Refusal::Archived) => 'a',
        Err(Refusal::Apart) => 'b',
    }
}

fn grid(kind: ChannelKind, posting: Posting, archived: bool) -> String {
    let mut grid = String::new();
    for action in CHANNEL_ACTIONS {
        write!(grid, "{:<13}", format!("{action:?}")).unwrap();
        for (index, (workspace_role, channel_role)) in people().into_iter().enumerate() {
            let standing = Standing {
                workspace_role,
                channel_role,
                kind,
                posting,
                archived,
                apart: false,
            };
            if index % 4 == 2 {
                grid.push(' ');
            }
            grid.push(letter(channel(standing, action)));
        }
        grid.push('\n');
    }
    grid
}

fn assert_grid(actual: &str, expected: &str) {
    let expected: Vec<_> = expected.lines().skip(2).map(str::trim).collect();
    assert_eq!(
        actual.trim_end(),
        expected.join(
            "
"
        ),
        "
{actual}"
    );
}

// Columns: not in the workspace (also with a stale channel role); then for guest, member, admin
// and owner of the workspace: not in the channel, its member, its admin, its owner.
// y yes, - hidden, j join first, n no, p posting restricted, a archived.

#[test]
fn a_public_channel_is_seen_by_the_workspace_and_used_by_its_members() {
    assert_grid(
        &grid(ChannelKind::Public, Posting::Everyone, false),
        "
                     x  guest member admin owner
        Read         -- -yyy yyyy yyyy yyyy
        Join         -- -yyy yyyy yyyy yyyy
        Leave        -- -yyy jyyy jyyy jyyy
        Post         -- -yyy jyyy jyyy jyyy
        Reply        -- -yyy jyyy jyyy jyyy
        AddressAll   -- -nyy jyyy jyyy jyyy
        EditOwn      -- -yyy jyyy jyyy jyyy
        DeleteOwn    -- -yyy jyyy yyyy yyyy
        DeleteOther  -- -nyy nnyy yyyy yyyy
        React        -- -yyy jyyy jyyy jyyy
        Pin          -- -nyy jyyy jyyy jyyy
        TakePart     -- -yyy jyyy jyyy jyyy
        Call         -- -yyy jyyy jyyy jyyy
        AddMember    -- -nyy jyyy yyyy yyyy
        RemoveMember -- -nyy nnyy yyyy yyyy
        SetRole      -- -nyy nnyy yyyy yyyy
        SetTopic     -- -nyy jyyy yyyy yyyy
        SetSettings  -- -nyy nnyy yyyy yyyy
        LinkGuests   -- -nyy nnyy yyyy yyyy
        Archive      -- -nyy nnyy yyyy yyyy
        Delete       -- -nny nnny ynny yyyy
        Restore      -- -nny nnny ynny yyyy
        Transfer     -- -nny nnny ynny yyyy",
    );
}

#[test]
fn a_private_channel_does_not_exist_for_who_is_not_in_it() {
    assert_grid(
        &grid(ChannelKind::Private, Posting::Everyone, false),
        "
                     x  guest member admin owner
        Read         -- -yyy -yyy -yyy -yyy
        Join         -- -yyy -yyy -yyy -yyy
        Leave        -- -yyy -yyy -yyy -yyy
        Post         -- -yyy -yyy -yyy -yyy
        Reply        -- -yyy -yyy -yyy -yyy
        AddressAll   -- -nyy -yyy -yyy -yyy
        EditOwn      -- -yyy -yyy -yyy -yyy
        DeleteOwn    -- -yyy -yyy -yyy -yyy
        DeleteOther  -- -nyy -nyy -yyy -yyy
        React        -- -yyy -yyy -yyy -yyy
        Pin          -- -nyy -yyy -yyy -yyy
        TakePart     -- -yyy -yyy -yyy -yyy
        Call         -- -yyy -yyy -yyy -yyy
        AddMember    -- -nyy -yyy -yyy -yyy
        RemoveMember -- -nyy -nyy -yyy -yyy
        SetRole      -- -nyy -nyy -yyy -yyy
        SetTopic     -- -nyy -yyy -yyy -yyy
        SetSettings  -- -nyy -nyy -yyy -yyy
        LinkGuests   -- -nyy -nyy -yyy -yyy
        Archive      -- -nyy -nyy -yyy -yyy
        Delete       -- -nny -nny -nny -yyy
        Restore      -- -nny -nny -nny -yyy
        Transfer     -- -nny -nny -nny -yyy",
    );
}

#[test]
fn a_direct_conversation_is_for_its_people_and_changes_nothing_but_messages() {
    for kind in [ChannelKind::Dm, ChannelKind::GroupDm] {
        assert_grid(
            &grid(kind, Posting::Everyone, false),
            "
                     x  guest member admin owner
        Read         -- -yyy -yyy -yyy -yyy
        Join         -- -nnn -nnn -nnn -nnn
        Leave        -- -nnn -nnn -nnn -nnn
        Post         -- -yyy -yyy -yyy -yyy
        Reply        -- -yyy -yyy -yyy -yyy
        AddressAll   -- -yyy -yyy -yyy -yyy
        EditOwn      -- -yyy -yyy -yyy -yyy
        DeleteOwn    -- -yyy -yyy -yyy -yyy
        DeleteOther  -- -nnn -nnn -nnn -nnn
        React        -- -yyy -yyy -yyy -yyy
        Pin          -- -yyy -yyy -yyy -yyy
        TakePart     -- -yyy -yyy -yyy -yyy
        Call         -- -yyy -yyy -yyy -yyy
        AddMember    -- -nnn -nnn -nnn -nnn
        RemoveMember -- -nnn -nnn -nnn -nnn
        SetRole      -- -nnn -nnn -nnn -nnn
        SetTopic     -- -nnn -nnn -nnn -nnn
        SetSettings  -- -nnn -nnn -nnn -nnn
        LinkGuests   -- -nnn -nnn -nnn -nnn
        Archive      -- -nnn -nnn -nnn -nnn
        Delete       -- -nnn -nnn -nnn -nnn
        Restore      -- -nnn -nnn -nnn -nnn
        Transfer     -- -nnn -nnn -nnn -nnn",
        );
    }
}

#[test]
fn an_archived_channel_is_read_and_cleaned_up_and_takes_nothing_new() {
    assert_grid(
        &grid(ChannelKind::Public, Posting::Everyone, true),
        "
                     x  guest member admin owner
        Read         -- -yyy yyyy yyyy yyyy
        Join         -- -aaa aaaa aaaa aaaa
        Leave        -- -yyy jyyy jyyy jyyy
        Post         -- -aaa jaaa jaaa jaaa
        Reply        -- -aaa jaaa jaaa jaaa
        AddressAll   -- -naa jaaa jaaa jaaa
        EditOwn      -- -aaa jaaa jaaa jaaa
        DeleteOwn    -- -yyy jyyy yyyy yyyy
        DeleteOther  -- -nyy nnyy yyyy yyyy
        React        -- -aaa jaaa jaaa jaaa
        Pin          -- -naa jaaa jaaa jaaa
        TakePart     -- -yyy jyyy jyyy jyyy
        Call         -- -aaa jaaa jaaa jaaa
        AddMember    -- -naa jaaa aaaa aaaa
        RemoveMember -- -nyy nnyy yyyy yyyy
        SetRole      -- -naa nnaa aaaa aaaa
        SetTopic     -- -naa jaaa aaaa aaaa
        SetSettings  -- -naa nnaa aaaa aaaa
        LinkGuests   -- -nyy nnyy yyyy yyyy
        Archive      -- -nyy nnyy yyyy yyyy
        Delete       -- -nny nnny ynny yyyy
        Restore      -- -nny nnny ynny yyyy
        Transfer     -- -nny nnny ynny yyyy",
    );
}

#[test]
fn restricted_posting_binds_members_alone() {
    let open = grid(ChannelKind::Private, Posting::Everyone, false);
    let restricted = grid(ChannelKind::Private, Posting::Admins, false);
    for (open, restricted) in open.lines().zip(restricted.lines()) {
        if restricted.starts_with("Post ") {
            assert_eq!(restricted, "Post         -- -pyy -pyy -yyy -yyy");
        } else if restricted.starts_with("AddressAll ") {
            assert_eq!(restricted, "AddressAll   -- -nyy -pyy -yyy -yyy");
        } else {
            assert_eq!(restricted, open);
        }
    }
}

#[test]
fn a_workspace_is_run_by_its_admins_and_owned_by_its_owners() {
    let mut grid = String::new();
    for action in WORKSPACE_ACTIONS {
        write!(
            grid,
            "{:<13} {}",
            format!("{action:?}"),
            letter(workspace(None, action))
        )
        .unwrap();
        for role in WorkspaceRole::ALL.iter().rev() {
            grid.push(letter(workspace(Some(*role), action)));
        }
        grid.push('\n');
    }
    assert_grid(
        &grid,
        "
                      outside, guest, member, admin, owner
        Read          -yyyy
        Browse        -nyyy
        Leave         -yyyy
        CreateChannel -nyyy
        OpenDm        -yyyy
        Upload        -yyyy
        Invite        -nyyy
        ManageInvites -nnyy
        ManageMembers -nnyy
        MakeOwner     -nnny
        AddEmoji      -nyyy
        ManageEmoji   -nnyy
        SetSettings   -nnyy
        SeeStorage    -nnyy
        Delete        -nnny
        Restore       -nnny",
    );
}

#[test]
fn who_came_by_a_link_has_a_name_and_one_channel_and_no_more() {
    let mut grid = String::new();
    for action in [
        AccountAction::Rename,
        AccountAction::SetHandle,
        AccountAction::SetPassword,
        AccountAction::SetEmail,
        AccountAction::CreateWorkspace,
        AccountAction::AcceptInvite,
        AccountAction::Roam,
        AccountAction::Rise,
        AccountAction::Claim,
    ] {
        let came_by_link = letter(account(true, action));
        let full = letter(account(false, action));
        writeln!(grid, "{:<15} {came_by_link}{full}", format!("{action:?}")).unwrap();
    }
    assert_grid(
        &grid,
        "
                        came by a link, account
        Rename          yy
        SetHandle       ny
        SetPassword     ny
        SetEmail        ny
        CreateWorkspace ny
        AcceptInvite    ny
        Roam            ny
        Rise            ny
        Claim           yn",
    );
}

#[test]
fn only_owners_touch_owners() {
    let standing = |channel_role, workspace_role| Standing {
        workspace_role: Some(workspace_role),
        channel_role: Some(channel_role),
        kind: ChannelKind::Private,
        posting: Posting::Everyone,
        archived: false,
        apart: false,
    };
    let admin = standing(ChannelRole::Admin, WorkspaceRole::Member);
    assert!(outranks(admin, ChannelRole::Admin) && !outranks(admin, ChannelRole::Owner));
    let owner = standing(ChannelRole::Owner, WorkspaceRole::Member);
    assert!(outranks(owner, ChannelRole::Owner));
    let member = standing(ChannelRole::Member, WorkspaceRole::Member);
    assert!(!outranks(member, ChannelRole::Member));

    for target in WorkspaceRole::ALL {
        assert!(outranks_in_workspace(WorkspaceRole::Owner, *target));
        assert_eq!(
            outranks_in_workspace(WorkspaceRole::Admin, *target),
            *target != WorkspaceRole::Owner
        );
        assert!(!outranks_in_workspace(WorkspaceRole::Member, *target));
    }
}

#[test]
fn slow_mode_binds_members_alone() {
    for (workspace_role, channel_role) in people() {
        let standing = Standing {
            workspace_role,
            channel_role,
            kind: ChannelKind::Public,
            posting: Posting::Everyone,
            archived: false,
            apart: false,
        };
        let free = is_free_of_slow_mode(standing);
        let runs_it = channel(standing, ChannelAction::SetSettings).is_ok();
        assert_eq!(
            free && workspace_role.is_some(),
            runs_it && channel_role.is_some()
        );
    }
}

#[test]
fn two_who_are_apart_look_back_and_clear_up_and_do_nothing_that_reaches_the_other() {
    let mut grid = String::new();
    for action in CHANNEL_ACTIONS {
        let standing = |channel_role| Standing {
            workspace_role: Some(WorkspaceRole::Member),
            channel_role,
            kind: ChannelKind::Dm,
            posting: Posting::Everyone,
            archived: false,
            apart: true,
        };
        let inside = letter(channel(standing(Some(ChannelRole::Member)), action));
        let outside = letter(channel(standing(None), action));
        writeln!(grid, "{:<13}{outside}{inside}", format!("{action:?}")).unwrap();
    }
    assert_grid(
        &grid,
        "
                     outside, one of the two
        Read         -y
        Join         -n
        Leave        -n
        Post         -b
        Reply        -b
        AddressAll   -y
        EditOwn      -b
        DeleteOwn    -y
        DeleteOther  -n
        React        -b
        Pin          -b
        TakePart     -y
        Call         -b
        AddMember    -n
        RemoveMember -n
        SetRole      -n
        SetTopic     -n
        SetSettings  -n
        LinkGuests   -n
        Archive      -n
        Delete       -n
        Restore      -n
        Transfer     -n",
    );
}
