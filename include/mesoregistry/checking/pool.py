"""The portal's side: processes that are ready, one for each file, and what is said when one does not end well."""

from __future__ import annotations

import datetime as dt
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import astuple
from functools import lru_cache
from threading import Lock

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.spellings import Spelling
from mesoregistry.checking.job import Job
from mesoregistry.checking.lent import Lent, lent_by
from mesoregistry.checking.report import report_of, unread
from mesoregistry.checking.state import state
from mesoregistry.findings import Text
from mesoregistry.intake.check_file import Report
from mesoregistry.intake.periods import source_of, today_in
from mesoregistry.local.fault import LocalFault
from mesoregistry.readers.child import PATIENCE
from mesoregistry.settings import settings

COMMAND = (sys.executable, "-P", "-m", "mesoregistry.checking")
READY = 3  # processes that wait for a file
NAMES = (
    "home",
    "project",
    "registries",
    "expectations",
    "seeds",
    "sandbox",
    "language",
)  # of settings; no secret
# numpy begins no other: a process with threads cannot be forked safely
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
AWAY = Text(
    "La revisión de archivos no está disponible en este momento. Espere unos minutos e intente otra vez.",
    "Files cannot be checked just now. Wait some minutes and try once more.",
)


class Pool:
    """Checks each file in a process of its own, which was forked by one that holds no secret.

    Threads may use it together. Nothing of a file is written to a disk.
    """

    def __init__(
        self, command: Sequence[str] = COMMAND, ready: int = READY, patience: float = PATIENCE
    ) -> None:
        self._command, self._ready, self._patience = command, ready, patience
        self._lock = Lock()
        self._origin: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None

    def start(self) -> socket.socket:
        """Start the process that forks the others, unless it runs; files may come at once, and wait for it."""
        with self._lock:
            if self._socket is None:
                self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                with theirs:
                    self._origin = subprocess.Popen(self._command, stdin=theirs.fileno(), env=environment())
                for _ in range(self._ready):
                    self._socket.send(b".")
            return self._socket

    def stop(self) -> None:
        """End it and the processes that wait."""
        with self._lock:
            if self._socket is None or self._origin is None:
                return
            self._socket.close()
            self._origin.kill()
            self._origin.wait()
            self._socket = self._origin = None

    def check(
        self, content: bytes, country: str, month: dt.date | None, spellings: tuple[Spelling, ...] = ()
    ) -> tuple[dt.date, Report]:
        """``check_file`` for a month, or ``check_unnamed``; a finding of severity ``stop`` where they did not end well.

        Raises:
            Refused: nobody kept the registry in that month.
            LocalFault: no process could be started, or this system grants no sandbox; nothing of the file was read.
        """
        today = today_in(country)
        source_of(country, month or today.replace(day=1), today)
        process = self._taken()
        try:
            answer = process.answer(Job(country, month, spellings), content, self._patience)
        finally:
            process.end()
            self._ask_for_another()
        if answer is None:
            return unread(country, month, message("file_took_too_long").finding())
        return report_of(answer, country, month)

    def _taken(self) -> Lent:
        tries = 2  # it may have ended since the last file
        while tries:
            process = lent_by(self.start())
            if process is None:
                self.stop()
                tries -= 1
            elif process.state == state():
                return process
            else:  # a list was written since it got ready
                process.end()
                self._ask_for_another()
        raise LocalFault(*astuple(AWAY))

    def _ask_for_another(self) -> None:
        try:
            self.start().send(b".")
        except OSError:  # it ended; who comes next starts it anew
            self.stop()


def environment() -> dict[str, str]:
    """What the processes that check find in theirs: where the catalogue is, and no secret."""
    values = {f"MESO_{name.upper()}": str(getattr(settings(), name)) for name in NAMES}
    system = {name: os.environ[name] for name in ("PATH", "LANG", "TZ", "PYTHONPATH") if name in os.environ}
    return system | values | ONE_THREAD


def pool() -> Pool:
    """That of this process."""
    return _pool(os.getpid(), tuple(environment().items()))


@lru_cache(maxsize=1)
def _pool(_process: int, _environment: tuple[tuple[str, str], ...]) -> Pool:
    return Pool()
