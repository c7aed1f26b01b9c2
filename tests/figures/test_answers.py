"""``ask``: any measure by any dimensions, counted by hand; and a reason where there is no number."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import psycopg
import pytest
from typer.testing import CliRunner

from mesoregistry.cli import app
from mesoregistry.settings import Settings, settings
from mesoregistry.warehouse.build import build
from tests.warehouse.filing import file, person, prepare, rows

pytestmark = pytest.mark.slow(1)
SVG = "{http://www.w3.org/2000/svg}"
JANUARY, FEBRUARY = dt.date(2024, 1, 1), dt.date(2024, 2, 1)
YEAR = ("--from", "2024-01-01", "--to", "2024-03-31", "--as-known-on", "2024-06-30")


@pytest.fixture(scope="module")
def loaded(module_marts: Settings) -> None:
    prepare()
    file("hn", JANUARY, dt.date(2024, 2, 2), [
        {"case_key": "A", "event_date": "2024-01-05", "form": ["amenazas", "robo"], "channel": "digital",
         "perpetrator": ["policía", "comunidad"], **person("Ana")},
        {"case_key": "B", "event_date": "2024-01-09", "form": ["amenazas"], "channel": "presencial", **person("Bea")},
        {"case_key": "C", "event_date": "2024", "form": ["robo"], **person("Ana")},
        {"case_key": "E", "event_date": "2023-11-20", "form": ["robo"], **person("Eva")},
    ])  # fmt: skip
    file("hn", FEBRUARY, dt.date(2024, 3, 2), [
        {"case_key": "D", "event_date": "2024-02-05", "form": ["amenazas"], "channel": "digital", **person("Ana")},
    ])  # fmt: skip
    file("sv", JANUARY, dt.date(2024, 2, 9), [
        {"case_key": "1", "event_date": "2024-01-02", "form": ["amenazas"], "defender_occupation": ["periodista"],
         **person("Eva")},
    ])  # fmt: skip
    assert build().failures == ()


def answered(*arguments: str) -> dict[str, Any]:
    completed = CliRunner().invoke(app, ["ask", *arguments, *YEAR, "--json", "-l", "en"])
    assert completed.exit_code == 0, completed.stderr
    answer: dict[str, Any] = json.loads(completed.stdout)
    return answer


def groups(answer: dict[str, Any], *keys: str) -> dict[object, object]:
    by: dict[object, object] = {}
    for row in answer["rows"]:
        key = tuple(row[k] for k in keys)
        by[key if len(key) > 1 else key[0]] = (
            row["count"] if row["base"] is None else (row["count"], row["base"])
        )
    return by


def test_without_days_nothing_is_left_out(loaded: None) -> None:
    """A file of January tells of November: who gives no first day counts that too."""
    completed = CliRunner().invoke(app, ["ask", "attacks", "--by", "country", "--json", "-l", "en"])
    assert completed.exit_code == 0, completed.stderr
    answer = json.loads(completed.stdout)
    assert (answer["from"], answer["to"]) == ("2023-11-20", "2024-03-02")
    assert groups(answer, "country") == {"hn": 5, "sv": 1}  # all but the one dated "2024", which may be later


def test_counts_by_dimensions(loaded: None) -> None:
    by_country = answered("attacks", "--by", "country")
    assert groups(by_country, "country") == {"hn": 4, "sv": 1}  # what is dated "2024" is in no quarter of it
    assert by_country["total"] == {"count": 5, "base": None, "value": 5}
    notes = " ".join(by_country["notes"])
    assert (
        "Honduras has no extracts for 2024-03." in notes
        and "Mexico has no extracts for 2024-01–2024-03." in notes
    )
    crossed = answered("attacks", "--by", "month", "--by", "form", "--countries", "HN")
    assert groups(crossed, "month", "form") == {
        ("2024-01", "threat"): 2, ("2024-01", "theft_damage"): 1, ("2024-02", "threat"): 1,
    }  # fmt: skip


def test_a_share_has_its_numerator_and_its_base(loaded: None) -> None:
    digital = answered(
        "share_of_attacks", "--where", "channel=digital | form=threat", "--by", "month", "--countries", "hn"
    )
    assert groups(digital, "month") == {"2024-01": (1, 2), "2024-02": (1, 1)}
    assert digital["total"] == {"count": 2, "base": 3, "value": pytest.approx(66.6667, abs=1e-3)}


def test_persons_count_once_and_the_rows_do_not_add(loaded: None) -> None:
    women = answered("defenders_distinct", "--by", "month", "--countries", "HN")
    assert groups(women, "month") == {"2024-01": 2, "2024-02": 1} and women["total"]["count"] == 2
    assert "do not add up to the total" in " ".join(women["notes"])


def test_as_known_on_a_day(loaded: None) -> None:
    early = CliRunner().invoke(app, ["ask", "attacks", *YEAR[:-1], "2024-02-05", "--json"])
    assert json.loads(early.stdout)["total"]["count"] == 3


def test_the_query_that_is_shown_gives_the_numbers(loaded: None) -> None:
    shown = CliRunner().invoke(app, ["ask", "attacks", "--by", "country", *YEAR, "--sql"])
    assert sorted(rows(shown.stdout)) == [("hn", 4), ("sv", 1)]


def test_the_table_has_bars(loaded: None) -> None:
    shown = CliRunner().invoke(app, ["ask", "attacks", "--by", "country", *YEAR, "-l", "es"])
    lines = {line.split()[0]: line for line in shown.stdout.splitlines() if line.strip()}
    assert lines["hn"].count("█") == 30 and lines["sv"].count("█") == 7 and "5" in lines["todo"]


def test_who_does_not_ask_is_left_out_and_named(loaded: None) -> None:
    answer = answered("attacks", "--where", "occupation=journalist", "--by", "country")
    assert groups(answer, "country") == {"sv": 1}
    assert (
        "Honduras does not ask “occupation” in this period: it is left out, which is not a zero."
        in answer["notes"]
    )


def drawn(folder: Path, *arguments: str, language: str = "es") -> ElementTree.Element:
    path = folder / "chart.svg"
    completed = CliRunner().invoke(app, ["ask", *arguments, *YEAR, "--svg", str(path), "-l", language])
    assert completed.exit_code == 0, completed.output
    return ElementTree.fromstring(path.read_text(encoding="utf-8"))


def bars(chart: ElementTree.Element) -> list[float]:
    return [float(bar.attrib["width"]) for bar in chart.iter(f"{SVG}rect") if "rx" in bar.attrib]


def texts(chart: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in chart.iter(f"{SVG}text")]


def test_the_chart_is_drawn_to_scale_and_says_its_numbers(loaded: None, tmp_path: Path) -> None:
    chart = drawn(tmp_path, "attacks", "--by", "country")
    long, short = bars(chart)
    assert long == pytest.approx(4 * short, abs=0.5)
    assert {"Honduras", "El Salvador", "4", "1", "Todo", "5"} <= set(texts(chart))
    assert chart.attrib["role"] == "img" and chart.attrib["aria-labelledby"] == "title desc"
    assert chart.findtext(f"{SVG}desc") == "Honduras: 4; El Salvador: 1; Todo: 5"
    assert any("Honduras no tiene archivos de 2024-03" in text for text in texts(chart))
    assert all(float(t.attrib["y"]) < float(chart.attrib["height"]) for t in chart.iter(f"{SVG}text"))


def test_the_chart_of_a_share_of_two_dimensions_and_of_a_difference(loaded: None, tmp_path: Path) -> None:
    share = ("share_of_attacks", "--where", "channel=digital | form=threat", "--countries", "hn")
    crossed = texts(drawn(tmp_path, *share, "--by", "month", "--by", "form", language="en"))
    assert crossed.index("2024-01") < crossed.index("50.0 % (1 of 2)") < crossed.index("2024-02")
    fall = drawn(
        tmp_path, "difference_of_attacks", "--by", "form", "--countries", "hn", "--where",
        "from=2024-02-01 to=2024-02-29 | from=2024-01-01 to=2024-01-31",
    )  # fmt: skip
    assert {"-1 (1 frente a 2)", "-1 (0 frente a 1)"} <= set(texts(fall))
    assert len(bars(fall)) == 2 and bars(fall)[0] == bars(fall)[1] > 0


def test_a_country_that_joins_in_the_middle(loaded: None) -> None:
    """Nobody registered before: that is said, and what it has not is no zero."""
    before = ["ask", "attacks", "--countries", "HN", "--as-known-on", "2024-06-30", "-l", "en", "--json"]
    joined = CliRunner().invoke(app, [*before, "--from", "2011-07-01", "--to", "2024-01-31", "--by", "year"])
    answer = json.loads(joined.stdout)
    assert groups(answer, "year") == {"2023": 1, "2024": 3}
    assert "Honduras: nobody registered in 2011-07–2011-12." in answer["notes"]
    refused = CliRunner().invoke(app, [*before, "--from", "2011-01-01", "--to", "2011-12-31"])
    assert refused.exit_code == 2 and "No data, which is not zero" in refused.stderr
    growth = [
        "ask",
        "growth_of_attacks",
        *before[2:],
        "--from",
        "2024-01-01",
        "--to",
        "2024-01-31",
        "--where",
    ]
    refused = CliRunner().invoke(app, [*growth, "| from=2011-01-01 to=2011-01-31"])
    assert refused.exit_code == 2 and "No data, which is not zero" in refused.stderr


REFUSED = [
    (["attacks", "--by", "occupation", "--countries", "HN"], "No source of Honduras asks “occupation”"),
    (["attacks", "--by", "perpetrator"], "has several “perpetrator”"),
    (["attacks", "--by", "colour"], "Nothing is grouped by “colour”. Possible: country, year, month, form"),
    (["attacks", "--where", "form=thret"], "“thret” is not a code of “form”. Near ones: threat"),
    (["attacks", "--where", "threat"], "'threat' is not dimension=code"),
    (["attack"], "does not count “attack”"),
    (
        ["share_of_attacks", "--where", "form=threat | form=torture", "--countries", "HN"],
        "The denominator is zero",
    ),
    (["attacks", "--countries", "CR"], "“CR” is not a country"),
    (["attacks", "--countries", "MX"], "No data, which is not zero: Mexico has no extracts"),
    (["attacks", "--where", "eligible=any"], "counts other people than the other sources"),
]


@pytest.mark.parametrize(("arguments", "expected"), REFUSED)
def test_no_number_without_a_reason(loaded: None, arguments: list[str], expected: str) -> None:
    refused = CliRunner().invoke(app, ["ask", *arguments, *YEAR, "-l", "en"])
    assert refused.exit_code == 2 and expected in " ".join(refused.stderr.split()), refused.stderr


def test_a_day_before_the_first_load(loaded: None) -> None:
    refused = CliRunner().invoke(app, ["ask", "attacks", "--as-known-on", "2024-02-01", "-l", "en"])
    assert refused.exit_code == 2 and "Nothing was known on 2024-02-01" in refused.stderr


def test_a_code_withdrawn_before_the_period(loaded: None) -> None:
    with psycopg.connect(settings().dsn("warehouse", "transformer")) as connection:
        connection.execute(
            "update marts.dim_code set valid_to = '2023-12-31' where (list, code) = ('form', 'torture')"
        )
    refused = CliRunner().invoke(app, ["ask", "attacks", "--where", "form=torture", *YEAR, "-l", "en"])
    assert refused.exit_code == 2 and "“torture” of “form” holds –2023-12-31" in refused.stderr
