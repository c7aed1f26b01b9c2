"""The same reading in a child process: what eats memory or time, or breaks a parser, ends the child only."""

from __future__ import annotations

import multiprocessing
import pickle
import resource
from multiprocessing.connection import Connection
from pathlib import Path

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout
from mesoregistry.readers import open_table
from mesoregistry.readers.table import Reading

MEMORY = 6 * 1024**3  # address space, most of it never touched
SECONDS = 120


def open_in_child(path: Path, layout: Layout, seconds: int = SECONDS, memory: int = MEMORY) -> Reading:
    """``open_table`` within limits; when they are passed, a finding of severity ``stop``."""
    # fork: what is imported here is there at once; a file is read in milliseconds
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_read, args=(theirs, path, layout, seconds, memory), daemon=True)
    child.start()
    theirs.close()
    try:
        if ours.poll(seconds + 5):
            reading = pickle.loads(ours.recv_bytes())
            assert isinstance(reading, Reading)
            return reading
    except EOFError:
        pass  # the child ended without a word
    finally:
        child.kill()
        child.join()
        ours.close()
    return Reading(findings=[message("file_took_too_long").finding()])


def _read(pipe: Connection, path: Path, layout: Layout, seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        reading = open_table(path, layout)
    except MemoryError:
        return
    pipe.send_bytes(pickle.dumps(reading))
