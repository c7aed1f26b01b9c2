"""Cases of a file against what older files of its source said of them: gone, older, under another's key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from mesoregistry.catalog.fields import fields
from mesoregistry.catalog.landed_columns import field_of
from mesoregistry.catalog.messages import message
from mesoregistry.database import Connection
from mesoregistry.findings import Finding, joined
from mesoregistry.intake import new_keys, tellings
from mesoregistry.intake.export_age import Age, ages, is_older
from mesoregistry.intake.going_back import cases_taken_back, differing_cases
from mesoregistry.intake.gone_cases import gone_before, gone_cases
from mesoregistry.intake.last_tellings import Files, LastTellings
from mesoregistry.intake.reused_keys import is_another, moved_cases, reused_keys
from mesoregistry.intake.same_events import moved, not_said_before
from mesoregistry.intake.standing_tellings import standing_cases
from mesoregistry.intake.tellings import Telling
from mesoregistry.ledger import Submission


@dataclass(slots=True)
class History:
    """The findings, and the keys of cases that the source no longer has."""

    findings: list[Finding] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)


def compare_replaced(
    connection: Connection,
    files: Files,
    own: Sequence[Telling],
    age: Age,
    history: History,
    *,
    is_doubted: bool,
) -> None:
    """The version before of the month. ``is_doubted``: whether the file is of the month at all is asked first."""
    theirs, tellers = standing_cases(connection, files.same_period)
    before = [row for rows in theirs.values() for row in rows]
    if _keys_moved(own, before, len(before), history) or is_doubted:
        return
    mine = tellings.by_key(own)
    missing = [key for key in theirs if key not in mine]
    changed = differing_cases(mine, theirs)
    back = cases_taken_back(connection, files, mine, theirs, changed, tellers)
    history.findings += [_case_older(mine[key][0], changed[key], tellers[key]) for key in back]
    last = files.same_period[-1]
    is_older_export = is_older(age, ages(connection, [last])[last.submission_id])
    # a text file does not say when it was exported
    if (is_older_export and (missing or changed)) or (back and missing):
        history.findings.append(
            message("export_older").finding(missing=len(missing), changed=len(changed), **_version(last))
        )
    if not any(finding.rule == "file_partial" for finding in history.findings):
        history.findings += [_case_missing(theirs[key][0], tellers[key]) for key in missing]


def _case_missing(row: Telling, file: Submission) -> Finding:
    return message("case_missing").finding(place=str(row.address), **_version(file))


def compare_months(connection: Connection, files: Files, own: Sequence[Telling], history: History) -> None:
    """The cases that the files of other months told, of a source that replaces."""
    mine = tellings.by_key(own)
    others = [file for file in files.before if file.period != files.submission.period]
    theirs, tellers = standing_cases(connection, others, list(mine))
    history.findings += reused_keys(mine, theirs, tellers, f"{files.submission.period:%Y-%m}")
    same = {key: rows for key, rows in theirs.items() if not is_another(mine[key], rows)}
    changed = differing_cases(mine, same)
    back = cases_taken_back(connection, files, mine, same, changed, tellers)
    history.findings += [_case_older(mine[key][0], changed[key], tellers[key]) for key in back]
    history.findings += moved_cases([key for key in changed if key not in back], mine, theirs, tellers)
    if not any(finding.severity == "stop" for finding in history.findings):
        history.findings += new_keys.of_other_months(connection, files, mine, theirs)


def compare_added(
    connection: Connection, files: Files, own: Sequence[Telling], age: Age, history: History
) -> None:
    """The last telling of each case, of every file before this one."""
    last = LastTellings.of(connection, files)
    mine = tellings.by_key(own)
    theirs = last.rows(connection, [key for key in mine if key in last.teller])
    before = [row for rows in theirs.values() for row in rows]
    others = last.of_the_same(connection, not_said_before(own, before))
    if _keys_moved(own, [*before, *others], last.count, history):
        return
    history.findings += reused_keys(mine, theirs, last.teller, f"{files.submission.period:%Y-%m}")
    if any(finding.severity == "stop" for finding in history.findings):
        return
    teller, known_ages = last.teller, ages(connection, files.before)
    changed = differing_cases(mine, theirs)
    back = cases_taken_back(connection, files, mine, theirs, changed, teller)
    for key, names in changed.items():
        file = teller[key]
        if key in back or is_older(age, known_ages[file.submission_id]):
            history.findings.append(_case_older(mine[key][0], names, file))
    missing = gone_cases(connection, files, last, mine, age)
    gone = {*missing, *gone_before(connection, files)}
    history.findings += new_keys.of_older_files(files, mine, others, last, gone)
    for key, rows in last.rows(connection, missing).items():
        history.gone.add(key)
        place, period = str(rows[0].address), f"{teller[key].period:%Y-%m}"
        history.findings.append(
            message("case_gone").finding(place=place, period=period, **_version(teller[key]))
        )


def _case_older(row: Telling, names: Sequence[str], file: Submission) -> Finding:
    labels = joined(dict.fromkeys(fields()[field_of(name)].label for name in names))
    return message("case_older").finding(
        row.address, record=row.record, fields=labels, period=f"{file.period:%Y-%m}", **_version(file)
    )


def _keys_moved(own: Sequence[Telling], before: Sequence[Telling], count: int, history: History) -> bool:
    """Whether running keys have moved from case to case; then nothing else can be compared. ``count``: rows before."""
    rows, taken = moved(own, before)
    if len(rows) * 3 >= min(len(own), count) and rows:
        history.findings.append(message("keys_moved").finding(count=len(rows)))
        return True
    history.findings += [message("key_of_another").finding(r.address, record=r.record) for r in rows]
    history.findings += [message("key_was_of_another").finding(r.address, record=r.record) for r in taken]
    return False


def _version(file: Submission) -> dict[str, Any]:
    return {"version": file.version, "day": file.filed_on.isoformat()}
