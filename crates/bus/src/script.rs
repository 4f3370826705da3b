//! Calls of scripts. Those in [`Lua`] may be loaded at any time; the fenced ones, which may not,
//! are in `fence.rs`.

use redis::{Cmd, Script, ToRedisArgs, Value};

use crate::error::{Error, is_no_script};
use crate::link::Link;

/// A script that is loaded whenever the server turns out not to hold it.
#[derive(Debug)]
pub(crate) struct Lua {
    text: &'static str,
    hash: String,
}

impl Lua {
    pub(crate) fn new(text: &'static str) -> Self {
        let hash = Script::new(text).get_hash().to_owned();
        Self { text, hash }
    }

    /// Runs the script with its keys, all of one slot, and its arguments.
    pub(crate) async fn call(
        &self,
        link: &Link,
        keys: &[&str],
        arguments: impl Fn(&mut Cmd),
    ) -> Result<Value, Error> {
        let mut command = invocation("EVALSHA", self.hash.as_bytes(), keys);
        arguments(&mut command);
        match link.run(&command).await {
            Err(error) if is_no_script(&error) => {
                let mut command = invocation("EVAL", self.text.as_bytes(), keys);
                arguments(&mut command);
                Ok(link.run(&command).await?)
            }
            answer => Ok(answer?),
        }
    }
}

/// The command that runs a script, still without its arguments.
pub(crate) fn invocation(verb: &str, script: &[u8], keys: &[impl ToRedisArgs]) -> Cmd {
    let mut command = redis::cmd(verb);
    command.arg(script).arg(keys.len());
    for key in keys {
        command.arg(key);
    }
    command
}
