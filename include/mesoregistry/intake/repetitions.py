"""Signs that a person types for «the same as above»: ``íd.``, ``''``, ``"``."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, fields
from mesoregistry.findings import Finding
from mesoregistry.intake.matching import MatchedTable
from mesoregistry.intake.repetition_signs import is_repetition


@dataclass(frozen=True, slots=True)
class Repetition:
    """The cell of row ``index`` repeats that of row ``source``; both count the rows of the table from 0."""

    index: int
    source: int


def repetitions(texts: Sequence[str | None], terms: Collection[str] = ()) -> Iterator[Repetition]:
    """The cells of a column that repeat one above, each with the row that says what it repeats.

    ``terms``: keys (``term_key``) that the column may hold; one of them is no repetition.
    """
    signs = {text for text in set(texts) if is_repetition(text) and term_key(text or "") not in terms}
    source: int | None = None
    for index, text in enumerate(texts if signs else ()):
        if text in signs:
            if source is not None:
                yield Repetition(index, source)
        else:
            source = index if text and text.strip() else None


def fill_repetitions(
    table: MatchedTable,
    numbers: Sequence[int | None],
    column: Column,
    position: int,
    texts: list[str | None],
    vocabulary: Mapping[str, frozenset[str]],
) -> list[Finding]:
    """Give the cells of ``texts`` that say «the same as above» what they repeat; the team confirms each.

    ``numbers``: the record of each row. ``position``: of the column in the table.
    """
    findings = []
    terms = vocabulary.get(fields()[column.field or ""].list or "", frozenset())
    for repetition in repetitions(texts, terms):
        row, above = (table.table.rows[i] for i in (repetition.index, repetition.source))
        address = table.address(row, position)
        source = f"{address.column}{above.number}"
        record = numbers[repetition.index]
        sign = texts[repetition.index]
        findings.append(
            message("repetition").finding(
                address, field=column.field, record=record, sign=sign, source=source
            )
        )
        texts[repetition.index] = texts[repetition.source]
    return findings
