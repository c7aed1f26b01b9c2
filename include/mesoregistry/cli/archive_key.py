"""``archive-key``: where the key that opens files of every month is; takes it off this machine and brings it back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mesoregistry.cli.services import with_database
from mesoregistry.findings import Text
from mesoregistry.settings import settings

HERE = Text(
    "La llave del archivo está en esta máquina, en {path}: quien entre aquí abre los archivos de todos los meses.",
    "The key of the archive is on this machine, in {path}: whoever breaks in opens the files of every month.",
)
AWAY = Text(
    "La llave del archivo está fuera de esta máquina desde el {day}.",
    "The key of the archive has been off this machine since {day}.",
)
MONTHS = Text(
    "Se abren aquí los archivos recibidos en {months}, hasta {days} días después de cada mes.",
    "Files received in {months} open here, until {days} days after each month.",
)
NO_MONTHS = Text("Ningún mes tiene llave propia todavía.", "No month has a key of its own yet.")
EXPORTED = Text(
    "{file} abre todo lo recibido. Llévela a dos lugares fuera de aquí (papel, otra memoria), y después:"
    " mesoregistry archive-key remove {file}",
    "{file} opens everything that was received. Take it to two places away from here (paper, another stick), then:"
    " mesoregistry archive-key remove {file}",
)
REMOVED = Text(
    "La llave ya no está aquí. Se sigue recibiendo y revisando; un mes anterior se abre con «archive-key supply». Las"
    " copias de respaldo de antes la guardan todavía: haga una nueva y destruya las otras. En contenedores: corra"
    " migrate, que la quita a los servicios.",
    "The key is here no longer. Files are received and reviewed as before; an older month opens with “archive-key"
    " supply”. Backups made before still hold it: make a new one and destroy the others. In containers: run migrate,"
    " which takes it from the services.",
)
SUPPLIED = Text(
    "La llave está otra vez aquí. Cuando termine: mesoregistry archive-key remove {file}",
    "The key is here again. When you have finished: mesoregistry archive-key remove {file}",
)
Copy = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Su copia / the copy of it")]


def where() -> None:
    """Say where the key is, and of which months the files open without it."""
    from mesoregistry import database
    from mesoregistry.local import archive_key, month_keys

    config, spoken = settings(), settings().language
    with database.open_connection("vault") as connection:
        since = archive_key.away_since(connection)
    text = (
        AWAY.format(day=f"{since:%Y-%m-%d}")
        if since and not archive_key.is_here(config)
        else HERE.format(path=config.secrets / archive_key.PRIVATE)
    )
    typer.echo(text.in_(spoken))
    months = ", ".join(f"{month:%Y-%m}" for month in month_keys.private_halves(config))
    given = MONTHS.format(months=months, days=config.month_key_days) if months else NO_MONTHS
    typer.echo(given.in_(spoken))


def export(file: Annotated[Path, typer.Argument(help="Archivo nuevo / a new file")]) -> None:
    """Write a copy of the key into a new file."""
    from mesoregistry.local import archive_key_moves

    archive_key_moves.export(settings(), file)
    typer.echo(EXPORTED.format(file=file).in_(settings().language))


def remove(file: Copy) -> None:
    """Take the key off this machine, after a copy of it that lies elsewhere was compared."""
    from mesoregistry.local import archive_key_moves

    archive_key_moves.remove(settings(), file)
    typer.echo(REMOVED.in_(settings().language))


def supply(file: Copy) -> None:
    """Bring the key back, to open files of months that are over."""
    from mesoregistry.local import archive_key_moves

    archive_key_moves.supply(settings(), file)
    typer.echo(SUPPLIED.format(file=file).in_(settings().language))


def register(app: typer.Typer) -> None:
    commands = typer.Typer(no_args_is_help=True, help="La llave del archivo / the key of the archive")
    for command in (where, export, remove, supply):
        commands.command()(with_database(command))
    app.add_typer(commands, name="archive-key")
