"""dbt's own unit tests: each counting rule, on the SQL of the models."""

from __future__ import annotations

import pytest

from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from mesoregistry.warehouse.dbt import invoke
from tests.warehouse.filing import prepare


@pytest.mark.slow(1)
def test_counting_rules(module_databases: Settings) -> None:
    prepare()
    assert build().failures == ()
    invocation = invoke(module_databases, "test", "--select", "test_type:unit")
    failed = [(n.name, n.message) for n in invocation.nodes if n.status not in ("pass", "success")]
    assert failed == []
    assert len([n for n in invocation.nodes if n.resource == "unit_test"]) >= 25
