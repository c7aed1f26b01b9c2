"""Python's search for objects that hold each other, while a table of a million cells is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Leave the search out: rows and cells hold nothing that holds them, and it takes a third of the time.

    Memory is freed all the same, but for circles, which the next search after this finds.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
