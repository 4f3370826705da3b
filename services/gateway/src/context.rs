//! The parts of a gateway that every socket needs.

use std::ops::Deref;
use std::sync::Arc;

use auth::Door;
use bus::Bus;
use domain::Clock;

use crate::apart::Apart;
use crate::api::Api;
use crate::attention::Attention;
use crate::hub::Hub;
use crate::presence::Presence;
use crate::revocation::Revocation;
use crate::sockets::Sockets;
use crate::tasks::Tasks;
use crate::workspaces::Workspaces;

/// The parts of a gateway. Clones are the same, and as small as a pointer: each socket has one.
#[derive(Clone, Debug)]
pub(crate) struct Context(Arc<Parts>);

impl Context {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }
}

impl Deref for Context {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// What a context leads to.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) bus: Bus,
    pub(crate) hub: Hub,
    pub(crate) api: Api,
    pub(crate) door: Door,
    pub(crate) sockets: Sockets,
    pub(crate) presence: Presence,
    pub(crate) attention: Attention,
    pub(crate) apart: Apart,
    pub(crate) workspaces: Workspaces,
    pub(crate) revocation: Revocation,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) tasks: Tasks,
    /// Limits are off: for load tests.
    pub(crate) unlimited: bool,
}
