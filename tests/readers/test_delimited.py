"""Delimited text: encodings, delimiters, fields counted row by row, quoted newlines."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.files import CASE, HEADERS, LINES, cells, decided, rules, text

ACCENTED = LINES.replace("Choluteca", "Ojojona «la Ñ»")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    reading = text(tmp_path / "f.csv", ACCENTED.encode(encoding))
    assert rules(reading) == []
    assert cells(reading.tables[0]) == [(*CASE[:3], "Ojojona «la Ñ»")]
    assert decided(reading, "encoding") == [encoding]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("sign", [";", "\t"])
def test_utf_16_without_its_mark_is_read_and_told(tmp_path: Path, encoding: str, sign: str) -> None:
    lines = ACCENTED.replace(";", sign)
    reading = text(tmp_path / "f.csv", lines.encode(encoding), delimiter=sign)
    assert rules(reading) == [("encoding_unmarked", None)] and reading.findings[0].severity == "note"
    assert encoding.upper() in reading.findings[0].message.es
    assert cells(reading.tables[0]) == [(*CASE[:3], "Ojojona «la Ñ»")]
    assert decided(reading, "encoding") == [encoding]


@pytest.mark.parametrize(
    "content", [b"Clave;\0\0\0\0Fecha\0\0\0\0\n", b"\0" * 400, bytes(range(256)) + b"\0" * 200]
)
def test_other_zeros_are_no_utf_16(tmp_path: Path, content: bytes) -> None:
    assert rules(text(tmp_path / "f.csv", content)) == [("file_unreadable", None)]


def test_an_encoding_of_the_layout(tmp_path: Path) -> None:
    reading = text(tmp_path / "f.csv", LINES.replace("Choluteca", "Peñón").encode("cp850"), encoding="cp850")
    assert cells(reading.tables[0]) == [(*CASE[:3], "Peñón")]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("known", [True, False])
def test_delimiters(tmp_path: Path, sign: str, known: bool) -> None:
    content = (
        LINES.replace(";", sign) + sign.join(("C-2", "2024", '"Robo, daños; otro | más"', "Yuscarán")) + "\n"
    )
    reading = text(tmp_path / "f.csv", content, delimiter=sign if known else None)
    assert rules(reading) == []
    assert cells(reading.tables[0]) == [CASE, ("C-2", "2024", "Robo, daños; otro | más", "Yuscarán")]
    assert decided(reading, "delimiter") == ["tab" if sign == "\t" else sign]


@pytest.mark.parametrize(("sign", "shown"), [(",", ","), ("\t", "tab"), ("|", "|")])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_another_separator_than_the_declared_one(
    tmp_path: Path, sign: str, shown: str, encoding: str
) -> None:
    """An Excel of another language, or its «Unicode text»; the lists of a cell keep the declared sign."""
    content = ACCENTED.replace(";", sign) + sign.join(("C-2", "2024", "Robo;daños", "Yuscarán")) + "\n"
    reading = text(tmp_path / "f.csv", content.encode(encoding), delimiter=";")
    assert rules(reading) == [("delimiter_other", None)] and reading.findings[0].severity == "note"
    assert f"«{shown}»" in reading.findings[0].message.es
    assert cells(reading.tables[0])[1] == ("C-2", "2024", "Robo;daños", "Yuscarán")


@pytest.mark.parametrize(
    "written",
    [
        "Dos hombres –sin placas– la siguieron",
        "Dos hombres —sin placas— y otro —de lejos— la siguieron",
        "HN–24–1, de 9–11 h y de 3–4 h",
        "HN–SV–GT",
        "uno — dos — tres",
    ],
)
def test_dashes_of_windows_are_no_letters_of_a_mac(tmp_path: Path, written: str) -> None:
    header = "Clave;Fecha;Forma;Municipio"
    lines = [header, *(f"C-{n};2024;Robo;{written}" for n in range(3))]
    reading = text(tmp_path / "f.csv", "\n".join(lines).encode("cp1252"), encoding="cp1252")
    assert rules(reading) == []
    assert [row[3] for row in cells(reading.tables[0])] == [written] * 3


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
@pytest.mark.parametrize("most", ["utf-8", "cp1252"])
def test_rows_of_another_machine_are_read_and_told(tmp_path: Path, encoding: str, most: str) -> None:
    places = ["Yuscarán", "León", "Peñón", "Ocotal", "Estelí", "Cabañas", "Ávila"]
    lines = ["Clave;Fecha;Forma;Municipio", *(f"C-{n};2024;Robo;{place}" for n, place in enumerate(places))]
    content = b"\n".join(line.encode(encoding if n in (2, 3) else most) for n, line in enumerate(lines))
    reading = text(tmp_path / "f.csv", content, encoding="cp1252")
    assert rules(reading) == [("encoding_mixed", None)]
    assert "3-4" in reading.findings[0].message.es and encoding in reading.findings[0].message.es
    assert [row[3] for row in cells(reading.tables[0])] == places


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("mac_roman", "Juayúa"),
        ("mac_roman", "Cuscatlán"),
        ("mac_roman", "Chévez"),
        ("cp850", "Juayúa"),
        ("cp850", "Colón"),
        ("cp850", "Cabañas"),
    ],
)
def test_one_letter_of_another_machine_that_can_be_nothing_else(
    tmp_path: Path, encoding: str, name: str
) -> None:
    places = ["Yuscarán", name, "León", "Ocotal", "Estelí"]
    lines = ["Clave;Fecha;Forma;Municipio", *(f"C-{n};2024;Robo;{place}" for n, place in enumerate(places))]
    content = b"\n".join(line.encode(encoding if n == 2 else "cp1252") for n, line in enumerate(lines))
    reading = text(tmp_path / "f.csv", content, encoding="cp1252")
    assert rules(reading) == [("encoding_mixed", None)] and ": 3." in reading.findings[0].message.es
    assert [row[3] for row in cells(reading.tables[0])] == places


@pytest.mark.parametrize("written", ["su Sœur Ana", "nota‡ al pie", "norte–sur", "£50 y 20¢", "Œuvres"])
def test_a_sign_of_windows_is_no_letter_of_another_machine(tmp_path: Path, written: str) -> None:
    content = f"Clave;Fecha;Forma;Municipio\nC-1;2024;Robo;{written}\nC-2;2024;Robo;León\nC-3;2024;Robo;Peñón"
    reading = text(tmp_path / "f.csv", content.encode("cp1252"), encoding="cp1252")
    assert rules(reading) == [] and cells(reading.tables[0])[0][3] == written


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_a_row_of_another_machine_with_its_marks_of_a_quotation(tmp_path: Path, encoding: str) -> None:
    """As many marks as letters, behind letters and before blanks: they are Spanish where the letters are."""
    texts = ["Robo", "«robó» y «pegó», ¿o «huyó»?", "Robo"]
    lines = ["Clave;Fecha;Forma;Municipio", *(f"C-{n};2024;{form};Yuscarán" for n, form in enumerate(texts))]
    content = b"\n".join(line.encode(encoding if n == 2 else "cp1252") for n, line in enumerate(lines))
    reading = text(tmp_path / "f.csv", content, encoding="cp1252")
    assert rules(reading) == [("encoding_mixed", None)]
    assert [row[2] for row in cells(reading.tables[0])] == texts
    assert [row[3] for row in cells(reading.tables[0])] == ["Yuscarán"] * 3


def test_a_few_rows_of_utf8_are_the_ones_told(tmp_path: Path) -> None:
    lines = ["Clave;Fecha;Forma;Municipio", *(f"C-{n};2024;Robo;Yuscarán" for n in range(6))]
    content = b"\n".join(line.encode("utf-8" if n == 4 else "cp1252") for n, line in enumerate(lines))
    reading = text(tmp_path / "f.csv", content, encoding="cp1252")
    assert rules(reading) == [("encoding_mixed", None)] and ": 5." in reading.findings[0].message.es
    assert {row[3] for row in cells(reading.tables[0])} == {"Yuscarán"}


def test_a_quoted_newline_is_one_row(tmp_path: Path) -> None:
    reading = text(
        tmp_path / "f.csv", LINES + '"C-2";2024;"Robo\ny daños";"Yus ""carán"""\nC-3;2024;Robo;Ocotal\n'
    )
    assert [(row.number, row.cells[3]) for row in reading.tables[0].rows] == [
        (2, "Choluteca"),
        (3, 'Yus "carán"'),
        (4, "Ocotal"),
    ]


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        ("C-2;2024;Robo; daños;Yuscarán", ("too_many_fields", "E3")),
        ("C-2;;2024;Robo;", ("too_many_fields", "E3")),
        ("Robo", ("too_few_fields", "B3")),
    ],
)
def test_a_row_whose_cells_have_moved_stays_out(tmp_path: Path, row: str, finding: tuple[str, str]) -> None:
    reading = text(tmp_path / "f.csv", f"{LINES}{row}\nC-3;2024;Robo;Ocotal\n")
    assert rules(reading) == [finding]
    assert [r.number for r in reading.tables[0].rows] == [2, 4]
    assert reading.findings[0].severity == "error"


def test_a_row_without_its_last_empty_fields_is_sound(tmp_path: Path) -> None:
    """Old versions of Excel and Uwazi leave empty last fields away."""
    reading = text(tmp_path / "f.csv", LINES + "C-2;2024;Robo\nC-3;2024-05-03\nC-4;2024;Robo;Ocotal\n")
    assert rules(reading) == []
    assert [row.cells for row in reading.tables[0].rows[1:3]] == [
        ("C-2", "2024", "Robo", None),
        ("C-3", "2024-05-03", None, None),
    ]


@pytest.mark.parametrize("parts", ["C-2;2024;Robo\ny daños;Ocotal", "C-2;2024;Robo\ny\ndaños;Ocotal"])
def test_a_row_cut_by_a_line_break_is_an_error(tmp_path: Path, parts: str) -> None:
    reading = text(tmp_path / "f.csv", f"{LINES}{parts}\nC-3;2024;Robo;Ocotal\n")
    assert {rule for rule, _ in rules(reading)} == {"too_few_fields"}
    assert [row.cells[0] for row in reading.tables[0].rows] == ["C-1", "C-3"]


def test_a_separator_too_many_in_every_row_moves_nothing(tmp_path: Path) -> None:
    with_header = LINES.replace("\n", ";\n")
    without = LINES.replace("Choluteca", "Choluteca;")
    for content in (with_header, without):
        reading = text(tmp_path / "f.csv", content)
        assert rules(reading) == []
        assert reading.tables[0].rows[0].cells[:4] == CASE


def test_nul_byte(tmp_path: Path) -> None:
    reading = text(tmp_path / "f.csv", LINES + "C-2;2024;Ro\0bo;Ocotal\n")
    assert rules(reading) == [("nul_byte", "C3")]
    assert reading.findings[0].severity == "note"
    assert [row.cells[2] for row in reading.tables[0].rows] == ["Amenazas", "Robo"]


def test_titles_blank_lines_and_totals(tmp_path: Path) -> None:
    content = f"Red de defensoras;;;\n;;;\n{LINES};;;\n ; ;;\nC-2;2024;Robo;Ocotal\nTotal general;2;;\n"
    reading = text(tmp_path / "f.csv", content)
    assert rules(reading) == [("totals_row", "8")]
    assert [(row.number, row.cells[0]) for row in reading.tables[0].rows] == [(4, "C-1"), (7, "C-2")]
    assert decided(reading, "header_row") == ["3"]


def test_letters_broken_before_are_told(tmp_path: Path) -> None:
    reading = text(tmp_path / "f.csv", LINES + "C-2;2024;Robo;PeÃ±Ã³n\nC-3;2024;Robo;São Paulo\n")
    assert rules(reading) == [("letters_broken", None)]
    assert "1 celdas" in reading.findings[0].message.es and "D3" in reading.findings[0].message.es


def test_header_and_rows_missing(tmp_path: Path) -> None:
    assert rules(text(tmp_path / "a.csv", "uno;dos\n1;2\n")) == [("header_missing", None)]
    assert rules(text(tmp_path / "b.csv", ";".join(HEADERS) + "\n")) == [("no_rows", None)]
    assert rules(text(tmp_path / "c.csv", "Clave Fecha\nC1 2024\n")) == [("header_missing", None)]


def test_no_header_at_all(tmp_path: Path) -> None:
    columns = [
        {"header": "Clave", "position": 1, "field": "case_key"},
        {"header": "Forma", "position": 3, "field": "form"},
    ]
    content = "C-1;x;Robo\nC-2;x;Robo\nC-3;x;Robo;daños\n"
    reading = text(tmp_path / "f.csv", content, header_rows=0, columns=columns)
    assert rules(reading) == [("too_many_fields", "D3")]
    assert [h.text for h in reading.tables[0].headers] == ["Clave", "", "Forma"]
    assert cells(reading.tables[0]) == [("C-1", "x", "Robo"), ("C-2", "x", "Robo")]
