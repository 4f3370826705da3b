//! What people do next: chosen by chance from what the model allows, so that each outcome is
//! certain however the others' steps fall between.

use std::collections::BTreeSet;

use super::chance::Chance;
use super::model::{Addressed, Channel, Message, Where, Who};

/// One step of one person.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    Send {
        place: Where,
        body: String,
        addressed: Addressed,
    },
    Reply {
        place: Where,
        root: String,
        also: bool,
        body: String,
        addressed: Addressed,
    },
    Edit {
        place: Where,
        id: String,
        body: String,
        addressed: Addressed,
    },
    Delete {
        place: Where,
        id: String,
    },
    Read {
        place: Where,
        number: i64,
    },
    Unread {
        place: Where,
        number: i64,
    },
    ReadAll,
    Join(Where),
    Leave(Where),
    Remove(Where, Who),
    Add(Where, Who),
    Archive(Where, bool),
    /// One of the person's devices loses its line.
    Cut(usize),
}

/// Who may do everything, and stays everywhere.
pub(crate) const OWNER: Who = 0;

/// Chooses steps.
pub(crate) struct Planner<'a> {
    pub(crate) chance: &'a mut Chance,
    pub(crate) channels: &'a [Channel],
    pub(crate) handles: &'a [&'static str],
    /// The direct conversation: nobody joins it, leaves it or archives it.
    pub(crate) direct: Where,
    /// Messages that somebody changes in this round.
    pub(crate) touched: BTreeSet<String>,
    pub(crate) texts: &'a mut u64,
}

impl Planner<'_> {
    /// A step that commutes with every step of the others in the same round.
    pub(crate) fn together(&mut self, who: Who) -> Option<Step> {
        let place = self.place_of(who)?;
        let channel = &self.channels[place];
        if channel.archived {
            let number = self.number(channel)?;
            return Some(Step::Read { place, number });
        }
        Some(match self.chance.below(100) {
            0..42 => {
                let (body, addressed) = self.text(who, channel, None);
                Step::Send {
                    place,
                    body,
                    addressed,
                }
            }
            42..58 => {
                let roots: Vec<&Message> = channel.messages.iter().filter(|m| m.is_root).collect();
                let root = self.chance.pick(&roots)?.id.clone();
                let (body, addressed) = self.text(who, channel, None);
                let also = self.chance.percent(40);
                Step::Reply {
                    place,
                    root,
                    also,
                    body,
                    addressed,
                }
            }
            58..70 => {
                let id = self.own(who, place)?;
                let before = channel.messages.iter().find(|one| one.id == id);
                let before = before.and_then(|one| one.addressed.here.clone());
                let (body, addressed) = self.text(who, channel, before);
                Step::Edit {
                    place,
                    id,
                    body,
                    addressed,
                }
            }
            70..78 => Step::Delete {
                place,
                id: self.own(who, place)?,
            },
            78..90 => Step::Read {
                place,
                number: self.number(channel)?,
            },
            90..95 => Step::Unread {
                place,
                number: self.number(channel)?,
            },
            // One device always stays, so that everybody is online.
            _ => Step::Cut(1 + self.chance.below(super::DEVICES - 1)),
        })
    }

    /// A step whose outcome depends on what went before: nothing else happens meanwhile.
    pub(crate) fn alone(&mut self) -> Option<(Who, Step)> {
        let who = self.chance.below(self.handles.len());
        let place = self.chance.below(self.channels.len());
        let channel = &self.channels[place];
        let named = place != self.direct;
        let is_in = channel.read.contains_key(&who);
        Some(match self.chance.below(100) {
            0..20 => (who, Step::ReadAll),
            20..38 if is_in => {
                // Beyond the head, too: it stops there.
                let number = channel.head() + 5;
                (who, Step::Read { place, number })
            }
            38..60 if named && !channel.archived && who != OWNER && !is_in => {
                // Only the owner opens the private one to others.
                if place == super::PRIVATE {
                    (OWNER, Step::Add(place, who))
                } else {
                    (who, Step::Join(place))
                }
            }
            38..60 if named && who != OWNER && is_in => (who, Step::Leave(place)),
            60..75 if named && who != OWNER && is_in => (OWNER, Step::Remove(place, who)),
            60..75 if named && who != OWNER && !channel.archived => (OWNER, Step::Add(place, who)),
            75..85 if named => (OWNER, Step::Archive(place, !channel.archived)),
            85..100 if named && !channel.messages.is_empty() => {
                let living: Vec<&Message> =
                    channel.messages.iter().filter(|m| !m.deleted).collect();
                let id = self.chance.pick(&living)?.id.clone();
                (OWNER, Step::Delete { place, id })
            }
            _ => return None,
        })
    }

    fn place_of(&mut self, who: Who) -> Option<Where> {
        let mine = self.channels.iter().enumerate();
        let mine: Vec<Where> = mine
            .filter(|(_, channel)| channel.read.contains_key(&who))
            .map(|(place, _)| place)
            .collect();
        self.chance.pick(&mine).copied()
    }

    /// One of the last numbers, mostly.
    fn number(&mut self, channel: &Channel) -> Option<i64> {
        let head = channel.head();
        let reach = if self.chance.percent(80) { 12 } else { 200 };
        let back = self.chance.below(reach);
        let number = head - i64::try_from(back).expect("a small number");
        (number > 0).then_some(number)
    }

    /// A living message of one's own that nobody else changes in this round.
    fn own(&mut self, who: Who, place: Where) -> Option<String> {
        let mine: Vec<&Message> = self.channels[place]
            .messages
            .iter()
            .rev()
            .filter(|one| one.author == who && !one.deleted && !self.touched.contains(&one.id))
            .take(30)
            .collect();
        let id = self.chance.pick(&mine)?.id.clone();
        self.touched.insert(id.clone());
        Some(id)
    }

    /// What `who` says now. `before`: whom the `@here` of the text that it replaces has found.
    fn text(
        &mut self,
        who: Who,
        channel: &Channel,
        before: Option<BTreeSet<Who>>,
    ) -> (String, Addressed) {
        let others = channel.read.keys().copied().filter(|one| *one != who);
        let here: BTreeSet<Who> = before.unwrap_or_else(|| others.collect());
        *self.texts += 1;
        let mut body = format!("text {}", self.texts);
        let mut addressed = Addressed::default();
        for (who, handle) in self.handles.iter().enumerate() {
            if self.chance.percent(12) {
                body.push_str(&format!(" @{handle}"));
                addressed.people.insert(who);
            }
        }
        if self.chance.percent(4) {
            body.push_str(" @channel");
            addressed.everybody = true;
        }
        if self.chance.percent(4) {
            body.push_str(" @here");
            addressed.here = Some(here);
        }
        // Code addresses nobody.
        if self.chance.percent(10) {
            body.push_str(&format!(" `@{}`", self.handles[0]));
        }
        (body, addressed)
    }
}
