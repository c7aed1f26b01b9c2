"""Reading in a child process: a file that takes too much memory or time, or breaks a parser, ends the child only."""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import pairwise
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NoReturn

from pydantic import TypeAdapter, ValidationError

from mesoregistry import collector
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.readers import open_table
from mesoregistry.readers.parsers import import_parsers
from mesoregistry.readers.sandbox import SandboxRefused, confine
from mesoregistry.readers.table import Reading

MEMORY = 3 * 1024**3  # address space over what this process has; most of it never touched
SECONDS = 120  # of processor time, whatever else the machine does meanwhile
PATIENCE = 1800  # seconds by the clock, for a child that neither computes nor answers
ANSWER = 1024**3  # bytes of a reading as JSON
REFUSED = b"refused "
# JSON and not pickle: what a parser that a file took over writes must not run here
READING = TypeAdapter(Reading)


class Reader:
    """Reads each file in a child of its own: what a file does to its child reaches no other file."""

    def __init__(self, seconds: int = SECONDS, memory: int = MEMORY, patience: float = PATIENCE) -> None:
        self._seconds = seconds
        self._memory = memory
        self._patience = patience

    def read(self, path: Path, layout: Layout) -> Reading:
        """``open_table`` within limits; when they are passed, a finding of severity ``stop``.

        Raises:
            SandboxRefused: this system grants no sandbox; nothing of the file was read.
        """
        answer = confined(path, partial(_read, path, layout), self._seconds, self._memory, self._patience)
        if answer is None:
            return Reading(findings=[message("file_took_too_long").finding()])
        try:
            return READING.validate_json(answer)
        except ValidationError as error:  # its text quotes the answer
            return Reading(findings=[message("file_failed").finding(found=type(error).__name__)])


def open_in_child(path: Path, layout: Layout, seconds: int = SECONDS, memory: int = MEMORY) -> Reading:
    """One file with the limits given. Raises as ``Reader.read``."""
    return Reader(seconds, memory).read(path, layout)


def _read(path: Path, layout: Layout) -> bytes:
    return READING.dump_json(open_table(path, layout))


def confined(
    path: Path,
    work: Callable[[], bytes],
    seconds: int = SECONDS,
    memory: int = MEMORY,
    patience: float = PATIENCE,
) -> bytes | None:
    """What ``work`` returns in a child that may open the file ``path`` and no other; ``None`` when it did not end well.

    Raises:
        SandboxRefused: this system grants no sandbox; nothing of the file was read.
    """
    process, pipe = _start(path, work, seconds, memory)
    answer = None
    try:
        if pipe.poll(patience):
            answer = pipe.recv_bytes(ANSWER)
    except (EOFError, OSError):
        pass  # the child ended without an answer, or its answer is too long
    finally:
        process.kill()
        process.join()
        pipe.close()
    if answer is not None and answer.startswith(REFUSED):
        raise SandboxRefused(answer.removeprefix(REFUSED).decode())
    return answer


def _start(
    path: Path, work: Callable[[], bytes], seconds: int, memory: int
) -> tuple[BaseProcess, Connection]:
    import_parsers()
    context = multiprocessing.get_context("fork")
    parent_end, child_end = context.Pipe(duplex=False)
    limits = {"seconds": seconds, "memory": memory}
    process = context.Process(target=serve, args=(child_end, work, path), kwargs=limits, daemon=True)
    # a worker of Celery is a daemon, to which multiprocessing refuses children; this one ends before ``confined`` does
    flags = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    is_daemon, flags["daemon"] = flags.get("daemon"), False
    try:
        with collector.kept_from_fork():
            process.start()
    finally:
        flags["daemon"] = is_daemon
    child_end.close()
    return process, parent_end


def serve(
    pipe: Connection,
    work: Callable[[], bytes],
    path: Path | None = None,
    *files: int,
    seconds: int = SECONDS,
    memory: int = MEMORY,
) -> NoReturn:
    """Confine this process, send through ``pipe`` what ``work`` returns, and end.

    ``path``: the file that it may open; ``files``: descriptors of those that are open and stay so.
    """
    collector.leave_to_parent()
    _close_all_but(pipe.fileno(), *files)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    try:
        confine(path, memory)
    except SandboxRefused as refusal:
        pipe.send_bytes(REFUSED + refusal.measures.encode())
        os._exit(1)
    with suppress(MemoryError):
        pipe.send_bytes(work())
    os._exit(0)


def _close_all_but(*kept: int) -> None:
    """No open connection to a database, no file of the parent, no standard error."""
    for before, after in pairwise([2, *sorted(kept), os.sysconf("SC_OPEN_MAX")]):
        os.closerange(before + 1, after)
    # a parser that panics prints what it held
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
