"""Dates: one form, the evidence of a column, and what must stay a question."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
import yaml

from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.registries import registry
from mesoregistry.intake.check_file import check_file
from mesoregistry.intake.date_order import is_ambiguous, order_of
from mesoregistry.intake.dates import edtf
from mesoregistry.intake.interpret import interpret
from mesoregistry.readers import open_table
from mesoregistry.settings import settings
from tests.intake.country_files import SUFFIXES, country_file, numbered

FORMATS = ("%d/%m/%Y", "%m/%Y", "%Y")
BOTH = ("%d/%m/%Y", "%m/%d/%Y")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("15/03/2024", "2024-03-15"),
        ("5/3/2024", "2024-03-05"),
        ("03/2024", "2024-03"),
        ("2024", "2024"),
        ("2024-03-15", "2024-03-15"),
        ("2024-03-15 00:00:00", "2024-03-15"),
        ("2024-03-15T08:30:00.000-06:00", "2024-03-15"),
        ("aprox. 15/03/2024", "2024-03-15~"),
        ("aprox 03/2024", "2024-03~"),
        ("hacia 2019", "2019~"),
        ("15 de marzo de 2024", "2024-03-15"),
        ("15 de setiembre del 2023", "2023-09-15"),
        ("marzo 2024", "2024-03"),
        ("mar-24", "2024-03"),
        ("29/02/2024", "2024-02-29"),
        ("29/02/2023", None),
        ("2023-02-29", None),
        ("29 de febrero de 2023", None),
        ("31/04/2024", None),
        ("15/13/2024", None),
        ("pronto", None),
        ("15/03", None),
        ("45366", "2024-03-15"),
        ("12", None),
        # other signs between the same numbers, in the order that the layout has
        ("15-03-2024", "2024-03-15"),
        ("15.3.24", "2024-03-15"),
        ("15 / 03 / 2024", "2024-03-15"),
        ("05\\03\\2024", "2024-03-05"),
        ("03-2024", "2024-03"),
        ("2024/03", "2024-03"),
        ("20240315", "2024-03-15"),
        ("15/03/2024.", "2024-03-15"),
        ("viernes, 15 de marzo de 2024", "2024-03-15"),
        ("Friday, March 15, 2024", "2024-03-15"),
        ("45366.75", "2024-03-15"),
        ("20241503", None),
        ("03/15/2024", None),
        ("15-03/2024", None),
    ],
)
def test_a_date_is_read_or_left(text: str, read: str | None) -> None:
    assert edtf(text, FORMATS) == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("15/03/2024", "2024-03-15"),
        ("03/15/2024", "2024-03-15"),
        ("05/05/2024", "2024-05-05"),
        ("05/03/2024", None),  # the fifth of March, or the third of May
        ("15/03/24", None),  # or the 24th of March 2015
    ],
)
def test_a_layout_without_an_order_reads_what_only_one_order_can(text: str, read: str | None) -> None:
    assert edtf(text, ("%Y-%m-%d", "%Y-%m", "%Y")) == read


def test_a_serial_follows_the_system_of_its_workbook() -> None:
    assert edtf("43904", FORMATS, "1904") == edtf("45366", FORMATS, "1900") == "2024-03-15"


def test_two_digit_years_are_never_to_come() -> None:
    assert edtf("15/03/24", ("%d/%m/%y",)) == "2024-03-15"
    assert edtf("15/03/62", ("%d/%m/%y",)) == "1962-03-15"


@pytest.mark.parametrize(
    ("texts", "formats", "doubtful", "read"),
    [
        # what has 13 or more in one place settles the order of the others
        (["04/03/2024", "15/03/2024"], BOTH, False, "2024-03-04"),
        (["04/03/2024", "03/15/2024"], BOTH, False, "2024-04-03"),
        (["04/03/2024"], BOTH, True, "2024-03-04"),
        (["04/03/2024", "15/03/2024", "03/15/2024"], BOTH, True, "2024-03-04"),
        # a layout of one order, and a file that seems to be of the other
        (["04/03/2024", "05/06/2024"], FORMATS, False, "2024-03-04"),
        (["04/03/2024", "03/15/2024"], FORMATS, True, "2024-03-04"),
        # other separators and years of two digits say the same
        (["04-03-2024", "15-03-2024"], ("%d-%m-%Y",), False, "2024-03-04"),
        (["04-03-2024", "03-15-2024"], ("%d-%m-%Y",), True, "2024-03-04"),
        (["04/03/24", "15/03/24"], ("%d/%m/%y",), False, "2024-03-04"),
    ],
)
def test_the_whole_column_gives_evidence(
    texts: list[str], formats: tuple[str, ...], doubtful: bool, read: str
) -> None:
    order = order_of(texts, formats)
    assert order.asks_about(texts[0]) is doubtful
    assert edtf(texts[0], order.formats) == read


def test_only_dates_that_could_be_two_are_asked_about() -> None:
    assert is_ambiguous("04/03/2024")
    assert not is_ambiguous("03/03/2024")
    assert not is_ambiguous("03/3/2024")
    assert not is_ambiguous("15/03/2024")
    assert not is_ambiguous("03/2024")


def test_cells_that_excel_took_month_first_are_asked_about() -> None:
    """Typed day first in an Excel of the United States: 4/3 became a date cell, 15/3 stayed a text."""
    swapped = order_of(["2024-04-03", "2024-06-05", "2024-01-12", "15/03/2024"], FORMATS)
    assert swapped.asks_about("2024-04-03")
    assert not swapped.asks_about("2024-03-03")
    assert not swapped.asks_about("15/03/2024")
    honest = order_of(["2024-04-03", "2024-06-05", "2024-01-22", "15/03/2024"], FORMATS)
    assert not honest.asks_about("2024-04-03")


@pytest.mark.parametrize(
    ("dates", "read", "is_asked"),
    [
        # a spreadsheet of a country in which the day comes first wrote the dates of the export anew
        (("08/05/2024", "06/05/2024", "23/05/2024"), ("2024-05-08", "2024-05-06", "2024-05-23"), ()),
        (("5/8/2024", "5/6/2024", "5/23/2024"), ("2024-05-08", "2024-05-06", "2024-05-23"), ()),
        (("08/05/2024", "06/05/2024", "2024-05-23"), ("2024-05-08", "2024-05-06", "2024-05-23"), (0, 1)),
        (("08/05/2024", "5/23/2024", "23/05/2024"), ("2024-05-08", "2024-05-23", "2024-05-23"), (0,)),
    ],
)
@pytest.mark.parametrize("country", ["hn", "ni"])
def test_dates_of_an_export_that_a_spreadsheet_wrote_anew(
    tmp_path: Path, country: str, dates: tuple[str, ...], read: tuple[str, ...], is_asked: tuple[int, ...]
) -> None:
    """What can be read one way alone by the whole column is read; else it is asked, and not called no date."""
    cases = [
        {**case, "event_date": date}
        for case, date in zip(numbered("C", dt.date(2024, 5, 1), [1, 2, 3]), dates, strict=True)
    ]
    path = tmp_path / f"mes{SUFFIXES[country]}"
    path.write_bytes(country_file(country, {"casos": cases}))
    source = registry(country).sources[0]
    known = vocabulary(settings().seeds, country, source.id)
    layout = source.layouts[0]
    out = interpret(open_table(path, layout), layout, known, source.unit)
    assert tuple(record.values["event_date"] for record in out.records) == read
    findings = [f for f in check_file(path, country, dt.date(2024, 5, 1)).findings if f.severity != "note"]
    assert [(f.rule, f.row) for f in findings] == [("date_ambiguous", n + 2) for n in is_asked]


@pytest.mark.parametrize("country", ["sv", "gt", "hn", "mx", "ni"])
def test_a_date_is_read_as_the_remedy_writes_it(tmp_path: Path, country: str) -> None:
    """Who writes what she is told to write must not be told it again."""
    texts = {"2024-03-15": "2024-03-15", "2024-03": "2024-03"}
    rules = yaml.safe_load((settings().expectations / "attack.yml").read_text(encoding="utf-8"))
    remedies = [
        r["remedy"]["es"] for r in rules if r["id"] in ("event_date_readable", "recorded_on_readable")
    ]
    assert len(remedies) == 2
    assert {date for remedy in remedies for date in re.findall(r"\d[\d/-]{5,}", remedy)} == set(texts)
    march = dt.date(2024, 3, 1)
    cases = [
        {**case, "event_date": text} for case, text in zip(numbered("C", march, [1, 2]), texts, strict=True)
    ]
    path = tmp_path / f"mes{SUFFIXES[country]}"
    title = "Agresiones" if country == "gt" else "Marzo 2024"
    path.write_bytes(country_file(country, {title: cases}))
    assert [f.rule for f in check_file(path, country, march).findings if f.severity != "note"] == []
