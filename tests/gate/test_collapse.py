"""A note on thousands of rows becomes one finding; what must be corrected stays a finding for each cell."""

from __future__ import annotations

from mesoregistry.findings import Finding, Severity, Text
from mesoregistry.gate.collapse import LIMIT, collapse, shown

TEXT = Text("x", "x")


def notes(count: int, severity: Severity = Severity.NOTE, rule: str = "right_present") -> list[Finding]:
    return [
        Finding(rule, severity, TEXT, TEXT, "Hoja1", n + 5, "C", "right_defended", f"v{n}", record=n)
        for n in range(1, count + 1)
    ]


def test_few_stay_as_they_are() -> None:
    assert collapse(notes(LIMIT)) == notes(LIMIT)


def test_many_become_one_without_a_value() -> None:
    [note] = collapse(notes(LIMIT + 1))
    assert note.message.es.endswith("Pasa en 101 filas; la primera es Hoja1!C6.")
    assert (note.scope, note.record, note.value, note.field) == ("file", None, None, "right_defended")


def test_errors_and_warnings_are_never_collapsed() -> None:
    for severity in (Severity.STOP, Severity.ERROR, Severity.WARNING):
        assert collapse(notes(300, severity)) == notes(300, severity)


def test_each_rule_by_itself() -> None:
    findings = collapse(notes(200) + notes(3, rule="place_present") + notes(150, rule="event_is_late"))
    assert [f.rule for f in findings] == ["place_present"] * 3 + ["right_present", "event_is_late"]


def test_a_warning_that_no_column_could_answer_is_asked_once() -> None:
    cells = notes(3, Severity.WARNING, "individual_has_defender")
    [once] = collapse(cells, columns={"case_key"})
    assert (once.severity, once.scope, once.record) == (Severity.WARNING, "file", None)
    assert "Pasa en 3 filas" in once.message.es
    assert collapse(cells, columns={"right_defended"}) == cells


def test_an_error_without_a_column_stays_an_error_of_each_row() -> None:
    cells = notes(3, Severity.ERROR, "form_present")
    assert collapse(cells, columns={"case_key"}) == cells


def test_on_screen_warnings_are_one_line_too_and_errors_are_not() -> None:
    warnings, errors = notes(300, Severity.WARNING, "age_usual"), notes(300, Severity.ERROR, "form_known")
    lines = shown([*warnings, *errors])
    assert lines[:-1] == errors
    assert "Pasa en 300 filas" in lines[-1].message.es
    assert shown(warnings[:LIMIT]) == warnings[:LIMIT]
