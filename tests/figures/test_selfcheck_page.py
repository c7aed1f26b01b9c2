"""The page that ``selfcheck --write`` makes: each damage is of one of four outcomes, and the counts add up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from mesoregistry.cli.selfcheck_page import damages_page, mutations_page
from mesoregistry.figures.damages import Damage
from mesoregistry.figures.mutations import Mutation, Noticed
from mesoregistry.figures.outcome import Outcome
from mesoregistry.findings import Text

UNSEEN = Outcome(Damage("move a month"), 5, (), Decimal(0), ())
OTHER_ROWS = replace(UNSEEN, hidden=("a",))
SLIGHT = replace(UNSEEN, moved=("a",), headline=Decimal("0.4"))
DIFFERENT = replace(SLIGHT, headline=Decimal(3), different=("a",))
MISSED = replace(SLIGHT, headline=Decimal("1.5"))


def test_each_damage_is_counted_once() -> None:
    text = damages_page([UNSEEN, OTHER_ROWS, SLIGHT, DIFFERENT], 7, ["| printed |"])
    assert "1 of 4 damages end with status 1. 1 change no row" in text
    assert "below; 1 have other rows counted" in text
    assert "1 move a figure" in text and "0.40 % at the most. None above" in text
    assert "| move a month | 4 | 1 | 1 | 1 | 1 | 3.00 % |" in text
    assert text.endswith("| printed |\n")


def test_what_was_missed_is_said() -> None:
    assert "1.50 % at the most. 1 above 1 %" in damages_page([MISSED], 7, [])


def test_changed_definitions_are_counted() -> None:
    noticed = Noticed(Mutation("m", Text("m", "m")), ("a",), ("a",))
    text = mutations_page([noticed, replace(noticed, different=())], ["| printed |"])
    assert "1 of 2 changed definitions end with status 1" in text.replace("\n", " ")
