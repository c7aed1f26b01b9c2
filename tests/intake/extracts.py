"""The same rows as each format holds them, read and interpreted: what holds for one must hold for all."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from mesoregistry.catalog.model import Layout
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.values import Unit
from mesoregistry.readers import open_table
from tests.intake.samples import Declared
from tests.sheets import Rows, save_sheets

KINDS = {
    "csv": "delimited",
    "xlsx": "workbook",
    "xls": "workbook",
    "ods": "workbook",
    "kobo": "kobo",
    "uwazi": "uwazi",
}


def write(path: Path, kind: str, rows: Rows) -> Path:
    """Rows with their header as a file of a kind; texts stay texts, numbers numbers."""
    if kind in ("csv", "uwazi"):
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        path.write_text(text.getvalue(), encoding="utf-8")
    else:
        save_sheets(path, kind, {"Hoja1": rows})
    return path


def layout_of(kind: str, columns: Sequence[Declared], **more: object) -> Layout:
    body: Mapping[str, object] = {"id": "prueba", "format": KINDS[kind], "columns": list(columns), **more}
    return Layout.model_validate(body)


def interpreted(
    path: Path,
    kind: str,
    rows: Rows,
    columns: Sequence[Declared],
    unit: Unit = "event",
    terms: Mapping[str, frozenset[str]] | None = None,
    **more: object,
) -> Interpretation:
    """The rows written as a file of a kind, read and interpreted."""
    layout = layout_of(kind, columns, **more)
    return interpret(open_table(write(path, kind, rows), layout), layout, terms or {}, unit)


def rules(out: Interpretation) -> list[tuple[str, int | None]]:
    """Rule and record of each finding; every text in both languages is filled."""
    for finding in out.findings:
        for text in (finding.message, finding.remedy):
            assert text.es and text.en and "{" not in text.es + text.en
    return [(finding.rule, finding.record) for finding in out.findings]
