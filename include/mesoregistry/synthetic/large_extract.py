"""A large invented extract: the cases of one of the small registry's months, many times, under keys of their own."""

from __future__ import annotations

import dataclasses
from itertools import cycle, islice
from pathlib import Path

from mesoregistry.synthetic import SEED
from mesoregistry.synthetic import extracts as demo
from mesoregistry.synthetic.cases import Extract
from mesoregistry.synthetic.writers import write_extract

COUNTRY = "mx"  # keeps a workbook
MONTHS = 6


def write_large_extract(rows: int, folder: Path, seed: int = SEED, back: int = 0) -> tuple[Extract, Path]:
    """A sound extract of about ``rows`` rows, an event a row, of so many months before the last, and its file."""
    history = [e for e in demo.history(MONTHS, seed) if e.country == COUNTRY and e.version == 1 and e.cases]
    last = history[-1 - back]
    cases = tuple(
        # a narrative of its own each, or the rows would be taken for one that was pasted many times
        dataclasses.replace(
            case, fault=None, key=f"{case.key}-{number:05d}", narrative=f"{case.narrative} ({number})"
        )
        for number, case in enumerate(islice(cycle(last.cases), rows), start=1)
    )
    made = dataclasses.replace(last, cases=cases, doubt=None, cut=None)
    return made, write_extract(made, folder)
