"""The files of rules are typed: every mistake is reported with its file and rule, and all of them at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from mesoregistry.catalog.registries import registries
from mesoregistry.gate.grains import Landing, grains
from mesoregistry.gate.rule_files import load_rules
from mesoregistry.gate.rules import RulesFault
from mesoregistry.gate.statement import rows_sql
from mesoregistry.settings import settings

TEXTS = {"message": {"es": "mal", "en": "bad"}, "remedy": {"es": "bien", "en": "good"}}


def rule(**more: Any) -> dict[str, Any]:
    return {"id": "one", "severity": "error", "holds": "case_key is not null", **TEXTS, **more}


def mistakes(folder: Path, body: object, name: str = "attack.yml") -> tuple[str, ...]:
    (folder / name).write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
    with pytest.raises(RulesFault) as caught:
        load_rules(folder)
    return caught.value.mistakes


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"severity": "grave"}, "severity"),
        ({"id": "Two Words"}, "id"),
        ({"hold": "true"}, "hold: Extra inputs"),
        ({"holds": "case_key = ("}, "not readable as SQL"),
        ({"holds": "case_key is not null;"}, "exactly one expression"),
        ({"holds": "case_key"}, "not a true-or-false expression"),
        ({"holds": "caze_key is not null"}, "unknown column caze_key"),
        ({"holds": "pg_sleep(9) is null"}, "unknown function pg_sleep"),
        ({"holds": "case_key in (select case_key from raw.sv)"}, "no subquery"),
        ({"holds": "is_term(form, case_key)"}, "is_term takes the name of a list and a term"),
        ({"field": "narrative"}, "not landed"),
        ({"field": "case_key", "each": True}, "each: true needs a field with many values"),
        ({"field": "defender_token", "message": {"es": "{value}", "en": "x"}}, "leave {value} out"),
        ({"field": "case_key", "message": {"es": "{valor}", "en": "x"}}, "unknown placeholder {valor}"),
        ({"message": {"es": "mal"}}, "message.en"),
        ({"over": "fct_attack"}, "`over` belongs to the rules of marts.yml"),
    ],
)
def test_a_mistake_is_reported_with_its_file_and_rule(
    change: dict[str, Any], expected: str, tmp_path: Path
) -> None:
    faults = mistakes(tmp_path, [rule(**change)])
    assert any(expected in mistake for mistake in faults), faults
    assert all(mistake.startswith(f"attack.yml: {change.get('id', 'one')}: ") for mistake in faults)


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    (tmp_path / "hn.yml").write_text("- {id: [", encoding="utf-8")
    (tmp_path / "ni.yml").write_text("id: one", encoding="utf-8")
    faults = mistakes(tmp_path, [rule(), rule(), "text", rule(id="two", holds="nope")])
    files = [mistake.split(":")[0] for mistake in faults]
    assert sorted(set(files)) == ["attack.yml", "hn.yml", "ni.yml"]
    assert any("the id is taken twice" in mistake for mistake in faults)
    assert any("rule 3" in mistake for mistake in faults)


def test_the_rules_of_the_project() -> None:
    known = load_rules(settings().expectations)
    assert len(known.attack) >= 40
    assert len(known.marts) >= 15
    assert {known_rule.id for known_rule in known.of("gt")} > {known_rule.id for known_rule in known.of("sv")}


def test_texts_are_whole_in_both_languages() -> None:
    for known_rule in load_rules(settings().expectations):
        for label in (known_rule.message, known_rule.remedy):
            assert label.es[-1] in ".?»" and label.en[-1] in ".?”", known_rule.id
            assert label.es != label.en, known_rule.id


WORDS_OF_PROGRAMMERS = re.compile(
    r"\b(nul[lo]|string|cadena de|regex|par(?:se|seo)|json|sql|xml|hash|token|booleano?|byte"
    r"|codificaci[oó]n|encoding|array|edtf|iso|schema|esquema|exception|excepción)(?:es|s)?\b",
    re.IGNORECASE,
)


def test_no_message_takes_a_programmer_to_read() -> None:
    """«Save as CSV UTF-8» is what Excel's own menu says."""
    reading = yaml.safe_load((settings().expectations / "reading.yml").read_text(encoding="utf-8"))
    texts = [text for body in reading for part in ("message", "remedy") for text in body[part].values()]
    rules = load_rules(settings().expectations)  # those of the marts are for engineers
    for known_rule in {r.id: r for country in registries() for r in rules.of(country)}.values():
        texts += [text for label in (known_rule.message, known_rule.remedy) for text in (label.es, label.en)]
    assert len(texts) > 500
    assert [text for text in texts if WORDS_OF_PROGRAMMERS.search(text)] == []


def test_rules_that_compare_records_are_one_statement_without_the_columns_of_the_others() -> None:
    rules = load_rules(settings().expectations)
    by_name = {grain.name: grain for grain in grains(rules.of("mx"))}
    assert [rule.id for rule in by_name["compared"].rules] == ["case_not_doubled", "attack_not_doubled"]
    assert not any("over (" in rule.holds for rule in by_name["record"].rules)
    assert "perpetrator" not in rows_sql(by_name["compared"], Landing("mx", (1,)), "duckdb")
