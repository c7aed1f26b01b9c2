"""Delimited text whose quotation marks are broken: lines inside quotes, and marks in the middle of a text."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from mesoregistry.catalog.messages import message
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.grid import letter
from mesoregistry.readers.header_names import header_key
from mesoregistry.readers.quoted_cells import tolerant

LONGEST = 200  # lines that one record may have
HOPELESS = (
    300  # rows that cannot be read, among as many others: nobody mends such a file, and each takes 10 ms
)
SAMPLE = 20_000  # lines that tell how many fields a row has
SIGNS = ",;\t|"
DEPTH = 40  # a header stands in the first lines


@dataclass(slots=True)
class Recovered:
    """``records``: the rows, empty where one could not be read; ``ends``: the line in which each ends, from 1."""

    records: list[list[str]] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    broken: int = 0


def unwrapped(text: str) -> str | None:
    """The text without the quotation marks around each of its lines, where a program put whole lines in them."""
    if not text.startswith('"'):
        return None
    for sign in SIGNS:
        try:
            records = [r for r in csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True) if r]
        except csv.Error:
            continue
        whole = sum(len(record) == 1 and sign in record[0] for record in records)
        if whole * 10 >= len(records) * 9 and whole > 1:
            return "".join(
                f"{record[0] if len(record) == 1 else _line(record, sign)}\n" for record in records
            )
    return None


def _line(record: Sequence[str], sign: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign, lineterminator="").writerow(record)
    return out.getvalue()


def recovered(text: str, delimiter: str, long_texts: Set[str]) -> Recovered:
    """The rows of a text that the strict reader refuses: marks that do not end a cell are part of its text.

    A line that gives no row of the usual width is an error of its own, and the lines after it are read, unless most
    lines are such ones.
    ``long_texts``: keys of the headers of narratives, which may begin with a quotation.
    """
    lines = list(io.StringIO(text, newline=""))
    shape = _Shape(delimiter, _usual_width(lines, delimiter), _positions(lines, delimiter, long_texts))
    out = Recovered()
    start = 0
    while start < len(lines):
        taken, cells, repaired = _record(lines, start, shape)
        number = len(out.records) + 1
        out.records.append(cells)
        start += taken
        out.ends.append(start)
        if repaired is None:
            rule = "quote_open" if lines[start - 1].count('"') % 2 else "quote_misplaced"
            out.findings.append(message(rule).finding(Address(row=number)))
            out.broken += 1
            if out.broken > HOPELESS and out.broken * 2 > len(out.records):
                break
        elif repaired:
            places = [i for i, cell in enumerate(cells) if '"' in cell]
            address = Address(row=number, column=letter(places[0] if places else 0))
            out.findings.append(message("quotes_in_text").finding(address))
    return out


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the rows of a text are cut. ``quoting``: positions of cells that may begin with a quotation."""

    delimiter: str
    width: int
    quoting: frozenset[int]


def _positions(lines: Sequence[str], delimiter: str, keys: Set[str]) -> frozenset[int]:
    for line in lines[:DEPTH]:
        cells = _strict(line, delimiter) or []
        if positions := frozenset(i for i, cell in enumerate(cells) if header_key(cell) in keys):
            return positions
    return frozenset()


def _usual_width(lines: Sequence[str], delimiter: str) -> int:
    """The number of fields that most lines have, of those that tell it."""
    widths = Counter(
        len(cells) for line in lines[:SAMPLE] if line.strip() and (cells := _strict(line, delimiter))
    )
    return max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))[0]


def _strict(text: str, delimiter: str) -> list[str] | None:
    """The cells of a text that is one sound record; ``None`` for any other."""
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return records[0] if len(records) == 1 else [] if not records else None


def _record(lines: Sequence[str], start: int, shape: _Shape) -> tuple[int, list[str], bool | None]:
    """Lines taken, cells, and whether marks were read as text (``None``: the line gives no row)."""
    delimiter, width = shape.delimiter, shape.width
    cells = _strict(lines[start], delimiter)
    if cells is not None:
        return 1, cells, False
    text = ""
    for count, line in enumerate(lines[start : start + LONGEST], start=1):
        sound = _strict(line, delimiter)
        if count > 1 and sound is not None and len(sound) == width > 1:
            break  # a row of its own
        text += line
        cells = _strict(text, delimiter)
        if cells is not None and len(cells) == width:
            return count, cells, False
        cells = tolerant(text.rstrip("\r\n"), delimiter, shape.quoting)
        if cells is not None and len(cells) == width:
            return count, cells, True
    return 1, [], None
