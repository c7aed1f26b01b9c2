"""Python's search for objects that hold each other, while a table of a million cells is made, or dbt works."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Leave the search out: it takes a third of the time, and rows and cells hold nothing that holds them.

    Memory is freed all the same, but for circles, which the next search after this finds.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            _make_old()
            gc.enable()


def skip_last_search() -> None:
    """For a process that ends: its memory goes with it, and Python would search all of it once more."""
    gc.freeze()


def _make_old() -> None:
    """Let the next small search leave out what was made meanwhile: the next one through everything comes to it.

    A process that holds objects out of every search, as a fork of a large one does, keeps them there.
    """
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()
