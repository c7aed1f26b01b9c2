"""``selfcheck``: rows are damaged or definitions changed on purpose, and the published figures have to notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mesoregistry.cli.selfcheck_page import damages_page, mutations_page
from mesoregistry.cli.selfcheck_table import CHANGED_COLUMNS, COLUMNS, changed_cells, damage_cells, head, row
from mesoregistry.cli.services import with_database
from mesoregistry.cli.warehouse import Spoken
from mesoregistry.findings import Language, Text
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from mesoregistry.figures.mutations import Noticed
    from mesoregistry.figures.outcome import Outcome

CHANGED = Text(
    "{n} definiciones cambiadas, de una en una: {noticed} terminan con estado 1.",
    "{n} changed definitions, one at a time: {noticed} end with status 1.",
)
SUMMARY = Text(
    "{n} daños: {noticed} terminan con estado 1, {unseen} no los ve ninguna cifra publicada y {hidden} dejan los "
    "números como estaban; {missed} mueven más de 1 % de una cifra principal y terminan con 0.",
    "{n} damages: {noticed} end with status 1, {unseen} no published figure can see and {hidden} leave the numbers as "
    "they were; {missed} move more than 1 % of a headline figure and end with 0.",
)
DIFFERENT = Text(
    "Sin ningún daño ya hay cifras distintas ({ids}): `mesoregistry figures`.",
    "Without any damage there are different figures already ({ids}): `mesoregistry figures`.",
)


def selfcheck(
    number: Annotated[int, typer.Option("--damages", min=1, help="Cuántos / how many")] = 200,
    seed: Annotated[int, typer.Option("--seed", help="Del azar / of what is drawn")] = 7,
    definitions: Annotated[
        bool, typer.Option("--mutations", help="Definiciones cambiadas / changed definitions instead")
    ] = False,
    page: Annotated[
        Path | None, typer.Option("--write", help="También a esta página / to this page too", dir_okay=False)
    ] = None,
    language: Spoken = "",
) -> None:
    """Damage rows on purpose, each time in a transaction that is taken back, and see whether ``figures`` notices.

    With ``--mutations``, change a definition each time. Status 1 when damage above 1 % of a headline figure is not
    noticed, or when more than a tenth of the changed definitions are not.
    """
    spoken = language or settings().language
    with _faults_in(spoken):
        passed, text = _mutate(spoken) if definitions else _damage(seed, number, spoken)
    if page:
        page.write_text(text, encoding="utf-8")
    raise typer.Exit(0 if passed else 1)


@contextmanager
def _faults_in(spoken: Language) -> Iterator[None]:
    """What cannot be checked, said in a language; status 2."""
    from mesoregistry.figures import NotLoaded
    from mesoregistry.figures.outcome import AlreadyDifferent

    try:
        yield
    except NotLoaded as early:
        typer.secho(early.text.in_(spoken), fg="red", err=True)
        raise typer.Exit(2) from None
    except AlreadyDifferent as before:
        typer.secho(DIFFERENT.format(ids=before).in_(spoken), fg="red", err=True)
        raise typer.Exit(2) from None


def _damage(seed: int, number: int, spoken: Language) -> tuple[bool, str]:
    from mesoregistry.figures.selfcheck import drawn

    typer.echo("\n".join(head(COLUMNS[spoken])))
    outcomes: list[Outcome] = []
    for outcome in drawn(seed, number):
        outcomes.append(outcome)
        typer.echo(row(damage_cells(outcome, spoken)))
    typer.echo("\n" + summary(outcomes).in_(spoken))
    table = [*head(COLUMNS["en"]), *(row(damage_cells(outcome, "en")) for outcome in outcomes)]
    return not any(o.is_missed for o in outcomes), damages_page(outcomes, seed, table)


def _mutate(spoken: Language) -> tuple[bool, str]:
    from mesoregistry.figures.mutations import enough_noticed, mutations, tried

    typer.echo("\n".join(head(CHANGED_COLUMNS[spoken])))
    results: list[Noticed] = []
    for result in tried(mutations()):
        results.append(result)
        typer.echo(row(changed_cells(result, spoken)))
    noticed = sum(result.is_noticed for result in results)
    typer.echo("\n" + CHANGED.format(n=len(results), noticed=noticed).in_(spoken))
    table = [*head(CHANGED_COLUMNS["en"]), *(row(changed_cells(result, "en")) for result in results)]
    return enough_noticed(results), mutations_page(results, table)


def summary(outcomes: Sequence[Outcome]) -> Text:
    """How many there are of each kind."""
    return SUMMARY.format(
        n=len(outcomes), noticed=sum(o.is_noticed for o in outcomes), unseen=sum(o.is_unseen for o in outcomes),
        hidden=sum(bool(o.hidden) for o in outcomes), missed=sum(o.is_missed for o in outcomes),
    )  # fmt: skip


def register(app: typer.Typer) -> None:
    app.command()(with_database(selfcheck))
