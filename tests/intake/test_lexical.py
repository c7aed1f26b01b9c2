"""Texts, numbers and booleans in one form; several values of one cell."""

from __future__ import annotations

import pytest

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.model import Booleans, Split
from mesoregistry.intake import lexical
from mesoregistry.intake.numbers import NumberForm
from mesoregistry.intake.split import pieces
from mesoregistry.readers.choices import UNIT

TERMS = {
    term_key(t) for t in ("Amenazas", "amenazas, advertencias y ultimátums", "Calumnias", "acoso en línea")
}


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  Ana   María ", "Ana María"),
        ("Jose\u0301", "José"),
        ("a\u200bb\ufeff", "ab"),
        ("a\u00a0b\tc\n", "a b c"),
        ("a\0b", "ab"),
        ("a\ud800b", "ab"),
        (" \u200b ", None),
        ("", None),
        (None, None),
    ],
)
def test_clean(text: str | None, clean: str | None) -> None:
    assert lexical.clean(text) == clean


def test_a_narrative_stays_as_typed_but_for_what_no_table_holds() -> None:
    assert lexical.storable("Uno\n\n dos\0\ud800 ñ") == "Uno\n\n dos? ñ"


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", "12"), ("12.0", "12"), ("12,0", "12"), ("12.5", "12.5"), ("-3", "-3"), ("doce", "doce")],
)
def test_number(text: str, number: str) -> None:
    assert NumberForm().read(text) == number


@pytest.mark.parametrize(
    ("text", "read"),
    [("Sí", "yes"), ("X", "yes"), ("NO", "no"), ("No se sabe", "unknown"), ("tal vez", "tal vez")],
)
def test_boolean(text: str, read: str) -> None:
    assert lexical.boolean(text, Booleans()) == read


@pytest.mark.parametrize(
    ("cell", "split", "values"),
    [
        ("Amenazas; Calumnias", Split(separator=";"), ["Amenazas", "Calumnias"]),
        ("Ana;;Eva;", Split(separator=";"), ["Ana", None, "Eva", None]),
        ("Ana\nEva", Split(separator=";"), ["Ana", "Eva"]),
        (
            "Amenazas, advertencias y ultimátums, Calumnias",
            Split(separator=",", vocabulary=True),
            ["Amenazas, advertencias y ultimátums", "Calumnias"],
        ),
        ("Amenazas, Calumnias", Split(separator=",", vocabulary=True), ["Amenazas", "Calumnias"]),
        ("Amenazas, otra cosa", Split(separator=",", vocabulary=True), ["Amenazas", "otra cosa"]),
        ("1221", Split(positions=("a", "b", "c", "d")), ["a", "d"]),
        ("2222", Split(positions=("a", "b", "c", "d")), []),
        ("122", Split(positions=("a", "b", "c", "d")), ["122"]),
        ("12211", Split(positions=("a", "b", "c", "d")), ["12211"]),
        ("ACI", Split(letters=True), ["A", "C", "I"]),
        ("amenazas calumnias", Split(choices=True), ["amenazas", "calumnias"]),
        ("acoso en línea amenazas", Split(choices=True), ["acoso en línea", "amenazas"]),
        (f"acoso en línea{UNIT}otro nuevo", Split(choices=True), ["acoso en línea", "otro nuevo"]),
    ],
)
def test_pieces(cell: str, split: Split, values: list[str | None]) -> None:
    assert pieces(cell, split, TERMS) == values
