"""A kind of issue that is planted: its name, what must become of it, and what types it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from mesoregistry.synthetic.pile.book import Book, Row
from mesoregistry.synthetic.pile.contents import Content

Outcome = Literal["read", "read_as", "nobody", "asked", "noted", "left_out"]
"""``read``: as the sound row, and no question; ``read_as``: the same, with another value. ``nobody``: no person is
named. ``asked``: a finding at its row, or the file. ``noted``: read, and a finding of its rule. ``left_out``: the line
becomes no record, and nothing is asked."""
Plant = Callable[[Book, Row, random.Random], bool]
Value = str | Callable[[Content], str]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of issue: its name, what must become of it, and what types it; false where it does not fit.

    ``value``: a field, and what must be read in it, which may depend on what the sound row says. ``of_file``: the
    question may be about the whole file, and then says nothing of the other plants in it. ``rule``: of the finding that
    must be there where the outcome is ``noted`` or ``left_out``. ``without``: of one that must not be.
    """

    name: str
    outcome: Outcome
    plant: Plant
    value: tuple[str, Value] | None = None
    of_file: bool = False
    rule: str = ""
    without: str = ""


@dataclass(frozen=True, slots=True)
class FileKind(Kind):
    """A kind that takes a whole file; it is planted before those of rows.

    ``of_row``: what must become of it is seen in the row that it was planted with, not in all of them. ``last``: it is
    planted after those of rows. ``becomes``: field and value of the sound file -> what must be read.
    """

    of_row: bool = False
    last: bool = False
    becomes: Callable[[str, object], object] | None = None
