"""``figures``: every published figure, computed again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from mesoregistry.cli.services import with_database
from mesoregistry.cli.verdicts import COLOURS, MARKS, summary
from mesoregistry.cli.warehouse import Spoken
from mesoregistry.findings import Language, Text
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from rich.table import Table

    from mesoregistry.figures.results import FigureResult

TITLES = {
    "es": ("Cifra", "Publicada", "Calculada", "", "Por qué"),
    "en": ("Figure", "Published", "Computed", "", "Why"),
}
KNOWN_ON = Text("Como se conocía el {day}", "As known on {day}")
WIDE = 160
NOT_A_DATE = Text("La fecha se escribe 2024-06-30.", "A date is written 2024-06-30.")
NONE = Text("Ninguna cifra comienza con «{only}».", "No figure begins with “{only}”.")
LEGEND = Text("Notas", "Notes")


def figures(
    as_known_on: Annotated[str, typer.Option("--as-known-on", help="2024-06-30")] = "",
    only: Annotated[str, typer.Option("--only", help="Comienzo del id / beginning of the id")] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
    language: Spoken = "",
) -> None:
    """Every published figure beside the one computed. Status 1 when one is different."""
    import json

    from mesoregistry.figures import NotLoaded, compute

    spoken = language or settings().language
    day = _date(as_known_on, spoken)
    _exit_if_badly_written()
    try:
        results = compute(day, only)
    except NotLoaded as early:
        typer.secho(early.text.in_(spoken), fg="red", err=True)
        raise typer.Exit(2) from None
    if not results:
        typer.secho(NONE.format(only=only).in_(spoken), fg="red", err=True)
        raise typer.Exit(2)
    if as_json:
        typer.echo(json.dumps([f.as_json(spoken) for f in results], ensure_ascii=False))
    else:
        show(results, spoken)
    raise typer.Exit(1 if any(f.status == "different" for f in results) else 0)


def _date(text: str, spoken: Language) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(NOT_A_DATE.in_(spoken)) from None


def _exit_if_badly_written() -> None:
    """Name a figure of the seed that cannot be read; nothing is computed then."""
    from mesoregistry.figures.published import published_figures

    try:
        published_figures(settings().seeds)
    except ValueError as wrong:
        typer.secho(str(wrong), fg="red", err=True)
        raise typer.Exit(2) from None


def show(results: Sequence[FigureResult], spoken: Language) -> None:
    """A table for each date, the notes it refers to, and a line that sums up."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:  # a log or a file has no width
        console = Console(highlight=False, width=WIDE)
    notes: dict[Text, int] = {}
    for day in dict.fromkeys(f.as_known_on for f in sorted(results, key=lambda f: f.as_known_on)):
        console.print(f"\n[bold]{KNOWN_ON.format(day=day).in_(spoken)}[/]")
        console.print(_table([f for f in results if f.as_known_on == day], spoken, notes))
    if notes:
        console.print(f"\n[bold]{LEGEND.in_(spoken)}[/]")
        for note, number in notes.items():
            console.print(f"{number:>3}  {note.in_(spoken)}", markup=False)
    console.print("\n" + summary(results).in_(spoken), markup=False)


def _table(results: Sequence[FigureResult], spoken: Language, notes: dict[Text, int]) -> Table:
    from rich.table import Table
    from rich.text import Text as Plain

    table = Table(box=None, pad_edge=False)
    for title, right in zip(TITLES[spoken], (False, True, True, False, False), strict=True):
        table.add_column(title, justify="right" if right else "left", overflow="fold")
    for f in results:
        marks = " ".join(f"[{notes.setdefault(n, len(notes) + 1)}]" for n in f.footnotes)
        why = " ".join(filter(None, [f.reason.in_(spoken) if f.reason else "", " ".join(f.against)]))
        sign = "> " if f.figure.is_lower_bound else "≈ " if f.figure.is_approximate else ""
        table.add_row(
            Plain.assemble(f.figure.label[spoken], (f"\n{f.figure.id}", "dim")),
            Plain(f"{sign}{f.figure.value:,}"),
            Plain("" if f.shown is None else f"{f.shown:,}"),
            Plain(MARKS[f.status], style=COLOURS[f.status]),
            Plain(" ".join(filter(None, [why, marks]))),
        )
    return table


def register(app: typer.Typer) -> None:
    app.command()(with_database(figures))
