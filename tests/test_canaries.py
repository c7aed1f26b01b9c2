"""1,000 planted names, phones and narratives: after the whole way none is anywhere but in the vault.

``synthetic.demo`` plants others in five layouts, and the test of the demo searches Airflow as well.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import psycopg
import pytest

from mesoregistry.intake.answers import confirm
from mesoregistry.settings import Settings
from mesoregistry.vault import seal
from mesoregistry.vault.search import search
from tests import planting
from tests.intake.samples import case, salvadoran
from tests.killing import Filed, run_once

ROWS, MOVED = 340, 20
SYLLABLES = (
    "ru",
    "zai",
    "mel",
    "qui",
    "to",
    "ven",
    "dra",
    "lis",
    "jo",
    "ñe",
    "gui",
    "sa",
    "peñ",
    "ór",
    "bal",
    "xim",
)


def invented(chance: random.Random, words: int) -> str:
    """Words that no language has, so that nothing is found by accident."""
    return " ".join("".join(chance.sample(SYLLABLES, 4)).capitalize() for _ in range(words))


def planted() -> list[dict[str, str]]:
    chance = random.Random(7)
    return [
        {
            "Nombre de la defensora": invented(chance, 3),
            "Teléfono": f"7{chance.randrange(10**3):03d}-{chance.randrange(10**4):04d}-{number:03d}",
            "Relato": f"Salía de {invented(chance, 2)} cuando {invented(chance, 5)} le dijo: «{invented(chance, 2)}».",
        }
        for number in range(ROWS)
    ]


NEEDLES = [text for row in planted() for text in row.values()]


def files(folder: Path) -> list[Filed]:
    """Good rows, and rows wrong in every way that makes somebody talk about them."""
    faults: list[dict[str, str]] = [
        {}, {}, {},
        {"Tipos_de_agresión": "algo que nadie conoce"},
        {"Fecha_del_hecho": "30/02/2024"},
        {"Identidad": "mujer cis;mujer cis;mujer cis"},
        {"Edad": "doscientos", "Perfil": "colectivo"},
        {"Nombre_de_la_defensora": "Segunda Nombrada;{name}"},
    ]  # fmt: skip
    rows = []
    for number, secret in enumerate(planted()):
        changes = {
            name: value.format(name=secret["Nombre de la defensora"])
            for name, value in faults[number % len(faults)].items()
        }
        rows.append(secret_case(number, secret, changes))
    moved = salvadoran([row | {"Responsable": "yo"} for row in rows[-MOVED:]]).replace(b"SV-", b";SV-")
    contents = {
        "good.csv": salvadoran(rows[:-MOVED]),
        "moved.csv": moved,
        "returned.csv": salvadoran(rows, without="Departamento"),
        "unknown.csv": salvadoran(rows[:50], extra=["Columna nueva"]),
    }
    filed = []
    for month, (name, content) in enumerate(contents.items(), start=1):
        (folder / name).write_bytes(content)
        filed.append(Filed(folder / name, "sv", dt.date(2024, month, 1), dt.date(2024, 6, 1)))
    return filed


def secret_case(number: int, secret: dict[str, str], changes: dict[str, str]) -> dict[str, str]:
    return case(number) | secret | {name.replace("_", " "): value for name, value in changes.items()}


def everything_written(settings_: Settings) -> list[Path]:
    """All of MESO_HOME but the server's own files and the sealed archive; the vault is in the server."""
    return [
        path
        for path in settings_.home.iterdir()
        if path.is_dir() and path.name not in ("postgres", "archive")
    ]


@pytest.mark.slow(1)
def test_no_canary_is_outside_the_vault(databases: Settings, tmp_path: Path) -> None:
    assert len(set(NEEDLES)) == len(NEEDLES) >= 1000
    log = databases.logs / "canaries" / "worker.log"
    run_once(databases, files(tmp_path), build=True, log=log)
    assert "listening" in log.read_text(encoding="utf-8")
    with psycopg.connect(databases.dsn("warehouse")) as connection:
        [(landed, findings)] = connection.execute(
            "select (select count(*) from raw.sv), (select count(*) from intake.finding)"
        ).fetchall()
    assert landed >= ROWS - MOVED
    assert findings > 100
    assert search(NEEDLES, databases, ["warehouse"], everything_written(databases)) == []
    taken = NEEDLES[: 3 * (ROWS - MOVED)]  # of a row whose cells moved nothing is taken
    assert sealed_in_the_vault(databases).issuperset(taken)


@pytest.mark.slow(2)
def test_what_stands_in_a_wrong_cell_is_nowhere_outside_the_vault(
    databases: Settings, tmp_path: Path
) -> None:
    """In every column, header, title and name of file, in seven files of six formats each of three kinds."""
    planter = planting.Planter()
    filed = planting.write(tmp_path, planter)
    assert len(planter.planted) >= 1000
    log = databases.logs / "planted" / "worker.log"
    run_once(databases, filed, log=log)
    confirm_all(databases)  # so that rows of every kind of file come as far as the marts
    run_once(databases, filed, build=True, log=log)
    with psycopg.connect(databases.dsn("warehouse")) as connection:
        landed = {country for (country,) in connection.execute("select country_code from raw.record")}
        counted = {country for (country,) in connection.execute("select country_code from marts.fct_attack")}
        rules = {rule for (rule,) in connection.execute("select distinct rule from intake.finding")}
    assert landed == {"gt", "hn", "mx", "ni", "sv"}
    assert counted >= {"gt", "mx", "ni", "sv"}
    assert rules >= {
        "form_known", "profile_known", "event_date_readable", "complaint_readable", "admin1_known", "age_whole",
        "collective_identified_whole", "column_unknown", "column_likely", "sheet_unread", "too_many_fields",
    }  # fmt: skip
    assert search(planter.planted, databases, ["warehouse"], everything_written(databases)) == []


def confirm_all(config: Settings) -> None:
    with psycopg.connect(config.dsn("warehouse")) as connection:
        rows = connection.execute("select submission_id from intake.submission where state = 'to_confirm'")
        numbers = [number for (number,) in rows]
    assert len(numbers) > 10
    for number in numbers:
        confirm(number)


def sealed_in_the_vault(settings_: Settings) -> set[str]:
    key = seal.fields()
    with psycopg.connect(settings_.dsn("vault")) as vault:
        rows = vault.execute(
            "select sealed from vault.identity union all select sealed from vault.text"
        ).fetchall()
        # in the vault too nothing is in the open
        assert search(NEEDLES, settings_, ["vault"], []) == []
    return {str(seal.open_text(sealed, key)) for (sealed,) in rows} & set(NEEDLES)


def test_the_search_sees_a_column_on_the_wrong_side(databases: Settings, tmp_path: Path) -> None:
    run_once(databases, files(tmp_path), leak=True)
    hits = search(NEEDLES, databases, ["warehouse"], [])
    assert {hit.where for hit in hits} == {"warehouse: raw.sv"}
    stories = {number for number, text in enumerate(NEEDLES) if text.startswith("Salía")}
    assert len({hit.needle for hit in hits} & stories) >= ROWS - MOVED
