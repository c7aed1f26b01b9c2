"""Processes by session: each service leads one, and whatever it starts stays in it, even as an orphan."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Session:
    """A session of ours: its number is the process id of its first process.

    ``since_boot`` is when that process started, in seconds since this start of the machine (``boot``): unlike
    the time of day it does not move when the clock is set.
    """

    number: int
    since_boot: float
    boot: str

    @classmethod
    def of(cls, pid: int) -> Session:
        return cls(pid, _since_boot(psutil.Process(pid)), _boot())

    @property
    def started(self) -> float:
        """Seconds since the epoch."""
        return self.since_boot + psutil.boot_time()

    @property
    def leader(self) -> psutil.Process | None:
        """The first process, if it is still that one and alive."""
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(self.number)
            if self.boot == _boot() and self._is_first(process) and _lives(process):
                return process
        return None

    def _is_first(self, process: psutil.Process) -> bool:
        return process.pid == self.number and abs(_since_boot(process) - self.since_boot) < 0.1

    def members(self) -> list[psutil.Process]:
        """Every living process of the session; none when its number means something else today."""
        if self.boot != _boot():
            return []
        members = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, ProcessLookupError):
                if os.getsid(process.pid) == self.number and _lives(process):
                    if process.pid == self.number and not self._is_first(process):
                        return []
                    members.append(process)
        return members

    def seconds_of_others(self) -> float:
        """Seconds of CPU that its living processes but the first have used."""
        seconds = 0.0
        for process in self.members():
            with contextlib.suppress(psutil.Error):
                seconds += 0.0 if process.pid == self.number else sum(process.cpu_times()[:2])
        return round(seconds, 2)


def _since_boot(process: psutil.Process) -> float:
    return process.create_time() - psutil.boot_time()


def _lives(process: psutil.Process) -> bool:
    return process.status() != psutil.STATUS_ZOMBIE


def _boot() -> str:
    """What is different at each start of the machine; empty where the system does not say."""
    return BOOT_ID.read_text().strip() if BOOT_ID.exists() else ""


def end(sessions: list[Session], patience: float) -> None:
    """SIGTERM to the first processes, ``patience`` seconds, then SIGKILL to all that is left."""
    for session in sessions:
        leader = session.leader
        for process in [leader] if leader else session.members():
            _signal(process, signal.SIGTERM)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(session.members() for session in sessions):
        time.sleep(0.1)
    while left := [process for session in sessions for process in session.members()]:
        for process in left:
            _signal(process, signal.SIGKILL)
        time.sleep(0.05)


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    with contextlib.suppress(psutil.Error):
        process.send_signal(number)
