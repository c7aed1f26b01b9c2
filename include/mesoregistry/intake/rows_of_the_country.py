"""Rows of other countries, which a column with ``only`` tells apart: left out and counted, and asked about in doubt."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Column, Layout
from mesoregistry.catalog.nearest import nearest
from mesoregistry.findings import Address, Finding
from mesoregistry.intake.country_names import code_of_country, is_country
from mesoregistry.intake.lexical import casefolded, without_nulls
from mesoregistry.intake.repetition_signs import is_repetition
from mesoregistry.readers.header_names import header_key
from mesoregistry.readers.table import Row, Table

PARTS = re.compile(r"[,;/()|]|\s[-–y]\s")


def rows_of_the_country(
    table: Table, matches: Sequence[tuple[Column, int]], layout: Layout
) -> tuple[Sequence[Row], list[Finding]]:
    """The rows without those of other countries. Of a cell that is empty, or may mean this one, the team is asked."""
    wanted = {
        position: {header_key(text) for text in column.only} for column, position in matches if column.only
    }
    if not wanted or table.group:
        return table.rows, []
    nulls = casefolded(layout.nulls)
    rules: Mapping[int, dict[str | None, str]] = {
        i: {text: _rule(text, own, nulls) for text in {row.cells[i] for row in table.rows}}
        for i, own in wanted.items()
    }
    kept: list[Row] = []
    findings: list[Finding] = []
    for row in table.rows:
        broken = {i: rules[i][row.cells[i]] for i in wanted}
        if "rows_of_others" in broken.values():
            continue
        kept.append(row)
        findings += [
            message(rule).finding(Address(table.sheet, row.number, table.headers[i].letter))
            for i, rule in broken.items()
            if rule
        ]
    if left_out := len(table.rows) - len(kept):
        named = ", ".join(table.headers[position].text for position in wanted)
        findings.append(message("rows_of_others").finding(Address(table.sheet), found=left_out, header=named))
    return kept, findings


def _rule(text: str | None, own: set[str], nulls: frozenset[str]) -> str:
    """The rule that a cell breaks; empty where it names this country."""
    key, code = header_key(text or ""), code_of_country((text or "").strip())
    if key in own or (code and code in {code_of_country(name.upper()) for name in own}):
        return ""
    if not key or without_nulls((text or "").strip(), nulls) is None:
        return "country_empty"
    parts = {header_key(part) for part in PARTS.split(text or "")}
    is_doubtful = is_repetition(text) or not own.isdisjoint(parts) or nearest(key, sorted(own)) is not None
    # an abbreviation, or one word of its name
    is_doubtful = is_doubtful or (code is None and any(_shortens(key, name) for name in own))
    # in a column of countries, what names none may be this one as well
    is_doubtful = is_doubtful or (any(map(is_country, own)) and not is_country(text or ""))
    return "country_doubtful" if is_doubtful else "rows_of_others"


def _shortens(key: str, name: str) -> bool:
    return len(key) > 2 and (name.startswith(key) or key in name.split())
