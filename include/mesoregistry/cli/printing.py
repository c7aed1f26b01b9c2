"""Findings, and the progress of the work, as a person reads them in a terminal."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer

from mesoregistry.findings import SEVERITY_NAMES, Finding, Language, Text
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status

# the controls of a terminal but the end of a line, and the marks that write backwards
UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COLOURS = {"stop": "red", "error": "red", "warning": "yellow", "note": "dim"}
TITLES = {
    "es": ("Celda", "", "Valor", "Qué pasa", "Qué hacer"),
    "en": ("Cell", "", "Value", "What is wrong", "What to do"),
}
TOGETHER = Text(
    "{findings} observaciones en {lines} líneas; con --all sale una línea por celda.",
    "{findings} findings in {lines} lines; --all prints a line for each cell.",
)


def printable(text: str) -> str:
    """A text without what moves the cursor, clears the screen or turns the direction of letters."""
    return UNPRINTABLE.sub("�", text)


def print_refusal(finding: Finding, spoken: Language) -> None:
    """Why a file was not taken, and what to do."""
    typer.secho(printable(finding.message.in_(spoken)), fg="red", err=True)
    typer.echo(printable(finding.remedy.in_(spoken)), err=True)


def print_findings(findings: Sequence[Finding], spoken: Language, *, every: bool = False) -> None:
    """A table: cell, severity, value, what is wrong, what to do; what many cells share once, unless ``every``."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Plain

    from mesoregistry.gate.repeated_findings import shortened

    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for title in TITLES[spoken]:
        table.add_column(title, overflow="fold", no_wrap=title == TITLES[spoken][0])
    lines = list(findings) if every else shortened(findings)
    for line in lines:
        cells = enumerate(_cells(line, spoken))
        # a value is a text, never markup
        table.add_row(
            *(
                Plain(printable(cell), style=COLOURS[line.severity] if index == 1 else "")
                for index, cell in cells
            )
        )
    Console(highlight=False).print(table)
    if len(lines) < len(findings):
        typer.echo(TOGETHER.in_(spoken).format(findings=len(findings), lines=len(lines)))


def _cells(finding: Finding, spoken: Language) -> tuple[str, ...]:
    severity = SEVERITY_NAMES[finding.severity].in_(spoken)
    texts = finding.message.in_(spoken), finding.remedy.in_(spoken)
    return (finding.cell or finding.column or "", severity, finding.value or "", *texts)


def print_progress(console: Console, status: Status, began: float) -> Callable[[Text], None]:
    """Returns what shows the work of Airflow: a line that changes; in a log, a line for each change.

    ``began``: seconds of ``time.monotonic``.
    """
    last = ""

    def show(text: Text) -> None:
        nonlocal last
        line = f"Airflow: {text.in_(settings().language)}"
        passed = f"{time.monotonic() - began:.0f} s"
        status.update(f"{line} … {passed}")
        if not console.is_terminal and line != last:
            console.print(f"  {line} [dim]{passed}[/]")
        last = line

    return show
