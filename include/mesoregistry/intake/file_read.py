"""A file that is not filed yet, read by the layout of a month and interpreted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Layout, Source
from mesoregistry.catalog.spellings import Spelling, with_spellings
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.other_month import with_question
from mesoregistry.intake.periods import source_of
from mesoregistry.intake.separation import known_texts, separate
from mesoregistry.readers.child import open_in_child
from mesoregistry.readers.table import Reading
from mesoregistry.settings import settings

Read: TypeAlias = Callable[[Path, Layout], Reading]  # raises nothing for what is in the file


@dataclass(frozen=True)
class FileRead:
    """A file of a country as the layout of ``month`` reads it; ``day``: that of filing."""

    country: str
    month: dt.date
    day: dt.date
    source: Source
    layout: Layout
    reading: Reading
    plain: Interpretation

    def is_by(self, source: Source, layout: Layout) -> bool:
        """Whether it was read, and by this layout of this source."""
        return (self.source.id, self.layout) == (source.id, layout) and layout.covers(self.month)

    def separated(self, period: dt.date | None) -> Interpretation:
        """Names, keys and foreign values apart, with the question where it seems of another month than ``period``."""
        terms = vocabulary(settings().seeds, self.country, self.source.id)
        plain = with_question(self.plain, period)
        return separate(plain, known_texts(plain, self.country, self.layout, terms))


def read_file(
    path: Path,
    country: str,
    month: dt.date,
    day: dt.date,
    spellings: Sequence[Spelling] = (),
    read: Read = open_in_child,
) -> FileRead:
    """A file read by the layout of a month, as it stands on ``day``, with these headers beside those it knows.

    Raises as ``periods.source_of``.
    """
    layout = with_spellings(source_of(country, month, day).layout_for(month), spellings)
    missing = message("layout_missing").finding(found=f"{month:%Y-%m}")
    reading = read(path, layout) if layout.covers(month) else Reading(findings=[missing])
    return interpreted(reading, country, month, day, spellings)


def interpreted(
    reading: Reading, country: str, month: dt.date, day: dt.date, spellings: Sequence[Spelling] = ()
) -> FileRead:
    """What a reading by the layout of ``month`` says. Raises as ``periods.source_of``."""
    source = source_of(country, month, day)
    layout = with_spellings(source.layout_for(month), spellings)
    terms = vocabulary(settings().seeds, country, source.id)
    plain = interpret(reading, layout, terms, source.unit, month)
    return FileRead(country, month, day, source, layout, reading, plain)


def of_month(file: FileRead, month: dt.date) -> FileRead:
    """The same for another month of its source and layout; it is read anew where a column counts events of a month."""
    if any(column.counts for column in file.layout.columns):
        return interpreted(file.reading, file.country, month, file.day)
    return replace(file, month=month)
