"""``template``: an empty workbook in the layout of a country, to be filled in and filed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from mesoregistry.cli.printing import print_refusal
from mesoregistry.findings import Text
from mesoregistry.settings import settings

WRITTEN = Text("Plantilla escrita en {path}", "Template written to {path}")


def template(
    country: Annotated[str, typer.Option("--country", "-c", help="gt, hn, mx, ni, sv ...")],
    file: Annotated[
        Path | None, typer.Argument(dir_okay=False, help="plantilla_gt_2024-05.xlsx si falta / if missing")
    ] = None,
    period: Annotated[
        str, typer.Option("--period", "-p", help="2024-05; este mes si falta / this month")
    ] = "",
    language: Annotated[Literal["es", "en", ""], typer.Option("--language", "-l", help="es | en")] = "",
) -> None:
    """Write an empty workbook that the gate takes: the columns of the country, lists to choose from, examples."""
    from mesoregistry.intake.month_template import allowed_in
    from mesoregistry.intake.periods import Refused, parse_period, today_in
    from mesoregistry.template import write

    spoken, code = language or settings().language, country.strip().lower()
    try:
        month = parse_period(period) if period else today_in(code).replace(day=1)
        allowed = allowed_in(code, month)
    except Refused as refusal:
        print_refusal(refusal.finding, spoken)
        raise typer.Exit(2) from None
    path = file or Path(f"plantilla_{code}_{month:%Y-%m}.xlsx")
    write(path, allowed, spoken)
    typer.echo(WRITTEN.in_(spoken).format(path=path))


def register(app: typer.Typer) -> None:
    app.command()(template)
