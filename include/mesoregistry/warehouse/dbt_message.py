"""What dbt says of a failure, less the server's own words: an error of PostgreSQL may quote the row that it failed on.

Kept is what is known to hold names of models, tables, columns and constraints only; the rest is dropped whole.
"""

from __future__ import annotations

import re

NAME = r'"?[\w.]+"?'
KEPT = re.compile(
    "|".join(
        [
            rf"(?:Database|Runtime|Compilation|Parsing) Error in \w+ {NAME} \([\w./-]+\)",
            r"Got \d+ results?, configured to (?:fail|warn) if [!=<> 0-9]+",
            rf"(?:column|relation|table|schema|type|role|function|operator) {NAME}(?:\(\))? does not exist",
            rf"column reference {NAME} is ambiguous",
            rf"column {NAME} of relation {NAME} does not exist",
            rf"relation {NAME} already exists",
            rf"null value in column {NAME} of relation {NAME} violates not-null constraint",
            rf"duplicate key value violates unique constraint {NAME}",
            rf"could not create unique index {NAME}",
            rf"new row for relation {NAME} violates check constraint {NAME}",
            rf"(?:insert or update|update or delete) on table {NAME} violates foreign key constraint {NAME}",
            rf"permission denied for (?:table|schema|function|database|view) {NAME}",
            r"(?:deadlock detected|out of memory|division by zero|canceling statement due to [a-z ]+)",
            r"could not (?:extend|write to|resize) .*No space left on device",
            r"server closed the connection unexpectedly",
            r"terminating connection due to (?:administrator command|unexpected postmaster exit)",
            r"connection to server at .* failed: [A-Za-z ]+",
            r"the database system is (?:starting up|shutting down|in recovery mode)",
            rf"syntax error at or near {NAME}",
            r"compiled code at [\w./-]+",
        ]
    ),
    re.ASCII,
)
DROPPED = "…"


def without_values(message: str) -> str:
    """The lines of ``message`` that cannot hold a value; the others are one ``…`` together. 500 characters at most."""
    shown: list[str] = []
    for line in filter(None, map(str.strip, message.splitlines())):
        if KEPT.fullmatch(line):
            shown.append(line)
        elif shown[-1:] != [DROPPED]:
            shown.append(DROPPED)
    return " ".join(shown)[:500]
