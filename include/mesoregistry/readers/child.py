"""Reading in a child process: a file that takes too much memory or time, or breaks a parser, ends the child only."""

from __future__ import annotations

import ctypes
import math
import multiprocessing
import os
import resource
import time
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
from pydantic import TypeAdapter, ValidationError

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.readers import open_table
from mesoregistry.readers.table import Reading

MEMORY = 3 * 1024**3  # address space over what this process has; most of it never touched
SECONDS = 120  # a file
ANSWER = 1024**3  # bytes of a reading as JSON
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
# JSON and not pickle: what a parser that a file took over writes must not run here
READING = TypeAdapter(Reading)


class Reader:
    """A child that reads one file after another; the file that ends it gives a finding, the next has a new child."""

    def __init__(self, seconds: int = SECONDS, memory: int = MEMORY) -> None:
        self._seconds = seconds
        self._memory = memory
        self._child: tuple[BaseProcess, Connection] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path, layout: Layout) -> Reading:
        """``open_table`` within limits; when they are passed, a finding of severity ``stop``."""
        used = self._child is not None
        deadline = time.monotonic() + self._seconds
        reading = self._read_in_child(path, layout)
        if reading is None and used and time.monotonic() < deadline:
            reading = self._read_in_child(path, layout)  # files before it may have left too little memory
        return reading or Reading(findings=[message("file_took_too_long").finding()])

    def close(self) -> None:
        """End the child."""
        if self._child:
            process, pipe = self._child
            self._child = None
            process.kill()
            process.join()
            pipe.close()

    def _read_in_child(self, path: Path, layout: Layout) -> Reading | None:
        self._child = self._child or _start(self._memory)
        pipe = self._child[1]
        try:
            pipe.send((path, layout, self._seconds))
            if pipe.poll(self._seconds + 5):
                return READING.validate_json(pipe.recv_bytes(ANSWER))
        except ValidationError as error:  # its text quotes the answer
            self.close()
            return Reading(findings=[message("file_failed").finding(found=type(error).__name__)])
        except (EOFError, OSError):
            pass  # the child ended without an answer, or its answer is too long
        self.close()
        return None


def open_in_child(path: Path, layout: Layout, seconds: int = SECONDS, memory: int = MEMORY) -> Reading:
    """One file, in a child of its own."""
    with Reader(seconds, memory) as reader:
        return reader.read(path, layout)


def _start(memory: int) -> tuple[BaseProcess, Connection]:
    # fork: what is imported here is there at once in every child; a file is read in milliseconds
    import openpyxl  # noqa: F401
    import python_calamine  # noqa: F401

    context = multiprocessing.get_context("fork")
    parent_end, child_end = context.Pipe()
    process = context.Process(target=_serve, args=(child_end, memory), daemon=True)
    process.start()
    child_end.close()
    return process, parent_end


def _serve(pipe: Connection, memory: int) -> None:
    _close_all_but(pipe.fileno())
    limit = psutil.Process().memory_info().vms + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        while True:
            path, layout, seconds = pipe.recv()
            _limit_time(seconds)
            pipe.send_bytes(READING.dump_json(open_table(path, layout)))
    except (EOFError, MemoryError):
        return


def _limit_time(seconds: int) -> None:
    """Processor time from now on; what earlier files took does not count."""
    until = math.ceil(time.process_time()) + seconds
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(
        resource.RLIMIT_CPU, (until if most == resource.RLIM_INFINITY else min(until, most), most)
    )


def _close_all_but(pipe: int) -> None:
    """No open connection to a database, no network where the kernel grants it, no standard error."""
    os.closerange(3, pipe)
    os.closerange(pipe + 1, os.sysconf("SC_OPEN_MAX"))
    alone = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWNET | CLONE_NEWUSER
    ctypes.CDLL(None).unshare(alone)  # a refusal leaves the other limits
    # a parser that panics prints what it held
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
