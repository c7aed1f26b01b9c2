"""An alert for each file that goes back, open until a later version of its month stands or it is withdrawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mesoregistry import alerts, database, ledger


def key_of(country: str) -> str:
    """The key of the alerts about a country's files."""
    return f"file.{country}"


def record(country: str, messages: Mapping[int, str], rules: Mapping[int, Sequence[str]]) -> None:
    """Open an alert for each submission, or count it: the same file back for the same rules is the same fault."""
    with database.transaction() as connection:
        for number, message in messages.items():
            about = _about(number, rules[number])
            alerts.open_alert(connection, key_of(country), message, country=country, about=about)


def close_mended(connection: database.Connection, country: str) -> None:
    """Close the alerts about files that are mended."""
    stopped = [_about(s.submission_id, s.stopped) for s in ledger.stopped_files(connection, country)]
    alerts.close(connection, key_of(country), but=stopped)


def _about(submission_id: int, rules: Sequence[str]) -> str:
    return f"{submission_id} {' '.join(sorted(rules))}"
