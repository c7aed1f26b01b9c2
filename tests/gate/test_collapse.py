"""Notes on thousands of rows are told once; what must be corrected is told each time."""

from __future__ import annotations

from mesoregistry.findings import Finding, Severity, Text
from mesoregistry.gate.collapse import LIMIT, collapse

TEXT = Text("x", "x")


def notes(count: int, severity: Severity = Severity.NOTE, rule: str = "right_present") -> list[Finding]:
    return [
        Finding(rule, severity, TEXT, TEXT, "Hoja1", n + 5, "C", "right_defended", f"v{n}", record=n)
        for n in range(1, count + 1)
    ]


def test_few_stay_as_they_are() -> None:
    assert collapse(notes(LIMIT)) == notes(LIMIT)


def test_many_are_told_once_without_a_value() -> None:
    [told] = collapse(notes(LIMIT + 1))
    assert told.message.es.endswith("Pasa en 101 filas; la primera es Hoja1!C6.")
    assert (told.scope, told.record, told.value, told.field) == ("file", None, None, "right_defended")


def test_errors_and_warnings_are_never_folded() -> None:
    for severity in (Severity.STOP, Severity.ERROR, Severity.WARNING):
        assert collapse(notes(300, severity)) == notes(300, severity)


def test_each_rule_by_itself() -> None:
    found = collapse(notes(200) + notes(3, rule="place_present") + notes(150, rule="event_is_late"))
    assert [f.rule for f in found] == ["place_present"] * 3 + ["right_present", "event_is_late"]
