"""Processes by session: each service leads one, and whatever it starts stays in it, even as an orphan."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from dataclasses import asdict, dataclass
from typing import Any

import psutil


@dataclass(frozen=True, slots=True)
class Session:
    """A session of ours: its number is the process id of its first process."""

    number: int
    started: float  # seconds since the epoch, as the system tells it for the first process
    boot: float

    @classmethod
    def of(cls, pid: int) -> Session:
        return cls(pid, psutil.Process(pid).create_time(), psutil.boot_time())

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def leader(self) -> psutil.Process | None:
        """The first process, if it is still that one and alive."""
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(self.number)
            if process.create_time() == self.started and process.status() != psutil.STATUS_ZOMBIE:
                return process
        return None

    def members(self) -> list[psutil.Process]:
        """Every living process of the session; none when its number means something else today."""
        if abs(psutil.boot_time() - self.boot) > 60:
            return []
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, ProcessLookupError):
                same = os.getsid(process.pid) == self.number and process.create_time() >= self.started
                if same and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        if any(process.pid == self.number and process.create_time() != self.started for process in found):
            return []
        return found


def end(sessions: list[Session], patience: float) -> None:
    """SIGTERM to the first processes, ``patience`` seconds, then SIGKILL to all that is left."""
    for session in sessions:
        for process in [session.leader] if session.leader else session.members():
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
