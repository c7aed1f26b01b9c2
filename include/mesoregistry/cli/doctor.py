"""``doctor``: is everything as it must be, and if not, what to do. A line for each check."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

import typer

from mesoregistry.cli import data_checks, decision_checks, machine_checks
from mesoregistry.findings import Text
from mesoregistry.settings import settings


@dataclass(frozen=True, slots=True)
class Check:
    """``run`` returns what is wrong and what to do, or ``None`` when all is well: then ``good`` is said."""

    id: str
    good: Text | Callable[[], Text]
    run: Callable[[], Text | None]


def database_answers() -> Text | None:
    """Whether the loader can connect to the warehouse and to the vault."""
    from mesoregistry import database

    for name in ("warehouse", "vault"):
        try:
            with database.open_connection(name) as connection:
                connection.execute("select 1")
        except (database.DatabaseFault, FileNotFoundError):
            return Text(
                f"La base «{name}» no responde. Enciéndala: mesoregistry up (o make up).",
                f"The database “{name}” does not answer. Start it: mesoregistry up (or make up).",
            )
    return None


def migrations_current() -> Text | None:
    """Whether every migration was applied as it is."""
    from mesoregistry.local import migrate

    if not (files := migrate.pending(settings())):
        return None
    return Text(
        f"Faltan migraciones: {', '.join(files)}. Aplíquelas: mesoregistry migrate.",
        f"Migrations are missing: {', '.join(files)}. Apply them: mesoregistry migrate.",
    )


def chain_whole() -> Text | None:
    """Whether each event and state of the ledger is as it was written."""
    from mesoregistry import database
    from mesoregistry.ledger.verification import find_tampering

    with database.transaction() as connection:
        tampering = find_tampering(connection)
    return tampering.text if tampering else None


CHECKS: tuple[Check, ...] = (
    Check("database", Text("La base de datos responde", "The database answers"), database_answers),
    Check(
        "migrations", Text("Las migraciones están al día", "The migrations are current"), migrations_current
    ),
    Check("chain", Text("La cadena de eventos está entera", "The chain of events is whole"), chain_whole),
    Check("keys", data_checks.keys_are_good, data_checks.keys_open_the_vault),
    Check("erasures", data_checks.ERASED_STILL, data_checks.erasures_are_applied),
    Check("files", Text("Ningún archivo está atorado", "No file is stuck"), data_checks.no_file_is_stuck),
    Check("clock", Text("El reloj está en hora", "The clock is right"), data_checks.clock_is_right),
    Check(
        "catalogue",
        Text("El catálogo no tiene errores", "The catalogue has no mistakes"),
        data_checks.catalogue_is_sound,
    ),
    Check("decisions", decision_checks.how_many_wait, decision_checks.decisions_hold),
    Check(
        "permissions",
        Text("Nadie más puede leer los archivos", "Nobody else can read the files"),
        machine_checks.nothing_is_open_to_others,
    ),
    Check("disk", Text("Hay lugar en el disco", "There is room on the disk"), machine_checks.there_is_room),
    Check("ports", Text("Los puertos son nuestros", "The ports are ours"), machine_checks.ports_are_ours),
    Check(
        "versions",
        Text("Las versiones son las debidas", "The versions are right"),
        machine_checks.versions_are_right,
    ),
    Check(
        "backups",
        Text("La copia de respaldo es de hoy", "The backup is of today"),
        machine_checks.backups_are_fresh,
    ),
    Check(
        "sandbox",
        Text("El lector de archivos está encerrado", "The reader of files is confined"),
        machine_checks.reader_is_confined,
    ),
)


def doctor(
    as_json: Annotated[bool, typer.Option("--json")] = False,
    language: Annotated[Literal["es", "en", ""], typer.Option("--language", "-l", help="es | en")] = "",
) -> None:
    """Check that everything is as it must be; status 1 and what to do when something is not."""
    results = [(check, _outcome(check)) for check in CHECKS]
    if as_json:
        rows = [
            {
                "check": check.id,
                "good": problem is None,
                "problem": problem and {"es": problem.es, "en": problem.en},
            }
            for check, problem in results
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for check, problem in results:
            line = (problem or _good(check)).in_(language or settings().language)
            typer.secho(f"{'✗' if problem else '✓'} {line}", fg="red" if problem else None)
    raise typer.Exit(1 if any(problem for _, problem in results) else 0)


def _good(check: Check) -> Text:
    return check.good if isinstance(check.good, Text) else check.good()


def _outcome(check: Check) -> Text | None:
    """A check that could not be made is a problem too. What an exception says may hold a value: its kind only."""
    from mesoregistry.faults import Fault

    try:
        return check.run()
    except Fault as fault:
        return fault.text
    except Exception as error:
        kind = type(error).__name__
        return Text(
            f"No se pudo comprobar «{_good(check).es}» ({kind}); corrija primero lo demás.",
            f"“{_good(check).en}” could not be checked ({kind}); mend the others first.",
        )


def register(app: typer.Typer) -> None:
    app.command()(doctor)
