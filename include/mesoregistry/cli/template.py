"""``template``: an empty workbook in the layout of a country, to be filled in and filed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from mesoregistry.cli.printing import print_refusal
from mesoregistry.findings import Text
from mesoregistry.settings import settings

WRITTEN = Text("Plantilla escrita en {path}", "Template written to {path}")
NO_LAYOUT = Text(
    "El catálogo no tiene formato para ese mes: include/registries/{country}.yml",
    "The catalogue has no layout for that month: include/registries/{country}.yml",
)


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
    from mesoregistry.intake.periods import Refused, parse_period, source_of, today_in
    from mesoregistry.template import write
    from mesoregistry.template.allowed import Allowed

    spoken, code = language or settings().language, country.strip().lower()
    try:
        today = today_in(code)
        month = parse_period(period) if period else today.replace(day=1)
        source = source_of(code, month, today)
    except Refused as refusal:
        print_refusal(refusal.finding, spoken)
        raise typer.Exit(2) from None
    layout = source.layout_for(month)
    if not layout.covers(month):
        typer.secho(NO_LAYOUT.in_(spoken).format(country=code), fg="red", err=True)
        raise typer.Exit(2)
    path = file or Path(f"plantilla_{code}_{month:%Y-%m}.xlsx")
    write(path, Allowed(code, source.id, layout, month), spoken)
    typer.echo(WRITTEN.in_(spoken).format(path=path))


def register(app: typer.Typer) -> None:
    app.command()(template)
