"""``backup``, ``restore``, ``backup-key``: everything at once, encrypted to a key that is not on this machine."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from mesoregistry.cli.services import step, with_database
from mesoregistry.findings import Text
from mesoregistry.settings import Settings, settings

KEY = Text(
    "La llave secreta abre todas las copias: guárdela fuera de esta máquina (papel, otra memoria) y bórrela de aquí."
    " Las copias se cifran con la pública: MESO_BACKUP_RECIPIENT={recipient}",
    "The secret key opens every backup: keep it off this machine (paper, another stick) and delete it here. Backups"
    " are encrypted with the public one: MESO_BACKUP_RECIPIENT={recipient}",
)
NO_DATABASE = Text(
    "La base de datos está en otro servidor y no va en esta copia: cópiela con sus herramientas, antes que ésta.",
    "The database is on another server and is not in this backup: copy it with its own tools, before this one.",
)
SAME = Text("Cada fila es la de la copia.", "Every row is that of the backup.")
NOT_SAME = Text("Las filas NO son las de la copia.", "The rows are NOT those of the backup.")
ERASED = Text(
    "Esta copia es de antes de un borrado: se borra otra vez lo que dice el registro que está junto a las copias.",
    "This backup is older than an erasure: what the register beside the backups says is erased once more.",
)
UNTIL = Text("Lo último anotado: {last}", "The last entry: {last}")


def backup_key(file: Annotated[Path, typer.Argument(help="Archivo nuevo / a new file")]) -> None:
    """Make the pair of keys of the backups: the secret one into a file, the public one on the screen."""
    from pyrage import x25519

    from mesoregistry.local import secrets

    identity = x25519.Identity.generate()
    secrets.write(file, f"{identity}\n")
    if file.read_text(encoding="utf-8").strip() != str(identity):
        raise typer.BadParameter(Text("ya existe", "exists already").in_(settings().language))
    typer.echo(KEY.format(recipient=identity.to_public()).in_(settings().language))


def backup(
    folder: Annotated[Path | None, typer.Argument(help="Por omisión / by default MESO_BACKUP_TO")] = None,
    recipient: Annotated[
        str, typer.Option(help="age1…; por omisión / by default MESO_BACKUP_RECIPIENT")
    ] = "",
) -> None:
    """Databases, sealed files and keys into a new folder, encrypted; the copy is verified and started once."""
    from mesoregistry.local.backup.take import take

    config = settings()
    target = folder or config.backup_to
    if target is None:
        raise typer.BadParameter("MESO_BACKUP_TO")
    with step(Text("Copia de respaldo", "Backup")):
        made = take(config, target.absolute(), recipient or config.backup_recipient or "")
    if config.database_url:
        typer.secho(NO_DATABASE.in_(config.language), fg="yellow")
    typer.echo(str(made))


def restore(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="La copia / the backup")],
    key: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="La llave secreta / the secret key")],
    until: Annotated[
        dt.datetime | None, typer.Option(help="Hasta este momento (UTC) / up to this moment (UTC)")
    ] = None,
) -> None:
    """Restore a backup into an empty place (MESO_HOME); status 1 when a row is not that of the backup."""
    from mesoregistry.local.backup.restore import restore as put_back

    config = settings()
    moment = until.replace(tzinfo=dt.UTC) if until else None
    with step(Text("Restaurar", "Restore")):
        restored = put_back(config, folder.absolute(), key.read_text(encoding="utf-8").strip(), moment)
    if restored.last:
        typer.echo(
            UNTIL.format(last=restored.last.isoformat(sep=" ", timespec="seconds")).in_(config.language)
        )
    if restored.same is not None:
        message = SAME if restored.same else NOT_SAME
        typer.secho(message.in_(config.language), fg=None if restored.same else "red")
    if restored.same is False:
        raise typer.Exit(1)
    _apply_register(folder.absolute().parent, config)


def _apply_register(folder: Path, config: Settings) -> None:
    """Erase what was erased after the backup was taken, as the register in the folder of the backups says."""
    from mesoregistry.cli.erase import AFTER, erase_registered
    from mesoregistry.intake import erasure_register

    if not erasure_register.take_over(folder):
        return
    typer.echo(ERASED.in_(config.language))
    if config.database_url:  # its administrator restores it, before or after this
        typer.echo(AFTER.in_(config.language))
    else:
        erase_registered(config.language)


def register(app: typer.Typer) -> None:
    app.command()(with_database(backup))
    app.command()(restore)
    app.command("backup-key")(backup_key)
