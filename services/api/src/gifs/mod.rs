//! Searching for moving pictures at a provider, for clients that never meet it.

mod picture;
mod provider;
mod routes;
mod search;
mod take;
mod token;

pub use picture::{Size, picture};
pub use routes::routes;
pub use search::{Query, search};
pub use take::take;
pub use token::Tokens;
