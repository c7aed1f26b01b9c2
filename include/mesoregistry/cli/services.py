"""``up``, ``down``, ``status`` and ``migrate``: the services of this machine."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from mesoregistry.findings import Text
from mesoregistry.settings import settings

P = ParamSpec("P")
KEY_AWAY = Text(
    "La llave del archivo no está en esta máquina: mesoregistry archive-key where",
    "The key of the archive is not on this machine: mesoregistry archive-key where",
)


@contextmanager
def step(text: Text) -> Iterator[None]:
    """Show a step while it runs, and how long it took."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    line = text.in_(settings().language)
    begin = time.monotonic()
    try:
        with console.status(f"{line} …"):
            yield
    except BaseException:
        console.print(f"[red]✗[/] {line}")
        raise
    console.print(f"[green]✓[/] {line} [dim]{time.monotonic() - begin:.1f} s[/]")


def with_database(command: Callable[P, None]) -> Callable[P, None]:
    """A command that asks the database: it starts and migrates it when it is not running, and leaves it running.

    It ends with ``LocalFault`` when a key of the vault is missing or another one.
    """

    @wraps(command)
    def started(*args: P.args, **kwargs: P.kwargs) -> None:
        from mesoregistry import database
        from mesoregistry.local import migrate, postgres, vault_keys

        config = settings()
        if not config.database_url and not postgres.running(config):
            with step(Text("Base de datos", "Database")):
                postgres.start(config)
                migrate.migrate(config)
        with database.open_connection("vault") as connection:
            vault_keys.compare(connection, config)
        command(*args, **kwargs)

    return started


def up(
    foreground: Annotated[
        bool, typer.Option("--foreground", help="Quedarse aquí, para systemd / stay here, for systemd")
    ] = False,
) -> None:
    """Start PostgreSQL, Airflow and the portal of the teams, and leave them running."""
    from mesoregistry.cli.portal_entry import show_entry
    from mesoregistry.local import airflow, stack

    config = settings()
    if foreground:
        stack.up_in_foreground(config, step)
    first = not (config.home / "airflow" / "passwords.json").exists()
    stack.up(config, step)
    typer.echo(
        f"{airflow.url(config)}  admin  {config.secret('airflow_admin') if first else config.secrets / 'airflow_admin'}"
    )
    show_entry()


def down() -> None:
    """Stop them; nothing is left running."""
    from mesoregistry.local import stack

    stack.down(settings(), step)


def status(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """How each service is, and which countries stop; status 1 when one is not healthy or stops."""
    from mesoregistry.cli.data_checks import catalogue_is_sound
    from mesoregistry.local import archive_key
    from mesoregistry.local.health import health

    config = settings()
    states, stopped = health(config), catalogue_is_sound()
    lines = [f"{name:13} {state}" for name, state in states.items()]
    if stopped:
        lines.append(f"{'catalogue':13} {stopped.in_(config.language)}")
    if (config.secrets / "vault_mac").exists() and not archive_key.is_here(config):
        lines.append(KEY_AWAY.in_(config.language))
    typer.echo(json.dumps(states) if as_json else "\n".join(lines))
    raise typer.Exit(0 if set(states.values()) == {"healthy"} and not stopped else 1)


def unit() -> None:
    """Print a unit of systemd that starts everything with the machine."""
    from mesoregistry.local import unit as systemd

    typer.echo(systemd.unit(settings()), nl=False)


def migrate(
    with_airflow: Annotated[bool, typer.Option("--airflow", help="Airflow's own database too.")] = False,
    secrets_to: Annotated[
        Path | None,
        typer.Option("--secrets-to", help="Secretos de cada servicio / a folder of secrets for each service"),
    ] = None,
) -> None:
    """Start the database and bring it to the newest state."""
    from mesoregistry.local import airflow_prepare, holders, postgres
    from mesoregistry.local import migrate as migrations

    postgres.start(settings())
    for name in migrations.migrate(settings()):
        typer.echo(name)
    if with_airflow and airflow_prepare.prepare(settings()):
        typer.echo("airflow")
    if secrets_to:
        holders.hand_out(settings(), secrets_to)


def airflow(context: typer.Context) -> None:
    """Airflow's own command line with the settings of this place: mesoregistry airflow dags list."""
    import os

    from mesoregistry.local.airflow import airflow_env, command, service_of

    words = command(*context.args)
    os.execve(words[0], words, os.environ | airflow_env(settings(), service_of(context.args)))


def register(app: typer.Typer) -> None:
    for command in (up, down, status, unit, migrate):
        app.command()(command)
    everything = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
    app.command(context_settings=everything)(airflow)
