"""``compare``: the marts against a truth. ``new-country``, ``new-layout``: what a sixth country needs."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mesoregistry.cli.drafts import FIELD, FROM, draft_faults, fields_by_header, new_layout
from mesoregistry.cli.drafts import sample as write_sample
from mesoregistry.cli.services import with_database
from mesoregistry.findings import Text
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from mesoregistry.synthetic.comparison import Difference

SHOWN = 12
TITLES = {
    "es": ("País", "Tabla", "Almacén", "Verdad", ""),
    "en": ("Country", "Table", "Warehouse", "Truth", ""),
}
DIFFERENT = Text("{n} filas distintas.", "{n} rows differ.")
EQUAL = Text("El almacén es igual a la verdad, fila por fila.", "The warehouse equals the truth, row by row.")


def compare(
    truth: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="truth.json")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Hold the marts to a truth, row by row; status 1 when they differ."""
    from mesoregistry.synthetic import comparison

    differences = comparison.compare(truth)
    if as_json:
        listed = [
            {"table": d.table, "kind": d.kind, "case_key": d.case_key, "row": dict(d.row)}
            for d in differences
        ]
        typer.echo(json.dumps(listed, ensure_ascii=False))
    else:
        print_comparison(truth, differences)
    raise typer.Exit(1 if differences else 0)


def print_comparison(truth: Path, differences: list[Difference]) -> None:
    """A table by country, warehouse beside truth, and the first rows that differ."""
    from rich.console import Console
    from rich.table import Table

    from mesoregistry.synthetic.comparison import tally

    language = settings().language
    table = Table(*TITLES[language])
    for name in ("Almacén", "Verdad"):
        table.columns[TITLES["es"].index(name)].justify = "right"
    wrong = {(d.row["country"], d.table) for d in differences}
    for count in tally(truth):
        mark = "[red]≠[/]" if (count.country, count.table) in wrong else "[green]=[/]"
        table.add_row(count.country, count.table, f"{count.warehouse:,}", f"{count.truth:,}", mark)
    console = Console(highlight=False)
    console.print(table)
    for difference in differences[:SHOWN]:
        sign = "−" if difference.kind == "missing" else "+"
        key = difference.case_key or difference.row["event_id"]
        console.print(f"[red]{sign}[/] {difference.table} {key} {difference.row['form']}")
    summary = DIFFERENT.format(n=len(differences)) if differences else EQUAL
    console.print(summary.in_(language))


def new_country(
    code: Annotated[str, typer.Argument(help="ISO 3166: pa")],
    name: Annotated[str, typer.Option(help="Panamá")],
    name_en: Annotated[str, typer.Option(help="Panama; the Spanish name if left out")] = "",
    form: Annotated[Literal["delimited", "workbook", "uwazi"], typer.Option("--format")] = "workbook",
    network: Annotated[
        str, typer.Option(help="Quién lleva el registro / who keeps it")
    ] = "Red de defensoras",
    since: Annotated[str, typer.Option(help="2024-01: first month of the registry")] = "2024-01",
    admin1: Annotated[str, typer.Option(help="Departamento, Provincia, Estado")] = "Departamento",
    admin2: Annotated[str, typer.Option(help="Municipio, Distrito, Cantón")] = "Municipio",
    file: Annotated[Path | None, typer.Option("--from", exists=True, dir_okay=False, help=FROM)] = None,
    decided: Annotated[list[str] | None, typer.Option("--field", help=FIELD)] = None,
) -> None:
    """Write all that a new country needs, as a draft that loads: from a file of its team, or with usual headers."""
    from mesoregistry.authoring.all_or_nothing import all_or_nothing
    from mesoregistry.authoring.new_country import NewCountry, make
    from mesoregistry.catalog.registries import registry
    from mesoregistry.synthetic.sample import sample

    first, fields = _first_month(since), fields_by_header(decided)
    with draft_faults(), all_or_nothing(code, settings()):
        country = NewCountry(code, name, name_en or name, form, network, first, admin1, admin2, file, fields)
        paths = [*make(country), sample(registry(code), settings())]
    for path in paths:
        typer.echo(path)


def _first_month(since: str) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{since}-01")
    except ValueError:
        typer.secho(f"--since {since}: 2024-01", fg="red", err=True)
        raise typer.Exit(2) from None


def reference(context: typer.Context) -> None:
    """Write the reference pages of the site from the code: catalogue, commands, settings, rules, marts."""
    from mesoregistry.authoring.reference.write import write

    for path in write(settings().project / "docs", context.find_root().command):
        typer.echo(path.relative_to(settings().project))


def register(app: typer.Typer) -> None:
    app.command()(with_database(compare))
    from mesoregistry.cli.synthetic import with_demo_packages

    app.command()(with_demo_packages(new_country))
    app.command()(new_layout)
    app.command("sample")(with_demo_packages(write_sample))
    app.command()(reference)
