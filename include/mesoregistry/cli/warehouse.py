"""``build``, ``board``, ``dictionary``: the warehouse and what is in it."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from mesoregistry.cli.services import with_database
from mesoregistry.findings import Text
from mesoregistry.settings import settings

Spoken = Annotated[Literal["es", "en", ""], typer.Option("--language", "-l", help="es | en")]
TITLES = {
    "es": ("País", "Mes", "Estado", "Versión", "Filas", "Tarde", "Envío"),
    "en": ("Country", "Month", "State", "Version", "Rows", "Late", "Number"),
}
DUE = Text("falta", "due")
QUIET = Text("sin agresiones", "no attacks")
NOTHING = Text("El almacén está al día: no hay nada nuevo.", "The warehouse is up to date: nothing is new.")
BUILDING = Text("Se construye el almacén", "Building the warehouse")
EMPTY = Text("Todavía no llega ningún archivo.", "No file has arrived yet.")


def build(
    full_refresh: Annotated[
        bool, typer.Option("--full-refresh", help="Todo de nuevo / everything anew")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    language: Spoken = "",
) -> None:
    """Bring the marts to what was accepted. Status 3 when a model or a test of data breaks."""
    import json
    from dataclasses import asdict

    from mesoregistry.cli.services import step
    from mesoregistry.warehouse.build import build as run

    spoken = language or settings().language
    with step(BUILDING):
        built = run(full_refresh)
    if as_json:
        typer.echo(json.dumps(asdict(built), ensure_ascii=False))
    elif not built.ran:
        typer.echo(NOTHING.in_(spoken))
    else:
        for mart, rows in built.rows_by_mart.items():
            typer.echo(f"{mart:30} {rows:>10,}")
    for failure in built.failures:
        typer.secho(failure, fg="red", err=True)
    if built.failures:
        raise typer.Exit(3)


def board(as_json: Annotated[bool, typer.Option("--json")] = False, language: Spoken = "") -> None:
    """Country × month: due, received, state, rows that count, late."""
    import json

    from mesoregistry.warehouse.board import board as cells

    spoken = language or settings().language
    listed = cells()
    if as_json:
        typer.echo(json.dumps(listed, ensure_ascii=False))
    elif not listed:
        typer.echo(EMPTY.in_(spoken))
    else:
        _show(listed, spoken)


def _show(cells: list[dict[str, object]], spoken: Literal["es", "en"]) -> None:
    from rich.console import Console
    from rich.table import Table

    from mesoregistry.ledger.states import NAMES

    table = Table(*TITLES[spoken], box=None)
    names = {"due": DUE, "quiet": QUIET} | NAMES
    for cell in cells:
        state = names[str(cell["state"])].in_(spoken)
        version = "" if cell["version"] is None else f"v{cell['version']}"
        late = TITLES[spoken][-2].lower() if cell["late"] else ""
        number = "" if cell["submission"] is None else str(cell["submission"])
        table.add_row(
            str(cell["country"]), str(cell["period"]), state, version, str(cell["rows"]), late, number
        )
    Console().print(table)


def dictionary() -> None:
    """Write the data dictionary from the models."""
    from mesoregistry.authoring.dictionary import write

    typer.echo(str(write().relative_to(settings().project)))


def register(app: typer.Typer) -> None:
    for command in (build, board):
        app.command()(with_database(command))
    app.command()(dictionary)
