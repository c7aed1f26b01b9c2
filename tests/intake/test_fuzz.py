"""Odd texts in random cells of five formats: nothing is raised."""

from __future__ import annotations

import pytest

from tests.intake.fuzz import run


def test_odd_cells_raise_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    outcomes = run(600, seed=11)
    assert [outcome for outcome in outcomes if outcome.startswith("raised")] == []
    assert outcomes["read"] > 400
    assert outcomes["records"] > 800
    capfd.readouterr()  # a parser that panics prints where
