"""A drafted layout as the YAML of a registry, with a comment on every column."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Iterator

from mesoregistry.authoring.draft import conventions
from mesoregistry.authoring.draft.columns import DraftColumn
from mesoregistry.authoring.draft.layout import LayoutDraft
from mesoregistry.authoring.draft.samples import describe, without_code
from mesoregistry.authoring.draft.terms import KnownTerms, list_of
from mesoregistry.authoring.draft.values import NULLS
from mesoregistry.catalog.layouts import TODO
from mesoregistry.catalog.model import Split, fields

INDENT = " " * 6  # of a layout within `sources:`
WIDTH = 100


def layout_yaml(draft: LayoutDraft, name: str, country: str) -> str:
    """The layout as an item of ``layouts:``, indented for a registry. ``country`` stands in proposed terms."""
    lines = [f"- id: {name}", *(f"  {line}" for line in _keys(draft)), "  columns:"]
    for column in draft.columns:
        lines += [f"    {line}" for line in _column(column, draft.terms, country)]
    return "".join(f"{INDENT}{line}\n" for line in lines)


def _keys(draft: LayoutDraft) -> Iterator[str]:
    team_file, columns = draft.team_file, draft.columns
    yield f"format: {team_file.format}"
    if team_file.delimiter:
        yield f"delimiter: {json.dumps(team_file.delimiter)}  # the file is in {team_file.encoding}"
    if team_file.tables[0].header_rows != 1:
        yield f"header_rows: {team_file.tables[0].header_rows}"
    if pattern := conventions.sheet_pattern(team_file):
        yield f"sheets: {_quoted(pattern)}"
    if team_file.merged:
        yield "fill_merged: true  # cells are merged over several rows"
    yield f"dates: {_list(conventions.date_formats(columns, team_file.format in ('workbook', 'delimited')))}"
    if nulls := conventions.nulls(team_file, draft.terms):
        yield f"nulls: {_list([*NULLS, *nulls])}"
    if marks := conventions.booleans(columns):
        yield f"booleans: {{{', '.join(f'{name}: {_list(texts)}' for name, texts in marks.items())}}}"
    if all(column.field != "profile" for column in columns):
        yield "given: {profile: individual}  # no column says whom each attack was on"


def _column(column: DraftColumn, terms: KnownTerms, country: str) -> Iterator[str]:
    yield from _comment(describe(column, terms))
    same, shown, hidden = without_code(column, terms)
    if same:
        yield from _comment(f"{len(same)} terms are those of the list in other letters: rows of code_map.csv")
    for term in shown:
        near = terms.nearest(list_of(column.field or ""), term)
        row = map_row(list_of(column.field or ""), country, term, "CODE")
        yield f"# no code yet: {row}{f'  (like {near})' if near else ''}"
    if hidden:
        yield from _comment(
            f"{hidden} more without a code, not shown; `mesoregistry check` names their cells"
        )
    yield f"- {{{', '.join(f'{name}: {value}' for name, value in _body(column))}}}"


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in textwrap.wrap(text, WIDTH)]


def _body(column: DraftColumn) -> Iterator[tuple[str, str]]:
    if column.raw.group:
        yield "group", _quoted(column.raw.group)
    yield "header", _quoted(column.raw.header)
    if column.field is None:
        reason = f"perhaps {column.hint}" if column.hint else "its field, or why it is not taken"
        yield "ignored", _quoted(f"{TODO}: {reason}")
        return
    yield "field", column.field
    if column.part:
        yield "part", column.part
    if fields()[column.field].side == "vault":
        yield "side", "vault"
    if column.split:
        yield "split", _split(column.split)


def _split(split: Split) -> str:
    if split.choices:
        return "{choices: true}"
    vocabulary = ", vocabulary: true" if split.vocabulary else ""
    return f"{{separator: {_quoted(split.separator or '')}{vocabulary}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _list(texts: list[str]) -> str:
    return f"[{', '.join(map(_quoted, texts))}]"


def map_row(name: str, country: str, term: str, code: str) -> str:
    """A row of ``code_map.csv``."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow([name, country, "", term, code, "", "", ""])
    return text.getvalue()
