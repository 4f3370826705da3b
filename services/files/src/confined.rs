//! What is not done in the process that serves: decoding what strangers sent. A child does it that
//! was told no secret, can write no file, and ends at its limits of memory and time. It is this
//! same program, called with other words.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::AsFd as _;
use std::os::unix::process::CommandExt as _;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, bail};
use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};

use crate::image::{Format, recode, thumbnail};

/// The first word of a call that is meant for us.
pub(crate) const CONFINED: &str = "confined";
/// The word for drawing thumbnails.
pub(crate) const DRAW: &str = "draw";
/// The word for making a picture anew.
pub(crate) const RECODE: &str = "recode";
/// The word for running another program.
pub(crate) const RUN: &str = "run";
/// Files open at once: a program and its libraries.
const OPEN_FILES: u64 = 64;

/// What a child may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Limits {
    /// Bytes of address space.
    pub(crate) memory: u64,
    /// Time on a processor; whole seconds, rounded up.
    pub(crate) time: Duration,
}

impl Limits {
    /// The limits as words of a call.
    #[must_use]
    pub(crate) fn words(self) -> [String; 2] {
        [self.memory.to_string(), self.seconds().to_string()]
    }

    fn seconds(self) -> u64 {
        self.time
            .as_millis()
            .div_ceil(1_000)
            .try_into()
            .unwrap_or(u64::MAX)
            .max(1)
    }

    /// Confines this process, and whatever program takes its place.
    fn apply(self) -> io::Result<()> {
        set_parent_process_death_signal(Some(Signal::KILL))?;
        // When memory runs out for all, this one goes first. Not everywhere may that be said.
        std::fs::write("/proc/self/oom_score_adj", "1000").ok();
        for (resource, most) in [
            (Resource::As, self.memory),
            (Resource::Cpu, self.seconds()),
            (Resource::Nofile, OPEN_FILES),
            (Resource::Fsize, 0),
            (Resource::Core, 0),
        ] {
            let most = Some(most);
            setrlimit(
                resource,
                Rlimit {
                    current: most,
                    maximum: most,
                },
            )?;
        }
        Ok(())
    }
}

/// Carries out a call that begins with `confined`; `None` for any other. The words after it: bytes
/// of memory, seconds, then `draw FORMAT`, `recode FORMAT PURPOSE` or `run PROGRAM WORD…`.
#[must_use]
pub fn asked(mut words: impl Iterator<Item = OsString>) -> Option<anyhow::Result<()>> {
    if words.next()? == CONFINED {
        Some(work(words))
    } else {
        None
    }
}

fn work(mut words: impl Iterator<Item = OsString>) -> anyhow::Result<()> {
    let mut word = || words.next().context("a word is missing");
    let limits = Limits {
        memory: number(&word()?)?,
        time: Duration::from_secs(number(&word()?)?),
    };
    let (what, of) = (word()?, word()?);
    limits.apply().context("limits")?;
    if what == RUN {
        // Only comes back when it fails.
        return Err(Command::new(&of).args(words).exec())
            .with_context(|| format!("{}", of.display()));
    }
    let format = of.to_str().and_then(Format::from_name);
    let format = format.context("a format is none")?;
    // A file, so that decoders may go back in it.
    let image = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let answer = if what == DRAW {
        serde_json::to_vec(&thumbnail::draw(format, image)?)?
    } else if what == RECODE {
        let purpose = words.next().context("a purpose is missing")?;
        let purpose = purpose.to_str().and_then(|word| word.parse().ok());
        recode::answer(format, purpose.context("a purpose is none")?, image)?
    } else {
        bail!("what shall be done confined?")
    };
    let mut out = io::stdout().lock();
    out.write_all(&answer)?;
    Ok(out.flush()?)
}

fn number(word: &OsStr) -> anyhow::Result<u64> {
    let number = word.to_str().and_then(|word| word.parse().ok());
    number.context("a limit is no number")
}
