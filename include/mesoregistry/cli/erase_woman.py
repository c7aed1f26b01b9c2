"""The words of ``erase --woman``: her name is typed at a prompt that shows nothing, never in a command line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import typer

from mesoregistry.findings import Text

if TYPE_CHECKING:
    from mesoregistry.intake.erase_woman import ErasedWoman
    from mesoregistry.vault.erase_person import Traces
    from mesoregistry.vault.person_names import PersonNames

Spoken = Literal["es", "en"]
TOKEN = re.compile(r"[0-9a-f]{32}")
NAME = Text(
    "Su nombre como lo escriben los archivos, o su clave de defensora (no se muestra)",
    "Her name as the files write it, or her defender token (it is not shown)",
)
OTHER_NAME = Text(
    "Otra forma en que la escriben (vacío: ninguna más)",
    "Another way in which they write it (empty: no more)",
)
CONFIRM = Text(
    "La nombran {rows} filas de {files} envíos. Se borran su nombre, sus relatos y sus contactos, también de los"
    " archivos sellados; las agresiones siguen contando sin decir contra quién. Escriba {rows} para seguir",
    "{rows} rows of {files} submissions name her. Her name, her narratives and her contacts are deleted, from the"
    " sealed files as well; the attacks go on counting and do not say against whom. Type {rows} to go on",
)
NO_COUNTRY = Text("No hay registro de «{country}».", "There is no registry of “{country}”.")
NO_TOKEN = Text("Nadie tiene esa clave en ese país.", "Nobody has that token in that country.")
NOT_ERASED = Text("No se borró nada.", "Nothing was deleted.")
WAITS = Text(
    "Un archivo de ese país se está revisando: espere a que termine y repita la orden.",
    "A file of that country is under review: wait until that is over and run the command again.",
)
DONE = Text(
    "{country}: {rows} filas siguen contando sin decir de quién; {names} nombres y {texts} textos borrados; archivos"
    " sellados de nuevo: {files}; borrados enteros: {erased}.",
    "{country}: {rows} rows go on counting and do not say of whom; {names} names and {texts} texts deleted; files"
    " sealed anew: {files}; erased whole: {erased}.",
)
PERSONS = Text(
    "Los conteos de agresiones no cambian; los de personas cuentan una menos donde ella estaba.",
    "Counts of attacks do not change; those of persons count one less where she was.",
)
UNREADABLE = Text(
    "Estos envíos no pueden abrirse, y pueden nombrarla: {numbers}. Bórrelos: mesoregistry erase NÚMERO",
    "These submissions cannot be opened, and may name her: {numbers}. Erase them: mesoregistry erase NUMBER",
)


def names_to_erase(country: str, spoken: Spoken) -> PersonNames:
    """The names typed, or those of the token typed, once the number of rows was typed as well."""
    from mesoregistry.catalog.registries import registries
    from mesoregistry.intake.erase_woman import FilesWait, traces_of

    if country not in registries():
        raise typer.BadParameter(NO_COUNTRY.format(country=country).in_(spoken))
    names = _typed_names(country, spoken)
    try:
        traces = traces_of(country, names)
    except FilesWait:
        _end(WAITS, spoken, 2)
    _confirm(traces, spoken)
    return names


def _typed_names(country: str, spoken: Spoken) -> PersonNames:
    from mesoregistry import database
    from mesoregistry.vault.erase_person import names_of
    from mesoregistry.vault.person_names import PersonNames

    typed = [typer.prompt(NAME.in_(spoken), hide_input=True).strip()]
    if TOKEN.fullmatch(typed[0]):
        with database.open_connection("vault") as vault:
            typed = [*names_of(vault, typed).get(country, [])]
        if not typed:
            _end(NO_TOKEN, spoken, 2)
    while other := typer.prompt(
        OTHER_NAME.in_(spoken), default="", hide_input=True, show_default=False
    ).strip():
        typed.append(other)
    return PersonNames(typed)


def _confirm(traces: Traces, spoken: Spoken) -> None:
    rows = len(traces.records)
    files = len({submission for submission, _ in traces.records})
    if typer.prompt(CONFIRM.format(rows=rows, files=files).in_(spoken)).strip() != str(rows):
        _end(NOT_ERASED, spoken, 1)


def _end(text: Text, spoken: Spoken, status: int) -> None:
    typer.secho(text.in_(spoken), err=True)
    raise typer.Exit(status)


def print_erased(country: str, woman: ErasedWoman, spoken: Spoken) -> bool:
    """Print what was done; whether a file may name her still."""
    from mesoregistry.catalog.registries import registry

    typer.echo(
        DONE.format(
            country=registry(country).name.in_(spoken),
            rows=woman.rows,
            names=woman.names,
            texts=woman.texts,
            files=", ".join(map(str, woman.files)) or "-",
            erased=", ".join(map(str, woman.erased)) or "-",
        ).in_(spoken)
    )
    typer.echo(PERSONS.in_(spoken))
    if woman.unreadable:
        numbers = ", ".join(map(str, woman.unreadable))
        typer.secho(UNREADABLE.format(numbers=numbers).in_(spoken), fg="red", err=True)
    return bool(woman.unreadable)
