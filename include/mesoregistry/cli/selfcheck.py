"""``selfcheck``: rows are damaged on purpose, and the published figures have to notice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from mesoregistry.cli.services import with_database
from mesoregistry.cli.warehouse import Spoken
from mesoregistry.findings import Text
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from mesoregistry.figures.outcome import Outcome

COLUMNS = {
    "es": ("Daño", "Filas", "Cuántas", "Cifras movidas", "Cifra principal", "Estado"),
    "en": ("Damage", "Rows", "How many", "Figures moved", "Headline figure", "Status"),
}
UNSEEN = Text("ninguna cifra lo ve", "no figure can see it")
SUMMARY = Text(
    "{n} daños: {noticed} terminan con estado 1, {unseen} no los ve ninguna cifra publicada; {missed} mueven más de "
    "1 % de una cifra principal y terminan con 0.",
    "{n} damages: {noticed} end with status 1, {unseen} no published figure can see; {missed} move more than 1 % of a "
    "headline figure and end with 0.",
)
DIFFERENT = Text(
    "Sin ningún daño ya hay cifras distintas ({ids}): `mesoregistry figures`.",
    "Without any damage there are different figures already ({ids}): `mesoregistry figures`.",
)


def selfcheck(
    number: Annotated[int, typer.Option("--damages", min=1, help="Cuántos / how many")] = 200,
    seed: Annotated[int, typer.Option("--seed", help="Del azar / of what is drawn")] = 7,
    language: Spoken = "",
) -> None:
    """Damage rows on purpose, each time in a transaction that is taken back, and see whether ``figures`` notices.

    Status 1 when damage above 1 % of a headline figure is not noticed.
    """
    from mesoregistry.figures import NotLoaded
    from mesoregistry.figures.outcome import AlreadyDifferent
    from mesoregistry.figures.selfcheck import drawn

    spoken = language or settings().language
    outcomes: list[Outcome] = []
    typer.echo(_row(COLUMNS[spoken]) + "\n" + _row(["---", "---", "---:", "---:", "---:", "---:"]))
    try:
        for outcome in drawn(seed, number):
            outcomes.append(outcome)
            typer.echo(_row(_cells(outcome, spoken == "es")))
    except NotLoaded as early:
        typer.secho(early.text.in_(spoken), fg="red", err=True)
        raise typer.Exit(2) from None
    except AlreadyDifferent as before:
        typer.secho(DIFFERENT.format(ids=before).in_(spoken), fg="red", err=True)
        raise typer.Exit(2) from None
    typer.echo("\n" + summary(outcomes).in_(spoken))
    raise typer.Exit(1 if any(o.is_missed for o in outcomes) else 0)


def _cells(outcome: Outcome, in_spanish: bool) -> list[str]:
    moved = str(len(outcome.moved)) if outcome.moved else UNSEEN.in_("es" if in_spanish else "en")
    headline = f"{outcome.headline:.2f} %" if outcome.headline else ""
    return [
        outcome.damage.kind, outcome.damage.rows, f"{outcome.rows:,}", moved, headline,
        str(int(outcome.is_noticed)) + (" ✗" if outcome.is_missed else ""),
    ]  # fmt: skip


def _row(cells: Sequence[str]) -> str:
    """A line of a Markdown table, which reads in a terminal as well."""
    return "| " + " | ".join(cells) + " |"


def summary(outcomes: Sequence[Outcome]) -> Text:
    """How many there are of each kind."""
    return SUMMARY.format(
        n=len(outcomes), noticed=sum(o.is_noticed for o in outcomes), unseen=sum(not o.moved for o in outcomes),
        missed=sum(o.is_missed for o in outcomes),
    )  # fmt: skip


def register(app: typer.Typer) -> None:
    app.command()(with_database(selfcheck))
