"""The processes that check, with a program in the place of the check that does what the file says.

``python -m tests.checking.hostile_program``, started by a pool as ``mesoregistry.checking`` is.
"""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import resource
import socket
import stat
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NoReturn

from mesoregistry.checking import __main__ as program
from mesoregistry.checking import checker
from mesoregistry.checking.job import Answer, Job

FORKED: list[float] = []
PIPES: list[Connection] = []
GIVEN = dict(os.environ)
wait_for_file = checker.wait_for_file


def waiting(pipe: Connection, file: int) -> NoReturn:
    FORKED.append(time.monotonic())
    PIPES.append(pipe)
    wait_for_file(pipe, file)


def hostile(job: Job, path: Path) -> Answer:
    """``failure`` says what became of it, as JSON."""
    assert job.country
    content = path.read_bytes().decode()
    if content == "loop":
        while True:
            pass
    if content == "eat":
        return Answer(failure=("", "x" * 8 * 1024**3))
    if content == "crash":
        ctypes.string_at(0)
    if content == "shape":
        PIPES[0].send_bytes(b'{"report": "Rosaura"}')
        os._exit(0)
    outcomes = (
        attempts(**json.loads(content))
        if content.startswith("{")
        else {"forked": str(FORKED[0]), "given": str(GIVEN)}
    )
    return Answer(failure=("", json.dumps(outcomes)))


def attempts(secret: str, port: int, portal: int, origin: int) -> dict[str, str]:
    """What a program that took the process over tries: its result, or the type of what it raised."""

    def connect() -> None:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()

    tries: dict[str, Callable[[], object]] = {
        "secret": Path(secret).read_bytes,
        "beside the secret": lambda: os.listdir(Path(secret).parent),
        "database": connect,
        "local socket": lambda: socket.socket(socket.AF_UNIX),
        "environment of the portal": Path(f"/proc/{portal}/environ").read_bytes,
        "memory of the portal": Path(f"/proc/{portal}/mem").read_bytes,
        "files of the one that forked it": lambda: os.listdir(f"/proc/{origin}/fd"),
        "end the portal": lambda: os.kill(portal, 9),
        "fork": os.fork,
        "write": lambda: Path("/dev/shm/x").write_bytes(b"x"),
        "change its file": lambda: mmap.mmap(_descriptors(stat.S_ISREG)[0], 1),
        "environment": lambda: dict(os.environ),
        "open sockets": lambda: len(_descriptors(stat.S_ISSOCK)),
        "open files": lambda: len(_descriptors(stat.S_ISREG)),
        "its input and outputs": lambda: {os.fstat(number).st_rdev for number in range(3)} == _nothing(),
        "time": lambda: resource.getrlimit(resource.RLIMIT_CPU),
        "memory": lambda: 0 < resource.getrlimit(resource.RLIMIT_AS)[1] < 1 << 50,
    }
    return {name: _outcome(action) for name, action in tries.items()}


def _nothing() -> set[int]:
    return {os.stat(os.devnull).st_rdev}


def _descriptors(is_kind: Callable[[int], bool]) -> list[int]:
    """Descriptors of a kind that are open, from 3."""
    numbers = []
    for number in range(3, 64):
        try:
            if is_kind(os.fstat(number).st_mode):
                numbers.append(number)
        except OSError:
            continue
    return numbers


def _outcome(action: Callable[[], object]) -> str:
    try:
        return repr(action())
    except Exception as error:
        return type(error).__name__


if __name__ == "__main__":
    checker.check = hostile
    checker.wait_for_file = waiting
    program.main()
