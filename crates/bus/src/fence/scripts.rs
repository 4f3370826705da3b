//! The scripts that carry the incarnation in their text.

use redis::aio::MultiplexedConnection;
use redis::{RedisError, Script};

use super::incarnation::{Incarnation, PSNS_PER_INCARNATION};

const APPEND: &str = include_str!("../scripts/append.lua");
const SEED: &str = include_str!("../scripts/seed.lua");
const USER_APPEND: &str = include_str!("../scripts/user_append.lua");
/// Tells whether this server has been blessed since it started. Never changes, so that every
/// version of this program asks the same question.
const PROBE: &str = "return INC";

/// The fenced scripts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fenced {
    Append,
    Seed,
    UserAppend,
}

/// The fenced scripts of one incarnation.
#[derive(Debug)]
pub(crate) struct Scripts {
    pub(crate) incarnation: Incarnation,
    append: Script,
    seed: Script,
    user_append: Script,
    probe: Script,
    texts: [String; 4],
}

impl Scripts {
    pub(super) fn of(incarnation: Incarnation, prefix: &str) -> Self {
        let head = format!(
            "-- {prefix}\nlocal INC = '{incarnation}'\nlocal N = '{}'\nlocal BASE = {}\n\
             local LOST = {}\n",
            incarnation.number,
            incarnation.number * PSNS_PER_INCARNATION,
            incarnation.lost * PSNS_PER_INCARNATION,
        );
        let texts = [APPEND, SEED, USER_APPEND, PROBE].map(|text| format!("{head}{text}"));
        let [append, seed, user_append, probe] = &texts;
        Self {
            incarnation,
            append: Script::new(append),
            seed: Script::new(seed),
            user_append: Script::new(user_append),
            probe: Script::new(probe),
            texts,
        }
    }

    pub(super) fn hash(&self, which: Fenced) -> &str {
        match which {
            Fenced::Append => self.append.get_hash(),
            Fenced::Seed => self.seed.get_hash(),
            Fenced::UserAppend => self.user_append.get_hash(),
        }
    }

    /// The hash of the question whether this server has been blessed.
    pub(super) fn probe(&self) -> &str {
        self.probe.get_hash()
    }

    pub(super) async fn load(
        &self,
        connection: &mut MultiplexedConnection,
    ) -> Result<(), RedisError> {
        for text in &self.texts {
            let mut command = redis::cmd("SCRIPT");
            command.arg("LOAD").arg(text);
            let _hash: String = command.query_async(connection).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_incarnation_is_another_script() {
        let first = Incarnation {
            number: 1,
            lost: 0,
            lost_at: 0,
        };
        let second = Incarnation { number: 2, ..first };

        let hashes = |incarnation| {
            Scripts::of(incarnation, "test")
                .append
                .get_hash()
                .to_owned()
        };

        assert_ne!(hashes(first), hashes(second));
        assert_ne!(
            hashes(first),
            Scripts::of(first, "other").append.get_hash().to_owned()
        );
    }
}
