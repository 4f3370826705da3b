"""One child process: started with its log file, watched, stopped, and never left behind."""

import ctypes
import os
import resource
import signal
import subprocess
import time

import layout

LOG_KEPT_BYTES = 16 * 1024 * 1024
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True) if os.uname().sysname == "Linux" else None

BACKOFF_FIRST_S, BACKOFF_MOST_S = 0.25, 10.0
# Whoever ran this long has recovered, and the next crash starts from the short wait again.
STEADY_AFTER_S = 20.0


def start_time(pid):
    """The moment a process began, in clock ticks: with its pid this names it for good."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:
            return int(stat.read().rsplit(")", 1)[1].split()[19])
    except (OSError, IndexError, ValueError):
        return None


class Process:
    """A supervised child. `stop_signal` is what asks it to end in good order."""

    def __init__(self, name, words, env, stop_signal=signal.SIGTERM, logs=layout.LOGS):
        self.name, self.words, self.env, self.stop_signal = name, [str(word) for word in words], env, stop_signal
        self.log = logs / f"{name}.log"
        self._child = None
        self._started = self._retry_at = 0.0
        self._backoff = BACKOFF_FIRST_S

    @property
    def pid(self):
        return self._child.pid if self._child else None

    def running(self):
        return self._child is not None and self._child.poll() is None

    def start(self):
        """Starts the child in a session of its own, so that Ctrl-C reaches the launcher alone."""
        if self.log.exists() and self.log.stat().st_size > LOG_KEPT_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with open(self.log, "ab") as log:
            self._child = subprocess.Popen(
                self.words,
                env=self.env,
                cwd=self.log.parent,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=self._die_with_the_launcher,
            )
        self._started = time.monotonic()

    def _die_with_the_launcher(self):
        os.umask(0o077)
        # A socket is a file: as many as this machine allows without asking.
        _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        if LIBC is not None:
            LIBC.prctl(PR_SET_PDEATHSIG, int(self.stop_signal), 0, 0, 0)

    def revive(self):
        """Starts a dead child again once its wait is over. True when that happened just now."""
        if self.running():
            return False
        now = time.monotonic()
        if self._retry_at == 0.0:
            if now - self._started > STEADY_AFTER_S:
                self._backoff = BACKOFF_FIRST_S
            layout.say(f"    {self.name} {self.ending()}; starting it again in {self._backoff:g} s")
            self._retry_at = now + self._backoff
            self._backoff = min(self._backoff * 2, BACKOFF_MOST_S)
            return False
        if now < self._retry_at:
            return False
        self._retry_at = 0.0
        self.start()
        return True

    def ending(self):
        """How the child ended, in words."""
        code = self._child.returncode
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def ask_to_stop(self):
        if self.running():
            os.kill(self._child.pid, self.stop_signal)
            # A stopped process (SIGSTOP) could not hear it.
            os.kill(self._child.pid, signal.SIGCONT)

    def wait(self, deadline):
        """Waits until the monotonic `deadline`, then kills. True when it ended by itself."""
        if self._child is None:
            return True
        try:
            self._child.wait(max(0.0, deadline - time.monotonic()))
            return True
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
            return False

    def kill(self):
        """Ends it at once, whatever it was doing: for servers whose data nobody wants."""
        if self.running():
            self._child.kill()
            self._child.wait()
