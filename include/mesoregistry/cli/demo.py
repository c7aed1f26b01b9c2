"""``demo``: everything at once, on invented people, held to the truth."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mesoregistry.findings import Text
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from mesoregistry.warehouse.compare import Difference


def demo(
    months: Annotated[int, typer.Option(min=1, max=24, help="Meses desde enero de 2024 / months")] = 24,
    keep: Annotated[bool, typer.Option("--keep", help="Dejar todo encendido / leave it running")] = False,
) -> None:
    """File two years of invented extracts through Airflow and compare the warehouse with the truth."""
    from mesoregistry.cli.services import step
    from mesoregistry.local import stack

    here = settings()
    began, since = time.monotonic(), time.time()
    try:
        stack.up(here, step)
        differences, seconds, truth = _through_airflow(months, since)
        _tell(differences, truth)
    finally:
        if not keep:
            stack.down(here, step)
    whole = time.monotonic() - began
    said = Text(
        f"Del envío a las tablas, por Airflow: {seconds:.0f} s. Todo: {whole:.0f} s.",
        f"From filing to the marts, through Airflow: {seconds:.0f} s. All of it: {whole:.0f} s.",
    )
    typer.echo(said.in_(here.language))
    raise typer.Exit(1 if differences else 0)


def _through_airflow(months: int, since: float) -> tuple[list[Difference], float, Path]:
    from rich.console import Console

    from mesoregistry.cli.services import step
    from mesoregistry.warehouse import demo as run
    from mesoregistry.warehouse.compare import compare

    language = settings().language
    console = Console(stderr=True, highlight=False)
    with step(Text("Registro de prueba", "Demo registry")):
        plan = run.plan(months)
    with step(Text("Airflow conoce los cinco registros", "Airflow knows the five registries")):
        run.wait_until_idle()
    began = time.monotonic()
    with step(Text(f"Enviar {len(plan.filings)} archivos", f"File {len(plan.filings)} extracts")):
        *_, filed = run.file_all(plan)
    with console.status("Airflow …") as status:
        told = ""

        def tell(said: Text) -> None:
            nonlocal told
            line = f"Airflow: {said.in_(language)}"
            passed = f"{time.monotonic() - began:.0f} s"
            status.update(f"{line} … {passed}")
            if not console.is_terminal and line != told:  # a log has no line that changes
                console.print(f"  {line} [dim]{passed}[/]")
            told = line

        run.wait(filed, since, tell)
    seconds = time.monotonic() - began
    console.print(
        f"[green]✓[/] Airflow: {filed.new} {'archivos nuevos' if language == 'es' else 'new files'}"
        f" [dim]{seconds:.1f} s[/]"
    )
    with step(Text("Comparar con la verdad", "Compare with the truth")):
        return compare(plan.truth), seconds, plan.truth


def _tell(differences: list[Difference], truth: Path) -> None:
    from mesoregistry.cli.catalogue import print_comparison

    print_comparison(truth, differences)


def register(app: typer.Typer) -> None:
    app.command()(demo)
