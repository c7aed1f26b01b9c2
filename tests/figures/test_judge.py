"""The verdict on a figure: what excuses a difference, and how much of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from mesoregistry.figures.capacity import INFINITE, Gap, Reach, capacity, reach
from mesoregistry.figures.comparability import Entry
from mesoregistry.figures.coverage import Coverage
from mesoregistry.figures.filed import Filed, Source
from mesoregistry.figures.incompatible import incompatible
from mesoregistry.figures.judge import Evidence, judged
from mesoregistry.figures.missing import missing
from mesoregistry.figures.published import PublishedFigure
from mesoregistry.findings import Text
from mesoregistry.months import months_between
from tests.figures.asking import day, figure

YEAR = ("2024-01-01", "2024-12-31")
FROM_2020 = tuple(months_between(dt.date(2020, 1, 1), dt.date(2024, 12, 1)))
JUNE = dt.date(2024, 6, 1)


def status(printed: PublishedFigure, computed: int, evidence: Evidence) -> str:
    return judged(printed, printed.as_known_on, Decimal(computed), evidence).status


# --- what a month can hold ------------------------------------------------------------------------------------------


def test_a_month_holds_at_most_what_its_season_held() -> None:
    """June of 2024: May to July of 2022 to 2024. Not the December of those years, nor the June of 2020."""
    gap = Gap("hn", [JUNE], frozenset(FROM_2020) - {JUNE})
    counts = {("hn", m): 3 for m in FROM_2020}
    counts |= {
        ("hn", dt.date(2023, 7, 1)): 8,
        ("hn", dt.date(2022, 12, 1)): 50,
        ("hn", dt.date(2020, 6, 1)): 60,
    }
    assert capacity([gap], counts) == 8
    assert capacity([gap, Gap("hn", [dt.date(2024, 1, 1)], gap.filed)], counts) == 8 + 50


def test_without_a_season_the_nearest_months_are_its_history() -> None:
    old = frozenset(months_between(dt.date(2019, 1, 1), dt.date(2020, 12, 1)))
    counts = {("gt", dt.date(2019, 6, 1)): 90, ("gt", dt.date(2020, 2, 1)): 7}
    assert capacity([Gap("gt", [JUNE], old)], counts) == 7  # the twelve months of 2020, the nearest


def test_eleven_months_are_no_history() -> None:
    assert capacity([Gap("hn", [JUNE], frozenset(FROM_2020[:11]))], {}) == INFINITE
    assert capacity([Gap("hn", [JUNE], frozenset(FROM_2020[:12]))], {}) == 0


@pytest.mark.parametrize(
    ("how", "counts", "more", "expected"),
    [
        ("value", (40,), (5,), (40, 45)),
        ("share", (10, 40), (5, 20), (Decimal(1000) / 60, Decimal(1500) / 45)),
        ("share", (10, 40), (0, 10), (20, 25)),
        ("growth", (60, 40), (20, 10), (20, 100)),
        ("difference", (60, 40), (20, 10), (10, 40)),
        ("value", (40,), (INFINITE,), (40, INFINITE)),
        ("share", (10, 40), (INFINITE, INFINITE), (0, 100)),
    ],
)
def test_how_far_a_value_can_move(
    how: str, counts: tuple[int, ...], more: tuple[int, ...], expected: tuple[int, int]
) -> None:
    reached = reach(how, counts, [Decimal(m) for m in more])  # type: ignore[arg-type]
    assert (reached.low, reached.high) == tuple(map(Decimal, expected))


def test_what_is_missing_excuses_what_it_can_hold_and_no_more(tmp_path: Path) -> None:
    def result(measure: str, computed: int, reached: Reach | None) -> str:
        note = (Text("faltan meses", "months are missing"),)
        evidence = Evidence(uncovered=note, due=note if reached else (), reach=reached)
        return status(figure(tmp_path, measure, value="40"), computed, evidence)

    assert result("attacks", 35, Reach(Decimal(35), Decimal(40))) == "not_covered"
    assert result("attacks", 35, Reach(Decimal(35), Decimal(39))) == "different"
    assert (
        result("attacks", 41, Reach(Decimal(41), Decimal(60))) == "different"
    )  # what is missing takes nothing away
    assert result("attacks", 35, None) == "different"  # nobody should have filed those months
    assert result("attacks", 40, None) == "equal_not_covered"
    assert result("share_of_attacks", 45, Reach(Decimal(39), Decimal(47))) == "not_covered"
    assert result("share_of_attacks", 45, Reach(Decimal(41), Decimal(47))) == "different"


# --- which months ---------------------------------------------------------------------------------------------------


def covered() -> Coverage:
    """Honduras is filed since 2023, but for June 2024; Guatemala joined in July 2024 and filed nothing."""
    months = [m for m in months_between(dt.date(2023, 1, 1), dt.date(2024, 12, 1)) if m != JUNE]
    return Coverage(
        [Filed("hn", "hn_red", m, dt.date(2025, 1, 15), None) for m in months],
        {"hn": Text("Honduras", "Honduras"), "gt": Text("Guatemala", "Guatemala")},
        [
            Source("hn", "hn_red", dt.date(2023, 1, 1), None),
            Source("gt", "gt_red", dt.date(2024, 7, 1), None),
        ],
    )


def test_a_month_is_due_where_there_is_a_source_and_it_is_over(tmp_path: Path) -> None:
    whole = figure(
        tmp_path, "attacks", countries="HN GT", days=("2022-11-01", "2025-01-31"), known_on="2025-01-31"
    )
    lacks = missing(whole, whole.as_known_on, covered(), ())
    assert [note.en for note in lacks.due] == [
        "Honduras has no extracts for 2024-06.", "Guatemala has no extracts for 2024-07–2024-12.",
    ]  # fmt: skip
    # November 2022, before either registered, and January 2025, which is due in February, excuse nothing
    notes = [note.en for note in lacks.uncovered]
    assert {"Honduras: nobody registered in 2022-11–2022-12.", "Honduras: 2025-01 was not due yet."} <= set(
        notes
    )
    assert {"Guatemala: nobody registered in 2022-11–2024-06.", "Guatemala: 2025-01 was not due yet."} <= set(
        notes
    )


def test_months_that_the_publication_left_out_excuse_nothing(tmp_path: Path) -> None:
    entry = Entry(
        "x", "absent", "gt", dt.date(2024, 7, 1), dt.date(2024, 10, 31), None, None, "falta", "absent"
    )
    region = figure(tmp_path, "attacks", countries="HN GT", days=YEAR, known_on="2025-01-31")
    alone = figure(tmp_path, "attacks", countries="GT", days=YEAR, known_on="2025-01-31")
    assert [n.en for n in missing(region, day("2025-01-31"), covered(), (entry,)).due] == [
        "Honduras has no extracts for 2024-06.", "Guatemala has no extracts for 2024-11–2024-12.",
    ]  # fmt: skip
    assert entry.concerns(region) and not entry.concerns(alone)
    assert "2024-07–2024-12" in missing(alone, day("2025-01-31"), covered(), (entry,)).due[0].en


# --- contradictions -------------------------------------------------------------------------------------------------


def made(tmp_path: Path, name: str, value: int, **more: object) -> PublishedFigure:
    return figure(tmp_path, "attacks", value=str(value), name=name, **more)  # type: ignore[arg-type]


def proved(*figures: PublishedFigure) -> dict[str, list[str]]:
    return {f: [p.reason.en for p in proofs] for f, proofs in incompatible(figures).items()}


def test_two_values_of_one_scope_contradict(tmp_path: Path) -> None:
    a, b = made(tmp_path, "a", 200), made(tmp_path, "b", 210)
    assert proved(a, b) == {i: ["Of the same scope 200 and 210 were published."] for i in "ab"}
    later = made(tmp_path, "b", 210, known_on="2025-06-30")
    assert proved(a, later) == {}  # ten rows may come late
    fewer = made(tmp_path, "b", 190, known_on="2025-06-30")
    assert "10 would have to have vanished" in proved(a, fewer)["b"][0]
    assert incompatible([a, later], frozenset({("b", "a")})).keys() == {"a", "b"}  # of one day after all
    assert proved(a, made(tmp_path, "b", 190, filter_text="form=threat")) == {}


def test_a_part_is_not_more_than_the_whole(tmp_path: Path) -> None:
    """4,083 in nine months do not contradict 4,803 in twelve; 4,803 would contradict 4,083 of the whole year."""
    nine = ("2024-01-01", "2024-09-30")
    assert proved(made(tmp_path, "nine", 4083, days=nine), made(tmp_path, "year", 4803, days=YEAR)) == {}
    wrong = proved(made(tmp_path, "nine", 4803, days=nine), made(tmp_path, "year", 4083, days=YEAR))
    assert wrong["nine"] == ["A part is not more than the whole: 4,803 of 4,083."]
    threats = made(tmp_path, "threats", 9, filter_text="form_group=threats")
    assert proved(threats, made(tmp_path, "deadly", 12, filter_text="form=death_threat")).keys() == {
        "threats",
        "deadly",
    }
    everybody = made(tmp_path, "all", 8, filter_text="eligible=any")
    assert proved(everybody, made(tmp_path, "women", 9)) == {}  # "eligible" adds people


def test_parts_do_not_add_up_to_another_whole(tmp_path: Path) -> None:
    """As Mexico: 118 + 174 + 308 are 600, and 616 of the same years were known before."""
    years = [
        made(tmp_path, str(year), value, days=(f"{year}-01-01", f"{year}-12-31"), known_on="2027-03-23")
        for year, value in ((2022, 118), (2023, 174), (2024, 308))
    ]
    days = ("2022-01-01", "2024-12-31")
    before = proved(*years, made(tmp_path, "whole", 616, days=days, known_on="2025-10-31"))
    sentence = "118 + 174 + 308 = 600, and 616 of the same were known before: 16 would have to have vanished."
    assert before == {i: [sentence] for i in ("2022", "2023", "2024", "whole")}
    assert proved(*years, made(tmp_path, "whole", 616, days=days, known_on="2027-10-31")) == {}  # late rows
    assert (
        "more than the whole"
        in proved(*years, made(tmp_path, "w", 599, days=days, known_on="2028-01-31"))["w"][0]
    )
    countries = [made(tmp_path, c, n, countries=c) for c, n in (("HN", 5), ("SV", 7))]
    assert proved(*countries, made(tmp_path, "both", 12, countries="SV HN")) == {}
    assert proved(*countries, made(tmp_path, "both", 13, countries="SV HN"))["both"]


def test_a_contradiction_needs_the_side_that_decides(tmp_path: Path) -> None:
    press, report = made(tmp_path, "press", 210), made(tmp_path, "report", 200)
    proofs = incompatible([press, report])["press"]
    assert status(press, 200, Evidence(proofs, {"report": True})) == "contradiction"
    assert status(press, 190, Evidence(proofs, {"report": False})) == "different"  # no side holds
    assert status(press, 200, Evidence(equal={"report": True})) == "different"  # nothing is shown
    holds = judged(
        report, report.as_known_on, Decimal(200), Evidence(incompatible([press, report])["report"])
    )
    assert (holds.status, holds.against) == ("equal", ("press",))
    assert holds.reason and holds.reason.en == "Of the same scope 210 and 200 were published."


def test_a_whole_that_is_too_small_is_bounded_but_not_decided(tmp_path: Path) -> None:
    nine = made(tmp_path, "nine", 4803, days=("2024-01-01", "2024-09-30"))
    year = made(tmp_path, "year", 4083, days=YEAR)
    proofs = incompatible([nine, year])["year"]
    assert proofs and status(year, 9999, Evidence(proofs, {"nine": True})) == "different"
