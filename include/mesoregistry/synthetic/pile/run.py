"""Compose a pile, read and judge it, and say by kind what became of it."""

from __future__ import annotations

import dataclasses
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.model import Layout, Source
from mesoregistry.catalog.registries import registry
from mesoregistry.gate import memory
from mesoregistry.intake.check_file import numbered_tokens
from mesoregistry.intake.identities import with_tokens
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.readers import open_table
from mesoregistry.settings import settings
from mesoregistry.synthetic import SEED
from mesoregistry.synthetic import extracts as demo
from mesoregistry.synthetic.cases import Extract
from mesoregistry.synthetic.pile.book import Book, load, write
from mesoregistry.synthetic.pile.judge import Filed, Tally, judge
from mesoregistry.synthetic.pile.kinds import KINDS
from mesoregistry.synthetic.pile.plants import Kind
from mesoregistry.synthetic.writers import write_extract

MONTHS = 4
SOUND = 0.3  # of the files have nothing planted
MOST = 4  # rows that are planted in, of a file


@dataclass(frozen=True, slots=True)
class Base:
    """A sound extract, how it is read, and its cells."""

    extract: Extract
    layout: Layout
    sound: Interpretation
    book: Book


@dataclass(frozen=True, slots=True)
class _Composed:
    book: Book
    planted: dict[int, Kind]
    added: dict[tuple[str, int], Kind]


def run(files: int, seed: int = SEED, progress: Callable[[int], None] = lambda done: None) -> Tally:
    """Make, read and judge ``files`` files of every country's format in turn; the same seed gives the same pile."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        bases = list(_bases(Path(folder), seed))
        for number, base in enumerate(bases):
            share = range(number, files, len(bases))
            composed = [_compose(base, random.Random(f"{seed} {index}")) for index in share]
            for filed in _judged(base, composed, Path(folder)):
                judge(filed, tally)
            progress(len(share))
    return tally


def _bases(folder: Path, seed: int) -> Iterator[Base]:
    """The first versions of the small registry's months, mended."""
    for extract in demo.history(MONTHS, seed):
        if extract.version > 1 or not extract.cases:
            continue
        cases = tuple(dataclasses.replace(case, fault=None) for case in extract.cases)
        mended = dataclasses.replace(extract, cases=cases, doubt=None, cut=None)
        layout = mended.source.layout_for(mended.period)
        path = write_extract(mended, folder)
        sound = _read(path, layout, mended.source, mended.country)
        yield Base(mended, layout, sound, load(path, layout, sound))


def _read(path: Path, layout: Layout, source: Source, country: str) -> Interpretation:
    known = vocabulary(settings().seeds, country, source.id)
    return interpret(open_table(path, layout), layout, known, source.unit)


def _compose(base: Base, rng: random.Random) -> _Composed:
    book = base.book.copy()
    planted: dict[int, Kind] = {}
    lines: list[tuple[object, Kind]] = []
    rows = book.rows()
    rng.shuffle(rows)
    for row in rows[: 0 if rng.random() < SOUND else rng.randint(1, MOST)]:
        kinds = rng.sample(KINDS, len(KINDS))
        known = {id(line) for sheet in book.sheets.values() for line in sheet}
        kind = next((kind for kind in kinds if kind.plant(book, row, rng)), None)
        new = [line for sheet in book.sheets.values() for line in sheet if id(line) not in known]
        if kind and new:
            lines.append((new[0], kind))
        elif kind and row.origin:
            planted[row.origin] = kind
    kinds_of_lines = {id(line): kind for line, kind in lines}
    added = {
        (name, number): kinds_of_lines[id(line)]
        for name, sheet in book.sheets.items()
        for number, line in enumerate(sheet, start=1)
        if id(line) in kinds_of_lines
    }
    return _Composed(book, planted, added)


def _judged(base: Base, composed: list[_Composed], folder: Path) -> Iterator[Filed]:
    """Read each file, and let the gate judge all of them at once."""
    extract = base.extract
    path = folder / f"pile{base.book.suffix}"
    read: list[Interpretation] = []
    for file in composed:
        write(file.book, path)
        read.append(_read(path, base.layout, extract.source, extract.country))
    landed = {
        number: (with_tokens(out, numbered_tokens(out)).records.landed(), out.columns)
        for number, out in enumerate(read, start=1)
        if not out.stopped
    }
    country = registry(extract.country)
    of_gate = memory.check_files(landed, country, extract.source, extract.period, country.today())
    for number, (file, out) in enumerate(zip(composed, read, strict=True), start=1):
        findings = [*out.findings, *of_gate.get(number, [])]
        yield Filed(base.sound, out, findings, file.book.origins(), file.planted, file.added)
