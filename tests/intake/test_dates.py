"""Dates: one form, the evidence of a column, and what must stay a question."""

from __future__ import annotations

import pytest

from mesoregistry.intake.date_order import is_ambiguous, order_of
from mesoregistry.intake.dates import edtf

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
