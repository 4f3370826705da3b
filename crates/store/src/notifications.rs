//! Who is to be told of a message, and what became of telling them: queue and ledger in one.

mod audience;
mod ledger;
mod queue;
mod shown;

pub use audience::{Listener, Placed, Wanted, audience, places};
pub use ledger::{Entry, New, delete_before, insert, page};
pub use queue::{Claimed, Settled, Told, claim, details, postpone, retry, settle};
pub use shown::{Shown, clear_read};
