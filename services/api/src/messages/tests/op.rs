//! What people do in random talk.

use proptest::prelude::*;

/// One thing that somebody does; what makes no sense at its time is passed over.
#[derive(Debug, Clone)]
pub(crate) enum Op {
    /// Says something, perhaps in reply, perhaps also in the channel, perhaps to the viewer.
    Say {
        author: u8,
        parent: Option<u8>,
        also: bool,
        addresses: u8,
    },
    /// Edits a message, readdressing it.
    Edit { message: u8, addresses: u8 },
    /// Deletes a message.
    Delete { message: u8 },
    /// Turns a reaction on or off.
    React { message: u8, user: u8, emoji: u8 },
    /// Turns a pin on or off.
    Pin { message: u8 },
}

impl Op {
    /// A plain message.
    pub(crate) fn say(author: u8) -> Self {
        Self::Say {
            author,
            parent: None,
            also: false,
            addresses: 0,
        }
    }
}

/// Up to `most` random deeds.
pub(crate) fn ops(most: usize) -> impl Strategy<Value = Vec<Op>> {
    let say = (
        0_u8..4,
        proptest::option::of(any::<u8>()),
        any::<bool>(),
        0_u8..5,
    )
        .prop_map(|(author, parent, also, addresses)| Op::Say {
            author,
            parent,
            also,
            addresses,
        });
    let edit =
        (any::<u8>(), 0_u8..5).prop_map(|(message, addresses)| Op::Edit { message, addresses });
    let react = (any::<u8>(), 0_u8..4, 0_u8..3).prop_map(|(message, user, emoji)| Op::React {
        message,
        user,
        emoji,
    });
    let one = prop_oneof![
        5 => say,
        1 => edit,
        1 => any::<u8>().prop_map(|message| Op::Delete { message }),
        2 => react,
        1 => any::<u8>().prop_map(|message| Op::Pin { message }),
    ];
    proptest::collection::vec(one, 0..most)
}
