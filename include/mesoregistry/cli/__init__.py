"""The command ``mesoregistry``. Each module here registers the commands of one part of the package.

A module imports nothing slow at its top. Exit status: 0 done, 1 findings or figures that are not equal, 2 wrong
use, 3 a fault of ours.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from mesoregistry import collector
from mesoregistry.cli import (
    archive_key,
    audit,
    backup,
    bench,
    check,
    demo,
    doctor,
    erase,
    failures,
    figures,
    intake,
    measures,
    pile,
    portal,
    questions,
    rotate,
    selfcheck,
    services,
    submissions,
    synthetic,
    template,
    warehouse,
)
from mesoregistry.cli import authoring as catalogue
from mesoregistry.local.closed import close_process
from mesoregistry.local.folders import close_to_others

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # locals of a traceback may hold a name
    context_settings={"help_option_names": ["-h", "--help"]},
)

services.register(app)
rotate.register(app)
archive_key.register(app)
backup.register(app)
doctor.register(app)
audit.register(app)
erase.register(app)
catalogue.register(app)
intake.register(app)
submissions.register(app)
check.register(app)
template.register(app)
demo.register(app)
synthetic.register(app)
pile.register(app)
portal.register(app)
bench.register(app)
warehouse.register(app)
figures.register(app)
measures.register(app)
selfcheck.register(app)
template.register(app)
questions.register(app)


def _print_version(given: bool) -> None:
    from importlib.metadata import version

    if given:
        typer.echo(f"mesoregistry {version('mesoregistry')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="La versión / the version"),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option(
            failures.DEBUG, help="Si falla, dónde en el programa / on a fault, where in the program"
        ),
    ] = False,
) -> None:
    """Registros de agresiones a defensoras: de la hoja de cálculo al informe regional."""


def main() -> None:
    """The console script."""
    debug = failures.debugging()
    close_to_others()
    close_process()
    try:
        app()
    except Exception as error:
        sys.exit(failures.end(error, debug=debug))
    finally:
        collector.skip_last_search()
