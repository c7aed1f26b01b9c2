"""The whole way of some files, in a process that ends itself at a given step; and what is left of it.

The processes are forked from one that has imported Great Expectations and dbt already, so a death costs no start.
"""

from __future__ import annotations

import datetime as dt
import logging
import multiprocessing
import os
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from mesoregistry.catalog.landed_columns import owners
from mesoregistry.catalog.model import FieldDef, fields
from mesoregistry.catalog.registries import registries
from mesoregistry.intake.foreign import KnownTexts
from mesoregistry.settings import Settings, settings
from mesoregistry.vault import seal

DIED = 77
TOKEN = re.compile(r"\b[0-9a-f]{32}\b")
# clock and counters, and the hashes over them: not the same twice
PASSING = ("received_at", "accepted_at", "gate_run_id", "recorded_at", "verified_at", "previous_hash", "hash")


@dataclass(frozen=True)
class Filed:
    """A file as a team sends it."""

    path: Path
    country: str
    period: dt.date
    filed_on: dt.date


@dataclass(frozen=True)
class Death:
    """Where to die: at the ``turn``-th time a step is announced, or when dbt turns to a model (``sql:name``)."""

    step: str
    turn: int = 1


def work(
    environment: dict[str, str],
    files: Sequence[Filed],
    death: Death | None,
    build: bool,
    leak: bool,
    results: Connection,
) -> None:
    """Receive, load, check, accept and build; tell the steps announced."""
    os.environ.update(environment)
    settings.cache_clear()
    if leak:
        send_narratives_to_the_wrong_side()
    if log := environment.get("LOG"):
        _log_everything(Path(log))
    announced: Counter[str] = Counter()

    def listen(event: str, values: tuple[object, ...]) -> None:
        name = _step(event, values)
        if name is None:
            return
        announced[name] += 1
        if death == Death(name, announced[name]):
            os._exit(DIED)

    sys.addaudithook(listen)
    _all_the_way(files, build)
    results.send(announced)


def send_narratives_to_the_wrong_side() -> None:
    """The mistake that the search for canaries must see: a narrative is a plain text, and lands.

    Two walls fall: a plain text that is no place would be sealed as foreign.
    """
    registries()  # the catalogue itself would refuse it
    changed = fields()["narrative"].model_dump() | {"kind": "text"}
    fields()["narrative"] = FieldDef.model_validate(changed)
    owners.cache_clear()
    KnownTexts.is_foreign = lambda self, column, value: False  # type: ignore[method-assign]


def _log_everything(path: Path) -> None:
    """Logging at its loudest, and whatever is printed, into one file; temporary files beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    tempfile.tempdir = str(path.parent)
    logging.basicConfig(filename=path, level=logging.DEBUG, force=True)
    logging.getLogger("tests").debug("listening")


def _step(event: str, values: tuple[object, ...]) -> str | None:
    if event == "mesoregistry.step":
        return str(values[0])
    if (
        event == "open"
        and isinstance(values[0], str)
        and "/target/run/" in values[0]
        and values[0].endswith(".sql")
    ):
        return f"sql:{Path(values[0]).stem}"
    return None


def _all_the_way(files: Sequence[Filed], build: bool) -> None:
    from mesoregistry.intake.accept import accept
    from mesoregistry.intake.load import load
    from mesoregistry.intake.receive import receive
    from mesoregistry.intake.tasks import judge
    from mesoregistry.warehouse.build import build as build_marts

    for submitted in files:
        receive(submitted.path, submitted.country, submitted.period, submitted.filed_on)
    for country in sorted({submitted.country for submitted in files}):
        landed = load(country)
        verdict = judge(country, landed)
        assert not verdict.broken, verdict.summary()
        accept(country, landed)
    if build:
        built = build_marts()
        assert built.success, built.failures


def run_once(
    config: Settings,
    files: Sequence[Filed],
    death: Death | None = None,
    *,
    build: bool = False,
    leak: bool = False,
    log: Path | None = None,
) -> Counter[str]:
    """One run in a process of its own. Returns what it announced; nothing when it died as asked."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["great_expectations", "dbt.cli.main", "mesoregistry.gate.check"])
    environment = {
        "MESO_HOME": str(config.home),
        "MESO_POSTGRES_PORT": str(config.postgres_port),
        "MESO_DATABASE_SUFFIX": config.database_suffix,
        "LOG": str(log or ""),
    }
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=work, args=(environment, files, death, build, leak, theirs))
    child.start()
    theirs.close()
    try:
        announced = ours.recv()
    except EOFError:
        announced = Counter()
    child.join()
    assert child.exitcode == (DIED if death else 0), f"exit {child.exitcode} at {death}"
    assert isinstance(announced, Counter)
    return announced


def left(config: Settings, schemas: Sequence[str] = ("intake", "raw")) -> dict[str, list[str]]:
    """Every row of the vault and of these schemas, in words that are the same in every run.

    A token becomes the name it stands for, a submission its country, period and version, and an id of the marts,
    which is made from the random token of a case, what it stands for.
    """
    with psycopg.connect(config.dsn("vault")) as vault, psycopg.connect(config.dsn("warehouse")) as warehouse:
        names = _names(vault)
        if "marts" in schemas:
            names |= _ids_of_marts(warehouse, names)
        filed: dict[int, str] = dict(
            warehouse.execute(
                "select submission_id, concat_ws(' ', country, period, 'v' || version) from intake.submission"
            ).fetchall()
        )
        tables = {
            f"{schema}.{table}": _rows(warehouse, schema, table, names, filed)
            for schema in schemas
            for (table,) in warehouse.execute(
                "select table_name from information_schema.tables where table_schema = %s", [schema]
            ).fetchall()
        }
        # what was done again is announced again; a returned file that comes once more is taken once more
        tables["intake.event"] = sorted(
            {row for row in tables["intake.event"] if "received again" not in row}
        )
        key = seal.fields()
        tables["vault"] = sorted(
            f"{filed[number]} {record} {field} {position} {seal.open_text(sealed, key)}"
            for number, record, field, position, sealed in vault.execute(
                "select submission_id, record_no, field, position, sealed from vault.text union all"
                " select submission_id, record_no, field, position, sealed from vault.mention"
                " inner join vault.identity using (token)"
            )
        )
        return tables


def _names(vault: psycopg.Connection) -> dict[str, str]:
    key = seal.fields()
    return {
        token: f"<{country} {seal.open_text(sealed, key)}>"
        for token, country, sealed in vault.execute("select token, country, sealed from vault.identity")
    }


def _ids_of_marts(warehouse: psycopg.Connection, names: dict[str, str]) -> dict[str, str]:
    """Events by the key of their case, attacks by event, form and target, numbered where these are equal."""
    events: dict[str, str] = {
        event: f"<event {country} {names.get(key, key)}>"
        for event, country, key in warehouse.execute(
            "select event_id, country_code, case_key from marts.fct_event"
        )
    }
    attacks: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for attack, *parts in warehouse.execute(
        "select attack_id, event_id, min(form_code), min(defender_token), min(organisation_token)"
        " from marts.fct_attack_version group by attack_id, event_id order by min(record_no), attack_id"
    ):
        kind = " ".join(events.get(str(part), names.get(str(part), str(part))) for part in parts if part)
        numbers[kind] += 1
        attacks[attack] = f"<attack {kind} {numbers[kind]}>"
    versions = {
        str(version): f"{attacks[attack]} {known_from}"
        for version, attack, known_from in warehouse.execute(
            "select attack_version_id, attack_id, known_from from marts.fct_attack_version"
        )
    }
    return events | attacks | versions


def _rows(
    warehouse: psycopg.Connection, schema: str, table: str, names: dict[str, str], filed: dict[int, str]
) -> list[str]:
    rows = []
    # what a dead process did is done once more, from the state that it left
    passing = {*PASSING, "event_no", *(["from_state"] if table == "event" else [])}
    query = f'select * from "{schema}"."{table}"'
    for row in warehouse.cursor(row_factory=dict_row).execute(query.encode()):
        if "attack_version_id" in row:
            row["attack_version_id"] = names.get(str(row["attack_version_id"]), row["attack_version_id"])
        kept = {
            name: filed.get(value, value) if name in ("submission_id", "_submission") else value
            for name, value in row.items()
            if name not in passing and not isinstance(value, dt.datetime)
        }
        rows.append(TOKEN.sub(lambda match: names.get(match[0], match[0]), repr(kept)))
    return sorted(rows)
