"""The command ``mesoregistry``. Each module here registers the commands of one part of the package.

A module imports nothing slow at its top. Exit status: 0 done, 1 findings or figures that are not equal, 2 wrong
use, 3 a fault of ours.
"""

from __future__ import annotations

import sys
import traceback

import typer

from mesoregistry.cli import authoring as catalogue
from mesoregistry.cli import (
    check,
    demo,
    doctor,
    figures,
    intake,
    questions,
    rotate,
    selfcheck,
    services,
    synthetic,
    warehouse,
)
from mesoregistry.local.fault import LocalFault

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # locals of a traceback may hold a name
    help="Registros de agresiones a defensoras: de la hoja de cálculo al informe regional.",
)

services.register(app)
rotate.register(app)
doctor.register(app)
catalogue.register(app)
intake.register(app)
check.register(app)
demo.register(app)
synthetic.register(app)
warehouse.register(app)
figures.register(app)
selfcheck.register(app)
questions.register(app)


def _mistakes(error: Exception) -> tuple[str, ...]:
    """What is wrong in a file of the catalogue or of the rules; these hold no name of a person."""
    from mesoregistry.catalog.registries import CatalogFault
    from mesoregistry.gate.rule_files import RulesFault

    return tuple(error.mistakes) if isinstance(error, CatalogFault | RulesFault) else ()


def main() -> None:
    """The console script."""
    try:
        app()
    except LocalFault as fault:
        typer.secho(str(fault), fg="red", err=True)
        sys.exit(3)
    except Exception as error:
        if mistakes := _mistakes(error):
            typer.secho("\n".join(mistakes), fg="red", err=True)
            sys.exit(2)
        # our lines of code only: the message of an exception may hold a name
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "site-packages" not in f.filename]
        lines = "".join(traceback.format_list(frames))
        typer.secho(f"{lines}{type(error).__qualname__}", fg="red", err=True)
        sys.exit(3)
