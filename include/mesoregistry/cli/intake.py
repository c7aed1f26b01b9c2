"""``submit``, ``sweep``, ``findings``, ``confirm``, ``withdraw``: files in, answers out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mesoregistry.cli.check import Every
from mesoregistry.cli.printing import print_findings, print_refusal
from mesoregistry.cli.services import with_database
from mesoregistry.findings import Language, Text
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from mesoregistry import database, ledger
    from mesoregistry.intake.receive import Receipt

Number = Annotated[int, typer.Argument(help="Número del envío / number of the submission", min=1)]
Spoken = Annotated[Literal["es", "en", ""], typer.Option("--language", "-l", help="es | en")]
Reasons = Literal["wrong_file", "wrong_period", "repeated", "asked", "other"]

UNKNOWN = Text("No hay ningún envío con ese número.", "There is no submission of that number.")


def submit(
    country: Annotated[str, typer.Option("--country", "-c", help="gt, hn, mx, ni, sv ...")],
    period: Annotated[str, typer.Option("--period", "-p", help="2024-05")],
    file: Annotated[Path | None, typer.Argument(exists=True, dir_okay=False, readable=True)] = None,
    nothing: Annotated[
        bool,
        typer.Option("--nothing", help="Sin archivo: ese mes no hubo agresiones / no attacks that month"),
    ] = False,
    filed_on: Annotated[
        dt.datetime | None,
        typer.Option("--filed-on", formats=["%Y-%m-%d"], help="Día en que el equipo la envió; hoy si falta."),
    ] = None,
    language: Spoken = "",
) -> None:
    """Receive a file: it is sealed, written down, and Airflow takes it from there."""
    from mesoregistry.intake.periods import Refused, parse_period
    from mesoregistry.intake.quiet_month import file_quiet_month
    from mesoregistry.intake.receive import receive

    if (file is None) is not nothing:
        raise typer.BadParameter("un archivo, o --nothing / a file, or --nothing", param_hint="FILE")
    spoken = language or settings().language
    day = filed_on.date() if filed_on else None
    try:
        code, month = country.strip().lower(), parse_period(period)
        receipt = receive(file, code, month, day) if file else file_quiet_month(code, month, day)
    except Refused as refusal:
        print_refusal(refusal.finding, spoken)
        raise typer.Exit(1) from None
    _print_receipt(receipt, spoken)


def sweep(language: Spoken = "") -> None:
    """Receive what was left in the inbox."""
    from mesoregistry.intake import inbox

    for receipt in inbox.sweep():
        _print_receipt(receipt, language or settings().language)


def findings(submission: Number, every: Every = False, language: Spoken = "") -> None:
    """Every finding of a submission, with its cell. Status 1 when something must be corrected or confirmed."""
    from mesoregistry import database, ledger
    from mesoregistry.intake.opened_findings import opened_findings
    from mesoregistry.ledger.states import NEXT

    spoken = language or settings().language
    with database.transaction() as connection:
        stored = _known(connection, submission, spoken)
        rows = opened_findings(connection, submission)
        typer.echo(ledger.describe(connection, submission, spoken))
    typer.echo(NEXT[stored.state].in_(spoken))
    if rows:
        print_findings(rows, spoken, every=every)
    to_do = any(row.severity != "note" for row in rows) and stored.state is not ledger.State.ACCEPTED
    raise typer.Exit(1 if to_do else 0)


def confirm(submission: Number, language: Spoken = "") -> None:
    """Say that the warned values are right."""
    from mesoregistry import database, ledger
    from mesoregistry.intake import answers

    _must_exist(submission, language or settings().language)
    answers.confirm(submission)
    with database.transaction() as connection:
        typer.echo(ledger.describe(connection, submission, language or settings().language))


def withdraw(submission: Number, reason: Annotated[Reasons, typer.Option()], language: Spoken = "") -> None:
    """Take a file back. It stays in the history of what was known."""
    from mesoregistry import database, ledger
    from mesoregistry.intake import answers

    spoken = language or settings().language
    _must_exist(submission, spoken)
    reinstated = answers.withdraw(submission, answers.Reason(reason))
    with database.transaction() as connection:
        typer.echo(ledger.describe(connection, submission, spoken))
        if reinstated is not None:
            counts = Text("Vuelve a contar", "Counts again").in_(spoken)
            typer.echo(f"{counts}: {ledger.describe(connection, reinstated, spoken)}")


def _must_exist(submission: int, spoken: Language) -> None:
    from mesoregistry import database

    with database.transaction() as connection:
        _known(connection, submission, spoken)


def _known(connection: database.Connection, submission: int, spoken: Language) -> ledger.Submission:
    from mesoregistry import ledger

    try:
        return ledger.submission(connection, submission)
    except KeyError:
        typer.secho(UNKNOWN.in_(spoken), fg="red", err=True)
        raise typer.Exit(2) from None


def _print_receipt(receipt: Receipt, spoken: Language) -> None:
    from mesoregistry import database, ledger
    from mesoregistry.ledger.states import NEXT

    with database.transaction() as connection:
        line = ledger.describe_numbered(connection, receipt.submission_id, spoken)
    if receipt.duplicate:
        duplicate = Text("Este mismo archivo ya había llegado", "This very file had come before").in_(spoken)
        line = f"{duplicate}: {line}"
    typer.echo(line)
    typer.echo(NEXT[receipt.state].in_(spoken))


def register(app: typer.Typer) -> None:
    for command in (submit, sweep, findings, confirm, withdraw):
        app.command()(with_database(command))
