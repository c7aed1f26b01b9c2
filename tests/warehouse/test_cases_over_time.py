"""Cases that are gone, older exports, months mistaken, keys that moved: asked first, and the marts keep what stood.

Each kind has a month of its own in each country, so that one build shows them all.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry.intake.answers import Reason, confirm, withdraw
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.intake.samples import case, honduran, salvadoran
from tests.intake.submissions import state
from tests.warehouse.filing import rows
from tests.warehouse.months import counted, file_month, rules, take_in, typed_keys

pytestmark = pytest.mark.slow(1)
ASKED = ("stop", "error", "warning")
GONE = {"alone": 1, "together": 2, "confirmed": 5, "told again": 6, "withdrawn": 7}
OLDER = {"by answers": 1, "by saving": 2, "by verification": 3, "confirmed": 4, "together": 5}
SV = {"other month": 2, "shuffled": 4, "missing": 5, "moved": 6, "other year": 7, "spelled": 8}
LATER = dt.datetime(2024, 9, 1, 12)


def month(number: int) -> dt.date:
    return dt.date(2024, number, 1)


def keys(kind: str, number: int, count: int = 3) -> list[str]:
    return [f"{kind}{number}-{letter}" for letter in "ABCDEF"[:count]]


def salvadoran_month(
    number: int, cases: list[int], *, year: int = 2024, **changes: str
) -> list[dict[str, str]]:
    return [
        case(
            100 * number + n,
            Fecha_del_hecho=f"{n + 10}/{number:02d}/{year}",
            Fecha_de_registro="",
            Tipos_de_agresión="robo" if n % 2 else "hostigamiento",
            **changes,
        )
        for n in cases
    ]


class Filing:
    """Files and their numbers, by kind and order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers: dict[str, int] = {}

    def hn(self, name: str, content: bytes, period: dt.date, day: int) -> None:
        self.numbers[name] = file_month(self.folder, "hn", content, dt.date(2024, 9, day), period, ".xlsx")

    def sv(self, name: str, cases: list[dict[str, str]], period: dt.date, day: int) -> None:
        self.numbers[name] = file_month(self.folder, "sv", salvadoran(cases), dt.date(2024, 9, day), period)


def gone(filing: Filing, order: str, day: int, missing: int = 1) -> None:
    """An export of a month, or the same less its last case."""
    number = GONE[order]
    cases = keys("G", number)[: len(keys("G", number)) - missing]
    export = honduran(dict.fromkeys(cases, "recibida"), month(number), f"2024-08-0{day}T10:00:00", LATER)
    filing.hn(f"gone {order} {day}", export, month(number), day)


def older(filing: Filing, order: str, day: int) -> None:
    """On day 1 the newer export, with three verified cases; then the older one, with two, only received."""
    number, newer = OLDER[order], day == 1
    cases = keys("O", number)[: 3 if newer else 2]
    answered = (
        f"2024-08-{20 if newer else 10}T10:00:00" if order in ("by answers", "confirmed", "together") else ""
    )
    saved = LATER + dt.timedelta(days=0 if newer or order != "by saving" else -9)
    export = honduran(
        dict.fromkeys(cases, "verificada" if newer else "recibida"), month(number), answered, saved
    )
    filing.hn(f"older {order} {day}", export, month(number), day)


@pytest.fixture(scope="module")
def filing(module_marts: Settings, tmp_path_factory: pytest.TempPathFactory) -> Filing:
    filing = Filing(tmp_path_factory.mktemp("files"))
    for order in GONE.keys() - {"together"}:
        gone(filing, order, 1, missing=0)
    for order in OLDER.keys() - {"together"}:
        older(filing, order, 1)
    for name, number in SV.items():
        filing.sv(f"{name} 1", salvadoran_month(number, [1, 2, 3, 4]), month(number), 1)
    take_in("hn")
    gone(filing, "together", 1, missing=0)
    older(filing, "together", 1)
    for order in GONE:
        gone(filing, order, 2)
    for order in OLDER:
        older(filing, order, 2)
    filing.sv("other month 2", salvadoran_month(3, [1, 2, 3, 4]), month(SV["other month"]), 2)
    filing.sv(
        "other year 2", salvadoran_month(SV["other year"], [1, 2, 3], year=2023), month(SV["other year"]), 2
    )
    take_in("sv")
    filing.sv("shuffled 2", salvadoran_month(SV["missing"], [4, 2, 1, 3]), month(SV["shuffled"]), 2)
    filing.sv("missing 2", salvadoran_month(SV["missing"], [1, 2, 3]), month(SV["missing"]), 3)
    moved = salvadoran_month(SV["moved"], [5, 1, 2, 3, 4])
    for n, row in enumerate(moved):
        row["No. de caso"] = f"SV-{100 * SV['moved'] + n + 1}"
    filing.sv("moved 2", moved, month(SV["moved"]), 2)
    spelled = salvadoran_month(SV["spelled"], [1, 2, 3, 4])
    for row, key in zip(spelled, ("sv-801", "SV\u2013802", '="SV-803"', "SV - 804"), strict=True):
        row["No. de caso"] = key
    filing.sv("spelled 2", spelled, month(SV["spelled"]), 2)
    take_in("sv")
    take_in("hn")
    for name in ("gone confirmed 2", "gone told again 2", "gone withdrawn 2", "older confirmed 2"):
        confirm(filing.numbers[name])
    take_in("hn")
    withdraw(filing.numbers["gone withdrawn 2"], Reason.WRONG_FILE)
    gone(filing, "told again", 3, missing=0)
    take_in("hn")
    assert build().failures == ()
    return filing


def standing(country: str, prefix: str) -> set[str]:
    return {key for key in counted(country, build_first=False) if key.startswith(prefix)}


@pytest.mark.parametrize("order", GONE)
def test_a_case_gone_at_the_source_is_asked(filing: Filing, order: str) -> None:
    number = filing.numbers[f"gone {order} 2"]
    assert rules(number, *ASKED) == ["case_gone"]
    lacking = {keys("G", GONE[order])[-1]} if order == "confirmed" else set()
    assert standing("hn", f"G{GONE[order]}") == set(keys("G", GONE[order])) - lacking


@pytest.mark.parametrize("order", OLDER)
def test_an_older_export_takes_nothing_back(filing: Filing, order: str) -> None:
    number = filing.numbers[f"older {order} 2"]
    assert "case_older" in rules(number, *ASKED)
    stored = dict(
        rows("select case_key, verification_code from marts.fct_attack join marts.fct_event using (event_id)")
    )
    names = typed_keys(stored)
    verified = sorted(
        (names[token], code)
        for token, code in stored.items()
        if names.get(token, "").startswith(f"O{OLDER[order]}-")
    )
    changed = "received" if order == "confirmed" else "verified"
    assert verified == list(zip(keys("O", OLDER[order]), (changed, changed, "verified"), strict=True))


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("other month", "dates_of_other_month"), ("other year", "dates_of_other_month"),
        ("shuffled", "dates_of_other_month"), ("moved", "keys_moved"),
    ],
)  # fmt: skip
def test_a_file_of_another_month_replaces_nothing(filing: Filing, name: str, rule: str) -> None:
    assert rule in rules(filing.numbers[f"{name} 2"], *ASKED)
    assert state(filing.numbers[f"{name} 2"]) == ("returned" if rule == "keys_moved" else "to_confirm")
    number = SV[name]
    assert standing("sv", f"SV-{number}") == {f"SV-{100 * number + n}" for n in (1, 2, 3, 4)}


def test_a_case_that_a_new_version_lacks_is_named(filing: Filing) -> None:
    assert rules(filing.numbers["missing 2"], "note") == ["case_missing"]
    assert standing("sv", "SV-5") == {"SV-501", "SV-502", "SV-503"}


def test_spellings_of_a_key_are_one_case(filing: Filing) -> None:
    assert rules(filing.numbers["spelled 2"], *ASKED) == []
    assert len(rows("select 1 from marts.fct_event where period = '2024-08-01' and country_code = 'sv'")) == 4


def test_step_by_step_as_in_one(filing: Filing) -> None:
    before = counted("hn", build_first=False) | counted("sv", build_first=False)
    assert build(full_refresh=True).failures == ()
    assert counted("hn") | counted("sv") == before
