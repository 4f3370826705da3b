//! What a nonce stands for: tells a retry from a nonce that was used for something else.

use aws_lc_rs::digest::{Context, SHA256};
use domain::{FileId, MessageId};

/// What a send asks for, once parsed.
#[derive(Clone, Copy, Debug)]
pub struct Content<'a> {
    /// The parsed body, as it is stored.
    pub body: &'a str,
    /// The message replied to.
    pub parent_id: Option<MessageId>,
    /// Whether a reply also stands in the channel.
    pub also_in_channel: bool,
    /// The attached files, in order.
    pub file_ids: &'a [FileId],
}

impl Content<'_> {
    /// SHA-256 of the content. api keeps it beside the nonce in the log, and the worker computes
    /// the same from the message that was created.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut context = Context::new(&SHA256);
        // Fields of fixed length first, so that no two contents give the same bytes.
        context.update(&[u8::from(self.also_in_channel)]);
        context.update(
            self.parent_id
                .map_or([0; 16], |id| id.as_uuid().into_bytes())
                .as_slice(),
        );
        context.update(&self.file_ids.len().to_be_bytes());
        for file in self.file_ids {
            context.update(file.as_uuid().as_bytes());
        }
        context.update(self.body.as_bytes());
        let mut hash = [0; 32];
        hash.copy_from_slice(context.finish().as_ref());
        hash
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_other_content_gives_another_hash() {
        let file: FileId = "01936f3e-8a00-7000-8000-0123456789ab".parse().unwrap();
        let parent = MessageId::from_uuid(file.as_uuid());
        let base = Content {
            body: "hi",
            parent_id: None,
            also_in_channel: false,
            file_ids: &[],
        };
        assert_eq!(base.hash(), base.hash());
        for other in [
            Content {
                body: "hi ",
                ..base
            },
            Content {
                parent_id: Some(parent),
                ..base
            },
            Content {
                also_in_channel: true,
                ..base
            },
            Content {
                file_ids: &[file],
                ..base
            },
        ] {
            assert_ne!(base.hash(), other.hash(), "{other:?}");
        }
    }
}
