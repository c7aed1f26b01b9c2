"""How a file writes dates, empty cells, yes and no, and its sheets: the keys of a layout beside its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mesoregistry.authoring.draft.columns import DraftColumn
from mesoregistry.authoring.draft.tables import TeamFile
from mesoregistry.authoring.draft.terms import KnownTerms
from mesoregistry.authoring.draft.values import MARKS, MORE_NULLS
from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.model import Booleans, fields
from mesoregistry.intake import dates

FULL = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y", "%m/%d/%Y", "%Y/%m/%d", "%d/%m/%Y %H:%M")
PARTIAL = ("%m/%Y", "%m-%Y", "%Y-%m", "%Y")
MONTH_SHEETS = (
    "(?i)(enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre).*"
)


def date_formats(columns: list[DraftColumn], typed: bool) -> list[str]:
    """The formats that the file's dates need, whole dates first, then those of a month and of a year.

    ISO dates are always read. Of «03/04/2024» the day is taken to stand first unless the column shows otherwise.
    ``typed``: people write the file, so that a date may come as 15/03/2024 although those seen are dates of Excel.
    """
    texts = [
        text
        for column in columns
        if _kind(column) == "date" and not column.part
        for text in column.raw.values
    ]
    needed = [form for form in FULL if _reads_more(texts, form)]
    iso = [text for text in texts if dates.ISO.fullmatch(text)]
    whole = needed or (["%Y-%m-%d"] if iso and not typed else ["%d/%m/%Y"])
    partial = [form for form in PARTIAL if _reads_more(texts, form)]
    months = [form for form in partial if "%m" in form] or ["%Y-%m" if whole == ["%Y-%m-%d"] else "%m/%Y"]
    return [*_without_doubt(whole, texts), *months, "%Y"]


def _reads_more(texts: list[str], form: str) -> bool:
    return any(dates.edtf(text, (form,)) and not dates.ISO.fullmatch(text) for text in texts)


def _without_doubt(whole: list[str], texts: list[str]) -> list[str]:
    """Day first, or month first, as the days over 12 say; both only where the file has both."""
    slashed = [form for form in whole if form in ("%d/%m/%Y", "%m/%d/%Y")]
    day_first = all(dates.edtf(text, ("%d/%m/%Y",)) or not dates.edtf(text, ("%m/%d/%Y",)) for text in texts)
    month_first = all(
        dates.edtf(text, ("%m/%d/%Y",)) or not dates.edtf(text, ("%d/%m/%Y",)) for text in texts
    )
    drop = {"%m/%d/%Y"} if day_first else {"%d/%m/%Y"} if month_first else set()
    return [form for form in whole if form not in drop] if len(slashed) == 2 else whole


def nulls(team_file: TeamFile, terms: KnownTerms) -> list[str]:
    """Texts of the file that mean nothing, beyond those that every layout knows.

    A term of a code list is not among them: «ninguna» is an answer where protection measures are asked for.
    """
    texts = {
        (cell or "").strip().casefold() for table in team_file.tables for row in table.rows for cell in row
    }
    codes = {key for listed in terms.codes.values() for key in listed}
    return [text for text in MORE_NULLS if text in texts and term_key(text) not in codes]


def booleans(columns: list[DraftColumn]) -> dict[str, list[str]]:
    """Marks of yes and no that the file writes and the model does not know; empty when it knows them all."""
    known = Booleans()
    texts = {text.casefold() for c in columns if _kind(c) == "boolean" for text in c.raw.values}
    more = {
        name: [m for m in marks if m in texts and m not in getattr(known, name)]
        for name, marks in MARKS.items()
    }
    return {name: [*getattr(known, name), *marks] for name, marks in more.items() if marks}


def _kind(column: DraftColumn) -> str | None:
    return fields()[column.field].kind if column.field else None


def sheet_pattern(team_file: TeamFile) -> str:
    """A regular expression for the sheets that hold the table; empty when it is the first visible one alone."""
    names = team_file.sheets
    if not names or names == team_file.visible[:1]:
        return ""
    if all(any(word in dates.month_names() for word in _name_parts(name)) for name in names):
        return MONTH_SHEETS
    return "|".join(dict.fromkeys(map(_general, names)))


def _name_parts(name: str) -> Iterator[str]:
    return iter(re.findall(r"[^\W\d_]+", name.casefold()))


def _general(name: str) -> str:
    """The name with its years, numbers and months left open: «Casos 2024» is ``Casos .*``."""
    parts = re.split(r"(\W+)", name)
    month = dates.month_names()
    texts = [".*" if p.isdigit() or p.casefold() in month else re.escape(p) for p in parts if p]
    return re.sub(r"(\.\*)+", ".*", "".join(texts))
