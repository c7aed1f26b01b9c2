"""``erase``: nothing of a submission is left, in the vault, the archive, the rows, the findings and the marts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mesoregistry.cli.services import step, with_database
from mesoregistry.cli.warehouse import Spoken
from mesoregistry.findings import Text
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from mesoregistry.warehouse.erasure import Erasure

CONFIRM = Text(
    "Se borra para siempre lo que trajo el envío {number}: archivo sellado, nombres, relatos, filas, hallazgos y lo"
    " que cuenta en el almacén. El equipo conserva su archivo. Escriba {number} para seguir",
    "What submission {number} brought is deleted for ever: sealed file, names, narratives, rows, findings and what"
    " counts in the warehouse. The team has its own file. Type {number} to go on",
)
NOT_ERASED = Text("No se borró nada.", "Nothing was deleted.")
UNKNOWN = Text("No hay ningún envío con el número {number}.", "There is no submission of number {number}.")
DONE = Text(
    "Envío {number}: {rows} filas, {findings} hallazgos, {mentions} menciones y {texts} textos borrados.",
    "Submission {number}: {rows} rows, {findings} findings, {mentions} mentions and {texts} texts deleted.",
)
NOTHING = Text("No queda nada por borrar.", "There is nothing left to erase.")
AFTER = Text(
    "Las cifras ya publicadas no cambian. Las copias de respaldo de antes todavía lo tienen: destrúyalas, o después"
    " de restaurar una corra: mesoregistry erase --registered",
    "Figures that were published do not change. Backups made before still have it: destroy them, or after a restore"
    " run: mesoregistry erase --registered",
)
WAL = Text(
    "El servidor no es de esta instalación: pida a quien lo administra que renueve su WAL.",
    "The server is not of this installation: ask its administrator to renew the WAL.",
)


def erase(
    submission: Annotated[
        int | None, typer.Argument(help="Número del envío / number of the submission", min=1)
    ] = None,
    registered: Annotated[
        bool,
        typer.Option("--registered", help="Lo que ya se había borrado / what was erased before a restore"),
    ] = False,
    language: Spoken = "",
) -> None:
    """Erase a submission for good; asks for its number first. It is withdrawn if it was not."""
    from mesoregistry.intake.erase import to_erase_again
    from mesoregistry.warehouse.erasure import erase_all

    spoken: Literal["es", "en"] = language or settings().language
    if (submission is None) is not registered:
        raise typer.BadParameter("un número, o --registered / a number, or --registered")
    numbers = to_erase_again() if submission is None else [submission]
    if not numbers:
        typer.echo(NOTHING.in_(spoken))
        return
    if submission is not None:
        _confirm_number(submission, spoken)
    try:
        with step(Text("Borrar y construir de nuevo", "Erase and build anew")):
            erasure = erase_all(numbers)
    except KeyError:
        typer.secho(UNKNOWN.format(number=submission).in_(spoken), fg="red", err=True)
        raise typer.Exit(2) from None
    _print(erasure, spoken)


def _print(erasure: Erasure, spoken: Literal["es", "en"]) -> None:
    for number, erased in erasure.erased.items():
        counts = {name: getattr(erased, name) for name in ("rows", "findings", "mentions", "texts")}
        typer.echo(DONE.format(number=number, **counts).in_(spoken))
    typer.echo(AFTER.in_(spoken))
    if not erasure.wal_renewed:
        typer.secho(WAL.in_(spoken), fg="yellow", err=True)
    if erasure.failures:
        typer.secho("\n".join(erasure.failures), fg="red", err=True)
        raise typer.Exit(3)


def _confirm_number(number: int, spoken: Literal["es", "en"]) -> None:
    if typer.prompt(CONFIRM.format(number=number).in_(spoken)).strip() != str(number):
        typer.echo(NOT_ERASED.in_(spoken))
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    app.command()(with_database(erase))
