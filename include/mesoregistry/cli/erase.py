"""``erase``: nothing of a submission, or of a woman, is left in vault, archive, rows, findings and marts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mesoregistry.cli.services import step, with_database
from mesoregistry.cli.warehouse import Spoken
from mesoregistry.findings import Text
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from mesoregistry.vault.person_names import PersonNames
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
BUILDING = Text("Borrar y construir de nuevo", "Erase and build anew")


def erase(
    submission: Annotated[
        int | None, typer.Argument(help="Número del envío / number of the submission", min=1)
    ] = None,
    woman: Annotated[
        str, typer.Option("--woman", metavar="PAÍS", help="Una mujer de este país / a woman of this country")
    ] = "",
    registered: Annotated[
        bool,
        typer.Option("--registered", help="Lo que ya se había borrado / what was erased before a restore"),
    ] = False,
    language: Spoken = "",
) -> None:
    """Erase a submission for good, or a woman from all of them; asks for the number, or for her name, first."""
    from mesoregistry.cli.erase_woman import names_to_erase

    spoken: Literal["es", "en"] = language or settings().language
    if sum((submission is not None, bool(woman), registered)) != 1:
        raise typer.BadParameter("un número, --woman o --registered / a number, --woman or --registered")
    if submission is not None:
        _confirm_number(submission, spoken)
        _erase([submission], {}, spoken)
    elif woman:
        _erase([], {woman: names_to_erase(woman, spoken)}, spoken)
    else:
        erase_registered(spoken)


def erase_registered(spoken: Literal["es", "en"]) -> None:
    """Erase what the register names and a restore brought back."""
    from mesoregistry.intake import erase as of_file
    from mesoregistry.intake import erase_woman as of_woman

    numbers, women = of_file.to_erase_again(), of_woman.to_erase_again()
    if numbers or women:
        _erase(numbers, women, spoken)
    else:
        typer.echo(NOTHING.in_(spoken))


def _erase(numbers: list[int], women: dict[str, PersonNames], spoken: Literal["es", "en"]) -> None:
    from mesoregistry.warehouse.erasure import erase_all

    try:
        with step(BUILDING):
            erasure = erase_all(numbers, women)
    except KeyError:
        typer.secho(UNKNOWN.format(number=numbers[0]).in_(spoken), fg="red", err=True)
        raise typer.Exit(2) from None
    _print(erasure, spoken)


def _print(erasure: Erasure, spoken: Literal["es", "en"]) -> None:
    from mesoregistry.cli.erase_woman import print_erased

    for number, erased in erasure.erased.items():
        counts = {name: getattr(erased, name) for name in ("rows", "findings", "mentions", "texts")}
        typer.echo(DONE.format(number=number, **counts).in_(spoken))
    unreadable = [print_erased(country, woman, spoken) for country, woman in erasure.women.items()]
    typer.echo(AFTER.in_(spoken))
    if not erasure.wal_renewed:
        typer.secho(WAL.in_(spoken), fg="yellow", err=True)
    if erasure.failures:
        typer.secho("\n".join(erasure.failures), fg="red", err=True)
    if erasure.failures or any(unreadable):
        raise typer.Exit(3)


def _confirm_number(number: int, spoken: Literal["es", "en"]) -> None:
    if typer.prompt(CONFIRM.format(number=number).in_(spoken)).strip() != str(number):
        typer.echo(NOT_ERASED.in_(spoken))
        raise typer.Exit(1)


def register(app: typer.Typer) -> None:
    app.command()(with_database(erase))
