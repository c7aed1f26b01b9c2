"""What must be asked about the text of a cell before it may count."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Often = Literal["cell", "first"]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A rule of ``reading.yml`` that a text breaks.

    ``value``: the text as written, ``None`` where it may be a name. ``names``: what else the message needs. ``where``:
    at every cell with the text, or at the first alone.
    """

    rule: str
    value: str | None = None
    names: dict[str, str] = field(default_factory=dict)
    where: Often = "cell"
