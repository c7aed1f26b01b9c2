"""``ask``: any measure by any dimensions, as known on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mesoregistry.cli.answer_table import print_object, show
from mesoregistry.cli.services import with_database
from mesoregistry.cli.warehouse import Spoken
from mesoregistry.findings import Language, Text
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from mesoregistry.figures.request import Answer, Request

NOT_A_DATE = Text("La fecha se escribe 2024-06-30.", "A date is written 2024-06-30.")
NOTHING = Text("Todavía no se ha cargado nada.", "Nothing has been loaded yet.")


def answer_measure(
    measure: Annotated[str, typer.Argument(help="attacks, defenders_distinct, share_of_attacks…")],
    by: Annotated[list[str] | None, typer.Option("--by", help="country, year, month, form, right…")] = None,
    where: Annotated[
        str,
        typer.Option(
            "--where", help="channel=digital | profile=individual: a la derecha, la base / right: the base"
        ),
    ] = "",
    countries: Annotated[str, typer.Option("--countries", help="SV,HN")] = "",
    first: Annotated[str, typer.Option("--from", help="2024-01-01")] = "",
    last: Annotated[str, typer.Option("--to", help="2024-12-31")] = "",
    as_known_on: Annotated[str, typer.Option("--as-known-on", help="2024-06-30")] = "",
    show_sql: Annotated[bool, typer.Option("--sql", help="La consulta / the query")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    svg: Annotated[Path | None, typer.Option("--svg", help="Una gráfica / a chart: chart.svg")] = None,
    language: Spoken = "",
) -> None:
    """Count anything: numerator, base, what is missing, what does not compare. Status 2 and the reason if it cannot."""
    spoken = language or settings().language
    answered = _answered(measure, by or [], where, countries, [first, last, as_known_on], spoken)
    if svg:
        from mesoregistry.cli.answer_chart import chart

        svg.write_text(chart(answered, spoken), encoding="utf-8")
        typer.echo(str(svg))
    elif show_sql:
        typer.echo(answered.statement)
    else:
        (print_object if as_json else show)(answered, spoken)


def _answered(
    measure: str, by: Sequence[str], where: str, countries: str, days: Sequence[str], spoken: Language
) -> Answer:
    """The answer; where there is none the command ends with the reason."""
    from mesoregistry.figures import NotLoaded
    from mesoregistry.figures.answers import answer
    from mesoregistry.figures.request import Refused

    try:
        return answer(_request(measure, by, where, countries, days, spoken))
    except (NotLoaded, Refused) as refused:
        typer.secho(refused.text.in_(spoken), fg="red", err=True)
        raise typer.Exit(2) from None


def _request(
    measure: str, by: Sequence[str], where: str, countries: str, days: Sequence[str], spoken: Language
) -> Request:
    from mesoregistry.database import reading
    from mesoregistry.figures.answers import first_and_last_day
    from mesoregistry.figures.request import Refused, Request
    from mesoregistry.figures.scope import Scope

    first, last, known_on = (_date(text, spoken) for text in days)
    with reading("analyst") as connection:
        built = connection.execute("select to_regclass('marts.dim_submission') is not null").fetchone()
        loaded = first_and_last_day(connection) if built and built[0] else None
        every = connection.execute("select country_code from marts.dim_country order by 1") if loaded else ()
        known = [country for (country,) in every]
    if loaded is None:
        raise Refused(NOTHING)
    known_on = known_on or loaded[1]
    named = [c.strip() for c in countries.split(",") if c.strip()] or known
    return Request(
        measure,
        tuple(by),
        where,
        Scope(tuple(c.upper() for c in named), first or loaded[0], last or known_on, {}),
        known_on,
    )


def _date(text: str, spoken: Language) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter(NOT_A_DATE.in_(spoken)) from None


def register(app: typer.Typer) -> None:
    app.command("ask")(with_database(answer_measure))
