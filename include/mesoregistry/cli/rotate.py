"""``rotate``: a new password or key in place of the one of today."""

from __future__ import annotations

from typing import Annotated

import typer

from mesoregistry.cli.services import step, with_database
from mesoregistry.findings import Text
from mesoregistry.settings import settings

RESTART = Text("Encienda de nuevo: mesoregistry up.", "Start it again: mesoregistry up.")
BACKUP = Text(
    "Las copias de respaldo anteriores se abren con la llave que guardan. Haga una nueva: mesoregistry backup.",
    "Backups made before open with the key they hold. Make a new one: mesoregistry backup.",
)


def rotate(
    name: Annotated[str, typer.Argument(help="Archivo de var/secrets / a file of var/secrets")],
) -> None:
    """Make a new secret in place of the one of today; what the old key of the vault sealed is sealed anew."""
    from mesoregistry.local import passwords, secrets, supervisor
    from mesoregistry.local.fault import LocalFault
    from mesoregistry.vault import rotation

    config = settings()
    if name not in secrets.MAKERS | secrets.VAULT_MAKERS:
        known = ", ".join(sorted(secrets.MAKERS | secrets.VAULT_MAKERS))
        message = Text(f"«{name}» no es ninguno de {known}.", f"“{name}” is none of {known}.")
        typer.secho(message.in_(config.language), fg="red", err=True)
        raise typer.Exit(2)
    if supervisor.alive(config):
        raise LocalFault(
            "Airflow usa los secretos de hoy: deténgalo antes (mesoregistry down).",
            "Airflow uses the secrets of today: stop it first (mesoregistry down).",
        )
    with step(Text(f"Secreto «{name}»", f"Secret “{name}”")):
        if name in secrets.VAULT_MAKERS:
            rotation.rotate(name)
        else:
            passwords.rotate(config, name)
    typer.echo((BACKUP if name in secrets.VAULT_MAKERS else RESTART).in_(config.language))


def register(app: typer.Typer) -> None:
    app.command()(with_database(rotate))
