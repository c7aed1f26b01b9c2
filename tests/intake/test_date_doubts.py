"""A day of the week that is another one, and a time of elsewhere: what is asked about a date that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.extracts import interpreted, rules
from tests.intake.samples import Declared

COLUMNS: list[Declared] = [
    {"header": "caso", "field": "case_key"},
    {"header": "fecha", "field": "event_date"},
    {"header": "registro", "field": "recorded_on"},
]
HEADERS = ["caso", "fecha", "registro"]
KINDS = pytest.mark.parametrize("kind", ["csv", "xlsx", "xls", "ods", "kobo", "uwazi"])


@KINDS
@pytest.mark.parametrize(
    ("text", "read", "doubts"),
    [
        ("lunes 20 de mayo de 2024", "2024-05-20", []),
        ("martes 20 de mayo de 2024", "2024-05-20", [("weekday_differs", 1)]),
        ("el miércoles, 20/05/2024", "2024-05-20", [("weekday_differs", 1)]),
        ("Friday, May 24, 2024", "2024-05-24", []),
        ("Sunday, May 24, 2024", "2024-05-24", [("weekday_differs", 1)]),
        ("domingo marzo 2024", "2024-03", []),
    ],
)
def test_a_day_of_the_week_that_is_another_is_asked_about(
    tmp_path: Path, kind: str, text: str, read: str, doubts: list[tuple[str, int]]
) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", text, ""]], COLUMNS)
    assert [record.values["event_date"] for record in out.records] == [read]
    assert rules(out) == doubts


@KINDS
@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("2024-06-01T04:30:00.000Z", [("date_of_universal_time", 1)]),
        ("2024-06-01T00:15:00+00:00", [("date_of_universal_time", 1)]),
        ("2024-06-01 05:59:59Z", [("date_of_universal_time", 1)]),
        ("2024-06-01T00:00:00.000Z", []),
        ("2024-06-01T06:00:00.000Z", []),
        ("2024-06-01T04:30:00-06:00", []),
        ("2024-06-01T04:30:00", []),
    ],
)
def test_a_time_of_elsewhere_that_is_of_the_day_before_is_asked_about(
    tmp_path: Path, kind: str, text: str, doubts: list[tuple[str, int]]
) -> None:
    out = interpreted(tmp_path / "f", kind, [HEADERS, ["A", text, text]], COLUMNS)
    assert [record.values["event_date"] for record in out.records] == ["2024-06-01"]
    assert rules(out) == doubts  # of the day on which it was recorded nothing is asked
    assert all("2024-05-31" in finding.message.es for finding in out.findings)
