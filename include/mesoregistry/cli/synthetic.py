"""``synthetic``: the invented registry as files, the ten years or the small one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from mesoregistry.findings import Text
from mesoregistry.settings import settings
from mesoregistry.synthetic import SEED


def synthetic(
    folder: Annotated[Path, typer.Argument(help="Carpeta nueva / a new folder")],
    seed: Annotated[
        int, typer.Option(help="La misma da los mismos archivos / the same gives the same files")
    ] = SEED,
    scale: Annotated[
        int, typer.Option(min=1, help="Veces que ocurre cada agresión / times each attack happens")
    ] = 1,
    small: Annotated[
        bool, typer.Option("--small", help="Sólo meses de 2024 y 2025 / months of 2024 and 2025 only")
    ] = False,
    months: Annotated[int, typer.Option(min=1, max=24, help="Con --small: cuántos / how many")] = 24,
) -> None:
    """Write invented extracts of five countries: 2012 to May 2025, with the published sums and every vintage."""
    from mesoregistry.synthetic import extracts as demo

    if (folder / "plan.json").exists():
        said = Text(f"En {folder} ya hay un registro.", f"There is a registry in {folder} already.")
        typer.echo(said.in_(settings().language), err=True)
        raise typer.Exit(2)
    if small:
        plan = demo.write(folder, demo.history(months, seed))
        missed: dict[str, float] = {}
    else:
        from mesoregistry.synthetic.decade.registry import history

        decade = history(settings().seeds, seed, scale)
        plan, missed = demo.write(folder, decade.extracts), dict(decade.missed)
    _tell(len(plan.filings), missed)


def _tell(files: int, missed: dict[str, float]) -> None:
    said = Text(f"{files} archivos.", f"{files} files.")
    typer.echo(said.in_(settings().language))
    for figure, by in missed.items():
        told = Text(
            f"No se puede cumplir a la vez que las demás: {figure} ({by:+g})",
            f"Cannot hold together with the others: {figure} ({by:+g})",
        )
        typer.echo(told.in_(settings().language))


def begin(folder: Path, months: int | None) -> subprocess.Popen[bytes]:
    """Write the registry in a process of its own, while the services start; what it says goes to its log.

    Args:
        months: of the small registry; ``None`` for the ten years.
    """
    here = settings()
    here.logs.mkdir(parents=True, exist_ok=True)
    which = [] if months is None else ["--small", "--months", str(months)]
    code = "from mesoregistry.cli import main; main()"
    with (here.logs / "synthetic.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-c", code, "synthetic", str(folder), *which],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip


def register(app: typer.Typer) -> None:
    app.command()(synthetic)
