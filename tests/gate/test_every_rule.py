"""Each rule for attacks lets a good record through and is broken by a bad one, with the right cell and value."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import pytest

from mesoregistry.catalog.registries import registry
from mesoregistry.findings import Finding
from mesoregistry.gate.memory import check_records
from mesoregistry.gate.rule_files import load_rules
from mesoregistry.settings import settings

PERIOD, FILED = dt.date(2024, 3, 1), dt.date(2024, 4, 10)


def many(*values: str | None) -> str:
    return json.dumps(values, ensure_ascii=False)


GOOD: dict[str, str | None] = {
    "case_key": "SV-1",
    "event_date": "2024-03-15",
    "event_date_end": "2024-03-16",
    "recorded_on": "2024-03-20",
    "admin1": "La Libertad",
    "admin2": "Santa Tecla",
    "place_type": "calle",
    "scope": "urbano",
    "profile": "individual",
    "right_defended": "educación",
    "right_other": many("laborales"),
    "right_violated": "integridad",
    "perpetrator": many("policía", "comunidad"),
    "gender_component": "yes",
    "gender_element": many("connotación sexual"),
    "context": many("elecciones"),
    "collective_action": "no",
    "collective_identified": None,
    "collective_estimated": None,
    "verification": "verificada",
    "status": "activo",
    "complaint_filed": "no",
    "protection_measure": many("medidas de la red", "CIDH"),
    "close_relation": many("compañera de trabajo"),
    "form": many("hostigamiento", "allanamiento"),
    "channel": many("presencial"),
    "defender_token": many("a" * 32),
    "defender_identity": many("named"),
    "defender_gender": many("mujer"),
    "defender_lgbtttiq": many("no"),
    "defender_ethnicity": many("mestiza"),
    "defender_age": many("40"),
    "defender_occupation": many("abogada"),
    "defender_role": many("buscadora"),
    "organisation_type": many("feminista"),
}
COLLECTIVE = {"profile": "colectivo", "defender_identity": None, "defender_token": None}
# what of a good record is changed to break the rule; two records break the rules about repeats
BREAKS: dict[str, Mapping[str, str | None]] = {
    "case_key_present": {"case_key": None, "form": many("tortura")},
    "case_key_short": {"case_key": "x" * 61},
    "event_date_present": {"event_date": None},
    "event_date_readable": {"event_date": "29/02/2023"},
    "event_date_not_after_filing": {"event_date": "2024-04-11"},
    "event_date_not_before_registry": {"event_date": "2011"},
    "event_in_period_or_before": {"event_date": "2024-04-01", "event_date_end": None, "recorded_on": None},
    "event_is_late": {"event_date": "2024-02"},
    "event_end_readable": {"event_date_end": "ayer"},
    "event_end_after_start": {"event_date_end": "2024-03-14"},
    "event_end_not_after_filing": {"event_date_end": "2042-03-16"},
    "recorded_on_readable": {"recorded_on": "30/02/2024"},
    "recorded_not_before_event": {"recorded_on": "2024-03-14"},
    "recorded_not_after_filing": {"recorded_on": "2024-05-01"},
    "form_present": {"form": None},
    "form_known": {"form": many("hostigamiento", "vigilansia")},
    "form_once": {"form": many("allanamiento", "Allanamiento")},
    "killing_has_one_victim": COLLECTIVE | {"form": many("feminicidio"), "collective_identified": "3"},
    "channel_known": {"channel": many("paloma")},
    "right_known": {"right_defended": "a la siesta"},
    "right_present": {"right_defended": None},
    "right_other_known": {"right_other": many("a la siesta")},
    "right_violated_known": {"right_violated": "a la siesta"},
    "perpetrator_known": {"perpetrator": many("policía", "marcianos")},
    "perpetrator_once": {"perpetrator": many("policía", "POLICIA")},
    "verification_known": {"verification": "quizás"},
    "status_known": {"status": "quizás"},
    "status_reason_known": {"status_reason": "porque sí"},
    "withdrawal_has_reason": {"status": "retirado"},
    "profile_present": {"profile": None},
    "profile_known": {"profile": "mediano"},
    "individual_has_defender": {"defender_identity": many("missing"), "defender_token": None},
    "organisation_has_name": COLLECTIVE | {"profile": "organización", "organisation_identity": None},
    "defender_named_once": {"defender_token": many("a" * 32, "a" * 32)},
    "gender_known": {"defender_gender": many("piscis")},
    "ethnicity_known": {"defender_ethnicity": many("marciana")},
    "occupation_known": {"defender_occupation": many("astronauta")},
    "role_known": {"defender_role": many("reina")},
    "organisation_type_known": {"organisation_type": many("secreta")},
    "age_whole": {"defender_age": many("cuarenta")},
    "age_possible": {"defender_age": many("140")},
    "age_usual": {"defender_age": many("97")},
    "lgbtttiq_readable": {"defender_lgbtttiq": many("tal vez")},
    "collective_identified_whole": {"collective_identified": "más de 20"},
    "collective_estimated_whole": {"collective_estimated": "muchas"},
    "collective_has_several": COLLECTIVE | {"collective_identified": "1"},
    "estimate_not_below_identified": {"collective_identified": "30", "collective_estimated": "20"},
    "gender_component_readable": {"gender_component": "tal vez"},
    "gender_element_known": {"gender_element": many("mal humor")},
    "gender_element_needs_component": {"gender_component": "no"},
    "admin1_known": {"admin1": "La Libertá"},
    "admin2_known": {"admin2": "Macondo"},
    "admin2_present": {"admin2": None, "district": None},
    "place_present": {"admin1": None, "admin2": None},
    "place_type_known": {"place_type": "la luna"},
    "scope_known": {"scope": "marino"},
    "in_exile_readable": {"in_exile": "tal vez"},
    "context_known": {"context": many("eclipse")},
    "complaint_readable": {"complaint_filed": "tal vez"},
    "protection_measure_known": {"protection_measure": many("CIDH", "un amuleto")},
    "protection_measure_once": {"protection_measure": many("CIDH", "cidh")},
    "no_protection_alone": {"protection_measure": many("CIDH", "ninguna")},
    "close_relation_known": {"close_relation": many("vecina del primo")},
    "collective_action_readable": {"collective_action": "tal vez"},
}
# rules that see two records at once: the second breaks them
PAIRS = {"case_not_doubled": "sv", "attack_not_doubled": "gt"}


def findings(country: str, *changes: Mapping[str, str | None]) -> list[Finding]:
    """What the gate says of records that are good but for ``changes``; the fields stand in columns A, B, C ..."""
    of_country = registry(country)
    source = of_country.source_for(PERIOD)
    assert source is not None
    records = [
        {"_record": number, "_sheet": None, "_row": number + 1, "_children": None, **GOOD, **change}
        for number, change in enumerate(changes, start=1)
    ]
    letters = {
        name: {"group": None, "letters": {"": chr(ord("A") + index)}}
        for index, name in enumerate(list(GOOD)[:26])
    }
    return check_records(records, letters, of_country, source, PERIOD, FILED)


def test_a_good_record_breaks_no_rule() -> None:
    assert findings("sv", {}) == []


@pytest.fixture(scope="module")
def broken() -> dict[str, list[Finding]]:
    """Findings of a file with one bad record for each rule, by the rule it was made for."""
    changes = [{"case_key": f"SV-{index}", **change} for index, change in enumerate(BREAKS.values())]
    every = findings("sv", *changes)
    return {rule: [f for f in every if f.record == index] for index, rule in enumerate(BREAKS, start=1)}


@pytest.mark.parametrize("rule", BREAKS)
def test_each_rule_is_broken_by_its_bad_record(rule: str, broken: dict[str, list[Finding]]) -> None:
    assert rule in {f.rule for f in broken[rule]}


@pytest.mark.parametrize("rule", PAIRS)
def test_repeats_are_told_of_the_second(rule: str) -> None:
    every = [f for f in findings(PAIRS[rule], {}, {}) if f.rule == rule]
    assert [f.record for f in every] == [2]


def test_every_rule_for_attacks_is_tried() -> None:
    assert {r.id for r in load_rules(settings().expectations).attack} == set(BREAKS) | set(PAIRS)
    assert len(BREAKS) + len(PAIRS) >= 40


def test_a_finding_names_the_cell_the_value_and_what_to_write(broken: dict[str, list[Finding]]) -> None:
    [finding] = [f for f in broken["perpetrator_known"] if f.rule == "perpetrator_known"]
    assert finding.value == "marcianos"
    assert finding.column == chr(ord("A") + list(GOOD).index("perpetrator"))
    assert finding.row == 1 + list(BREAKS).index("perpetrator_known") + 1
    [form] = [f for f in broken["form_known"] if f.rule == "form_known"]
    assert "vigilancia" in form.remedy.es


def test_a_value_of_the_vault_is_never_told(broken: dict[str, list[Finding]]) -> None:
    [finding] = [f for f in broken["defender_named_once"] if f.rule == "defender_named_once"]
    assert finding.value is None
    assert "a" * 32 not in finding.message.es + finding.remedy.es
