"""What a person reads to the end: the same message in many cells is one line that counts them."""

from __future__ import annotations

from mesoregistry.findings import Finding, Severity, Text
from mesoregistry.gate.repeated_findings import ALIKE, OF_A_RULE, shortened

DO = Text("Haga algo.", "Do something.")


def errors(values: list[str], rule: str = "form_known", severity: Severity = Severity.ERROR) -> list[Finding]:
    return [
        Finding(
            rule,
            severity,
            Text(f"«{v}» no está.", f"“{v}” is not."),
            DO,
            "Hoja1",
            n,
            "C",
            "form",
            v,
            record=n,
        )
        for n, v in enumerate(values, start=2)
    ]


def test_few_stay_as_they_are() -> None:
    assert shortened(errors(["acozo"] * ALIKE)) == errors(["acozo"] * ALIKE)


def test_many_alike_are_one_line_at_the_first_cell() -> None:
    [line, other] = shortened(errors([*["acozo"] * 3000, "ovo"]))
    assert line.message == Text(
        "«acozo» no está. Pasa en 3000 celdas: Hoja1!C2, Hoja1!C3, Hoja1!C4, Hoja1!C5, Hoja1!C6 y 2995 más.",
        "“acozo” is not. So it is in 3000 cells: Hoja1!C2, Hoja1!C3, Hoja1!C4, Hoja1!C5, Hoja1!C6 and 2995 more.",
    )
    assert (line.cell, line.value, line.severity, line.remedy) == ("Hoja1!C2", "acozo", "error", DO)
    assert other == errors([*["acozo"] * 3000, "ovo"])[-1]


def test_of_thousands_of_different_values_the_first_are_shown() -> None:
    findings = errors([f"v{n}" for n in range(3000)])
    lines = shortened([*findings, *errors(["x"], rule="channel_known")])
    assert lines[:OF_A_RULE] == findings[:OF_A_RULE]
    assert lines[OF_A_RULE].message.es.endswith(
        "Pasa en otras 2980 celdas, desde Hoja1!C22 hasta Hoja1!C3001."
    )
    assert lines[OF_A_RULE].value is None and "v20" not in lines[OF_A_RULE].message.es
    assert [line.rule for line in lines[OF_A_RULE + 1 :]] == ["channel_known"]


def test_nothing_is_counted_twice_or_left_out() -> None:
    findings = errors([f"v{n % 7}" if n % 3 else f"w{n}" for n in range(1200)])
    lines = shortened(findings)
    counted = 0
    for line in lines:
        words = line.message.es.split()
        counted += int(words[words.index("celdas:") - 1]) if "celdas:" in words else 0
        counted += int(words[words.index("celdas,") - 1]) if "celdas," in words else 0
        counted += "Pasa" not in words
    assert counted == len(findings)


def test_what_is_about_the_whole_file_stays() -> None:
    whole = [Finding("column_unknown", Severity.WARNING, Text("x", "x"), DO, column="A") for _ in range(30)]
    assert shortened(whole) == whole
