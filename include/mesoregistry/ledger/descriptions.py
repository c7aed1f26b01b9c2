"""A submission in a line of words: country, month, version, rows, state."""

from __future__ import annotations

from collections.abc import Sequence

from mesoregistry.catalog.registries import registries
from mesoregistry.database import Connection
from mesoregistry.findings import Language
from mesoregistry.ledger.states import NAMES
from mesoregistry.ledger.submissions import Submission, select, submission


def describe(connection: Connection, submission_id: int, language: Language = "es") -> str:
    """``Honduras, marzo 2024, v2: 412 filas, 9 por corregir``."""
    one = submission(connection, submission_id)
    title = f"{_country(one, language)}, {_month(one, language)}, v{one.version}"
    state = NAMES[one.state].in_(language)
    if one.state in ("received", "returned"):
        return f"{title}: {state}"
    rows = f"{one.rows_read or 0} {'filas' if language == 'es' else 'rows'}"
    if one.state in ("to_correct", "to_confirm"):
        state = f"{one.rows_waiting or 0} {state}"
    return f"{title}: {rows}" if one.state == "accepted" else f"{title}: {rows}, {state}"


def describe_all(connection: Connection, submission_ids: Sequence[int], language: Language = "es") -> str:
    """Several files of one country in a line: ``Honduras, enero 2012 a mayo 2025, 161 envíos: 11939 filas``."""
    found = select(connection, "submission_id = any(%s)", [list(submission_ids)])
    first, last = min(found, key=lambda o: o.period), max(found, key=lambda o: o.period)
    es = language == "es"
    span = _month(first, language)
    if last.period != first.period:
        span = f"{span} {'a' if es else 'to'} {_month(last, language)}"
    said = [f"{sum(o.rows_read or 0 for o in found)} {'filas' if es else 'rows'}"]
    if waiting := sum(o.rows_waiting or 0 for o in found):
        said.append(f"{waiting} {'en espera' if es else 'waiting'}")
    if returned := sum(o.state == "returned" for o in found):
        said.append(f"{returned} {'devueltos' if es else 'returned'}")
    title = f"{_country(first, language)}, {span}, {len(found)} {'envíos' if es else 'files'}"
    return f"{title}: {', '.join(said)}"


def _country(one: Submission, language: Language) -> str:
    name = registries()[one.country].name
    return name.es if language == "es" else name.en


def _month(one: Submission, language: Language) -> str:
    from babel.dates import format_skeleton

    return str(format_skeleton("yMMMM", one.period, locale=language)).replace(" de ", " ")
