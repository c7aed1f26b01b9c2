"""When two keys are the same, and when nobody can say."""

from __future__ import annotations

from pathlib import Path

import pytest

from mesoregistry.intake.interpret import interpret
from mesoregistry.vault.case_keys import normal
from tests.intake.extracts import interpreted, rules
from tests.intake.samples import layout, reading, table

COLUMNS = (
    {"header": "clave", "field": "case_key"},
    {"header": "fecha", "field": "event_date"},
    {"header": "forma", "field": "form"},
)


@pytest.mark.parametrize(
    ("key", "same"),
    [
        ("ab-9", "AB-9"), ("AB \u2013 9", "AB-9"), ("AB\u22129", "AB-9"), ("AB\u20119", "AB-9"),
        ("\u041d\u041d-7", "HH-7"), ('="SV-2024-0003"', "SV-2024-0003"), ("'0012", "0012"), ("51000000.0", "51000000"),
        ("\uff21\uff22-9", "AB-9"), ("AB\u00a09", "AB 9"), ("1 / 2024", "1/2024"), ("\u0441\u0440-1", "CP-1"),
    ],
)  # fmt: skip
def test_spellings_of_one_key(key: str, same: str) -> None:
    assert normal(key) == same == normal(same)


@pytest.mark.parametrize(
    ("key", "other"), [("AB-9", "AB-90"), ("0801", "801"), ("Ñ-1", "N-1"), ("A-1", "A/1")]
)
def test_other_keys_stay_others(key: str, other: str) -> None:
    assert normal(key) != normal(other)


@pytest.mark.parametrize("key", ["5.1E+07", "5,1E+07", "1e7"])
def test_a_number_without_its_digits_is_no_key(key: str) -> None:
    assert normal(key) is None


def doubts(*keys: str) -> list[tuple[str, int | None, str | None]]:
    rows = [(key, "2024-03-05", "robo") for key in keys]
    out = interpret(reading(table("clave fecha forma", *rows)), layout(COLUMNS), {})
    return [(finding.rule, finding.record, finding.cell) for finding in out.findings]


def test_doubts_are_asked() -> None:
    assert doubts("1/2024", "2024-02-01", "3/2024", "5.1E+07") == [
        ("case_key_is_date", 2, "Hoja1!A3"),
        ("case_key_cut", 4, "Hoja1!A5"),
    ]
    assert doubts("1/2024", "feb-24", "3/2024") == [("case_key_is_date", 2, "Hoja1!A3")]
    assert doubts("2024-02-01", "2024-02-02", "2024-03-01") == []  # a team may keep its cases by date
    assert doubts("2024-001", "2024-002", "12-2024") == []


def test_what_is_unlike_the_other_keys_is_asked_about_and_not_quoted() -> None:
    codes = ["SV-1", "SV-2", "SV-3", "SV-4"]
    for odd in ("Ana Inventada", "7776-9405", "45413"):
        assert doubts(*codes, odd) == [("case_key_unlike", 5, "Hoja1!A6")], odd
    assert doubts("1", "2", "3", "4", "Robo en la casa") == [("case_key_unlike", 5, "Hoja1!A6")]
    # few keys, or two ways of writing them, say nothing
    assert doubts(*codes[:3], "Ana Inventada") == []
    assert doubts(*codes, "5", "6", "Ana Inventada") == []
    assert doubts("1", "2", "3", "4", "5-bis") == []


@pytest.mark.parametrize(
    ("key", "other"),
    [
        ("SV-1", "SV-1."),
        ("12", "0012"),
        ("SV-01", "SV-O1"),
        ("SV-11", "SV-1I"),
        ("2024-3", "2024-003"),
        ("SV-2024-0001", "SV 2024 0001"),
        ("SV-2024-0001", "SV20240001"),
        ("20240001", "2024-0001"),
        ("A-10", "A10"),
        ("SV-1", "No. SV-1"),
        ("12", "CASO 12"),
        ("12", "#12"),
        ("1/2024", "1-2024"),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_keys_of_a_file_that_look_alike_are_asked_about(
    tmp_path: Path, kind: str, key: str, other: str
) -> None:
    rows = [["clave", "forma"], [key, "robo"], ["A-77", "robo"], [other, "robo"], [other, "amenaza"]]
    out = interpreted(tmp_path / "f", kind, rows, [COLUMNS[0], COLUMNS[2]])
    assert [(f.rule, f.record, f.row) for f in out.findings] == [
        ("case_key_alike", 3, 4), ("case_key_alike", 4, 5)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "keys",
    [
        ("AB-9", "ab-9"),
        ("10", "100"),
        ("A-1", "A-10"),
        ("1/2024", "1/2023"),
        ("SO", "S0S"),
        ("SV-1-23", "SV-12-3"),
        ("2024-1-12", "2024-11-2"),
        ("1-23", "123"),
        ("1-2024", "2024-1"),
        ("NI-3", "N-3"),
    ],
)
def test_the_same_key_and_other_numbers_are_not_asked_about(keys: tuple[str, str]) -> None:
    assert doubts(*keys) == []


@pytest.mark.parametrize("kind", ["csv", "xlsx", "kobo", "uwazi"])
def test_a_title_among_the_keys_stays_in_the_vault(tmp_path: Path, kind: str) -> None:
    rows = [["clave", "forma"], *([f"HN-{n}", "robo"] for n in range(5)), ["Ana Inventada", "robo"]]
    out = interpreted(tmp_path / "f", kind, rows, [COLUMNS[0], COLUMNS[2]])
    assert rules(out) == [("case_key_unlike", 6)]
    assert "Inventada" not in repr(out.findings)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "kobo", "uwazi"])
@pytest.mark.parametrize(
    "text", ["s/n", "S/N", "???", "Ídem", "pendiente", "Por asignar", "nuevo", "Sin número", "duplicado", "—"]
)
def test_a_word_in_the_place_of_a_key_is_no_key(tmp_path: Path, kind: str, text: str) -> None:
    rows = [["clave", "forma"], [text, "robo"], ["SV-1", "robo"]]
    out = interpreted(tmp_path / "f", kind, rows, [COLUMNS[0], COLUMNS[2]])
    assert [record.values["case_key"] for record in out.records] == [None, "SV-1"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "kobo", "uwazi"])
@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("SV-2024-0005, SV-2024-0006", "case_key_several"),
        ("SV-2024-0005 y 0006", "case_key_several"),
        ("SV-2024-0005 a SV-2024-0008", "case_key_several"),
        ("SV-2024-0005 SV-2024-0006", "case_key_several"),
        ("SV-2024-0005/SV-2024-0006", "case_key_several"),
        ("SV-2024-0005SV-2024-0006", "case_key_several"),
        ("=A2", "cell_error"),
        ('=+$A$2&"-1"', "cell_error"),
        ('=CONCATENAR("SV-";B3)', "cell_error"),
        ("='Hoja 1'!A3", "cell_error"),
        ("'=A2", "cell_error"),
        ("TOTALES", "case_key_unlike"),
        ("Reunión", "case_key_unlike"),
    ],
)
def test_what_is_no_single_key_is_asked_about(tmp_path: Path, kind: str, text: str, rule: str) -> None:
    keys = [f"SV-2024-000{number}" for number in range(1, 5)]
    rows = [["clave", "forma"], *([key, "robo"] for key in [*keys, text])]
    out = interpreted(tmp_path / "f", kind, rows, [COLUMNS[0], COLUMNS[2]])
    assert rules(out) == [(rule, 5)]
    assert text not in repr(out.findings)


@pytest.mark.parametrize("key", ["SV-2024-0005/2", "SV-2024-0005 bis", "SV-2024-0005-A", "SV-2024-0005 (2)"])
def test_a_part_of_a_case_has_a_key_of_its_own(key: str) -> None:
    assert doubts(*(f"SV-2024-000{number}" for number in range(1, 5)), key) == []
    assert doubts("12 2024", "13 2024", "14 2024", "15 2024", "16 2024") == []


def test_keys_made_at_random_may_be_letters_alone() -> None:
    assert doubts("k3vq9x", "pz81mm", "qwhgtr", "7hhx2c", "a9k4ff", "zz0b1d") == []
