"""An erased submission is nowhere: not in a table, not in the archive, not in the bytes of the server's own files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from mesoregistry import database
from mesoregistry.cli import app
from mesoregistry.intake.accept import accept
from mesoregistry.intake.erase import to_erase_again
from mesoregistry.intake.erasure_register import NAME as REGISTER
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.intake.tasks import judge
from mesoregistry.ledger.verification import find_tampering
from mesoregistry.local.cluster import find
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.intake.samples import case, salvadoran

pytestmark = pytest.mark.slow(1)
GOES, STAYS = "Ana Borrada Inventada", "Bea Queda Inventada"
MONTHS = (dt.date(2024, 3, 1), dt.date(2024, 4, 1))
runner = CliRunner()


def filed(folder: Path, month: dt.date, *names: str) -> int:
    day = f"{month:14/%m/%Y}"
    rows = [
        case(
            month.month * 10 + number, Nombre_de_la_defensora=name, Fecha_del_hecho=day, Fecha_de_registro=day
        )
        for number, name in enumerate(names)
    ]
    path = folder / f"{month:%Y-%m}.csv"
    path.write_bytes(salvadoran(rows))
    return receive(path, "sv", month, dt.date(2024, 5, 2)).submission_id


def taken_in() -> None:
    numbers = load("sv")
    assert judge("sv", numbers).success
    accept("sv", numbers)
    assert build().failures == ()


def secrets_of(settings: Settings, submission_id: int) -> list[bytes]:
    """The tokens and sealed texts of a submission that no other has."""
    with psycopg.connect(settings.dsn("vault")) as vault:
        rows = vault.execute(
            "select token::bytea, identity.sealed from vault.mention as own inner join vault.identity using (token)"
            " where submission_id = %(n)s and not exists ("
            "  select from vault.mention as other where other.token = own.token and other.submission_id <> %(n)s)",
            {"n": submission_id},
        ).fetchall()
        texts = vault.execute(
            "select sealed from vault.text where submission_id = %s", [submission_id]
        ).fetchall()
    return [bytes(value) for row in [*rows, *texts] for value in row]


def on_the_disk(settings: Settings, needles: list[bytes]) -> set[bytes]:
    files = [path for path in find(settings).data.rglob("*") if path.is_file()]
    seen: set[bytes] = set()
    for path in files:
        content = path.read_bytes()
        seen |= {needle for needle in needles if needle in content}
    return seen


def attacks() -> list[tuple[object, ...]]:
    with database.reading("analyst") as connection:
        return connection.execute(
            "select submission_id, count(*) from marts.fct_attack_version group by 1 order by 1"
        ).fetchall()


def test_nothing_is_left_of_an_erased_submission(databases: Settings, tmp_path: Path) -> None:
    gone, kept = filed(tmp_path, MONTHS[0], GOES, STAYS), filed(tmp_path, MONTHS[1], STAYS)
    taken_in()
    assert attacks() == [(gone, 2), (kept, 1)]
    needles, others = secrets_of(databases, gone), secrets_of(databases, kept)
    assert len(needles) >= 8 and others
    with psycopg.connect(databases.dsn("warehouse"), autocommit=True) as owner:
        owner.execute("checkpoint")
    assert on_the_disk(databases, needles) == set(needles)  # so that the search can fail
    sealed = sorted(path.name for path in databases.archive.glob("*.age"))

    refused = runner.invoke(app, ["erase", str(gone)], input="99\n")
    assert (refused.exit_code, attacks()) == (1, [(gone, 2), (kept, 1)])
    done = runner.invoke(app, ["erase", str(gone)], input=f"{gone}\n")
    assert done.exit_code == 0, done.output
    assert f"Envío {gone}: 2 filas, " in done.output

    assert attacks() == [(kept, 1)]
    assert on_the_disk(databases, needles) == set()
    assert on_the_disk(databases, others) == set(others)
    assert secrets_of(databases, kept)  # the woman of both files is known by the other
    left = sorted(path.name for path in databases.archive.glob("*.age"))
    assert len(sealed) - len(left) == 1
    with database.transaction() as connection:
        assert find_tampering(connection) is None
        events = connection.execute(
            "select action from intake.event where submission_id = %s order by event_no desc limit 2", [gone]
        ).fetchall()
        left_rows = connection.execute(
            "select (select count(*) from raw.sv where _submission = %(n)s)"
            " + (select count(*) from intake.finding where submission_id = %(n)s)", {"n": gone}
        ).fetchall()  # fmt: skip
    assert (events, left_rows) == ([("erased",), ("withdrawn",)], [(0,)])
    assert to_erase_again() == []


def test_a_restored_backup_from_before_is_erased_once_more(databases: Settings, tmp_path: Path) -> None:
    """The register has been kept beside the backups; the database is that of before."""
    number = filed(tmp_path, MONTHS[0], GOES)
    taken_in()
    with psycopg.connect(databases.dsn("warehouse")) as owner:
        row = owner.execute("select sha256 from intake.submission").fetchone()
    assert row is not None
    databases.audit.mkdir(exist_ok=True)
    (databases.audit / REGISTER).write_text(
        f'{{"sha256": "{row[0]}", "erased_on": "2024-06-01"}}\n', encoding="utf-8"
    )
    assert to_erase_again() == [number]
    assert runner.invoke(app, ["erase", "--registered"]).exit_code == 0
    assert (to_erase_again(), attacks()) == ([], [])


def test_a_submission_that_is_none(databases: Settings) -> None:
    assert runner.invoke(app, ["erase", "9"], input="9\n").exit_code == 2
