"""Files of several months that come on one day, as when a team begins: each is compared with those before it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.intake.country_files import SUFFIXES, Case, country_file, numbered
from tests.intake.submissions import state
from tests.warehouse.months import counted, file_month, rules, take_in

pytestmark = pytest.mark.slow(1)
COUNTRIES = ("sv", "gt", "hn", "mx", "ni")
NAMES = ("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto")
ASKED = ("stop", "error", "warning")
DAY = dt.date(2024, 9, 1)


def month(number: int) -> dt.date:
    return dt.date(2023, number, 1)


def others(prefix: str, number: int, count: int) -> list[Case]:
    """Cases of other women, whatever their keys."""
    cases = numbered(f"OTHER{prefix}", month(number), range(1, count + 1), form="amenaza")
    return [{**case, "case_key": f"{prefix}-{n}"} for n, case in enumerate(cases, start=1)]


def months() -> dict[int, Sequence[Case]]:
    """The cases of each month."""
    repeated = numbered("SAME", month(3), [2])
    back = numbered("BACK", month(5), [2], verification="recibida")
    return {
        1: numbered("ANEW", month(1), [1, 2, 3, 4]),
        2: others("ANEW", 2, 3),
        3: numbered("SAME", month(3), [1, 2, 3, 4]),
        4: [*others("APRIL", 4, 3), {**repeated[0], "case_key": "LATE-9"}],
        5: numbered("BACK", month(5), [1, 2, 3, 4]),
        6: [*others("JUNE", 6, 3), *back],
        7: numbered("ALIKE-00", month(7), [1, 2, 3, 4]),
        8: [*others("AUGUST", 8, 3), *numbered("ALIKE-0", month(8), [2])],
    }


@pytest.fixture(scope="module")
def filed(module_marts: Settings, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, int], int]:
    folder, numbers = tmp_path_factory.mktemp("files"), {}
    for country in COUNTRIES:
        for number, cases in months().items():
            title = ("Agresiones " if country == "gt" else "") + NAMES[number - 1]
            content = country_file(country, {title: cases})
            numbers[country, number] = file_month(
                folder, country, content, DAY, month(number), SUFFIXES[country]
            )
        take_in(country)
    assert build().failures == ()
    return numbers


def forms(country: str, *prefixes: str) -> dict[str, str]:
    return {k: v for k, v in counted(country, build_first=False).items() if k.startswith(prefixes)}


@pytest.mark.parametrize("country", COUNTRIES)
def test_keys_that_begin_anew(filed: dict[tuple[str, int], int], country: str) -> None:
    assert rules(filed[country, 2], *ASKED) == ["keys_begin_anew"]
    assert state(filed[country, 2]) == "returned"
    assert forms(country, "ANEW") == {f"ANEW-{n}": "theft_damage" for n in (1, 2, 3, 4)}


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_case_under_another_key(filed: dict[tuple[str, int], int], country: str) -> None:
    assert rules(filed[country, 4], *ASKED) == ["case_under_other_key"]
    assert forms(country, "SAME", "LATE").keys() == {f"SAME-{n}" for n in (1, 2, 3, 4)}


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_case_that_goes_back(filed: dict[tuple[str, int], int], country: str) -> None:
    assert rules(filed[country, 6], *ASKED) == ["case_older"]


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_key_that_looks_like_one_of_before(filed: dict[tuple[str, int], int], country: str) -> None:
    assert rules(filed[country, 8], *ASKED) == ["case_key_alike_before"]
    assert "ALIKE-0-2" not in forms(country, "ALIKE")
