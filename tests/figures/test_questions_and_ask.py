"""The twelve questions and ``ask`` give the same numbers: a measure has one definition."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from mesoregistry.authoring.questions import questions
from mesoregistry.cli import app
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.warehouse.filing import Record, file, person, prepare, rows, token

pytestmark = pytest.mark.slow(1)
NOW = ("--from", "2010-01-01", "--to", "2024-12-31")


def case(key: str, day: str, *forms: str, **more: object) -> Record:
    return {"case_key": key, "event_date": day, "form": list(forms), **more}


@pytest.fixture(scope="module")
def loaded(module_marts: Settings) -> None:
    """Two years, corrected between; collectives, an organisation, men, several perpetrators, days not known exactly."""
    prepare()
    group = person("Ana", "Cira", "Dora") | {"profile": "colectivo"}
    network = {
        "profile": "organización",
        "organisation_token": [token("Red")],
        "organisation_identity": ["named"],
    }
    first = [
        case("A", "2022-03-05", "amenazas", "hostigamiento", perpetrator=["policía", "comunidad"],
             channel=["digital", "presencial"], right_defended="tierra y territorio", complaint_filed="yes",
             **person("Ana")),
        case("B", "2022-03-20", "amenazas", channel="digital", perpetrator=["policía"], **person("Bea")),
        case("C", "2022-07-31", "amenazas", complaint_filed="no", perpetrator=["militares"],
             channel="presencial", **group),
        case("D", "2022", "robo", perpetrator=["desconocido físico"], **person("Eva")),
        case("E", "2022-08", "robo", status="retirado", status_reason="caso duplicado", complaint_filed="yes",
             **person("Eva")),
        case("F", "2022-05-03", "cancelación de personería jurídica", **network),
    ]  # fmt: skip
    march, later = dt.date(2022, 3, 1), dt.date(2023, 1, 10)
    file("hn", march, later, first)
    file("mx", march, later, [
        case("M", "2022-03-05", "amenazas", "robo", protection_measure="ninguna", **person("Mia")),
        case("N", "2022-03-06", "amenazas", protection_measure="medidas de la red", **person("Nora")),
        case("O", "2022-03-07", "amenazas", **person("Nora")),
        case("P", "2022-03-08", "robo", status="retirado", status_reason="caso duplicado",
             protection_measure="ninguna", **person("Mia")),
        case("Q", "2022-03-09", "robo", protection_measure=["medidas de la red", "CIDH"], **person("Mia")),
        # a case in two rows, a measure in each
        case("R", "2022-03-10", "robo", protection_measure=["CIDH"], **person("Nora")),
        case("R", "2022-03-10", "amenazas", protection_measure=["mecanismo estatal", "CIDH"], **person("Nora")),
    ])  # fmt: skip
    file("gt", march, later, [
        case("1", "2022-03-05", "amenazas", defender_gender=["mujer"], perpetrator=["policía"], **person("Gala")),
        case("2", "2022-03-06", "amenazas", defender_gender=["hombre"], channel="digital", perpetrator=["policía"],
             right_defended="tierra y territorio", **person("Juan")),
        case("3", "2021-03-06", "robo", defender_gender=["hombre"], **person("Juan")),
    ])  # fmt: skip
    file("hn", dt.date(2023, 12, 1), dt.date(2024, 1, 9), [
        first[1] | {"event_date": "2022-04-20"},
        case("G", "2022-02-01", "amenazas", perpetrator=["policía"], channel="presencial", **person("Ana")),
        case("H", "2023-03-08", "robo", "amenazas", perpetrator=["militares", "policía"], channel="digital", **group),
    ])  # fmt: skip
    assert build().failures == ()


def counts(measure: str, *arguments: str, base: bool = False) -> Counter[Any]:
    """What ``ask`` answers, by its keys; with ``base`` the rounded percentage."""
    completed = CliRunner().invoke(app, ["ask", measure, *arguments, *NOW, "--json", "-l", "en"])
    assert completed.exit_code == 0, completed.output
    answer = json.loads(completed.stdout)
    by = answer["by"]
    shown = answer["rows"] if by else [answer["total"]]
    number: Callable[[dict[str, Any]], Any] = (
        (lambda row: row["value"] and round(row["value"], 1)) if base else (lambda row: row["count"])
    )
    return Counter(
        {(tuple(row[k] for k in by) if len(by) != 1 else row[by[0]]): number(row) for row in shown}
    )


def by_year(answer: list[tuple[Any, ...]], column: int) -> Counter[Any]:
    return Counter({str(row[0]): float(row[column]) if row[column] is not None else None for row in answer})


def of_question_1(answer: list[tuple[Any, ...]]) -> bool:
    keys = ("--by", "country", "--by", "month")
    period = ("--from", "2022-01-01", "--to", "2022-12-31", "--as-known-on")
    for day, column in (("2023-04-30", 2), ("2024-04-30", 6)):
        completed = CliRunner().invoke(app, ["ask", "attacks", *keys, *period, day, "--json"])
        known = Counter(
            {(r["country"], r["month"]): r["count"] for r in json.loads(completed.stdout)["rows"]}
        )
        totals: Counter[str] = Counter()
        for (country, _), number in known.items():
            totals[country] += number
        listed: Counter[str] = Counter()
        for row in answer:
            listed[row[0]] += row[column]
        if +listed != +totals:
            return False
    return True


def of_question_2(answer: list[tuple[Any, ...]]) -> bool:
    names = {es: code for code, es in rows("select form_code, es from marts.dim_form")}
    listed = {(profile, names[es]): number for profile, _, es, _, number in answer}
    known = counts("attacks", "--by", "profile", "--by", "form")
    return listed == {key: known[key] for key in listed} and sum(known.values()) == sum(listed.values())


def of_question_3(answer: list[tuple[Any, ...]]) -> bool:
    return bool(sum(row[1] for row in answer) == counts("defenders_distinct")[()])


def of_question_4(answer: list[tuple[Any, ...]]) -> bool:
    digital, known = "channel=digital", "channel=digital+offline+both"
    return (
        +by_year(answer, 1) == counts("attacks", "--where", digital, "--by", "year")
        and +by_year(answer, 2) == counts("attacks", "--where", "channel=both", "--by", "year")
        and by_year(answer, 4) == counts("attacks", "--by", "year")
        and {y: p for y, p in by_year(answer, 5).items() if p is not None}
        == counts("share_of_attacks", "--where", f"{digital} | {known}", "--by", "year", base=True)
    )


def of_question_5(answer: list[tuple[Any, ...]]) -> bool:
    measures = ("share_of_attacks", "share_of_perpetrators", "share_of_identified_perpetrators")
    return all(
        {y: p for y, p in by_year(answer, column).items() if p is not None}
        == counts(measure, "--where", "perpetrator_group=state", "--by", "year", base=True)
        for column, measure in enumerate(measures, start=1)
    )


def of_question_6(answer: list[tuple[Any, ...]]) -> bool:
    return +by_year(answer, 1) == counts("attacks", "--where", "month=03", "--by", "year")


def of_question_7(answer: list[tuple[Any, ...]]) -> bool:
    return +by_year(answer, 3) == counts("attacks", "--countries", "GT", "--by", "year")


def of_question_8(answer: list[tuple[Any, ...]]) -> bool:
    dated: Counter[str] = Counter()
    for (country, month), number in counts("attacks", "--by", "country", "--by", "month").items():
        dated[country] += number if month else 0
    return {row[0]: sum(row[1:5]) for row in answer} == dated


def of_question_9(answer: list[tuple[Any, ...]]) -> bool:
    held = (
        "--where",
        "form=legal_status_cancellation profile=organisation",
        "--by",
        "country",
        "--by",
        "year",
    )
    return all(
        {(row[0], str(row[1])): row[column] for row in answer} == counts(measure, *held)
        for column, measure in ((2, "organisations_distinct"), (4, "attacks"))
    )


def of_question_10(answer: list[tuple[Any, ...]]) -> bool:
    names = {es: code for code, es in rows("select perpetrator_code, es from marts.dim_perpetrator")}
    return bool(answer) and all(
        row[2] == counts("defenders_distinct", "--where", f"perpetrator={names[row[0]]}")[()]
        for row in answer
    )


def of_question_11(answer: list[tuple[Any, ...]]) -> bool:
    """By measure where a form asks for it; where it asks whether there was a complaint, the events of which it says."""
    names = {
        es: code for code, es in rows("select protection_measure_code, es from marts.dim_protection_measure")
    }
    events, reported = Counter[Any](), Counter[Any]()
    for country, es, _, number, with_complaint in answer:
        events[country, names[es]] += number
        reported[country] += with_complaint
    measures = counts("events", "--by", "country", "--by", "protection_measure")
    complaints = counts("events", "--where", "complaint=yes+no", "--by", "country")
    return (
        {key: n for key, n in events.items() if key[0] == "mx"}
        == {key: n for key, n in measures.items() if key[1]}
        and {key[0]: n for key, n in events.items() if key[0] != "mx"} == complaints
        and +reported == counts("events", "--where", "complaint=yes", "--by", "country")
    )


def test_each_of_several_measures_is_a_row_and_no_attack_counts_twice(loaded: None) -> None:
    assert rows(
        "select case_key, protection_measure_code, is_counted from marts.fct_protection_response"
        " join marts.fct_event using (event_id) where case_key in ('M', 'Q', 'R') order by 1, 2"
    ) == [
        ("M", "none", True),
        ("Q", "iachr", True),
        ("Q", "network", True),
        ("R", "iachr", True),
        ("R", "state_mechanism", True),
    ]
    for measure, of_iachr, of_all in (("events", 2, 5), ("attacks", 3, 7)):
        of_country = counts(measure, "--by", "country")
        assert of_country["mx"] == of_all
        for codes, more in (
            ("iachr", 0),
            ("iachr+network", 1),
            ("iachr+none", 1 if measure == "events" else 2),
        ):
            with_measure = counts(measure, "--where", f"protection_measure={codes}", "--by", "country")
            assert with_measure["mx"] == of_iachr + more


def test_the_semantic_layer_counts_an_event_under_each_of_its_measures(loaded: None) -> None:
    by_model = rows(
        "select protection_measure_code, count(distinct event_id) from semantic.rows_responses"
        " where country_code = 'mx' and is_counted group by 1"
    )
    answer = counts("events", "--by", "protection_measure", "--countries", "MX")
    assert answer == {"none": 1, "network": 2, "iachr": 2, "state_mechanism": 1, None: 1} == dict(by_model)


def of_question_12(answer: list[tuple[Any, ...]]) -> bool:
    names = {es: code for code, es in rows("select right_code, es from marts.dim_right")}
    known = counts("attacks", "--by", "right", "--by", "country")
    columns = ("sv", "gt", "hn", "mx", "ni")
    listed = {
        (names[row[0]], country): number
        for row in answer for country, number in zip(columns, row[2:7], strict=True) if number
    }  # fmt: skip
    return listed == known


CHECKS: dict[int, Callable[[list[tuple[Any, ...]]], bool]] = {
    1: of_question_1, 2: of_question_2, 3: of_question_3, 4: of_question_4, 5: of_question_5, 6: of_question_6,
    7: of_question_7, 8: of_question_8, 9: of_question_9, 10: of_question_10, 11: of_question_11, 12: of_question_12,
}  # fmt: skip
PERSONS = "marts.defenders_as_known_on(current_date) as d"
OF_EVERYBODY = {
    "dim_defender": f"select count(distinct event_id) as event_count from {PERSONS} group by defender_token",
    "bridge_defender_perpetrator": "select perpetrator_code, count(distinct event_id) as event_count"
    f" from {PERSONS} join marts.bridge_attack_perpetrator as p using (attack_version_id) where p.position > 0"
    " group by defender_token, perpetrator_code",
}  # rows of the attacks that count: the same of all
SQL = {question.number: question.sql for question in questions()}


def everybody(number: int) -> str:
    """A question with the men of Guatemala and the withdrawn cases in it."""
    query = SQL[number]
    for table, rows_of_all in OF_EVERYBODY.items():
        query = query.replace(f"from marts.{table}", f"from ({rows_of_all}) as everybody")
    return query.replace("is_counted", "event_id is not null")


def test_all_of_them_are_held() -> None:
    assert {*SQL} == {*CHECKS}


@pytest.mark.parametrize("number", CHECKS)
def test_a_question_and_ask_agree(number: int, loaded: None) -> None:
    assert CHECKS[number](rows(SQL[number]))


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12])
def test_a_question_that_counts_everybody_does_not_agree(number: int, loaded: None) -> None:
    assert everybody(number) != SQL[number]
    assert not CHECKS[number](rows(everybody(number)))
