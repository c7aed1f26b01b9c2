"""A file that never counted leaves nothing in the warehouse and the vault once its correction does."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import psycopg

from mesoregistry.intake.accept import accept
from mesoregistry.intake.answers import confirm
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.intake.tasks import judge
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran

MARCH = dt.date(2024, 3, 1)
SLIPPED = "Ana Deslizada 7949-8873"


def taken_in(folder: Path, content: bytes) -> int:
    path = folder / "marzo.csv"
    path.write_bytes(content)
    number = receive(path, "sv", MARCH, dt.date(2024, 4, 2)).submission_id
    again_through_the_gate()
    return number


def again_through_the_gate() -> None:
    numbers = load("sv")
    judge("sv", numbers)
    accept("sv", numbers)


def kept(databases: Settings, number: int) -> tuple[str, int, int]:
    """State, rows of the warehouse, and mentions and texts of the vault."""
    with psycopg.connect(databases.dsn("warehouse")) as owner:
        row = owner.execute(
            "select state::text, (select count(*) from raw.sv where _submission = submission_id)"
            " from intake.submission where submission_id = %s", [number],
        ).fetchone()  # fmt: skip
    with psycopg.connect(databases.dsn("vault")) as vault:
        texts = vault.execute(
            "select (select count(*) from vault.mention where submission_id = %(n)s)"
            " + (select count(*) from vault.text where submission_id = %(n)s)", {"n": number},
        ).fetchone()  # fmt: skip
    assert row and texts
    return row[0], row[1], texts[0]


def doubtful() -> bytes:
    """Most of a month in another month: a question about the whole file."""
    return salvadoran([case(n, Fecha_del_hecho=f"{n}/01/2024", Perfil=SLIPPED) for n in range(1, 9)])


def test_nothing_is_left_of_what_was_rejected(databases: Settings, tmp_path: Path) -> None:
    returned = taken_in(
        tmp_path, salvadoran([case(1) | {SLIPPED: "x"}], [SLIPPED], without="Fecha del hecho")
    )
    held = taken_in(tmp_path, doubtful())
    state, _, texts = kept(databases, returned)
    assert (state, texts > 0) == (
        "returned",
        True,
    )  # what the findings stand for, for the team that corrects it
    state, rows, texts = kept(databases, held)
    assert (state, rows, texts > 8) == ("to_confirm", 8, True)
    good = taken_in(tmp_path, salvadoran([case(1)]))
    assert kept(databases, returned) == ("returned", 0, 0)
    assert kept(databases, held) == ("to_confirm", 0, 0)
    state, rows, texts = kept(databases, good)
    assert (state, rows, texts > 0) == ("accepted", 1, True)
    with psycopg.connect(databases.dsn("vault")) as vault:
        others = "select count(*) from vault.identity where token not in (select token from vault.mention)"
        assert vault.execute(others).fetchone() == (0,)

    confirm(held)  # after all: it is read once more from its sealed file
    again_through_the_gate()
    assert kept(databases, held)[1] == 8
