"""The queries of the page *Joins and traps* give the right numbers: run on a registry that is counted by hand."""

from __future__ import annotations

import datetime as dt
import re

import psycopg
import pytest

from mesoregistry.settings import Settings, settings
from mesoregistry.warehouse.build import build
from tests.warehouse.filing import Record, file, person, prepare, rows, token

pytestmark = pytest.mark.slow(1)
MARCH = dt.date(2024, 3, 1)
QUERY = re.compile(r"```sql\n(.+?)\n```", re.DOTALL)


def case(key: str, *forms: str, day: str = "2024-03-05", **more: object) -> Record:
    return {"case_key": key, "event_date": day, "form": list(forms), **more}


@pytest.fixture(scope="module")
def queries(module_marts: Settings) -> list[str]:
    """Seven counted attacks in three countries, one withdrawn, one on a man; then a correction in May."""
    prepare()
    group = person("Ana", "Bea") | {
        "profile": "colectivo", "collective_identified": "40", "defender_gender": ["mujer", "mujer"],
    }  # fmt: skip
    hn = [
        case("H1", "amenazas", perpetrator=["policía", "comunidad"], **person("Ana")),
        case("H2", "amenazas", "robo", day="2024-03-14", perpetrator=["policía"], **group),
        case("H3", "allanamiento", profile="organización", organisation_token=[token("Red")],
             organisation_identity=["named"]),
        case("H4", "robo", status="retirado", status_reason="caso duplicado", **person("Eva")),
    ]  # fmt: skip
    file("hn", MARCH, dt.date(2024, 4, 2), hn)
    file("gt", MARCH, dt.date(2024, 4, 3), [
        case("G1", "amenazas", defender_gender=["mujer"], **person("Gala")),
        case("G2", "amenazas", defender_gender=["hombre"], **person("Juan")),
        case("G3", "robo", profile="colectivo", defender_gender=["mujer", "hombre"], **person("Gala", "Juan")),
    ])  # fmt: skip
    file(
        "gt",
        dt.date(2019, 3, 1),
        dt.date(2019, 4, 3),
        [case("G0", "robo", day="2019-03-02", **person("Gila"))],
    )
    file(
        "ni", MARCH, dt.date(2024, 4, 4), [case("N1", "amenazas", **person("Nora"))], layout=_layout_of("ni")
    )
    file("hn", dt.date(2024, 4, 1), dt.date(2024, 5, 2), [hn[0] | {"perpetrator": ["fuerzas armadas"]}])
    assert build().failures == ()
    page = settings().project / "docs" / "how-to" / "joins-and-traps.md"
    return QUERY.findall(page.read_text(encoding="utf-8"))


def _layout_of(country: str) -> str:
    from mesoregistry.catalog.registries import registry

    return registry(country).source_for(MARCH).layout_for(MARCH).id  # type: ignore[union-attr]


def test_attacks_by_perpetrator(queries: list[str]) -> None:
    by_code = {code: (mentions, attacks) for code, mentions, attacks in rows(queries[0])}
    assert sum(attacks for _, attacks in by_code.values()) == 8
    assert rows("select count(*) from marts.fct_attack where is_counted") == [(8,)]
    assert by_code["armed_forces"] == (1, 1)  # as corrected: the police of before is not added to it
    assert by_code["police"] == (2, 2)
    assert by_code["unknown"] == (5, 5)


def test_attacks_by_country_and_source(queries: list[str]) -> None:
    counts = rows(queries[1])
    assert [(country, attacks) for country, _, attacks in counts] == [
        ("Guatemala", 1), ("Guatemala", 2), ("Honduras", 4), ("Nicaragua", 1),
    ] or [(country, attacks) for country, _, attacks in counts] == [
        ("Guatemala", 2), ("Guatemala", 1), ("Honduras", 4), ("Nicaragua", 1),
    ]  # fmt: skip


def test_women_defenders(queries: list[str]) -> None:
    assert rows(queries[2]) == [(5,)]  # Ana, Bea, Gala, Gila, Nora; not Juan, nor Eva of a withdrawn case
    assert rows("select count(distinct defender_token) from marts.defenders_as_known_on(current_date)"
                " where is_counted") == [(5,)]  # fmt: skip


def test_attacks_by_gender(queries: list[str]) -> None:
    by_gender = dict(rows(queries[3]))
    assert sum(by_gender.values()) == 8
    assert by_gender["not_applicable"] == 1
    assert by_gender["woman"] == 2 + 1 + 0.5


def test_women_in_collectives(queries: list[str]) -> None:
    assert rows(queries[4]) == [(3,)]  # Ana, Bea, Gala; 80 when what the source writes is added


def test_as_known_on_a_day(queries: list[str]) -> None:
    by_code = dict(rows(queries[5]))
    assert (by_code["police"], by_code["community"], "armed_forces" in by_code) == (2.5, 0.5, False)


def test_her_events_in_order(queries: list[str]) -> None:
    assert rows(
        "select case_key, sequence_no, days_since_last from marts.fct_attack as a"
        " join marts.bridge_attack_defender as d using (attack_version_id) join marts.fct_event using (event_id)"
        f" where d.defender_token = '{token('Ana')}' order by 1"
    ) == [("H1", 1, None), ("H2", 2, 9), ("H2", 2, 9)]


@pytest.mark.parametrize(
    "join", ["bridge_attack_perpetrator using (attack_id)", "dim_source using (country_code)"]
)
def test_a_wrong_join_is_an_error(join: str, queries: list[str]) -> None:
    with pytest.raises(psycopg.errors.UndefinedColumn):
        rows(f"select count(*) from marts.fct_attack join marts.{join}")


def test_not_asked_is_not_unknown(queries: list[str]) -> None:
    stated_fields = {field for field, is_asked in rows(
        f"select field, is_asked from marts.dim_field_coverage where layout_id = '{_layout_of('ni')}'"
        " and source_id like 'ni%'") if is_asked}  # fmt: skip
    assert {"form", "event_date", "defender_name"} <= stated_fields
    columns = {"defender_role_code": "defender_role", "defender_ethnicity_code": "defender_ethnicity",
               "in_exile": "in_exile", "scope_code": "scope", "age_band": "defender_age"}  # fmt: skip
    [stored] = rows(f"select {', '.join(columns)} from marts.fct_attack where country_code = 'ni'")
    assert stored == tuple("unknown" if field in stated_fields else "not_asked" for field in columns.values())
    assert "not_asked" in stored
    assert rows("select distinct defender_role_code from marts.fct_attack where country_code = 'gt'"
                " and profile_code = 'individual'") == [("unknown",)]  # fmt: skip


def test_coverage_of_months(queries: list[str]) -> None:
    assert rows(
        "select month_start::text, state, is_due, is_filed, rows_waiting from marts.dim_coverage"
        " where country_code = 'hn' and month_start between '2024-03-01' and '2024-05-01' order by 1"
    ) == [
        ("2024-03-01", "accepted", True, True, 0), ("2024-04-01", "accepted", True, True, 0),
        ("2024-05-01", "not_filed", True, False, 0),
    ]  # fmt: skip
