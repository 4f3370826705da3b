//! The traces that a batch belongs to: each event continues the one that its author's request began.

use domain::Partition;
use tracing::Span;

use crate::batch::{Item, Place};

/// One span for each event whose trace is kept, until the batch is stored or not.
#[derive(Debug)]
pub(crate) struct Traced(Vec<Span>);

impl Traced {
    /// The events of a batch that somebody looks at.
    pub(crate) fn of(items: &[Item]) -> Self {
        Self(items.iter().filter_map(fold).collect())
    }

    /// The span of the transaction that stores the batch. It stands in the first of the traces; the
    /// others share it. None when there are none.
    pub(crate) fn transaction(&self, partition: Partition, events: usize) -> Span {
        let Some(first) = self.0.first() else {
            return Span::none();
        };
        tracing::info_span!(
            parent: first,
            "store.messages.apply",
            otel.kind = "client",
            db.system.name = "postgresql",
            %partition,
            events,
        )
    }
}

fn fold(item: &Item) -> Option<Span> {
    let trace = protocol::event::kept_trace(&item.payload)?;
    let Place::Log { channel, seq, .. } = item.place else {
        return None;
    };
    let span = tracing::info_span!("fold", otel.kind = "consumer", channel.id = %channel, %seq);
    rpc::trace::continue_from_event(&span, trace);
    Some(span)
}
