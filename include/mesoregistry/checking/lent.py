"""A process that waits for a file, as the portal holds it."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

from mesoregistry.checking.job import JOB, Job
from mesoregistry.checking.state import SIZE
from mesoregistry.readers.child import ANSWER, REFUSED
from mesoregistry.readers.sandbox import SandboxRefused

HANDLES = 3  # of each process: the pipe, the file, the process
SEALS = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE


@dataclass(frozen=True, slots=True)
class Lent:
    """The state that it has read, its pipe, and the descriptors of its file in memory and of itself."""

    state: bytes
    pipe: Connection
    file: int
    process: int

    def answer(self, job: Job, content: bytes, patience: float) -> bytes | None:
        """What it answers about a file; ``None`` when it did not end well.

        Raises:
            SandboxRefused: this system grants no sandbox; nothing of the file was read.
        """
        answer = None
        try:
            _fill(self.file, content)
            with suppress(BrokenPipeError):  # it ended already, and may have said why
                self.pipe.send_bytes(JOB.dump_json(job))
            if self.pipe.poll(patience):
                answer = self.pipe.recv_bytes(ANSWER)
        except (EOFError, OSError):
            return None  # it ended without an answer, or the answer is too long
        if answer is not None and answer.startswith(REFUSED):
            raise SandboxRefused(answer.removeprefix(REFUSED).decode())
        return answer

    def end(self) -> None:
        """It has answered, or is not waited for any longer."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.process, signal.SIGKILL)
        os.close(self.process)
        os.close(self.file)
        self.pipe.close()


def lent_by(origin: socket.socket) -> Lent | None:
    """The next process that is ready; ``None`` when the one that forks them ended."""
    try:
        state, handles, _, _ = socket.recv_fds(origin, SIZE, HANDLES, socket.MSG_CMSG_CLOEXEC)
    except OSError:
        return None
    if len(handles) < HANDLES:
        return None
    pipe, file, process = handles
    return Lent(state, Connection(pipe), file, process)


def _fill(file: int, content: bytes) -> None:
    """Write the content into the file in memory; nobody can change it afterwards."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest) :]
    fcntl.fcntl(file, fcntl.F_ADD_SEALS, SEALS)
