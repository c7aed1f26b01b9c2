"""A note on thousands of rows becomes one finding; what must be corrected stays a finding for each cell."""

from __future__ import annotations

from dataclasses import replace

from mesoregistry.findings import Finding, Severity, Text
from mesoregistry.gate.collapse import LIMIT, collapse, one_for_each_cell, shown
from mesoregistry.intake.opened_finding import opened_finding

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


def test_a_note_that_no_column_could_answer_is_said_once() -> None:
    [once] = collapse(notes(3), columns={"case_key"})
    assert (once.severity, once.scope) == (Severity.NOTE, "file") and "Pasa en 3 filas" in once.message.es
    assert collapse(notes(1), columns={"case_key"}) == notes(1)


def test_what_many_events_of_one_row_share_is_one_finding_at_its_cell() -> None:
    """A row that counts three events is one row to whoever corrects it."""
    events = [replace(notes(1)[0], record=number) for number in (1, 2, 3)]
    assert one_for_each_cell([*events, *notes(2)[1:]]) == notes(2)
    assert shown([replace(event, severity=Severity.ERROR) for event in events]) == [
        replace(events[0], severity=Severity.ERROR)
    ]
    [once] = collapse(events, columns={"case_key"})
    assert once.message.es.endswith("Pasa en una fila: Hoja1!C6.")


def test_the_sheet_of_the_first_row_is_called_by_its_title() -> None:
    without_cell = [replace(note, sheet="1", column=None) for note in notes(3)]
    [once] = collapse(without_cell, columns={"case_key"})
    assert opened_finding(once, {}, {"1": "Casos 2024"}).message == Text(
        "No se dice qué derecho defiende; se cuenta como «sin dato». Pasa en 3 filas; la primera es Casos 2024!6.",
        "The right defended is not given; it counts as “unknown”. So it is in 3 rows; the first is Casos 2024!6.",
    )
    [of_a_text] = collapse(
        [replace(note, sheet=None, column=None) for note in notes(3)], columns={"case_key"}
    )
    assert of_a_text.message.es.endswith("la primera es la 6.")
