"""Compose a file of the pile: kinds drawn at random, planted in a sound extract, and where they stand then."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from mesoregistry.synthetic.pile.book import Book, Row
from mesoregistry.synthetic.pile.file_kinds import FILE_KINDS
from mesoregistry.synthetic.pile.kind import FileKind, Kind
from mesoregistry.synthetic.pile.kinds import KINDS
from mesoregistry.synthetic.pile.shape_kinds import SHAPE_KINDS

SOUND = 0.3  # of the files have nothing planted
WHOLE = 0.5  # of the others have a kind that takes the whole file
MOST = 4  # rows that are planted in, of a file
OF_ROWS = (*KINDS, *SHAPE_KINDS)


@dataclass(slots=True)
class Composed:
    """A book with what was planted in it: by record of the sound file, by line put in, and in the whole file."""

    book: Book
    planted: dict[int, Kind] = field(default_factory=dict)
    lines: list[tuple[Row, Kind]] = field(default_factory=list)
    of_file: FileKind | None = None

    @property
    def added(self) -> dict[tuple[str, int], Kind]:
        """The kind of each line that was put in, by its place."""
        kinds = {id(line): kind for line, kind in self.lines}
        return {
            (name, number): kinds[id(line)]
            for name, sheet in self.book.sheets.items()
            for number, line in enumerate(sheet, start=1)
            if id(line) in kinds
        }


def compose(sound: Book, rng: random.Random) -> Composed:
    """A file with kinds planted in some of its rows, or in all of it."""
    file = Composed(sound.copy())
    if rng.random() < SOUND:
        return file
    rows = file.book.rows()
    rng.shuffle(rows)
    wanted = rng.sample(FILE_KINDS, len(FILE_KINDS)) if rng.random() < WHOLE else []
    last = [kind for kind in wanted[:1] if kind.last]
    for kind in wanted if not last else ():
        if not kind.last and kind.plant(file.book, rows[0], rng):
            _note(file, kind, rows)
            break
    for row in rows[: rng.randint(0 if wanted else 1, MOST)]:
        _plant_in(file, row, rng)
    if last and last[0].plant(file.book, rows[0], rng):
        file.of_file = last[0]
    return file


def _note(file: Composed, kind: FileKind, rows: list[Row]) -> None:
    """Where the result of a kind of files is seen: in its row, which nothing else is planted in, or in the file."""
    if kind.of_row and rows[0].origin is not None:
        file.planted[rows.pop(0).origin or 0] = kind
    else:
        file.of_file = kind


def _plant_in(file: Composed, row: Row, rng: random.Random) -> None:
    if any(row is below for _, below, _ in file.book.merged_down):
        return  # a cell of it is empty, and holds what stands above
    known = {id(line) for sheet in file.book.sheets.values() for line in sheet}
    kinds = rng.sample(OF_ROWS, len(OF_ROWS))
    kind = next((kind for kind in kinds if kind.plant(file.book, row, rng)), None)
    new = [line for sheet in file.book.sheets.values() for line in sheet if id(line) not in known]
    if kind and new:
        file.lines.append((new[0], kind))
    elif kind and row.origin:
        file.planted[row.origin] = kind
