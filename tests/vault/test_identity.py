"""One person, one token; the token says nothing, and nobody gets a second one under concurrency."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import psycopg
import pytest

from mesoregistry.settings import Settings
from mesoregistry.vault import seal
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.identity import Identity, normal
from mesoregistry.vault.mentions import Mention, SealedText
from mesoregistry.vault.store import forget, store
from mesoregistry.vault.tokens import tokens


def person(name: str) -> Identity:
    return Identity("person", Hidden(name))


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ana María Pérez", "  ana   MARIA perez "),
        ("Pérez López, Ana", "Ana Pérez López"),
        ("Jose\u0301 Nuñez", "José NUÑEZ"),
        ("Ana-María Pérez", "Ana María Pérez"),
        ("María de los A\u200bngeles", "Maria de los Angeles"),
        ("D'Angelo", "D’angelo"),
    ],
)
def test_spellings_of_one_name(name: str, other: str) -> None:
    assert normal(name) == normal(other)


@pytest.mark.parametrize(("name", "other"), [("Ana Peña", "Ana Pena"), ("Ana Pérez", "Ana Pérez López")])
def test_other_names_stay_other(name: str, other: str) -> None:
    assert normal(name) != normal(other)


def test_a_comma_in_the_name_of_an_organisation_is_no_order() -> None:
    assert normal("Tierra, Agua", "organisation") != normal("Agua Tierra", "organisation")


def test_tokens_are_random_and_last(databases: Settings) -> None:
    with psycopg.connect(databases.dsn("vault", "loader")) as vault:
        first = tokens(vault, "hn", [person("Ana Pérez"), person("ANA PEREZ"), person("Eva Paz")])
        later = tokens(vault, "hn", [person("ana pérez")])
        abroad = tokens(vault, "gt", [person("Ana Pérez")])
        group = tokens(vault, "hn", [Identity("organisation", Hidden("Ana Pérez"))])
    ana = first[person("Ana Pérez")]
    assert first[person("ANA PEREZ")] == ana == later[person("ana pérez")]
    everybody = {ana, first[person("Eva Paz")], *abroad.values(), *group.values()}
    assert len(everybody) == 4
    assert all(len(token) == 32 and set(token) <= set("0123456789abcdef") for token in everybody)


def test_two_at_once_agree(databases: Settings) -> None:
    people = [person(f"Persona Inventada {n}") for n in range(300)]
    results: list[dict[Identity, str]] = []

    def request(order: Iterable[Identity]) -> None:
        with psycopg.connect(databases.dsn("vault", "loader")) as vault:
            results.append(tokens(vault, "hn", order))

    threads = [threading.Thread(target=request, args=[order]) for order in (people, people[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results[0] == results[1]
    assert len(set(results[0].values())) == 300


def test_what_is_stored_is_sealed_and_replaced_whole(databases: Settings) -> None:
    ana, eva = person("Ana Inventada Pérez"), person("Eva Inventada Paz")
    mentions = [Mention(1, "defender_name", 0, ana), Mention(2, "defender_name", 0, eva)]
    texts = [SealedText(1, "narrative", 0, Hidden("La siguieron desde su casa."))]
    with psycopg.connect(databases.dsn("vault", "loader"), autocommit=True) as vault:
        first = store(vault, "hn", 7, mentions, texts)
        assert store(vault, "hn", 7, mentions[:1], texts) == {ana: first[ana]}
        assert vault.execute("select record_no, token from vault.mention").fetchall() == [(1, first[ana])]
        [(sealed,)] = vault.execute("select sealed from vault.text").fetchall()
        [(name,)] = vault.execute("select sealed from vault.identity where token = %s", [first[ana]])
        everything = "".join(
            str(row)
            for table in ("identity", "mention", "text")
            for row in vault.execute(f"select * from vault.{table}".encode()).fetchall()
        )
        forget(vault, 7)
        [(left,)] = vault.execute(
            "select (select count(*) from vault.mention) + (select count(*) from vault.text)"
        )
    assert seal.open_text(sealed, seal.fields()) == "La siguieron desde su casa."
    assert seal.open_text(name, seal.fields()) == "Ana Inventada Pérez"
    assert not [word for word in ("Ana", "Inventada", "casa") if word in everything]
    assert left == 0
