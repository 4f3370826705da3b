//! How much the durable Redis holds, and how much it may.

use crate::error::Error;
use crate::link::Link;

/// Memory of a server, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Memory {
    /// What it holds.
    pub used: u64,
    /// Where it begins to refuse writes; None: nowhere but at the end of its machine.
    pub most: Option<u64>,
}

impl Memory {
    /// Asks the server behind a link.
    pub(crate) async fn of(link: &Link) -> Result<Self, Error> {
        let mut command = redis::cmd("INFO");
        command.arg("memory");
        let text: String = link.query(&command).await?;
        Ok(Self::read(&text))
    }

    fn read(info: &str) -> Self {
        let value = |name: &str| -> Option<u64> {
            let mut lines = info.lines();
            lines.find_map(|line| {
                line.strip_prefix(name)?
                    .strip_prefix(':')?
                    .trim()
                    .parse()
                    .ok()
            })
        };
        Self {
            used: value("used_memory").unwrap_or(0),
            most: value("maxmemory").filter(|most| *most > 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Memory;

    #[test]
    fn a_server_without_a_bound_has_none() {
        let bound =
            "# Memory\r\nused_memory:1048576\r\nused_memory_human:1.00M\r\nmaxmemory:805306368\r\n";
        let memory = Memory {
            used: 1_048_576,
            most: Some(805_306_368),
        };
        assert_eq!(Memory::read(bound), memory);

        let free = "used_memory:7\r\nmaxmemory:0\r\n";
        assert_eq!(Memory::read(free).most, None);
    }
}
