"""``demo``: everything at once, on invented people, held to the truth and to the published figures."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from mesoregistry.findings import Text
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from mesoregistry.synthetic.comparison import Difference
    from mesoregistry.synthetic.extracts import Plan

PEOPLE = (("equipo-gt@example.org", "team", "gt"), ("coordinacion@example.org", "coordinator", ""))


def demo(
    small: Annotated[bool, typer.Option("--small", help="Sólo 24 meses / 24 months only")] = False,
    months: Annotated[
        int | None, typer.Option(min=1, max=24, help="Sólo tantos, desde enero de 2024 / only so many")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Dejar todo encendido / leave it running")] = False,
) -> None:
    """File invented extracts (the ten years, or a small registry) through Airflow and look at what came out."""
    from mesoregistry.cli.services import step
    from mesoregistry.cli.synthetic import written
    from mesoregistry.local import stack, supervisor
    from mesoregistry.synthetic.demo_home import read_plan, use_demo_home

    many = months or (24 if small else None)
    config, began, since = use_demo_home(many), time.monotonic(), time.time()
    was_running = supervisor.alive(config)
    try:
        with written(many) as folder:
            stack.up(config, step)
        plan = read_plan(folder)
        way = _through_airflow(plan, since)
        differences = _compared(plan)
        _figures(many)
        _invite_people()
    finally:
        if not (keep or was_running):
            stack.down(config, step)
    _sum_up(plan, way, time.monotonic() - began)
    _show_place()
    raise typer.Exit(1 if differences else 0)


class Way(NamedTuple):
    """How long the files took from filing to the marts, and how many the ledger did not know yet."""

    seconds: float
    new: int


def _through_airflow(plan: Plan, since: float) -> Way:
    from rich.console import Console

    from mesoregistry.cli.printing import print_progress
    from mesoregistry.cli.services import step
    from mesoregistry.synthetic.airflow_runs import wait_until_idle
    from mesoregistry.synthetic.demo import file_all, wait_until_built

    language = settings().language
    console = Console(stderr=True, highlight=False)
    with step(Text("Airflow conoce los cinco registros", "Airflow knows the five registries")):
        wait_until_idle()
    began = time.monotonic()
    with step(Text(f"Enviar {len(plan.filings)} archivos", f"File {len(plan.filings)} extracts")):
        *_, filed = file_all(plan)
    with console.status("Airflow …") as status:
        wait_until_built(filed, since, print_progress(console, status, began))
    seconds = time.monotonic() - began
    console.print(
        f"[green]✓[/] Airflow: {filed.new} {'archivos nuevos' if language == 'es' else 'new files'}"
        f" [dim]{seconds:.1f} s[/]"
    )
    return Way(seconds, filed.new)


def _compared(plan: Plan) -> list[Difference]:
    from mesoregistry.cli.authoring import print_comparison
    from mesoregistry.cli.services import step
    from mesoregistry.synthetic.comparison import compare

    with step(Text("Comparar con la verdad", "Compare with the truth")):
        differences = compare(plan.truth)
    print_comparison(plan.truth, differences)
    return differences


def _figures(many: int | None) -> None:
    """Of the ten years the published figures, computed again from what was just loaded."""
    if many is not None:
        return
    from mesoregistry.cli.figures import show
    from mesoregistry.cli.services import step
    from mesoregistry.figures import compute

    with step(Text("Cifras publicadas, calculadas otra vez", "Published figures, computed again")):
        figures = compute()
    show(figures, settings().language)


def _sum_up(plan: Plan, way: Way, whole: float) -> None:
    from mesoregistry.synthetic.comparison import rows_of

    files, rows, seconds = len(plan.filings), rows_of(plan.truth), way.seconds
    if way.new:
        pace = f"({files / seconds:.1f} {{}} {rows / seconds:.0f} {{}})"
        text = Text(
            f"Del envío a las tablas, por Airflow: {seconds:.0f} s: {files} archivos y {rows:,} filas"
            f" {pace.format('archivos y', 'filas por segundo')}. Todo: {whole:.0f} s.",
            f"From filing to the marts, through Airflow: {seconds:.0f} s: {files} extracts and {rows:,} rows"
            f" {pace.format('extracts and', 'rows a second')}. All of it: {whole:.0f} s.",
        )
    else:
        text = Text(
            f"Los {files} archivos ya se conocían. Todo: {whole:.0f} s.",
            f"All {files} extracts were known already. All of it: {whole:.0f} s.",
        )
    typer.echo(text.in_(settings().language))


def _show_place() -> None:
    config = settings()
    place = f"MESO_HOME={config.home} MESO_POSTGRES_PORT={config.postgres_port} MESO_AIRFLOW_PORT={config.airflow_port}"
    place += f" MESO_PORTAL_PORT={config.portal_port}"
    look = Text(f"Para mirarlo: {place} make up", f"To look at it: {place} make up")
    typer.echo(look.in_(config.language))


def _invite_people() -> None:
    """Invented people to try the portal as: their links work once, for seven days."""
    from mesoregistry.portal import setup

    setup.configure()
    for email, role, country in PEOPLE:
        typer.echo(f"{email}: {setup.invite(email, role, country)}")


def register(app: typer.Typer) -> None:
    from mesoregistry.cli.synthetic import with_demo_packages

    app.command()(with_demo_packages(demo))
