"""One command that must run: started in a session of its own, and when it may start again after it ended."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mesoregistry.local.sessions import Session, end

SETTLED = 60.0  # seconds after which a service counts as well again
LONGEST_PAUSE = 60.0


@dataclass(slots=True)
class Service:
    """``own`` are variables that no other service has; ``due`` is when it may start next (monotonic seconds)."""

    name: str
    command: list[str]
    own: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    session: Session | None = None
    began: float = 0.0
    due: float = 0.0
    deaths: int = 0

    def start(self, environment: Mapping[str, str], logs: Path) -> None:
        """Start it; what it prints is added to its log."""
        log = os.open(logs / f"{self.name}.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self.process = subprocess.Popen(
                self.command,
                env={**environment, **self.own},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        finally:
            os.close(log)
        self.session = Session.of(self.process.pid)
        self.began = time.monotonic()

    def bury(self, patience: float) -> tuple[float, float]:
        """End what a dead service left behind. Returns how long it lived, and the pause before it starts again."""
        if self.session:
            end([self.session], patience)
        lived = time.monotonic() - self.began
        self.deaths = 0 if lived > SETTLED else self.deaths + 1
        pause = min(2.0 ** (self.deaths - 1), LONGEST_PAUSE) if self.deaths > 1 else 0.0
        self.process, self.session = None, None
        self.due = time.monotonic() + pause
        return lived, pause
