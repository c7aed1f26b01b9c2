"""``audit``: is the history of the ledger as it was written, and a line by which others can verify it later."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from mesoregistry.cli.services import with_database
from mesoregistry.cli.warehouse import Spoken
from mesoregistry.findings import Text
from mesoregistry.settings import settings

WHOLE = Text(
    "La historia está entera: {events} eventos, y los {heads} que se guardaron firmados siguen en su lugar.",
    "The history is whole: {events} events, and the {heads} that were kept signed are where they were.",
)
EMPTY = Text("Todavía no hay ningún evento.", "There is no event yet.")


def verify(
    kept: Annotated[
        Path | None,
        typer.Option(
            "--heads",
            exists=True,
            dir_okay=False,
            help="Firmas guardadas en otro lugar / signatures kept elsewhere",
        ),
    ] = None,
    language: Spoken = "",
) -> None:
    """Verify every event, every state, and the heads that were kept. Status 1 when something was tampered with."""
    from mesoregistry import database
    from mesoregistry.ledger import chain, heads
    from mesoregistry.ledger.verification import Tampering, find_tampering

    spoken: Literal["es", "en"] = language or settings().language
    with database.transaction() as connection:
        try:
            lines = [*heads.read(), *(heads.read(kept) if kept else ())]
        except heads.NotASignedHead as error:
            tampering: Tampering | None = Tampering("line", error.number)
        else:
            tampering = find_tampering(connection, lines)
        events = chain.head(connection).event_no
    if tampering:
        typer.secho(tampering.text.in_(spoken), fg="red", err=True)
        raise typer.Exit(1)
    typer.echo(WHOLE.format(events=events, heads=len(lines)).in_(spoken))


def head(language: Spoken = "") -> None:
    """The newest event as one signed line: keep it where nobody of this installation can change it."""
    from mesoregistry import database
    from mesoregistry.ledger import chain, heads

    with database.transaction() as connection:
        newest = chain.head(connection)
    if newest.event_no == 0:
        typer.secho(EMPTY.in_(language or settings().language), err=True)
        raise typer.Exit(1)
    typer.echo(heads.sign(newest).line)


def register(app: typer.Typer) -> None:
    commands = typer.Typer(no_args_is_help=True, help="La historia del registro / the history of the ledger")
    commands.command()(with_database(verify))
    commands.command()(with_database(head))
    app.add_typer(commands, name="audit")
