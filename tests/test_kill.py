"""A worker that dies at any step leaves nothing lost, doubled or half-visible; the next run finishes its work."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from mesoregistry import database
from mesoregistry.ledger.verification import find_tampering
from mesoregistry.local import open_copies
from mesoregistry.settings import Settings
from tests.conftest import fresh_databases
from tests.intake.samples import case, salvadoran
from tests.killing import Death, Filed, left, run_once

MARCH, APRIL = dt.date(2024, 3, 1), dt.date(2024, 4, 1)
# the second time: one file is behind the step, one before it
STEPS = [
    Death("seal", 2), Death("receive", 2), Death("received", 2),
    Death("open", 2), Death("interpret", 2), Death("separate", 2), Death("land", 2), Death("landed", 2),
    Death("loaded", 2), Death("check"), Death("checked"),
    Death("accept", 2), Death("accepting", 2), Death("accepted", 2),
]  # fmt: skip
BUILDING = [
    Death("build"), Death("sql:int_attacks__exploded"), Death("sql:int_event_versions"),
    Death("sql:fct_attack_version"), Death("sql:fct_attack"), Death("built"),
]  # fmt: skip


def files(folder: Path) -> list[Filed]:
    """A month, its correction (with a row that waits), and a file without a column that must be there."""
    bad = case(3, Tipos_de_agresión="algo que nadie conoce")
    contents = [
        salvadoran([case(1), case(2), case(3), case(4, Identidad="mujer trans")]),
        salvadoran([case(1, Agresores="fuerzas armadas o militares"), case(2), bad, case(5)]),
        salvadoran([case(9, Fecha_del_hecho="02/04/2024")], without="Tipos de agresión"),
    ]
    filed = []
    for number, (content, period) in enumerate(zip(contents, (MARCH, MARCH, APRIL), strict=True)):
        path = folder / f"{number}.csv"
        path.write_bytes(content)
        filed.append(Filed(path, "sv", period, dt.date(2024, 5, 2 + number)))
    return filed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def undisturbed(server: Settings, folder: Path) -> Iterator[dict[str, list[str]]]:
    with fresh_databases(server) as config:
        announced = run_once(config, files(folder))
        assert {death.step for death in STEPS} == set(announced)  # every step of the intake is tried
        assert all(announced[death.step] >= death.turn for death in STEPS)
        yield left(config)


def test_the_undisturbed_run_does_all_there_is_to_do(undisturbed: dict[str, list[str]]) -> None:
    states = [row.split("'state': '")[1].split("'")[0] for row in undisturbed["intake.submission"]]
    assert sorted(states) == ["replaced", "returned", "to_correct"]
    assert len(undisturbed["raw.sv"]) == 8
    assert len(undisturbed["intake.waiting_row"]) == 1
    # of each case its key, a name, a phone and a narrative; and one title
    assert len(undisturbed["vault"]) == 8 * 4 + 1


@pytest.mark.parametrize("death", STEPS, ids=lambda death: death.step)
def test_a_death_in_the_intake(
    databases: Settings, folder: Path, undisturbed: dict[str, list[str]], death: Death
) -> None:
    run_once(databases, files(folder), death)
    nothing_is_half_visible(databases)
    run_once(databases, files(folder))
    same(left(databases), undisturbed)
    with database.transaction() as connection:
        assert find_tampering(connection) is None
    # no file left open
    assert not [path for place in open_copies.places(databases) for path in place.rglob("*.*")]
    assert not list(databases.archive.glob("*.new"))


def same(tables: dict[str, list[str]], wanted: dict[str, list[str]]) -> None:
    """Equal to the row; only what differs is shown."""
    assert tables.keys() == wanted.keys()
    for table, rows in wanted.items():
        more, less = Counter(tables[table]) - Counter(rows), Counter(rows) - Counter(tables[table])
        assert (table, sorted(more.elements()), sorted(less.elements())) == (table, [], [])


def nothing_is_half_visible(config: Settings) -> None:
    """What counts is whole files: all rows of an accepted one, less those that wait."""
    with psycopg.connect(config.dsn("warehouse")) as connection:
        if connection.execute("select to_regclass('raw.sv')").fetchone() == (None,):
            return
        rows = connection.execute(
            "select rows_read, (select count(*) from raw.sv where _submission = submission_id) from intake.submission"
            " where accepted_at is not null"
        ).fetchall()
    assert all(read == there for read, there in rows)


@pytest.mark.slow(4)
def test_a_death_while_the_warehouse_is_built(server: Settings, tmp_path: Path) -> None:
    """A month more each time, a death in another place each time; at the end the marts of a single quiet build."""
    months = [dt.date(2023, month, 1) for month in range(1, len(BUILDING) + 1)]
    filed = []
    for number, month in enumerate(months, start=1):
        path = tmp_path / f"{number}.csv"
        rows = [
            case(
                10 * number + n, Fecha_del_hecho=f"1{n}/{month:%m/%Y}", Fecha_de_registro=f"20/{month:%m/%Y}"
            )
            for n in range(4)
        ]
        path.write_bytes(salvadoran(rows))
        filed.append(Filed(path, "sv", month, month.replace(day=28)))
    with fresh_databases(server) as config:
        run_once(config, filed, build=True)
        quiet = left(config, ("intake", "raw", "marts"))
    assert len(quiet["marts.fct_attack"]) == 4 * len(months)
    with fresh_databases(server) as config:
        for number, death in enumerate(BUILDING, start=1):
            run_once(config, filed[:number], death, build=True)
            nothing_is_half_visible(config)
        run_once(config, filed, build=True)
        same(left(config, ("intake", "raw", "marts")), quiet)
