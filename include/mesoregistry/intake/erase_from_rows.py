"""A woman taken out of the landed rows and the findings; where the cells of her texts stand in a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from psycopg import sql

from mesoregistry.catalog.model import fields
from mesoregistry.database import Connection
from mesoregistry.intake.interpretation import landed_array
from mesoregistry.intake.marking import elements
from mesoregistry.ledger import Submission
from mesoregistry.vault import store
from mesoregistry.vault.erase_person import Traces

TEXTS = ("value", "message_es", "message_en", "remedy_es", "remedy_en", "expected_es", "expected_en")
ERASED = "…"  # in the place of a token in a finding


def blank_cells(
    warehouse: Connection, vault: Connection, submission: Submission, traces: Traces
) -> Iterator[tuple[str, int, str]]:
    """Title of the sheet, row and letters of each narrative and contact of the records that name her."""
    records = sorted(record for number, record in traces.records if number == submission.submission_id)
    if not records:
        return
    titles = {str(number): title for number, title in store.titles(vault, submission.submission_id).items()}
    columns = _text_columns(warehouse, submission.submission_id)
    query = sql.SQL(
        "select _row, _sheet, _children from {} where _submission = %s and _record = any(%s)"
    ).format(sql.Identifier("raw", submission.country))
    for row, sheet, children in warehouse.execute(query, [submission.submission_id, records]):
        of_group = json.loads(children) if isinstance(children, str) else children or {}
        for group, letters in columns:
            for number in [row] if group is None else of_group.get(group, ()):
                for own_sheet, letter in letters.items():
                    if group is not None or own_sheet == (sheet or ""):
                        yield titles.get(own_sheet, ""), number, letter


def _text_columns(warehouse: Connection, submission_id: int) -> list[tuple[str | None, dict[str, str]]]:
    """Group, and letters by number of the sheet, of each column that lands sealed and names nobody."""
    row = warehouse.execute(
        "select columns from intake.submission where submission_id = %s", [submission_id]
    ).fetchone()
    assert row
    sealed = {
        name for name, definition in fields().items() if definition.side == "vault" and not definition.prefix
    }
    return [(column["group"], column["letters"]) for name, column in row[0].items() if name in sealed]


def erase_from_rows(connection: Connection, country: str, traces: Traces) -> None:
    """In the place of her token stands nothing, and in that of her name that it is withheld."""
    table = sql.Identifier("raw", country)
    prefixes = sorted({definition.prefix for definition in fields().values() if definition.prefix})
    for prefix in prefixes:
        names = [sql.Identifier(f"{prefix}_{name}") for name in ("token", "identity")]
        rows = connection.execute(
            sql.SQL("select _submission, _record, {}, {} from {} where {} ~ %s").format(
                *names, table, names[0]
            ),
            ["|".join(sorted(traces.tokens | traces.naming)) or "^$"],
        ).fetchall()
        update = sql.SQL("update {} set {} = %s, {} = %s where _submission = %s and _record = %s")
        for *record, tokens, identities in rows:
            positions = [
                i for i, token in enumerate(elements(tokens)) if token in traces.tokens | traces.naming
            ]
            changed = [_with(tokens, positions, None), _with(identities, positions, "withheld")]
            connection.execute(update.format(table, *names), [*changed, *record])


def _with(landed: str | None, positions: Sequence[int], text: str | None) -> str | None:
    values = list(elements(landed))
    for position in positions:
        if position < len(values):
            values[position] = text
    return landed_array(values)


def erase_from_findings(connection: Connection, country: str, traces: Traces) -> None:
    """No finding holds a token that stood for her or for a text with her name."""
    for token in sorted(traces.tokens | traces.naming):
        changes = sql.SQL(", ").join(
            sql.SQL("{0} = replace({0}, {1}, {2})").format(
                sql.Identifier(name), sql.Literal(token), sql.Literal(ERASED)
            )
            for name in TEXTS
        )
        holds = sql.SQL(" || ").join(
            sql.SQL("coalesce({}, '')").format(sql.Identifier(name)) for name in TEXTS
        )
        connection.execute(
            sql.SQL(
                "update intake.finding set {} where strpos({}, {}) > 0"
                " and submission_id in (select submission_id from intake.submission where country = %s)"
            ).format(changes, holds, sql.Literal(token)),
            [country],
        )
