"""``submissions``: the files that came, newest first, with the number that the other commands take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mesoregistry.cli.services import with_database
from mesoregistry.cli.warehouse import Spoken
from mesoregistry.findings import Language, Text
from mesoregistry.settings import settings

if TYPE_CHECKING:
    from mesoregistry.ledger import Submission

TITLES = {
    "es": ("Envío", "País", "Mes", "Versión", "Enviado", "Estado", "Filas", "Esperan", "Corrida"),
    "en": ("Number", "Country", "Month", "Version", "Filed", "State", "Rows", "Waiting", "Run"),
}
NONE = Text("No hay envíos así.", "There are no such submissions.")


def submissions(
    country: Annotated[str, typer.Option("--country", "-c", help="gt, hn, mx, ni, sv ...")] = "",
    only_open: Annotated[
        bool, typer.Option("--open", help="Sólo lo que espera a alguien / only what waits for somebody")
    ] = False,
    most: Annotated[int, typer.Option("--most", min=1, help="Cuántos / how many")] = 50,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    language: Spoken = "",
) -> None:
    """The files that came, newest first: number, month, state, rows, and the run of Airflow that took each."""
    import json

    from mesoregistry import database, ledger

    is_open = ledger.is_in((*ledger.WAITING, *ledger.WITH_THE_TEAM))
    conditions = ["true", *(["country = %s"] if country else []), *([is_open] if only_open else [])]
    values = [country.strip().lower()] if country else []
    with database.transaction() as connection:
        chosen = ledger.select(connection, " and ".join(conditions), values)
        newest = sorted(chosen, key=lambda s: -s.submission_id)[:most]
        listed = [_row(s, ledger.run_of(connection, s.submission_id)) for s in newest]
    spoken = language or settings().language
    if as_json:
        typer.echo(json.dumps(listed, ensure_ascii=False))
    elif listed:
        _show(listed, spoken)
    else:
        typer.echo(NONE.in_(spoken))


def _row(submission: Submission, run: str | None) -> dict[str, object]:
    return {
        "submission": submission.submission_id,
        "country": submission.country,
        "period": f"{submission.period:%Y-%m}",
        "version": submission.version,
        "filed_on": submission.filed_on.isoformat(),
        "state": str(submission.state),
        "rows": submission.rows_read,
        "waiting": submission.rows_waiting,
        "run": run,
    }


def _show(listed: list[dict[str, object]], spoken: Language) -> None:
    from rich.console import Console
    from rich.table import Table

    from mesoregistry.ledger.states import NAMES

    table = Table(box=None)
    for title in TITLES[spoken]:
        table.add_column(title, overflow="fold")
    for row in listed:
        shown = row | {"version": f"v{row['version']}", "state": NAMES[str(row["state"])].in_(spoken)}
        table.add_row(*("" if value is None else str(value) for value in shown.values()))
    Console().print(table)


def register(app: typer.Typer) -> None:
    app.command()(with_database(submissions))
