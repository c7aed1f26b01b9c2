"""A file made from a copy of before a correction, in every format: asked first, and the marts keep what stood.

What a file that waits says of older ones is said anew when one of them comes or is withdrawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from mesoregistry.intake.answers import Reason, confirm, withdraw
from mesoregistry.intake.decisions import restore
from mesoregistry.ledger import Action
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.intake.country_files import SUFFIXES, Case, country_file, numbered
from tests.intake.submissions import state
from tests.warehouse.filing import rows
from tests.warehouse.months import counted, file_month, rules, take_in, typed_keys

pytestmark = pytest.mark.slow(1)
COUNTRIES = ("sv", "gt", "hn", "mx", "ni")
REPLACING = ("sv", "gt", "mx", "ni")
NAMES = ("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto")
ASKED = ("stop", "error", "warning")


def month(number: int) -> dt.date:
    return dt.date(2024, number, 1)


class Filing:
    """Numbers of files by country and name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers: dict[tuple[str, str], int] = {}

    def file(
        self,
        country: str,
        name: str,
        number: int,
        day: int,
        cases: Sequence[Case] | Mapping[str, Sequence[Case]],
    ) -> None:
        title = ("Agresiones " if country == "gt" else "") + NAMES[number - 1]
        sheets = cases if isinstance(cases, Mapping) else {title: cases}
        self.numbers[country, name] = file_month(
            self.folder, country, country_file(country, sheets), dt.date(2024, 9, day), month(number),
            SUFFIXES[country],
        )  # fmt: skip


def first_turn(filing: Filing, country: str) -> None:
    filing.file(country, "corrected 1", 1, 1, numbered("C", month(1), [1, 2, 3]))
    filing.file(country, "waited 1", 2, 1, numbered("W", month(2), [1, 2, 3]))
    filing.file(country, "verified 1", 3, 1, numbered("V", month(3), [1, 2, 3]))
    filing.file(country, "other month 1", 5, 1, numbered("O", month(5), [1, 2, 3, 4]))
    filing.file(country, "withdrawn 1", 6, 1, numbered("T", month(6), [1, 2, 3]))
    filing.file(country, "asked 1", 8, 1, numbered("Q", month(8), [1, 2, 3]))


def second_turn(filing: Filing, country: str) -> None:
    corrected = numbered("C", month(1), [1], form="hostigamiento") + numbered("C", month(1), [2, 3])
    filing.file(country, "corrected 2", 1, 2, corrected)
    mistyped = numbered("W", month(2), [1], form="hostigamiénto raro") + numbered("W", month(2), [2, 3])
    filing.file(country, "waited 2", 2, 2, mistyped)
    received = numbered("V", month(3), [1, 2], verification="recibida")
    filing.file(country, "verified 2", 3, 2, received)
    filing.file(country, "other month 2", 5, 2, numbered("Z", month(4), [1, 2, 3, 4]))
    wrong = numbered("T", month(6), [1], form="hostigamiénto raro") + numbered("T", month(6), [2, 3])
    filing.file(country, "withdrawn 2", 6, 2, wrong)
    back = numbered("Q", month(8), [1], verification="recibida") + numbered("Q", month(8), [2, 3])
    filing.file(country, "asked 2", 8, 2, back)


def third_turn(filing: Filing, country: str) -> None:
    """The month again, from the copy of before the correction, with one more case; and a month with an old sheet."""
    filing.file(country, "corrected 3", 1, 3, numbered("C", month(1), [1, 2, 3, 4]))
    filing.file(country, "waited 3", 2, 3, numbered("W", month(2), [1, 2, 3, 4]))
    back = numbered("Q", month(8), [1], verification="recibida")
    filing.file(country, "asked 3", 8, 3, back + numbered("Q", month(8), [2, 3], form="amenaza"))
    stale, own = numbered("C", month(1), [1, 2]), numbered("A", month(4), [1, 2, 3, 4, 5, 6])
    sheets = {"Enero": stale, "Abril": own} if country == "mx" else [*stale, *own]
    filing.file(country, "of before 1", 4, 4, sheets)


@pytest.fixture(scope="module")
def filing(module_marts: Settings, tmp_path_factory: pytest.TempPathFactory) -> Filing:
    filing = Filing(tmp_path_factory.mktemp("files"))
    for turn in (first_turn, second_turn, third_turn):
        for country in COUNTRIES:
            turn(filing, country)
            take_in(country)
    assert build().failures == ()
    return filing


def forms_of(country: str, prefix: str) -> dict[str, str]:
    """The form of each case that counts, by the end of its key."""
    forms = counted(country, build_first=False)
    return {key.removeprefix(f"{prefix}-"): forms[key] for key in forms if key.startswith(f"{prefix}-")}


def verified(country: str, prefix: str) -> set[str]:
    """The keys of the cases that count and are verified."""
    stored = rows(
        "select case_key from marts.fct_attack join marts.fct_event using (event_id)"
        f" where fct_attack.country_code = '{country}' and is_counted and verification_code = 'verified'"
    )
    return {key for key in typed_keys([key for (key,) in stored]).values() if key.startswith(f"{prefix}-")}


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_copy_of_before_a_correction_takes_nothing_back(filing: Filing, country: str) -> None:
    assert rules(filing.numbers[country, "corrected 3"], *ASKED) == ["case_older"]
    assert forms_of(country, "C") == {"1": "harassment", **dict.fromkeys("234", "theft_damage")}


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_was_never_let_in_is_no_correction_to_keep(filing: Filing, country: str) -> None:
    assert rules(filing.numbers[country, "waited 3"], *ASKED) == []
    assert forms_of(country, "W") == dict.fromkeys("1234", "theft_damage")


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_case_of_another_month_from_a_copy_of_before_is_asked(filing: Filing, country: str) -> None:
    assert rules(filing.numbers[country, "of before 1"], *ASKED) == ["case_older"]
    assert forms_of(country, "A") == dict.fromkeys("123456", "theft_damage")


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_question_that_nobody_answered_is_asked_again(filing: Filing, country: str) -> None:
    assert rules(filing.numbers[country, "asked 2"], *ASKED) == ["case_older"]
    assert rules(filing.numbers[country, "asked 3"], *ASKED) == ["case_older"]
    assert verified(country, "Q") == {"Q-1", "Q-2", "Q-3"}
    assert forms_of(country, "Q") == {"1": "theft_damage", "2": "threat", "3": "threat"}


@pytest.mark.parametrize("country", REPLACING)
def test_an_older_export_is_asked_about_as_a_whole(filing: Filing, country: str) -> None:
    """A text does not say when it was exported: two cases are only received again, and the third is not there yet."""
    number = filing.numbers[country, "verified 2"]
    assert set(rules(number, *ASKED)) == {"case_older", "export_older"}
    assert state(number) == "to_confirm"
    assert verified(country, "V") == {"V-1", "V-2", "V-3"}


@pytest.mark.parametrize("country", REPLACING)
def test_of_a_file_of_another_month_one_question_is_asked(filing: Filing, country: str) -> None:
    number = filing.numbers[country, "other month 2"]
    assert [rule.removesuffix("_of_other_month") for rule in rules(number, *ASKED)] in (["dates"], ["sheet"])
    assert "case_missing" not in rules(number, "note") and "older_file_counts" in rules(number, "note")
    assert set(forms_of(country, "O")) == set("1234")


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_waits_says_which_older_file_counts_now(filing: Filing, country: str) -> None:
    older, number = (filing.numbers[country, f"withdrawn {n}"] for n in (1, 2))
    assert "older_case_counts" in rules(number, "note")
    withdraw(older, Reason.WRONG_FILE)
    assert "older_case_counts" not in rules(number, "note")
    restore(older, Action.WITHDRAWN)
    assert "older_case_counts" in rules(number, "note")
    held = filing.numbers[country, "other month 2"]
    withdraw(filing.numbers[country, "other month 1"], Reason.WRONG_FILE)
    assert "older_file_counts" not in rules(held, "note")


def test_confirmed_it_counts(filing: Filing) -> None:
    confirm(filing.numbers["ni", "corrected 3"])
    take_in("ni")
    assert counted("ni")["C-1"] == "theft_damage"
