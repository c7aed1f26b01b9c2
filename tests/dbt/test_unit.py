"""dbt's own unit tests: each counting rule, on the SQL of the models."""

from __future__ import annotations

import pytest

from mesoregistry.catalog.registries import registries
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from mesoregistry.warehouse.dbt import invoke
from tests.warehouse.filing import prepare


@pytest.mark.slow(1)
def test_counting_rules(module_databases: Settings) -> None:
    prepare()
    assert build().failures == ()
    said = invoke(
        module_databases, "test", "--select", "test_type:unit", variables={"registries": sorted(registries())}
    )
    assert [(node.name, node.message) for node in said.nodes if node.status not in ("pass", "success")] == []
    assert len(said.nodes) >= 10
