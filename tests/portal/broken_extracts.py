"""Broken extracts of every country: what was typed wrong in each, in which cells, and what stood there before."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.registries import registry
from mesoregistry.intake.interpret import interpret
from mesoregistry.months import add_months
from mesoregistry.readers import open_table
from mesoregistry.settings import settings
from mesoregistry.synthetic.cases import Case, Extract
from mesoregistry.synthetic.fit import fitted
from mesoregistry.synthetic.pile import book as books
from mesoregistry.synthetic.pile.book import Book, Row
from mesoregistry.synthetic.pile.book_writer import write
from mesoregistry.synthetic.pile.kinds import KINDS
from mesoregistry.synthetic.planted_faults import plant_fault
from mesoregistry.synthetic.team import Team
from mesoregistry.synthetic.truth import DOUBLED
from mesoregistry.synthetic.writers import write_extract
from tests.portal.broken import Broken, Cell, Planted

BEGINS = dt.date(2024, 1, 1)
CASES = 20  # of an extract, about
SHARE, ROWS = 0.2, 5  # of the cases, with a fault that teams make; rows with a fault of the pile
ASKED = [kind for kind in KINDS if kind.outcome == "asked"]
TWICE = "8 row twice"  # of an export in parts: two cases of one number, and the file goes back whole


def broken_extracts(country: str, count: int, folder: Path, seed: str) -> Iterator[Broken]:
    """``count`` extracts of consecutive months, each broken in several places; the same seed gives the same ones."""
    months = [add_months(BEGINS, number) for number in range(count)]
    team = Team(random.Random(f"{seed} {country}"), registry(country))
    team.habits = team.habits.model_copy(update={"cases_a_month": CASES})
    for extract in team.work(months):
        if extract.version == 1:
            yield _broken(extract, folder, random.Random(f"{seed} {country} {extract.period}"))


def _broken(extract: Extract, folder: Path, rng: random.Random) -> Broken:
    cases = tuple(dataclasses.replace(case, fault=None) for case in extract.cases)
    sound = fitted(dataclasses.replace(extract, cases=cases, doubt=None, cut=None))
    typed = dataclasses.replace(sound, cases=tuple(_typed(case, sound, rng) for case in sound.cases))
    faulty = fitted(dataclasses.replace(typed, **_of_file(typed, rng)))
    before, book = _books(sound, faulty, folder)
    rows = {name: list(zip(before.sheets[name], lines, strict=True)) for name, lines in book.sheets.items()}
    typed_in = {id(row) for name in rows for old, row in rows[name] if _difference(name, 0, old, row)}
    kinds = _plant(book, [row for row in book.rows() if id(row) not in typed_in], rng)
    faults: list[Planted] = []
    right: dict[Cell, Any] = {}
    for name, lines in book.sheets.items():
        known = {id(row): old for old, row in rows[name]}
        for number, row in enumerate(lines, start=1):
            changed = _difference(name, number, known.get(id(row), Row([])), row)
            if changed:
                kind = kinds.get(id(row), "typed")
                is_row = id(row) not in known or kind == "10 moved cells"
                faults.append(Planted(kind, frozenset(changed), is_row))
                right |= changed
    path = folder / f"{extract.country} {extract.period:%Y-%m}{book.suffix}"
    write(book, path)
    return Broken(extract.country, extract.period, path, tuple(faults), right)


def _typed(case: Case, extract: Extract, rng: random.Random) -> Case:
    """Some of the cases with a fault in a cell; those of a row written twice are planted as rows."""
    if rng.random() > SHARE:
        return case
    columns = {column.field: column for column in extract.source.layout_for(extract.period).columns}
    fields = frozenset(name for name in columns if name)
    made = plant_fault(rng, case, extract.period, fields, extract.source.unit == "attack")
    if made.fault is None or made.fault.rule in DOUBLED:
        return case
    # an answer to choose from is not typed: another one is another column of the export
    chosen = any(
        (split := columns[name].split) and split.choices for name in made.fault.typed if name in columns
    )
    return case if chosen else made


def _of_file(extract: Extract, rng: random.Random) -> dict[str, Any]:
    """In some text files a cell too many, in some workbooks a column."""
    kind = extract.source.layout_for(extract.period).format
    if rng.random() > SHARE:
        return {}
    # of a row whose cells may have moved nothing else is said
    cut = {"cut": rng.choice([number for number, case in enumerate(extract.cases) if case.fault is None])}
    changes: dict[str, dict[str, Any]] = {"delimited": cut, "workbook": {"doubt": "column_unknown"}}
    return changes.get(kind, {})


def _books(sound: Extract, faulty: Extract, folder: Path) -> tuple[Book, Book]:
    """The cells of both, row for row."""
    layout = sound.source.layout_for(sound.period)
    path = write_extract(sound, folder)
    terms = vocabulary(settings().seeds, sound.country, sound.source.id)
    read = interpret(open_table(path, layout), layout, terms, sound.source.unit)
    before = books.load(path, layout, read)
    return before, books.load(write_extract(faulty, folder), layout, read)


def _plant(book: Book, rows: list[Row], rng: random.Random) -> dict[int, str]:
    """Kinds of the pile in some of the rows; returns the kind by the row or line that has it."""
    kinds: dict[int, str] = {}
    fitting = [kind for kind in ASKED if kind.name != TWICE or book.layout.format != "kobo"]
    for row in rng.sample(rows, min(ROWS, len(rows))):
        before = {id(line) for lines in book.sheets.values() for line in lines}
        kind = next((kind for kind in rng.sample(fitting, len(fitting)) if kind.plant(book, row, rng)), None)
        new = [line for lines in book.sheets.values() for line in lines if id(line) not in before]
        kinds |= {id(line): kind.name for line in new or [row] if kind}
    return kinds


def _difference(sheet: str, number: int, before: Row, row: Row) -> dict[Cell, object]:
    """What stood in the cells that are others now."""
    pairs = enumerate(zip_longest(before.cells, row.cells), start=1)
    return {
        (sheet, number, get_column_letter(column)): old
        for column, (old, new) in pairs
        if (old or None) != (new or None)
    }
