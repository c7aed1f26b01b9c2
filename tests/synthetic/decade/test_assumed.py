"""What the generator takes for a source's own types of violation is what the figures count as such."""

from __future__ import annotations

import re

import pytest

from mesoregistry.figures.definitions import definitions
from mesoregistry.synthetic.decade.assumptions import assumptions


@pytest.mark.parametrize("violation", sorted(assumptions()["violation"]))
def test_a_violation_is_the_same_forms(violation: str) -> None:
    counted = definitions().dimensions["violation"].cases[violation]
    assert set(re.findall(r"'(\w+)'", counted)) == set(assumptions()["violation"][violation])
