"""``synthetic``: the invented registry as files, the ten years or the small one."""

from __future__ import annotations

import functools
import importlib.util
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, ParamSpec, TypeVar

import typer

from mesoregistry.findings import Text
from mesoregistry.settings import settings

DEMO_PACKAGES = ("scipy",)
"""The packages of the extra ``demo``, as they are imported."""
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def with_demo_packages(command: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """The command, which ends with status 3 and says what to install where the extra ``demo`` is missing."""

    @functools.wraps(command)
    def checked(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        missing = [name for name in DEMO_PACKAGES if importlib.util.find_spec(name) is None]
        if missing:
            names = ", ".join(missing)
            message = Text(
                f"Faltan paquetes de la demostración: {names}. Instálelos: pip install 'mesoregistry[demo]'",
                f"Packages of the demo are missing: {names}. Install them: pip install 'mesoregistry[demo]'",
            )
            typer.secho(message.in_(settings().language), fg="red", err=True)
            raise typer.Exit(3)
        return command(*args, **kwargs)

    return checked


def synthetic(
    folder: Annotated[Path, typer.Argument(help="Carpeta nueva / a new folder")],
    seed: Annotated[
        int | None,
        typer.Option(
            help="La misma da los mismos archivos / the same gives the same files", show_default="2012"
        ),
    ] = None,
    scale: Annotated[
        int, typer.Option(min=1, help="Veces que ocurre cada agresión / times each attack happens")
    ] = 1,
    small: Annotated[
        bool, typer.Option("--small", help="Sólo meses de 2024 y 2025 / months of 2024 and 2025 only")
    ] = False,
    months: Annotated[int, typer.Option(min=1, max=24, help="Con --small: cuántos / how many")] = 24,
) -> None:
    """Write invented extracts of five countries: 2012 to May 2025, with the published sums and every vintage."""
    from mesoregistry.synthetic import SEED, extracts

    if (folder / "plan.json").exists():
        message = Text(f"En {folder} ya hay un registro.", f"There is a registry in {folder} already.")
        typer.echo(message.in_(settings().language), err=True)
        raise typer.Exit(2)
    seed = SEED if seed is None else seed
    if small:
        _report(len(extracts.write(folder, extracts.history(months, seed)).filings), {})
    else:
        _write_decade(folder, seed, scale)


def _write_decade(folder: Path, seed: int, scale: int) -> None:
    from mesoregistry.synthetic.decade.registry import generate_decade
    from mesoregistry.synthetic.extracts import write

    decade = generate_decade(settings().seeds, seed, scale)
    plan = write(folder, decade.extracts, decade.quiet)
    _report(len(plan.filings), decade.missed)
    _report_quiet(len(plan.quiet))


def _report(files: int, missed: Mapping[str, float]) -> None:
    lines = [Text(f"{files} archivos.", f"{files} files.")]
    for figure, by in missed.items():
        line = Text(
            f"No se puede cumplir a la vez que las demás: {figure} ({by:+g})",
            f"Cannot hold together with the others: {figure} ({by:+g})",
        )
        lines.append(line)
    for line in lines:
        typer.echo(line.in_(settings().language))


def _report_quiet(months: int) -> None:
    text = Text(f"{months} meses sin ningún hecho.", f"{months} months in which nothing happened.")
    typer.echo(text.in_(settings().language))


def _begin(folder: Path, months: int | None) -> subprocess.Popen[bytes]:
    """Write the registry in a process of its own, while the services start; its output goes to its log.

    Args:
        months: of the small registry; ``None`` for the ten years.
    """
    logs = settings().logs
    logs.mkdir(parents=True, exist_ok=True)
    size = [] if months is None else ["--small", "--months", str(months)]
    code = "from mesoregistry.cli import main; main()"
    with (logs / "synthetic.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-c", code, "synthetic", str(folder), *size],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip


@contextmanager
def written(months: int | None) -> Iterator[Path]:
    """The folder of the demo's registry, which is written while the block runs; a second demo files the same bytes."""
    from mesoregistry.cli.services import step
    from mesoregistry.local.fault import LocalFault
    from mesoregistry.synthetic.demo import demo_folder

    folder = demo_folder(months)
    writing = None if (folder / "plan.json").exists() else _begin(folder, months)
    try:
        yield folder
        if writing is not None:
            with step(Text("Registro inventado", "Invented registry")):
                failed = writing.wait()
            if failed:
                log = settings().logs / "synthetic.log"
                raise LocalFault(
                    "No se pudo escribir el registro.", "The registry could not be written.", log
                )
    finally:
        if writing is not None and writing.poll() is None:
            writing.kill()


def register(app: typer.Typer) -> None:
    app.command()(with_demo_packages(synthetic))
