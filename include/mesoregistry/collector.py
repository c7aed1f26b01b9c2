"""Python's search for objects that hold each other, while a table of a million cells is made, or dbt works."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

IMPORTED_BY = os.getpid()


@contextmanager
def paused() -> Iterator[None]:
    """Leave the search out: it takes a third of the time, and rows and cells hold nothing that holds them.

    Memory is freed all the same, but for circles, which the next search after this finds.
    """
    with _disabled(_make_old):
        yield


@contextmanager
def kept_from_fork() -> Iterator[None]:
    """For the fork of a process: no search begins before the child has called ``leave_to_parent``.

    What the parent has not yet freed of its circles the child would free too, and a library that owns threads ends the
    child there: it waits for threads, or sets free what threads hold, that a fork does not have.
    """
    with _disabled(lambda: None):
        yield


@contextmanager
def _disabled(before_enabling: Callable[[], None]) -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            before_enabling()
            gc.enable()


def leave_to_parent() -> None:
    """In a process just forked: what its parent made is in no search of this process."""
    gc.freeze()
    gc.enable()


def skip_last_search() -> None:
    """For a process that ends: its memory goes with it, and Python would search all of it once more."""
    gc.freeze()


def _make_old() -> None:
    """Let the next small search leave out what was made meanwhile: the next one through everything comes to it.

    A fork may hold what its parent had out of every search, and keeps it there. To ask how much that is counts all of
    it, which takes as long as the task of a small month.
    """
    if os.getpid() == IMPORTED_BY:
        gc.freeze()
        gc.unfreeze()
