"""Texts of the vault show nothing when they are printed, and are texts like any other for everything else."""

from __future__ import annotations

from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.identity import Identity
from mesoregistry.vault.mentions import Mention, SealedText

NAME = Hidden("Ana Inventada")


def test_it_is_hidden_wherever_it_is_shown() -> None:
    shown = [
        repr(NAME),
        f"{NAME!r}",
        f"{(NAME,)}",
        repr([NAME]),
        repr({NAME: NAME}),
        repr(Identity("person", NAME)),
        repr(Mention(1, "defender_name", 0, Identity("person", NAME))),
        repr(SealedText(1, "narrative", 0, NAME)),
    ]
    assert not [text for text in shown if "Ana" in text or "Inventada" in text]


def test_it_compares_and_writes_as_a_text() -> None:
    assert NAME == "Ana Inventada"
    assert NAME.encode() == b"Ana Inventada"
    assert "Ana Inventada" in {NAME}
