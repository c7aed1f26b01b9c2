"""The measures and dimensions as dbt semantic models: a view of the rows of each relation, and the YAML over them.

Everything is read from ``figures/measures.yml``, ``figures/dimensions.yml`` and the SQL beside them, so that a tool
that reads dbt's semantic layer counts as ``figures`` and ``ask`` do. They are of what is known now. A share is the
ratio of one metric under two filters, and its filters are those of the question; so none is a metric of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from mesoregistry.figures.aggregate import Count
from mesoregistry.figures.definitions import Dimension, definitions
from mesoregistry.settings import settings

HEAD = "# Written by `make docs` from include/mesoregistry/figures/*.yml; not edited by hand.\n"
NOW = {
    "attacks_as_known_on": "select now_known.* from {{ ref('fct_attack') }} as now_known",
    "defenders_as_known_on": "{{ defenders_attacked(ref('fct_attack'), ref('bridge_attack_defender')) }}",
}
RENAMED = {"right": "right_defended"}  # dbt refuses the reserved words of SQL
TABLE = re.compile(r"\bmarts\.(\w+)")


def folder() -> Path:
    """Where dbt finds them."""
    return settings().dbt_project / "models" / "semantic"


def write() -> list[Path]:
    """Write the views and their YAML; the files written."""
    paths = []
    for name, text in files().items():
        path = folder() / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def files() -> dict[str, str]:
    """The text of each file by its name."""
    body = {
        "version": 2,
        "models": [_view_of(relation) for relation in definitions().relations],
        "semantic_models": [_model(relation) for relation in definitions().relations],
        "metrics": list(_metrics()),
    }
    written = yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=120)
    return {f"rows_{relation}.sql": _sql(relation) for relation in definitions().relations} | {
        "_semantic.yml": HEAD + written
    }


def _sql(relation: str) -> str:
    """The rows of a relation of today: its SQL, with the marts as dbt names them."""
    defined = definitions().relations[relation]
    rows = TABLE.sub(r"{{ ref('\1') }}", defined.sql).replace("{known}", NOW[defined.function])
    return f"-- noqa: disable=all\n-- {HEAD.removeprefix('# ')}{rows}"


def _view_of(relation: str) -> dict[str, Any]:
    return {
        "name": f"rows_{relation}",
        "description": f"The rows of the relation {relation} of measures.yml, of today.",
    }


def _model(relation: str) -> dict[str, Any]:
    return {
        "name": relation,
        "model": f"ref('rows_{relation}')",
        "defaults": {"agg_time_dimension": "event_start"},
        "primary_entity": f"row_of_{relation}",
        "dimensions": [
            {"name": "event_start", "type": "time", "type_params": {"time_granularity": "day"}},
            {"name": "country", "type": "categorical", "expr": "country_code"},
            *(
                {"name": f"counted_{rule}", "type": "categorical", "expr": condition}
                for rule, condition in definitions().counted.items()
            ),
            *(
                {"name": RENAMED.get(name, name), "type": "categorical", "expr": key}
                for name, dimension in definitions().dimensions.items()
                if (key := _key(dimension, relation))
            ),
        ],
        "measures": [
            {"name": f"{count.name}_of_{relation}", **_aggregate(count, relation)}
            for count in _counts()
            if relation in count.by_relation
        ],
    }


def _key(dimension: Dimension, relation: str) -> str | None:
    """What rows are grouped by; a dimension of persons has its values in the rows of persons alone."""
    has_arrays = relation in ("attacks", "persons")
    if dimension.cases and not has_arrays and any("_codes" in text for text in dimension.cases.values()):
        return None
    if dimension.person and relation != "persons":
        return None
    return dimension.key_in(relation)


def _counts() -> list[Count]:
    return list({measure.count.name: measure.count for measure in definitions().measures.values()}.values())


def _aggregate(count: Count, relation: str) -> dict[str, str]:
    """The aggregate of a count in the words of dbt."""
    distinct, only = count.distinct(relation), count.only or "true"
    if distinct:
        return {"agg": "count_distinct", "expr": f"case when {only} then {distinct} end"}
    return {"agg": "sum", "expr": f"case when {only} then 1 else 0 end"}


def _metrics() -> Iterator[dict[str, Any]]:
    """Each measure that is a number by itself, in the relation in which it is counted without a filter on persons."""
    for name, measure in definitions().measures.items():
        if measure.how != "value":
            continue
        relation = measure.count.relation(of_persons=False)
        counted = f"row_of_{relation}__counted_{measure.counted or 'default'}"
        yield {
            "name": name,
            "label": measure.name.en,
            "description": f"{measure.name.es}. {measure.name.en}.",
            "type": "simple",
            "type_params": {"measure": {"name": f"{measure.count.name}_of_{relation}"}},
            "filter": f"{{{{ Dimension('{counted}') }}}} = true",
        }
