"""Footnotes, contradictions, and sums that are refused."""

from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from mesoregistry.cli import app
from mesoregistry.figures import compute
from mesoregistry.figures.codes import KnownCodes
from mesoregistry.figures.comparability import Entry, UnlikeUnits, add
from mesoregistry.figures.definitions import definitions
from mesoregistry.figures.published import PublishedFigure, published_figures
from mesoregistry.settings import Settings, settings
from mesoregistry.warehouse.build import build
from tests.warehouse.filing import file, person, prepare


def published() -> dict[str, PublishedFigure]:
    return {f.id: f for f in published_figures(settings().seeds)}


def ledger() -> list[Entry]:
    with (settings().seeds / "comparability.csv").open(encoding="utf-8", newline="") as rows:
        return [
            Entry(
                r["comparability_id"], r["kind"], r["country"].lower() or None, _day(r["valid_from"]),
                _day(r["valid_to"]), r["measure"] or None, r["dimension"] or None, r["es"], r["en"],
            )
            for r in csv.DictReader(rows)
        ]  # fmt: skip


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def notes(figure_id: str) -> set[str]:
    return {e.comparability_id for e in ledger() if e.concerns(published()[figure_id])}


@pytest.mark.parametrize(
    ("figure_id", "carried", "not_carried"),
    [
        (
            "reg5_2012_2023_attacks__2024-06",
            {"gt_network_2017", "gt_source_2020", "gt_absent_2023"},
            {"gt_out_2022"},
        ),
        ("reg5_2012_2022_attacks__2024-06", {"gt_source_2020"}, {"gt_absent_2023"}),
        ("reg4_2023_attacks__2024-04", {"gt_out_2022"}, {"gt_source_2020", "gt_absent_2023"}),
        (
            "hn_2012_2022_police_share__2024-06",
            {"mentions_all"},
            {"gt_source_2020", "gt_out_2022", "state_of_attacks"},
        ),
        ("reg5_2012_2023_state_share__2024-06", {"state_of_attacks"}, {"mentions_all"}),
        ("reg4_2024_state_share__2025-05", {"mentions_identified"}, {"mentions_all"}),
        ("reg5_2012_2023_defenders__2024-06", {"persons_once"}, {"organisations_once"}),
        ("old4_2012_2014_threats__2015-10", {"forms_2012", "ni_apart_2012"}, {"gt_source_2020"}),
        ("udefegua_2020_attacks__2021-01", {"all_defenders"}, {"gt_out_2022"}),
        ("reg5_2015_2016_growth__2018-05", {"ni_apart_2012"}, {"gt_source_2020"}),
    ],
)
def test_what_crosses_an_entry_carries_its_note(
    figure_id: str, carried: set[str], not_carried: set[str]
) -> None:
    assert carried <= notes(figure_id) and not (not_carried & notes(figure_id))


def test_like_figures_add() -> None:
    of = published()
    years = [of[f"old4_{year}_attacks__2015-10"] for year in (2012, 2013, 2014)]
    assert add(years) == of["old4_2012_2014_attacks__2015-10"].value
    profiles = [
        of[f"reg4_2023_{profile}__2024-04"] for profile in ("individual", "collective", "organisation")
    ]
    assert add(profiles) == of["reg4_2023_attacks__2024-04"].value


@pytest.mark.parametrize(
    ("ids", "why"),
    [
        (("reg5_2012_2022_attacks__2024-06", "reg4_2023_attacks__2024-04"), "known on different dates"),
        (("cemda_2023_events__2024-04", "reg4_2023_attacks__2024-04"), "count unlike units"),
        (("udefegua_2023_attacks__2024-04", "reg4_2023_attacks__2024-04"), "count other people"),
        (("reg4_2023_defenders_individual__2024-04", "reg4_2023_defenders_collective__2024-04"), "persons"),
        (("hn_2023_displacement__2024-04", "reg4_2023_displacement__2024-04"), "the same twice"),
    ],
)
def test_unlike_figures_do_not_add(ids: tuple[str, ...], why: str) -> None:
    with pytest.raises(UnlikeUnits, match=why) as refused:
        add([published()[i] for i in ids])
    assert refused.value.text.es != refused.value.text.en and all(i in refused.value.text.es for i in ids)


def test_releases_with_other_countries_do_not_add() -> None:
    of = published()
    ten, year_2023 = of["reg5_2012_2022_attacks__2024-06"], of["reg4_2023_attacks__2024-04"]
    with pytest.raises(UnlikeUnits, match="other countries in other periods"):
        add([ten, replace(year_2023, as_known_on=ten.as_known_on)])


def test_every_published_filter_has_a_column_or_a_reason() -> None:
    """Only other registries' lists are unknown to the dimensions."""
    unknown = {
        f.id for f in published().values() for scope in (f.scope, f.base) for name in scope.codes
        if name not in definitions().dimensions
    }  # fmt: skip
    assert unknown and all(i.startswith("cemda_") for i in unknown)


def test_near_codes() -> None:
    known = KnownCodes({"form": frozenset({"threat", "search"}), "source": frozenset()}, frozenset({"hn"}))
    scope = replace(
        published()["reg4_2023_attacks__2024-04"].scope, countries=("HN",), codes={"form": ("treat",)}
    )
    fault = known.fault(scope)
    assert fault and fault.en == "“treat” is not a code of “form”. Near ones: threat."


@pytest.fixture(scope="module")
def honduras(module_marts: Settings) -> None:
    prepare()
    attack = {"case_key": "A", "event_date": "2022-03-05", "form": ["amenazas"], **person("Ana")}
    file("hn", dt.date(2022, 3, 1), dt.date(2022, 4, 2), [attack])
    assert build().failures == ()


def test_the_command(honduras: None) -> None:
    runner = CliRunner()
    completed = runner.invoke(app, ["figures", "--only", "hn_2022", "--json", "-l", "en"])
    (shown_figure,) = json.loads(completed.stdout)
    assert {"id", "label", "published", "computed", "equal", "reason", "as_known_on", "source"} <= set(
        shown_figure
    )
    assert (shown_figure["published"], shown_figure["computed"], shown_figure["equal"]) == (1198, 1, False)
    assert "Honduras has no extracts for 2022-01–2022-02, 2022-04–2022-12." in shown_figure["reason"]
    assert "From so few extracts it is not known how much a month can hold." in shown_figure["reason"]
    assert (shown_figure["status"], completed.exit_code) == ("not_covered", 0)
    for spoken, words in (("es", "1 cifras: ◌ 1 sin cubrir"), ("en", "1 figures: ◌ 1 not covered")):
        shown = runner.invoke(app, ["figures", "--only", "hn_2022", "-l", spoken])
        assert words in " ".join(shown.stdout.split())


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--as-known-on", "2012-01-01"], "Nothing was known on 2012-01-01"),
        (["--as-known-on", "mañana"], "A date is written 2024-06-30"),
        (["--only", "cr_"], "No figure begins with"),
    ],
)
def test_wrong_use(honduras: None, arguments: list[str], expected: str) -> None:
    refused = CliRunner().invoke(app, ["figures", *arguments, "-l", "en"])
    assert refused.exit_code == 2 and expected in " ".join(refused.stderr.split())


def test_all_figures_have_an_answer(honduras: None) -> None:
    results = compute()
    assert len(results) == 424
    assert {f.status for f in results} <= {
        "equal_not_covered",
        "not_covered",
        "not_computable",
        "contradiction",
    }
    assert all(f.computed is not None or f.reason for f in results)


def test_another_day_compares_nothing_and_says_so(honduras: None) -> None:
    arguments = ["figures", "--as-known-on", "2022-04-02", "--only", "hn_2022", "-l", "en"]
    shown = CliRunner().invoke(app, arguments)
    assert "· 1 not compared" in shown.stdout and "Nothing was compared" in shown.stdout
    assert shown.exit_code == 0
    (figure,) = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)
    assert (figure["status"], figure["computed"], figure["equal"]) == ("not_compared", 1, False)
    assert figure["reason"] == "It was published as known on 2024-02-29: on another date it is not compared."
