//! Whether somebody is told of a message: the one rule. Push asks it on the server; the client
//! follows it for what the page itself shows (`features/notifications/wanted.ts`), held to the same
//! table of cases, `notify/cases.json`.

use crate::channel::Notify;
use crate::vocabulary::vocabulary;

vocabulary! {
    /// How much a person wants to be told, when nothing closer to the message says otherwise.
    #[derive(Default)]
    pub enum Level {
        /// Every message.
        All = "all",
        /// Direct messages, mentions, and replies in threads that they follow.
        #[default]
        Mentions = "mentions",
        /// Nothing.
        None = "none",
    }
}

vocabulary! {
    /// Why a message concerns somebody.
    pub enum Concern {
        /// It names them.
        Mention = "mention",
        /// It names everybody: `@channel`, `@here`.
        Everyone = "everyone",
        /// It is a reply in a thread that they follow.
        Thread = "thread",
        /// It is said in a direct conversation.
        Direct = "direct",
        /// They want to be told of every message.
        Message = "message",
    }
}

vocabulary! {
    /// What became of telling somebody of a message that concerns them.
    pub enum NotifyOutcome {
        /// They have a moment to read it where they are.
        Waiting = "waiting",
        /// It was given to the push service of at least one of their devices.
        Sent = "sent",
        /// They want to be told nothing there.
        Level = "level",
        /// They muted the channel or the workspace.
        Muted = "muted",
        /// They are not to be disturbed.
        Dnd = "dnd",
        /// They blocked the author.
        Blocked = "blocked",
        /// They had Hubbub before them all the time.
        Online = "online",
        /// They read it in time.
        Read = "read",
        /// The message was deleted, or they are no longer in the channel.
        Gone = "gone",
        /// None of their devices asked for push.
        NoSubscription = "no_subscription",
        /// The push service did not take it.
        Failed = "failed",
    }
}

/// Whom a message addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Address {
    /// Nobody in particular.
    Nobody,
    /// Those who follow the thread, of whom this person is one.
    Thread,
    /// Everybody.
    Everyone,
    /// This person by name.
    Person,
}

/// One person's side of a channel or of a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Side {
    /// What they want to be told there.
    pub notify: Notify,
    /// Whether it is muted at that moment.
    pub muted: bool,
}

/// All that it depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, of which each is yes or no"
)]
pub struct Case {
    /// Whom the message addresses.
    pub address: Address,
    /// Whether it is said in a direct conversation.
    pub is_direct: bool,
    /// Whether it is a reply that the channel itself does not show.
    pub is_reply: bool,
    /// The person's side of the channel.
    pub channel: Side,
    /// The person's side of the workspace.
    pub workspace: Side,
    /// What their account says.
    pub account: Level,
    /// Whether they are not to be disturbed.
    pub dnd: bool,
    /// Whether they blocked the author.
    pub blocked: bool,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Tell them.
    Tell(Concern),
    /// It concerns them, and they are not told: why, one of the suppressing outcomes.
    Silence(Concern, NotifyOutcome),
    /// It does not concern them.
    Nothing,
}

/// Decides. The person is in the channel and did not write the message.
///
/// The closest setting counts: the channel's, then the workspace's, then the account's. What is
/// muted lets through only what names the person.
#[must_use]
pub const fn decide(case: Case) -> Verdict {
    let level = level(case.channel.notify, case.workspace.notify, case.account);
    let concern = match case.address {
        Address::Person => Concern::Mention,
        Address::Everyone => Concern::Everyone,
        Address::Thread => Concern::Thread,
        Address::Nobody if case.is_direct => Concern::Direct,
        Address::Nobody if matches!(level, Level::All) && !case.is_reply => Concern::Message,
        Address::Nobody => return Verdict::Nothing,
    };
    let is_muted = case.channel.muted || case.workspace.muted;
    if case.blocked {
        Verdict::Silence(concern, NotifyOutcome::Blocked)
    } else if matches!(level, Level::None) {
        Verdict::Silence(concern, NotifyOutcome::Level)
    } else if is_muted && !matches!(concern, Concern::Mention) {
        Verdict::Silence(concern, NotifyOutcome::Muted)
    } else if case.dnd {
        Verdict::Silence(concern, NotifyOutcome::Dnd)
    } else {
        Verdict::Tell(concern)
    }
}

const fn level(channel: Notify, workspace: Notify, account: Level) -> Level {
    match (channel, workspace) {
        (Notify::All, _) | (Notify::Default, Notify::All) => Level::All,
        (Notify::Mentions, _) | (Notify::Default, Notify::Mentions) => Level::Mentions,
        (Notify::None, _) | (Notify::Default, Notify::None) => Level::None,
        (Notify::Default, Notify::Default) => account,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;
    use crate::vocabulary::Vocabulary;

    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(
        clippy::struct_excessive_bools,
        reason = "a line of the table of cases"
    )]
    struct Line {
        name: String,
        #[serde(default)]
        address: Option<String>,
        #[serde(default)]
        direct: bool,
        #[serde(default)]
        reply: bool,
        #[serde(default)]
        channel: Option<Notify>,
        #[serde(default)]
        channel_muted: bool,
        #[serde(default)]
        workspace: Option<Notify>,
        #[serde(default)]
        workspace_muted: bool,
        #[serde(default)]
        account: Option<Level>,
        #[serde(default)]
        dnd: bool,
        #[serde(default)]
        blocked: bool,
        tell: Option<Concern>,
        #[serde(default)]
        silence: Option<NotifyOutcome>,
    }

    fn case(line: &Line) -> Case {
        let side = |notify: Option<Notify>, muted| Side {
            notify: notify.unwrap_or_default(),
            muted,
        };
        Case {
            address: match line.address.as_deref() {
                None => Address::Nobody,
                Some("person") => Address::Person,
                Some("everyone") => Address::Everyone,
                Some("thread") => Address::Thread,
                Some(other) => panic!("{other}"),
            },
            is_direct: line.direct,
            is_reply: line.reply,
            channel: side(line.channel, line.channel_muted),
            workspace: side(line.workspace, line.workspace_muted),
            account: line.account.unwrap_or_default(),
            dnd: line.dnd,
            blocked: line.blocked,
        }
    }

    #[test]
    fn every_case_of_the_table_that_the_client_shares_comes_out_as_it_says() {
        let lines: Vec<Line> = serde_json::from_str(include_str!("notify/cases.json")).unwrap();
        assert!(lines.len() > 20);
        for line in &lines {
            let (told, silenced) = match decide(case(line)) {
                Verdict::Tell(concern) => (Some(concern), None),
                Verdict::Silence(_, outcome) => (None, Some(outcome)),
                Verdict::Nothing => (None, None),
            };
            assert_eq!((told, silenced), (line.tell, line.silence), "{}", line.name);
        }
    }

    fn any_case() -> impl Strategy<Value = Case> {
        let notify = || prop::sample::select(Notify::ALL);
        let side =
            move || (notify(), any::<bool>()).prop_map(|(notify, muted)| Side { notify, muted });
        let address = prop::sample::select(&[
            Address::Nobody,
            Address::Thread,
            Address::Everyone,
            Address::Person,
        ]);
        let flags = any::<(bool, bool, bool, bool)>();
        (
            address,
            side(),
            side(),
            prop::sample::select(Level::ALL),
            flags,
        )
            .prop_map(
                |(address, channel, workspace, account, (is_direct, is_reply, dnd, blocked))| {
                    Case {
                        address,
                        is_direct,
                        is_reply,
                        channel,
                        workspace,
                        account,
                        dnd,
                        blocked,
                    }
                },
            )
    }

    proptest! {
        #[test]
        fn nobody_is_disturbed_by_whom_they_blocked_nor_while_they_are_not_to_be(case in any_case()) {
            if case.blocked || case.dnd {
                prop_assert!(!matches!(decide(case), Verdict::Tell(_)));
            }
        }

        #[test]
        fn the_closest_setting_is_the_one_that_counts(case in any_case(), other in prop::sample::select(Level::ALL)) {
            let is_settled = case.channel.notify != Notify::Default || case.workspace.notify != Notify::Default;
            if is_settled {
                prop_assert_eq!(decide(case), decide(Case { account: other, ..case }));
            }
        }

        #[test]
        fn muting_takes_away_and_never_adds(case in any_case()) {
            let muted = Case { channel: Side { muted: true, ..case.channel }, ..case };
            if matches!(decide(muted), Verdict::Tell(_)) {
                prop_assert!(matches!(decide(case), Verdict::Tell(_)));
            }
        }
    }
}
