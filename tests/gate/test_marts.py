"""The marts are held to ``expectations/marts.yml``: each rule sees the fault it is for."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest

from mesoregistry.gate.check import check_marts
from mesoregistry.gate.execute import execute_grains
from mesoregistry.gate.grains import grains
from mesoregistry.gate.rule_files import load_rules
from mesoregistry.gate.statement import marts_sql
from mesoregistry.settings import Settings, settings
from mesoregistry.warehouse.build import build
from tests.warehouse.filing import file, person, prepare

pytestmark = pytest.mark.slow(1)
MARCH = dt.date(2024, 3, 1)

# one change of the marts for each rule; others may see the same fault
BREAKS = {
    "marts_profiles_add_up": "fct_attack set profile_code = 'pair' where form_code = 'threat'",
    "marts_defenders_within_profiles": "delete from marts.dim_source_defender",
    "marts_killing_has_one_victim": "fct_attack set form_code = 'femicide' where profile_code = 'collective'",
    "marts_killed_once": "fct_attack set form_code = 'killing' where defender_token is not null",
    "marts_no_attack_after_killing": "fct_attack set event_end = event_start - 400 where form_code = 'killing'",
    "marts_months_add_up": "fct_attack set event_month = event_month + interval '1 year'",
    "marts_one_target_by_profile": "fct_attack set collective_id = event_id where profile_code = 'individual'",
    "marts_tokens_are_tokens": "fct_attack_version set organisation_token = 'Rosaura Inventada'",
    "marts_named_means_token": "fct_attack set defender_identity = 'missing' where defender_token is not null",
    "marts_defenders_are_those_told": "delete from marts.dim_source_defender",
    "marts_token_of_one_country": "fct_attack_version set country_code = 'hn' where form_code = 'killing'",
    "marts_estimate_not_below_identified": "dim_collective set identified_in_event = 9, estimated_in_event = 8",
    "marts_versions_do_not_overlap": "fct_attack_version set known_to = known_to + 1 where known_to is not null",
    "marts_attacks_are_the_last_versions": "delete from marts.fct_attack where form_code = 'threat'",
    "marts_known_since_filed": "fct_attack_version set known_from = known_from + 1 where known_to is null",
    "marts_events_hold_their_attacks": "fct_event set attack_count = attack_count + 1",
    "marts_counted_as_agreed": "fct_attack set is_counted = not is_counted",
    "marts_event_before_filing": "fct_attack set event_start = filed_on + 1",
    "marts_place_in_its_country": "fct_attack set country_code = 'gt' where place_id is not null",
    "marts_form_known": "fct_attack set form_code = 'unknown' where form_code = 'threat'",
    "marts_at_most_one_main_right": "insert into marts.bridge_attack_right select attack_version_id,"
    " 'other', true, 0.5 from marts.bridge_attack_right where is_main",
    "marts_gender_elements_need_the_component": "fct_attack set gender_component = 'no'",
    "marts_source_kept_the_period": "dim_source set valid_to = '2020-12-31' where source_country_code = 'sv'",
}  # fmt: skip


# the database refuses the damage of these rules too, at once: its checks are taken away first
DROP_CHECKS = """
do $$
declare name text;
begin
    for name in select conname from pg_constraint where conrelid = 'marts.fct_attack'::regclass and contype = 'c'
    loop execute format('alter table marts.fct_attack drop constraint %I', name);
    end loop;
end
$$
"""
CHECKED = ("marts_profiles_add_up",)


def change(rule: str) -> bytes:
    statement = BREAKS[rule]
    return (statement if statement.startswith(("delete", "insert")) else f"update marts.{statement}").encode()


def sv(case: str, form: str, **more: object) -> dict[str, object]:
    return {
        "case_key": case, "event_date": "2024-03-09", "form": [form], "profile": "individual", "admin1": "La Libertad",
        "admin2": "Santa Tecla", "right_defended": "educación", "gender_component": "yes",
        "gender_element": ["connotación sexual"], **person("Eva"), **more,
    }  # fmt: skip


@pytest.fixture(scope="module")
def marts(module_marts: Settings) -> None:
    prepare()
    group = {"profile": "colectivo", "collective_identified": "4", "collective_estimated": "6"} | person(
        "Ana", "Eva"
    )
    rows = [
        sv("A", "amenaza de muerte"), sv("B", "amenaza"), sv("C", "asesinato", event_date="2024-03-20"),
        sv("D", "hostigamiento", **group),
    ]  # fmt: skip
    file("sv", MARCH, dt.date(2024, 4, 2), rows)
    file("sv", MARCH, dt.date(2024, 4, 9), rows, version=2)
    assert build().failures == ()


def test_sound_marts_pass(marts: None) -> None:
    verdict = check_marts()
    assert (verdict.broken, verdict.failed, dict(verdict.counts)) == ((), (), {})
    assert verdict.summary() == "Todo pasa la puerta."
    assert (settings().home / "gx" / "marts.html").exists()


@pytest.mark.parametrize("rule", BREAKS)
def test_each_rule_sees_its_fault(rule: str, marts: None) -> None:
    chosen = [r for r in load_rules(settings().expectations).marts if r.id == rule]
    with psycopg.connect(settings().dsn("warehouse", "transformer")) as connection:
        if rule in CHECKED:
            connection.execute(DROP_CHECKS)
        assert connection.execute(change(rule)).rowcount > 0
        [(_, [counts])], broken = execute_grains(connection, grains(chosen), marts_sql)
        connection.rollback()
    assert broken == []
    assert counts[rule] > 0


def test_every_rule_is_tried() -> None:
    assert {rule.id for rule in load_rules(settings().expectations).marts} == set(BREAKS)


def test_a_fault_fails_and_a_doubt_is_told(marts: None) -> None:
    with psycopg.connect(settings().dsn("warehouse", "transformer")) as connection:
        connection.execute(change("marts_events_hold_their_attacks"))
        connection.execute(change("marts_estimate_not_below_identified"))
        connection.execute("alter table marts.dim_place rename to elsewhere")
    verdict = check_marts()
    assert verdict.failed == ("marts_events_hold_their_attacks",)
    assert verdict.counts == {"error": 1, "warning": 1}
    assert verdict.broken == ("marts_place_in_its_country",)
    assert not verdict.success
    assert "Un hecho no tiene las agresiones que dice tener." in verdict.summary()
    with psycopg.connect(settings().dsn("warehouse", "loader")) as connection:
        kept = connection.execute(
            "select rule, outcome, unexpected from ops.gate_result where gate_run_id = %s and outcome <> 'pass'"
            " order by rule",
            [verdict.run],
        ).fetchall()
    assert kept == [
        ("marts_estimate_not_below_identified", "fail", 1),
        ("marts_events_hold_their_attacks", "fail", 4),
        ("marts_place_in_its_country", "error", 0),
    ]
