"""Her name is found however it is written, and nothing else is taken for it."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote_plus

import pytest

from mesoregistry.vault.person_names import PersonNames

NAMES = PersonNames(["Ana Peña Ruiz", "Anita"])


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Ana Peña Ruiz", "X"),
        ("ANA PENA RUIZ; Bea Sol", "X; Bea Sol"),
        ("Peña Ruiz, Ana", "X"),
        (unicodedata.normalize("NFD", "contra Ana Peña Ruiz, otra vez"), "contra X, otra vez"),
        ("Ana\u00a0Peña\nRuiz y Peña Ruiz, Ana", "X y X"),
        ("Bea Ruiz; Ana Peña Ruiz", "Bea Ruiz; X"),
        ("Bea Ruiz, Ana Peña Ruiz", "Bea Ruiz, X"),
        ("Anita", "X"),
        ("Anita la de la radio", "Anita la de la radio"),
        ("Ana Peña", "Ana Peña"),
        ("Susana Peña Ruiz", "Susana Peña Ruiz"),
        ("", ""),
    ],
)
def test_without(text: str, after: str) -> None:
    assert NAMES.without(text, "X") == after
    assert NAMES.stand_in(text) is (after != text)


def test_in_markup_and_in_disguise() -> None:
    assert NAMES.stand_in_markup("<t>Ana Pe</t>") is False
    assert NAMES.stand_in_markup("<r><t>Ana </t></r><r><t>Peña Ruiz</t></r>")
    assert NAMES.stand_in_markup('<sheet name="Mayo Ana Peña Ruiz"/>')
    assert NAMES.stand_in(quote_plus("Ana Peña Ruiz"))
    assert NAMES.stand_in("Ana Pe&ntilde;a Ruiz")


def test_hers_alone() -> None:
    assert NAMES.are_all_of("Peña Ruiz, Ana") and NAMES.are_all_of("«anita»")
    assert not NAMES.are_all_of("Ana Peña Ruiz y su hija") and not NAMES.are_all_of("-")
    assert "Peña" not in repr(NAMES.names)
