"""``bench``: how fast files are read and checked here, as ratios and against what is to be reached."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Annotated

import typer

from mesoregistry.cli.docs_table import write_table
from mesoregistry.cli.synthetic import with_demo_packages

if TYPE_CHECKING:
    from mesoregistry.synthetic.benchmark_line import Line


@with_demo_packages
def bench(
    rows: Annotated[int, typer.Option(min=100, help="Del archivo grande / of the large file")] = 35_000,
    small: Annotated[int, typer.Option(min=100, help="Del archivo chico / of the small file")] = 5_000,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    into_docs: Annotated[bool, typer.Option("--docs", help="A docs/reference / into docs/reference")] = False,
) -> None:
    """Measure reading, checking and landing of invented files, beside calamine, pandas, Great Expectations, COPY."""
    from mesoregistry.synthetic.benchmark import run

    lines = list(run(rows, small))
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(line) for line in lines], ensure_ascii=False, indent=1))
        return
    head = "| | rows | measured | of | ratio | reach |\n| --- | ---: | ---: | --- | ---: | ---: |"
    table = "\n".join([head, *map(_row, lines)])
    typer.echo(table)
    if into_docs:
        write_table("bench", table)


def _row(line: Line) -> str:
    ratio = "" if line.ratio is None else f"{line.ratio:.1f}"
    unit = "" if line.base else f" {line.unit}"
    reach = "" if line.reach is None else f"≤ {line.reach:g}{unit}"
    digits = 0 if line.unit == "MB" else 2
    cells = (line.name, line.rows, f"{line.value:.{digits}f} {line.unit}", line.base or "", ratio, reach)
    return f"| {' | '.join(map(str, cells))} |"


def register(app: typer.Typer) -> None:
    app.command()(bench)
