"""Cases told again under another key, and keys that moved while the cases went on: asked first, each counts once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from mesoregistry.intake.answers import confirm
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.intake.country_files import SUFFIXES, Case, country_file, numbered
from tests.intake.submissions import state
from tests.warehouse.months import counted, file_month, rules, take_in

pytestmark = pytest.mark.slow(1)
COUNTRIES = ("sv", "gt", "hn", "mx", "ni")
REPLACING = ("sv", "gt", "mx", "ni")
NAMES = ("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto", "Septiembre", "Octubre")
ASKED = ("stop", "error", "warning")
WITHDRAWN = {"status": "retirado", "status_reason": "duplicado"}


def month(number: int) -> dt.date:
    return dt.date(2023, number, 1)


def keyed(cases: Sequence[Case], prefix: str, numbers: Sequence[int]) -> list[Case]:
    """The cases with other keys."""
    return [{**case, "case_key": f"{prefix}-{n}"} for case, n in zip(cases, numbers, strict=True)]


class Filing:
    """Numbers of files by country and name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers: dict[tuple[str, str], int] = {}

    def file(self, country: str, name: str, number: int, cases: Sequence[Case]) -> None:
        title = ("Agresiones " if country == "gt" else "") + NAMES[number - 1]
        day = dt.date(2024, 9, int(name[-1]))
        self.numbers[country, name] = file_month(
            self.folder, country, country_file(country, {title: cases}), day, month(number), SUFFIXES[country]
        )


ALONE = numbered("ALONE", month(1), [1, 2, 3, 4])
MOST = numbered("MOST", month(3), [1, 2, 3, 4])
SAME_MONTH = numbered("SCHEME", month(5), [1, 2, 3, 4])
WENT_ON = numbered("WENT", month(6), [1, 2, 3, 4, 5, 6], verification="recibida")
HALF = numbered("HALF", month(7), [1, 2, 3, 4, 5, 6])
FEW = numbered("FEW", month(8), range(1, 21))
TAKEN_BACK = numbered("BACK", month(9), [1, 2, 3, 4])


def first_turn(filing: Filing, country: str) -> None:
    filing.file(country, "alone 1", 1, ALONE)
    filing.file(country, "most 1", 3, MOST)
    filing.file(country, "same month 1", 5, SAME_MONTH)
    filing.file(country, "went on 1", 6, WENT_ON)
    filing.file(country, "half 1", 7, HALF)
    filing.file(country, "few 1", 8, FEW)
    filing.file(country, "taken back 1", 9, [{**TAKEN_BACK[0], **WITHDRAWN}, *TAKEN_BACK[1:]])


def second_turn(filing: Filing, country: str) -> None:
    others = numbered("OTHERS", month(2), [1, 2, 3, 4, 5])
    filing.file(country, "alone 2", 2, [*others, *keyed(ALONE[2:3], "LATE", [78])])
    fresh = numbered("FRESH", month(4), [1, 2, 3])
    filing.file(country, "most 2", 4, [*fresh, *keyed(MOST, "AGAIN", [81, 82, 83, 84])])
    filing.file(country, "same month 2", 5, keyed(SAME_MONTH, "ANEW", [51, 52, 53, 54]))
    above = numbered("ABOVE", month(6), [8, 9], verification="recibida")
    rows = [*above, *({**case, "verification": "verificada"} for case in WENT_ON)]
    filing.file(country, "went on 2", 6, keyed(rows, "WENT", range(1, 9)))
    inserted = numbered("INSERTED", month(7), [9])
    filing.file(country, "half 2", 7, keyed([*HALF[:3], *inserted, *HALF[3:]], "HALF", range(1, 8)))
    added = numbered("ADDED", month(8), [25])
    filing.file(country, "few 2", 8, keyed([*FEW[:17], *added, *FEW[17:]], "FEW", range(1, 22)))
    new = numbered("NEWER", month(10), [1, 2, 3])
    filing.file(country, "taken back 2", 10, [*new, *keyed(TAKEN_BACK[:1], "REWRITTEN", [61])])


@pytest.fixture(scope="module")
def filing(module_marts: Settings, tmp_path_factory: pytest.TempPathFactory) -> Filing:
    filing = Filing(tmp_path_factory.mktemp("files"))
    for turn in (first_turn, second_turn):
        for country in COUNTRIES:
            turn(filing, country)
            take_in(country)
    assert build().failures == ()
    return filing


def standing(country: str, *prefixes: str) -> set[str]:
    return {key for key in counted(country, build_first=False) if key.startswith(prefixes)}


def keys(prefix: str, count: int) -> set[str]:
    return {f"{prefix}-{n}" for n in range(1, count + 1)}


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_case_told_again_under_another_key_is_asked_about(filing: Filing, country: str) -> None:
    assert rules(filing.numbers[country, "alone 2"], *ASKED) == ["case_under_other_key"]
    assert standing(country, "ALONE", "LATE", "OTHERS") == keys("ALONE", 4) | keys("OTHERS", 5)


@pytest.mark.parametrize("country", COUNTRIES)
def test_of_many_one_question_is_asked(filing: Filing, country: str) -> None:
    number = filing.numbers[country, "most 2"]
    assert rules(number, *ASKED) == ["cases_under_other_keys"] and state(number) == "to_confirm"
    assert standing(country, "MOST", "AGAIN", "FRESH") == keys("MOST", 4)


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_month_under_new_keys_counts_once(filing: Filing, country: str) -> None:
    number = filing.numbers[country, "same month 2"]
    if country == "hn":
        assert rules(number, *ASKED) == ["cases_under_other_keys"]
        assert standing(country, "SCHEME", "ANEW") == keys("SCHEME", 4)
    else:
        assert rules(number, *ASKED) == [] and rules(number, "note") == ["case_missing"] * 4
        assert standing(country, "SCHEME", "ANEW") == {f"ANEW-{n}" for n in (51, 52, 53, 54)}


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("kind", ["went on", "half"])
def test_keys_that_moved_return_the_file(filing: Filing, country: str, kind: str) -> None:
    """Also where each case has been verified meanwhile, and where the last one has a key that nobody had."""
    number = filing.numbers[country, f"{kind} 2"]
    assert rules(number, *ASKED) == ["keys_moved"] and state(number) == "returned"
    prefix = kind.partition(" ")[0].upper()
    assert standing(country, prefix) == keys(prefix, 6)


@pytest.mark.parametrize("country", COUNTRIES)
def test_of_few_that_moved_each_counts_once(filing: Filing, country: str) -> None:
    """A case put in above the last three: their keys are asked about, and the new one's, which was another's."""
    number = filing.numbers[country, "few 2"]
    assert rules(number, *ASKED) == ["key_of_another"] * 3 + ["key_was_of_another"]
    assert standing(country, "FEW") == keys("FEW", 20)


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_replaces_a_withdrawn_case_is_not_asked_about(filing: Filing, country: str) -> None:
    assert rules(filing.numbers[country, "taken back 2"], *ASKED) == []
    assert "REWRITTEN-61" in standing(country, "REWRITTEN")


def test_confirmed_they_are_two(filing: Filing) -> None:
    confirm(filing.numbers["ni", "alone 2"])
    take_in("ni")
    assert {"ALONE-3", "LATE-78"} <= counted("ni").keys()
