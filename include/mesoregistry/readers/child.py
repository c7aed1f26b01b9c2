"""The same reading in a child process: what eats memory or time, or breaks a parser, ends the child only."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
from multiprocessing.connection import Connection
from pathlib import Path

import psutil
from pydantic import TypeAdapter

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.readers import open_table
from mesoregistry.readers.table import Reading

MEMORY = 3 * 1024**3  # address space over what this process has; most of it never touched
SECONDS = 120
ANSWER = 1024**3  # bytes of a reading as JSON
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
# JSON and not pickle: what a parser that a file took over writes must not run here
READING = TypeAdapter(Reading)


def open_in_child(path: Path, layout: Layout, seconds: int = SECONDS, memory: int = MEMORY) -> Reading:
    """``open_table`` within limits; when they are passed, a finding of severity ``stop``."""
    # fork: what is imported here is there at once in every child; a file is read in milliseconds
    import openpyxl  # noqa: F401
    import python_calamine  # noqa: F401

    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_read, args=(theirs, path, layout, seconds, memory), daemon=True)
    child.start()
    theirs.close()
    try:
        if ours.poll(seconds + 5):
            return READING.validate_json(ours.recv_bytes(ANSWER))
    except (EOFError, OSError):
        pass  # the child ended without a word, or with too many
    finally:
        child.kill()
        child.join()
        ours.close()
    return Reading(findings=[message("file_took_too_long").finding()])


def _read(pipe: Connection, path: Path, layout: Layout, seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    limit = psutil.Process().memory_info().vms + memory
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _leave_network()
    # a parser that panics prints what it held
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    try:
        pipe.send_bytes(READING.dump_json(open_table(path, layout)))
    except MemoryError:
        return


def _leave_network() -> None:
    """No network for a parser, where the kernel grants it; a refusal leaves the other limits."""
    alone = CLONE_NEWNET if os.geteuid() == 0 else CLONE_NEWNET | CLONE_NEWUSER
    ctypes.CDLL(None).unshare(alone)
