"""``check``: every finding that a file would get, before it is filed. Nothing is stored."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mesoregistry import collector
from mesoregistry.cli.printing import print_findings, print_refusal, printable
from mesoregistry.findings import Language, Text
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from mesoregistry.intake.check_file import Report

CLEAN = Text("Todo está bien: {rows} filas. Puede enviarlo.", "All is well: {rows} rows. You may file it.")
FOUND = Text(
    "{rows} filas; {errors} por corregir, {warnings} por confirmar, {notes} avisos.",
    "{rows} rows; {errors} to correct, {warnings} to confirm, {notes} notes.",
)
NOT_MARKED = Text(
    "No se pudo marcar su archivo: es demasiado grande o está dañado. Lo que hay que corregir está en la lista.",
    "Your file could not be marked: it is too large or damaged. What is to be corrected stands in the list.",
)
STOPPED = Text("El archivo se devuelve entero.", "The file is returned whole.")


def _in_a_folder(path: Path | None) -> Path | None:
    if path and not path.absolute().parent.is_dir():
        text = Text(f"no existe la carpeta {path.parent}", f"there is no folder {path.parent}")
        raise typer.BadParameter(text.in_(settings().language))
    return path


Marked = Annotated[
    Path | None,
    typer.Option(
        callback=_in_a_folder, help="Su archivo, con las celdas marcadas (.xlsx) / your file, marked"
    ),
]
Day = Annotated[
    dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Se juzga como ese día; hoy si falta.")
]
Every = Annotated[bool, typer.Option("--all", help="Una línea por celda / a line for each cell")]


def check(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    country: Annotated[str, typer.Option("--country", "-c", help="gt, hn, mx, ni, sv ...")],
    period: Annotated[str, typer.Option("--period", "-p", help="2024-05; este mes si falta")] = "",
    filed_on: Day = None,
    as_json: Annotated[bool, typer.Option("--json", help="Para otro programa / for a program")] = False,
    workbook: Marked = None,
    terms: Annotated[
        bool,
        typer.Option("--terms", help="Solo los términos desconocidos, como filas de dbt/seeds/code_map.csv"),
    ] = False,
    every: Every = False,
    language: Annotated[Literal["es", "en", ""], typer.Option("--language", "-l", help="es | en")] = "",
) -> None:
    """Every finding of a file at once. Status 1 when something must be corrected or confirmed."""
    spoken: Language = language or settings().language
    report = _checked(file, country.strip().lower(), period, filed_on.date() if filed_on else None, spoken)
    if workbook:
        _mark(file, report, workbook, spoken)
    _print_terms(report, country.strip().lower()) if terms else _print(report, spoken, as_json, every)
    raise typer.Exit(1 if any(f.severity != "note" for f in report.findings) else 0)


@collector.paused()  # what is imported holds itself, and is searched in vain
def _checked(file: Path, country: str, period: str, day: dt.date | None, spoken: Language) -> Report:
    from mesoregistry.intake.check_file import check_file
    from mesoregistry.intake.periods import Refused, parse_period

    try:
        return check_file(file, country, parse_period(period) if period else None, day)
    except Refused as refusal:
        print_refusal(refusal.finding, spoken)
        raise typer.Exit(2) from None


def _mark(file: Path, report: Report, workbook: Path, spoken: Language) -> None:
    from mesoregistry.intake import correction_workbook

    try:
        correction_workbook.write(file, report, workbook, spoken)
    except correction_workbook.NotMarked:
        typer.secho(NOT_MARKED.in_(spoken), fg="red", err=True)


def _print_terms(report: Report, country: str) -> None:
    """Rows for the map, each once; how often each stands in the file is said beside, where no map reads it."""
    import csv
    import sys

    from mesoregistry.intake.unknown_terms import unknown_terms

    writer = csv.writer(sys.stdout, lineterminator="\n")
    for term in unknown_terms(report.findings, settings().seeds, country, report.source):
        writer.writerow([term.list, country, report.source, term.term, term.code, "", "", f"{term.count} ×"])


def _print(report: Report, spoken: Language, as_json: bool, every: bool) -> None:
    if as_json:
        typer.echo(printable(json.dumps(report.as_json(spoken), ensure_ascii=False, indent=1)))
        return
    if report.findings:
        print_findings(report.findings, spoken, every=every)
    typer.echo(_summary(report, spoken))


def _summary(report: Report, spoken: Language) -> str:
    count = {
        name: sum(f.severity == name for f in report.findings)
        for name in ("stop", "error", "warning", "note")
    }
    if count["stop"]:
        return STOPPED.in_(spoken)
    if not count["error"] and not count["warning"]:
        return CLEAN.in_(spoken).format(rows=report.rows)
    return FOUND.in_(spoken).format(
        rows=report.rows, errors=count["error"], warnings=count["warning"], notes=count["note"]
    )


def register(app: typer.Typer) -> None:
    app.command()(check)
