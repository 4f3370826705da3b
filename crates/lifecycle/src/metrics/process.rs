//! What the kernel says of this process, under the names that all programs give it.

use metrics::{Unit, counter, describe_counter, describe_gauge, gauge};
use procfs::process::{LimitValue, Process};
use procfs::{ProcResult, WithCurrentSystemInfo as _};

const CPU: &str = "process_cpu_seconds_total";
const MEMORY: &str = "process_resident_memory_bytes";
const THREADS: &str = "process_threads";
const FILES: &str = "process_open_fds";
const FILES_MAX: &str = "process_max_fds";
const START: &str = "process_start_time_seconds";

pub(super) fn describe() {
    describe_counter!(
        CPU,
        Unit::Seconds,
        "CPU time of this process, in whole seconds"
    );
    describe_gauge!(MEMORY, Unit::Bytes, "Memory of this process that is in RAM");
    describe_gauge!(THREADS, "Threads of this process");
    describe_gauge!(FILES, "File descriptors that are open, sockets included");
    describe_gauge!(FILES_MAX, "File descriptors that may be open");
    describe_gauge!(
        START,
        Unit::Seconds,
        "When this process was started, since 1970"
    );
}

pub(super) fn sample() {
    // Where /proc is not to be read there is nothing to say.
    if let Err(error) = look() {
        tracing::debug!("the kernel says nothing of this process: {error}");
    }
}

fn look() -> ProcResult<()> {
    let process = Process::myself()?;
    let stat = process.stat()?;
    let ticks = procfs::ticks_per_second();
    counter!(CPU).absolute((stat.utime + stat.stime) / ticks);
    gauge!(MEMORY).set(number(stat.rss_bytes().get()));
    gauge!(THREADS).set(number(u64::try_from(stat.num_threads).unwrap_or(0)));
    gauge!(START).set(number(procfs::boot_time_secs()? + stat.starttime / ticks));
    gauge!(FILES).set(number(
        u64::try_from(process.fd_count()?).unwrap_or(u64::MAX),
    ));
    if let LimitValue::Value(most) = process.limits()?.max_open_files.soft_limit {
        gauge!(FILES_MAX).set(number(most));
    }
    Ok(())
}

/// Exact below 2^53, which none of these comes near.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "there is no other way from u64 to f64"
)]
const fn number(value: u64) -> f64 {
    value as f64
}
