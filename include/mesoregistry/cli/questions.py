"""``questions``: the questions of an analyst, each with its SQL and its answer."""

from __future__ import annotations

from typing import Annotated

import typer

from mesoregistry.cli.services import with_database
from mesoregistry.cli.warehouse import Spoken
from mesoregistry.settings import settings


def questions(
    write: Annotated[
        bool, typer.Option("--write", help="En docs/questions.md / into docs/questions.md")
    ] = False,
    language: Spoken = "",
) -> None:
    """The twelve questions of docs/questions.md, answered from the marts."""
    from rich.console import Console
    from rich.markdown import Markdown

    from mesoregistry.authoring import questions as page

    spoken = language or settings().language
    answers = page.answers()
    if write:
        typer.echo(str(page.write(answers).relative_to(settings().project)))
        return
    console = Console(highlight=False)
    for answer in answers:
        title = answer.question.es if spoken == "es" else answer.question.en
        console.print(f"\n[bold]{answer.question.number}. {title}[/] [dim]{answer.seconds * 1000:.0f} ms[/]")
        console.print(Markdown(page.table(answer)))


def register(app: typer.Typer) -> None:
    app.command()(with_database(questions))
