"""A submission in a line of words: country, month, version, rows, state."""

from __future__ import annotations

from collections.abc import Sequence

from mesoregistry.catalog.registries import catalogue
from mesoregistry.database import Connection
from mesoregistry.findings import Language, Text
from mesoregistry.ledger.states import NAMES, State
from mesoregistry.ledger.submissions import Submission, select, submission

NUMBER = Text("envío", "submission")
QUIET = Text("sin agresiones que registrar", "no attacks to register")


def describe(connection: Connection, submission_id: int, language: Language = "es") -> str:
    """``Honduras, marzo 2024, v2: 412 filas, 9 por corregir``. Raises ``KeyError`` when there is none."""
    row = submission(connection, submission_id)
    title = f"{_country(row, language)}, {_month(row, language)}, v{row.version}"
    state = NAMES[row.state].in_(language)
    if row.state in (State.RECEIVED, State.RETURNED):
        return f"{title}: {state}"
    if row.is_quiet:
        nothing = QUIET.in_(language)
        return f"{title}: {nothing}" if row.state is State.ACCEPTED else f"{title}: {nothing}, {state}"
    rows = f"{row.rows_read or 0} {'filas' if language == 'es' else 'rows'}"
    if row.state in (State.TO_CORRECT, State.TO_CONFIRM):
        state = f"{row.rows_waiting or 0} {state}"
    return f"{title}: {rows}" if row.state is State.ACCEPTED else f"{title}: {rows}, {state}"


def describe_numbered(connection: Connection, submission_id: int, language: Language = "es") -> str:
    """The same with its number: ``Honduras, marzo 2024, v2: 412 filas, 9 por corregir (envío 839)``."""
    return f"{describe(connection, submission_id, language)} ({NUMBER.in_(language)} {submission_id})"


def label(submission: Submission, language: Language = "es") -> str:
    """What tells a file from the others of its country: ``marzo 2024 v2 (envío 839)``."""
    return f"{_month(submission, language)} v{submission.version} ({NUMBER.in_(language)} {submission.submission_id})"


def describe_all(connection: Connection, submission_ids: Sequence[int], language: Language = "es") -> str:
    """Several files of one country in a line: ``Honduras, enero 2012 a mayo 2025, 161 envíos: 11939 filas``."""
    rows = select(connection, "submission_id = any(%s)", [list(submission_ids)])
    first, last = min(rows, key=lambda o: o.period), max(rows, key=lambda o: o.period)
    es = language == "es"
    span = _month(first, language)
    if last.period != first.period:
        span = f"{span} {'a' if es else 'to'} {_month(last, language)}"
    counts = [f"{sum(o.rows_read or 0 for o in rows)} {'filas' if es else 'rows'}"]
    if waiting := sum(o.rows_waiting or 0 for o in rows):
        counts.append(f"{waiting} {'en espera' if es else 'waiting'}")
    if returned := sum(o.state is State.RETURNED for o in rows):
        counts.append(f"{returned} {'devueltos' if es else 'returned'}")
    title = f"{_country(first, language)}, {span}, {len(rows)} {'envíos' if es else 'files'}"
    return f"{title}: {', '.join(counts)}"


def _country(row: Submission, language: Language) -> str:
    known = catalogue().sound.get(row.country)
    return known.name.in_(language) if known else row.country.upper()


def _month(row: Submission, language: Language) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMM", row.period, locale=language)).replace(" de ", " ")
