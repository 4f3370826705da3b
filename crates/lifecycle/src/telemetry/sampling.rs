//! Which traces are kept.
//!
//! A trace that begins here is kept by chance. Between our own services the first decision stands, so
//! that a trace is kept whole or not at all. Whoever comes from outside may name a trace and nothing
//! more: what they say of keeping it does not count, and neither does a cleverly chosen name, since
//! names are drawn by a hash whose key nobody knows.

use std::hash::{BuildHasher as _, RandomState};

use opentelemetry::trace::{
    Link, SpanContext, SpanKind, TraceContextExt as _, TraceFlags, TraceId, TraceState,
};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{Sampler, SamplingResult, ShouldSample};

use super::export::Share;

/// Marks the context of a span whose parent is a stranger's.
#[derive(Clone, Copy, Debug)]
struct FromOutside;

/// The parent that a stranger names: the ids of their trace and span, and nothing else of what they sent.
#[must_use]
pub(crate) fn from_outside(named: &SpanContext) -> Context {
    let (trace, span) = (named.trace_id(), named.span_id());
    let flags = TraceFlags::default();
    Context::new()
        .with_remote_span_context(SpanContext::new(trace, span, flags, true, TraceState::NONE))
        .with_value(FromOutside)
}

/// Keeps a share of the traces.
#[derive(Clone, Debug)]
pub(super) struct Sampling {
    ours: Sampler,
    by_chance: Sampler,
    key: RandomState,
}

impl Sampling {
    pub(super) fn new(share: Share) -> Self {
        let by_chance = Sampler::TraceIdRatioBased(share.get());
        Self {
            ours: Sampler::ParentBased(Box::new(by_chance.clone())),
            by_chance,
            key: RandomState::new(),
        }
    }

    /// A number for the trace, always the same in this process.
    fn lot(&self, trace: TraceId) -> TraceId {
        let lot = self.key.hash_one(trace.to_bytes());
        TraceId::from_bytes(u128::from(lot).to_be_bytes())
    }
}

impl ShouldSample for Sampling {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        trace: TraceId,
        name: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        links: &[Link],
    ) -> SamplingResult {
        // What a span of ours has below it inherits the mark; of such a span we know the decision.
        let is_strange = parent.is_some_and(|parent| {
            parent.get::<FromOutside>().is_some() && parent.span().span_context().is_remote()
        });
        let (sampler, drawn) = if is_strange {
            (&self.by_chance, self.lot(trace))
        } else {
            (&self.ours, trace)
        };
        sampler.should_sample(parent, drawn, name, kind, attributes, links)
    }
}

#[cfg(test)]
mod tests {
    use opentelemetry::trace::SpanId;
    use opentelemetry_sdk::trace::SamplingDecision;

    use super::*;

    fn named(trace: u128, flags: TraceFlags) -> SpanContext {
        let trace = TraceId::from_bytes(trace.to_be_bytes());
        SpanContext::new(
            trace,
            SpanId::from_bytes([7; 8]),
            flags,
            true,
            TraceState::NONE,
        )
    }

    fn keeps(sampling: &Sampling, parent: &Context) -> bool {
        let trace = parent.span().span_context().trace_id();
        let kind = SpanKind::Server;
        let result = sampling.should_sample(Some(parent), trace, "a span", &kind, &[], &[]);
        result.decision == SamplingDecision::RecordAndSample
    }

    fn sampling(share: f64) -> Sampling {
        Sampling::new(Share::try_from(share).unwrap())
    }

    #[test]
    fn who_comes_from_outside_names_a_trace_and_does_not_decide() {
        for flags in [TraceFlags::SAMPLED, TraceFlags::default()] {
            let parent = from_outside(&named(1, flags));
            assert!(!keeps(&sampling(0.0), &parent));
            assert!(keeps(&sampling(1.0), &parent));
        }
    }

    #[test]
    fn names_chosen_to_be_kept_are_kept_as_often_as_others() {
        let sampling = sampling(0.1);
        // Of these the plain rule keeps all: it compares the lower half with the share.
        let chosen = (1_u128..=2_000).map(|name| name << 64);
        let kept = chosen
            .filter(|name| keeps(&sampling, &from_outside(&named(*name, TraceFlags::SAMPLED))))
            .count();
        // Five standard deviations on either side.
        assert!((133..=267).contains(&kept), "{kept} of 2000");
    }

    #[test]
    fn a_trace_is_kept_each_time_or_never() {
        let sampling = sampling(0.5);
        for name in 1..=50 {
            let parent = from_outside(&named(name, TraceFlags::default()));
            assert_eq!(keeps(&sampling, &parent), keeps(&sampling, &parent));
        }
    }

    #[test]
    fn what_one_of_our_services_decided_stands() {
        let kept = Context::new().with_remote_span_context(named(1, TraceFlags::SAMPLED));
        let dropped = Context::new().with_remote_span_context(named(1, TraceFlags::default()));
        assert!(keeps(&sampling(0.0), &kept));
        assert!(!keeps(&sampling(1.0), &dropped));
        // A span of ours below a stranger's, too.
        let ours = SpanContext::new(
            TraceId::from_bytes(1_u128.to_be_bytes()),
            SpanId::from_bytes([8; 8]),
            TraceFlags::SAMPLED,
            false,
            TraceState::NONE,
        );
        let below = from_outside(&named(1, TraceFlags::default())).with_remote_span_context(ours);
        assert!(keeps(&sampling(0.0), &below));
    }
}
