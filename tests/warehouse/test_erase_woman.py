"""A woman is erased: what was done to her counts as before, and nothing that is kept says that it was she."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from mesoregistry import database, ledger
from mesoregistry.cli import app
from mesoregistry.intake import erase_woman, erasure_register, inbox
from mesoregistry.intake.archive import unsealed
from mesoregistry.intake.receive import receive
from mesoregistry.intake.reprocess import reopen
from mesoregistry.ledger.verification import find_tampering
from mesoregistry.settings import Settings
from mesoregistry.vault.person_names import PersonNames
from mesoregistry.vault.search import search
from tests.intake.samples import salvadoran
from tests.warehouse.erasing import APRIL, ATTACKS, HER, MARCH, PHONE, STORY, facts, filed, row, taken_in
from tests.warehouse.test_erasure import on_the_disk

pytestmark = pytest.mark.slow(1)
OTHER = "Bea Queda Inventada"
REVERSED = "Borrada Inventada, Ana Lucía"
TYPED = f"{HER}\n{REVERSED.replace(',', '')}\n\n"
runner = CliRunner()


def two_months(folder: Path) -> tuple[int, int, int, int]:
    """March, its correction, April, and a file that is returned; each names her."""
    hers = {"Nombre_de_la_defensora": HER, "Teléfono": PHONE, "Relato": STORY}
    about = {
        "Nombre_de_la_defensora": OTHER,
        "Relato": f"Es hermana de {REVERSED}, a quien también amenazaron.",
    }
    march = filed(folder, f"caso de {HER}.csv", MARCH, row(1, hers), row(2, about))
    taken_in()
    key = {"No._de_caso": f"{HER} 7", "Nombre_de_la_defensora": REVERSED}
    corrected = filed(folder, "marzo.csv", MARCH, row(1, hers), row(2, about), row(3, key))
    april = filed(folder, "abril.csv", APRIL, row(4, {"Nombre_de_la_defensora": f"{OTHER}; {HER}"}, APRIL))
    inbox.sweep(0.0)
    (inbox.folder("sv") / f"sin mes {HER}.csv").write_bytes(salvadoran([row(8, hers)]))
    inbox.sweep(0.0)
    returned = folder / "devuelto.csv"
    returned.write_bytes(f"una;hoja;de otra forma\n{HER};{PHONE};x\n".encode())
    back = receive(returned, "sv", APRIL, dt.date(2024, 5, 3)).submission_id
    taken_in()
    return march, corrected, april, back


def her_secrets(settings: Settings) -> list[bytes]:
    """Her tokens, her sealed name, and the sealed texts of the records that name her."""
    with psycopg.connect(settings.dsn("vault")) as vault:
        tokens = erase_woman.traces_of("sv", PersonNames([HER])).tokens
        rows = vault.execute(
            "select token::bytea, sealed from vault.identity where token = any(%s)", [sorted(tokens)]
        ).fetchall()
        texts = vault.execute(
            "select sealed from vault.text inner join vault.mention using (submission_id, record_no)"
            " where token = any(%s)", [sorted(tokens)],
        ).fetchall()  # fmt: skip
    return [bytes(value) for found_row in [*rows, *texts] for value in found_row]


def archived(settings: Settings) -> dict[int, tuple[str, str]]:
    """Name and text of every file of the archive, by submission."""
    with database.transaction() as connection:
        submissions = ledger.select(connection, "true", [])
    files = {}
    for submission in submissions:
        if (settings.archive / f"{submission.sha256}.age").exists():
            name, content = unsealed(submission.sha256, submission.resealed_sha256)
            files[submission.submission_id] = (str(name), content.decode("cp1252", "replace"))
    return files


def test_a_woman_is_erased_and_what_was_done_to_her_counts(databases: Settings, tmp_path: Path) -> None:
    refused_before = set(databases.archive.glob("refused/*"))
    march, corrected, april, back = two_months(tmp_path)
    [own] = set(databases.archive.glob("refused/*")) - refused_before
    before, persons = facts(ATTACKS), facts("submission_id, count(distinct defender_token)")
    needles = her_secrets(databases)
    assert len(needles) > 4
    with psycopg.connect(databases.dsn("warehouse"), autocommit=True) as owner:
        owner.execute("checkpoint")
    assert on_the_disk(databases, needles) == set(needles)  # so that the search can fail

    refused = runner.invoke(app, ["erase", "--woman", "sv"], input=f"{TYPED}99\n")
    assert (refused.exit_code, facts(ATTACKS)) == (1, before)
    done = runner.invoke(app, ["erase", "--woman", "sv"], input=f"{TYPED}4\n")
    assert done.exit_code == 0, done.output
    assert "4 filas siguen contando" in done.output and f"borrados enteros: {back}" in done.output
    assert HER not in done.output and "Las cifras ya publicadas no cambian" in done.output

    assert facts(ATTACKS) == before
    after = facts("submission_id, count(distinct defender_token)")
    assert sum(int(str(n)) for _, n in after) < sum(int(str(n)) for _, n in persons)
    assert on_the_disk(databases, needles) == set()
    plain = [HER, REVERSED, PHONE, STORY]
    assert search(plain, databases, ["warehouse", "vault"], [databases.home]) == []
    assert her_secrets(databases) == []
    assert {token.encode() for token in erasure_register.tokens()} <= set(needles)
    assert erasure_register.tokens()
    names = PersonNames([HER])
    files = archived(databases)
    assert sorted(files) == [march, corrected, april]
    assert not own.exists()
    for name, content in files.values():
        assert not names.stand_in(name) and not names.stand_in(content)
        assert PHONE not in content and STORY not in content
    assert OTHER in files[april][1] and "Es hermana de reservada" in files[march][1]
    with database.transaction() as connection:
        assert find_tampering(connection) is None
        connection.execute("update intake.submission set resealed_sha256 = repeat('0', 64)")
        tampering = find_tampering(connection)
        assert tampering is not None and tampering.kind == "state"
        connection.rollback()

    # a change of the catalogue takes the months in once more, from the files without her
    assert set(reopen("sv", MARCH, APRIL)) == {corrected, march, april}
    taken_in()
    assert facts(ATTACKS) == before
    assert her_secrets(databases) == []
