"""Compose a pile, read and judge it, and say by kind what became of it."""

from __future__ import annotations

import dataclasses
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.model import Layout
from mesoregistry.catalog.registries import registry
from mesoregistry.gate import memory
from mesoregistry.intake.check_file import numbered_tokens
from mesoregistry.intake.identities import with_tokens
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.other_month import with_question
from mesoregistry.readers import open_table
from mesoregistry.settings import settings
from mesoregistry.synthetic import SEED
from mesoregistry.synthetic import extracts as demo
from mesoregistry.synthetic.cases import Extract
from mesoregistry.synthetic.pile.book import Book, load
from mesoregistry.synthetic.pile.book_writer import write
from mesoregistry.synthetic.pile.compose import Composed, compose
from mesoregistry.synthetic.pile.judge import Filed, Tally, judge
from mesoregistry.synthetic.pile.marked import KIND, marked_result
from mesoregistry.synthetic.writers import write_extract

MONTHS = 4
MARKED = 8  # of so many files is marked, and filed in its own place


@dataclass(frozen=True, slots=True)
class Base:
    """A sound extract, how it is read, and its cells."""

    extract: Extract
    layout: Layout
    sound: Interpretation
    book: Book


def run(files: int, seed: int = SEED, progress: Callable[[int], None] = lambda done: None) -> Tally:
    """Make, read and judge ``files`` files of every country's format in turn; the same seed gives the same pile."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        sound = list(bases(Path(folder), seed))
        for number, base in enumerate(sound):
            share = range(number, files, len(sound))
            composed = [compose(base.book, random.Random(f"{seed} {index}")) for index in share]
            of_base = Tally()
            for filed in _judged(base, composed, Path(folder), of_base):
                judge(filed, of_base)
            tally.take(of_base, base.extract.country)
            progress(len(share))
    return tally


def bases(folder: Path, seed: int) -> Iterator[Base]:
    """The first versions of the small registry's months, mended."""
    for extract in demo.history(MONTHS, seed):
        if extract.version > 1 or not extract.cases:
            continue
        cases = tuple(dataclasses.replace(case, fault=None) for case in extract.cases)
        mended = dataclasses.replace(extract, cases=cases, doubt=None, cut=None)
        layout = mended.source.layout_for(mended.period)
        path = write_extract(mended, folder)
        sound = _read(path, layout, mended)
        yield Base(mended, layout, sound, load(path, layout, sound))


def _read(path: Path, layout: Layout, extract: Extract) -> Interpretation:
    """A file as it is read for its month, with the question whether it is of another one."""
    source = extract.source
    known = vocabulary(settings().seeds, extract.country, source.id)
    read = interpret(open_table(path, layout), layout, known, source.unit, extract.period)
    return with_question(read, extract.period)


def _judged(base: Base, composed: list[Composed], folder: Path, tally: Tally) -> Iterator[Filed]:
    """Read each file, and let the gate judge all of them at once; some of them are marked, and read once more."""
    extract = base.extract
    read: list[Interpretation] = []
    paths = [folder / f"pile{number}{base.book.suffix}" for number in range(len(composed))]
    for file, path in zip(composed, paths, strict=True):
        write(file.book, path)
        read.append(_read(path, file.book.layout, extract))
    landed = {
        number: (with_tokens(out, numbered_tokens(out)).records.landed(), out.columns)
        for number, out in enumerate(read)
        if not out.stopped
    }
    country = registry(extract.country)
    of_gate = memory.check_files(landed, country, extract.source, extract.period, country.today())
    for number, (file, out, path) in enumerate(zip(composed, read, paths, strict=True)):
        findings = [*out.findings, *of_gate.get(number, [])]
        if number % MARKED == 0 and not out.stopped:
            read_marked = partial(_read, layout=file.book.layout, extract=extract)
            tally.add(KIND, marked_result(path, out, findings, read_marked))
        path.unlink()
        yield Filed(base.sound, out, findings, file.book.origins(), file.planted, file.added, file.of_file)
