"""What may still be read in a cell of a date or a number, and what may be somebody's phone."""

from __future__ import annotations

import pytest

from mesoregistry.intake.likeness import is_like_a_date, is_like_a_number, is_near

DATES = [
    "30/02/2024", "2024-13-05", "3 de mayo de 2024", "mayo 2024", "mayo de 2024", "a mediados de 2024", "5/24",
    "45350", "3 y 4 de junio de 2022", "31/6/22 9:15", "2024",
]  # fmt: skip
PHONES = [
    "7922-1272", "7922 1272", "79221272", "79 22 12 72", "2022-1272", "2202-1995", "+503 7922-1272", "5555-2010-1",
    "mayo 7922-1272", "tel. 2233-4455", "1995-2010 mayo",
]  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_a_date_with_a_slip(text: str) -> None:
    assert is_like_a_date(text)


@pytest.mark.parametrize("text", PHONES)
def test_a_phone_is_no_date(text: str) -> None:
    assert not is_like_a_date(text)


@pytest.mark.parametrize("text", ["mas de 20", "12,5", "unas 30", "3 o 4"])
def test_a_number_with_words(text: str) -> None:
    assert is_like_a_number(text)


@pytest.mark.parametrize("text", ["79221272", "7922-1272", "rosa 3"])
def test_a_phone_is_no_number(text: str) -> None:
    assert not is_like_a_number(text)


def test_a_slip_of_the_pen() -> None:
    assert is_near("hostigamento", frozenset({"hostigamiento"}))
    assert not is_near("rosa", frozenset({"roja"}))
