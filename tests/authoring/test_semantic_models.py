"""The measures as dbt semantic models: fresh, read by dbt, and the numbers of ``ask``."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from typer.testing import CliRunner

from mesoregistry.authoring import semantic_models
from mesoregistry.authoring.reference import lineage
from mesoregistry.cli import app
from mesoregistry.figures.definitions import definitions
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.warehouse.filing import file, person, prepare, rows, token

AGGREGATES = {"sum": "coalesce(sum({}), 0)", "count_distinct": "count(distinct {})"}


def test_they_are_fresh() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in semantic_models.folder().iterdir()}
    assert written == semantic_models.files(), "run: make docs"


@lru_cache(maxsize=1)
def manifest() -> dict[str, Any]:
    return lineage._manifest()


def models() -> dict[str, dict[str, Any]]:
    return {model["name"]: model for model in manifest()["semantic_models"].values()}


def metrics() -> dict[str, dict[str, Any]]:
    return {metric["name"]: metric for metric in manifest()["metrics"].values()}


@pytest.mark.slow(1)
def test_dbt_reads_every_measure_that_is_a_number() -> None:
    assert {*metrics()} == {n for n, measure in definitions().measures.items() if measure.how == "value"}
    assert {*models()} == {*definitions().relations}
    dimensions = {d["name"] for model in models().values() for d in model["dimensions"]}
    ours = {
        semantic_models.RENAMED.get(name, name)
        for name, d in definitions().dimensions.items()
        if d.list or d.cases
    }
    assert ours <= dimensions


@pytest.fixture(scope="module")
def loaded(module_marts: Settings) -> None:
    prepare()
    file("gt", dt.date(2024, 3, 1), dt.date(2024, 4, 2), [
        {"case_key": "A", "event_date": "2024-03-05", "form": ["amenazas", "robo"], "channel": "digital",
         "perpetrator": ["policía", "comunidad"], "close_relation": ["hija o hijo"], "defender_gender": ["mujer"],
         **person("Ana")},
        {"case_key": "B", "event_date": "2024-03-09", "form": ["amenazas"], "defender_gender": ["hombre"],
         **person("Juan")},
        {"case_key": "C", "event_date": "2024-03-10", "form": ["robo"], "profile": "colectivo",
         "defender_gender": ["mujer trans", "hombre", "mujer"], **person("Bea", "Juan", "Ana")},
        {"case_key": "D", "event_date": "2024-03-10", "form": ["robo"], "profile": "organización",
         "organisation_token": [token("Red")], "organisation_identity": ["named"],
         "organisation_type": ["organización feminista"]},
        {"case_key": "E", "event_date": "2024-03-11", "form": ["robo"], "defender_gender": ["mujer"],
         "verification": "descartado", **person("Eva")},
    ])  # fmt: skip
    assert build().failures == ()


def groupings() -> Iterator[tuple[str, str]]:
    """Each metric by each dimension of its relation by which ``ask`` groups."""
    relations = {name: m.count.relation(of_persons=False) for name, m in definitions().measures.items()}
    for name, measure in definitions().measures.items():
        if measure.how == "value":
            yield name, ""
            for dimension, defined in definitions().dimensions.items():
                if not defined.person and defined.key_in(relations[name] or "") and dimension != "eligible":
                    yield name, dimension


@pytest.mark.slow(1)
@pytest.mark.parametrize(("metric", "by"), [*groupings()])
def test_a_metric_gives_what_ask_gives(metric: str, by: str, loaded: None) -> None:
    completed = CliRunner().invoke(
        app, ["ask", metric, *(["--by", by] if by else []), "--countries", "GT", "--json"]
    )
    if completed.exit_code == 2 and "pregunta" in completed.stderr:
        pytest.skip("Guatemala does not ask it")
    assert completed.exit_code == 0, completed.output
    answer = json.loads(completed.stdout)
    answered = {row[by]: row["count"] for row in answer["rows"]} if by else {None: answer["total"]["count"]}
    assert by_semantic_model(metric, by) == answered


def by_semantic_model(metric: str, by: str) -> dict[Any, int]:
    """The metric as the semantic models define it, without those groups that hold nothing."""
    measure_name = metrics()[metric]["type_params"]["measure"]["name"]
    model = next(m for m in models().values() if measure_name in {n["name"] for n in m["measures"]})
    measure = next(m for m in model["measures"] if m["name"] == measure_name)
    expressions = {d["name"]: d["expr"] or d["name"] for d in model["dimensions"]}
    [condition] = metrics()[metric]["filter"]["where_filters"]
    counted = condition["where_sql_template"].split("__")[1].split("'")[0]
    key = expressions[semantic_models.RENAMED.get(by, by)] if by else "null"
    aggregate = AGGREGATES[measure["agg"]].format(measure["expr"])
    query = (
        f"select {key}, {aggregate} from semantic.{model['model'].split(chr(39))[1]}"
        f" where ({expressions[counted]}) = true group by 1"
    )
    return {key: number for key, number in rows(query) if number or not by}


@pytest.mark.slow(1)
def test_the_numbers_are_those_counted_by_hand(loaded: None) -> None:
    values = {name: by_semantic_model(name, "")[None] for name in metrics()}
    assert values == {"attacks": 4, "events": 3, "received_complaints": 6, "defenders_distinct": 2,
                      "organisations_distinct": 1}  # fmt: skip
