"""A row shifted right at its narrative: the text stands in a column that nobody reads, and is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared
from tests.sheets import Rows

COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "relato", "field": "narrative", "side": "vault"},
    {"header": "notas", "ignored": "notes of the team to itself"},
]
HEADERS = [str(column["header"]) for column in COLUMNS]
TEXT = "Dos hombres la siguieron desde la oficina hasta su casa"
KINDS = ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("note", ["revisado", ""])
def test_a_narrative_in_a_column_that_is_not_read_is_asked_about(
    tmp_path: Path, kind: str, note: str
) -> None:
    rows: Rows = [HEADERS, ["A", f"{TEXT} el lunes", note], ["B", "", TEXT], ["C", f"{TEXT} el martes", note]]
    out = interpreted(tmp_path / "f", kind, rows, COLUMNS)
    assert rules(out) == [("text_aside", 2)]
    [finding] = out.findings
    assert (finding.row, finding.column, finding.severity) == (3, "C", "warning")
    assert finding.value is None and "hombres" not in finding.message.es + finding.remedy.es


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "rows",
    [
        [["A", TEXT, TEXT], ["B", TEXT, "revisado"], ["C", "", ""]],  # a note beside its narrative
        [["A", TEXT, TEXT], ["B", "", TEXT], ["C", TEXT, TEXT]],  # a team that writes long notes
        [["A", "", TEXT], ["B", "", TEXT], ["C", TEXT, ""]],  # one that writes no narratives
        [["A", TEXT, ""], ["B", "", "sin relato todavía"], ["C", TEXT, ""]],
        [["A", "", TEXT]],
        [["A", TEXT, TEXT], ["B", "", TEXT], ["C", TEXT, ""]],  # one that often does
    ],
)
def test_a_long_note_is_a_note(tmp_path: Path, kind: str, rows: Rows) -> None:
    own: Rows = [
        [f"{cell} el día {n}" if cell == TEXT else cell for cell in row] for n, row in enumerate(rows)
    ]
    assert rules(interpreted(tmp_path / "f", kind, [HEADERS, *own], COLUMNS)) == []
