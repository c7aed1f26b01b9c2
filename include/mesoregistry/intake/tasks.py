"""What the tasks of a country's DAG call. Each can be repeated: the ledger says what is left to do.

A task that has nothing to do raises ``NothingToDo``; one that must not be tried again, ``Stopped``. Both hold a
line for people, and never a value of a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from mesoregistry import database, ledger
from mesoregistry.faults import Fault
from mesoregistry.findings import Language, Text
from mesoregistry.gate.check import check_submissions
from mesoregistry.gate.verdict import Verdict
from mesoregistry.intake import accept as acceptance
from mesoregistry.intake import file_alerts, load, refusals, reprocess, run_work, task_alerts, task_log
from mesoregistry.intake.failure_message import broken_message, file_messages
from mesoregistry.intake.periods import parse_period
from mesoregistry.intake.task_faults import NothingToDo, Stopped, in_words, refuse_mistakes, stopping
from mesoregistry.ledger import State, Submission
from mesoregistry.settings import settings
from mesoregistry.steps import announce

__all__ = ["NothingToDo", "Stopped", "accept", "accept_some", "check", "describe", "judge", "load_waiting"]

NOTHING = Text("nada espera", "nothing waits")
STILL = Text("Nada nuevo espera, y sigue sin corregirse:", "Nothing new waits, and this is still not mended:")
NONE_ACCEPTED = Text("nada nuevo cuenta", "nothing new counts")
BACKWARDS = Text("«{since}» es posterior a «{until}».", "“{since}” is later than “{until}”.")


def load_waiting(
    country: str, since: str | None = None, until: str | None = None, run_id: str | None = None
) -> list[int]:
    """Land the files of a country that wait; with ``since`` or ``until`` (``2024-05``) those months only, reopened.

    ``run_id``: the run of Airflow that asks. Tried again or cleared, it answers for what it took before, and reads
    anew what went back.

    Returns:
        The submissions to be judged and answered: what was landed, and what could not be read.

    Raises:
        NothingToDo: no file waits.
        Stopped: no file waits, and the last run that took some is red with reason; ``since`` is after ``until``; the
            catalogue of the country has mistakes.
        Refused: ``since`` or ``until`` is no month.
    """
    refuse_mistakes(country)
    if since or until:
        _reopen_months(country, since or until or "", until or since or "")
    with database.transaction() as connection:
        before = run_work.taken_before(connection, country, run_id)
        waiting = run_work.waiting(connection, country, since or until, until or since)
        refused = refusals.claim(connection, country, run_id) if run_id else []
        if not (waiting or before or refused):
            _end_without_work(connection, country)
        if run_id:
            ledger.assign_to_run(connection, country, run_id, waiting)
    with stopping(country):
        return sorted({*before, *waiting, *load.load(country, waiting, task_log.print_landed)})


def _reopen_months(country: str, since: str, until: str) -> None:
    if parse_period(since) > parse_period(until):
        raise Stopped(BACKWARDS.format(since=since, until=until))
    reprocess.reopen(country, since, until)


def _end_without_work(connection: database.Connection, country: str) -> None:
    """A run without work must not stand green before one that is red with reason."""
    last = ledger.last_run(connection, country)
    taken = ledger.submissions_of_run(connection, country, last) if last else []
    stopped = [submission.submission_id for submission in taken if ledger.is_stopped(submission)]
    if stopped:
        lines = [ledger.describe(connection, number, settings().language) for number in stopped]
        raise Stopped("\n".join([in_words(STILL), *lines]), is_known=True)
    raise NothingToDo(NOTHING)


def judge(country: str, submission_ids: Sequence[int]) -> Verdict:
    """Let the gate judge what was landed; files that could not even be read are returned as well.

    What was decided already, as in a run that is repeated, stays decided.
    """
    announce("check")
    with database.transaction() as connection:
        chosen = ledger.select(connection, "submission_id = any(%s)", [list(submission_ids)])
    returned = {s.submission_id: s.stopped for s in chosen if ledger.is_stopped(s)}
    verdict = check_submissions(country, _in_review(chosen))
    announce("checked")
    return replace(verdict, stopped={**returned, **verdict.stopped})


def _in_review(submissions: Sequence[Submission]) -> list[int]:
    return sorted(s.submission_id for s in submissions if s.state is State.IN_REVIEW)


def check(country: str, submission_ids: Sequence[int], run_id: str | None = None) -> dict[str, int]:
    """``judge`` as a task: findings by severity.

    Raises ``Stopped`` when a file goes back, a rule broke, the catalogue has mistakes, or the inbox refused
    a file that this run answers for. Each of them has an alert of its own then.
    """
    refuse_mistakes(country)
    with stopping(country):
        verdict = judge(country, submission_ids)
    task_log.print_judged(submission_ids)
    files = file_messages(verdict, settings().language)
    file_alerts.record(country, files, verdict.stopped)
    broken = broken_message(verdict, settings().language)
    if broken:
        task_alerts.fail(f"{task_alerts.COUNTRY_DAG}{country}", "check", Fault(broken))
    refused = refusals.of_run(country, run_id) if run_id else []
    lines = [*files.values(), *([broken] if broken else []), *refused]
    if lines:
        raise Stopped("\n".join(lines), is_known=True)
    return dict(verdict.counts)


def accept(country: str, submission_ids: Sequence[int] | None) -> dict[str, int]:
    """Accept what passed: ``{accepted, returned, to_confirm, rows, waiting}``."""
    return asdict(acceptance.accept(country, submission_ids or []))


def accept_some(country: str, submission_ids: Sequence[int] | None) -> dict[str, int]:
    """``accept`` as a task. Raises ``NothingToDo`` when nothing new counts, so that no build is called for."""
    counts = accept(country, submission_ids)
    if not counts["accepted"]:
        raise NothingToDo(NONE_ACCEPTED)
    return counts


def describe(submission_ids: Sequence[int], language: Language | None = None) -> list[str]:
    """Each submission in a line, as ``Honduras, marzo 2024, v2: 412 filas, 9 por corregir (envío 839)``.

    Of several of one country the first line counts all of them.
    """
    language = language or settings().language
    with database.transaction() as connection:
        lines = [ledger.describe_numbered(connection, number, language) for number in submission_ids]
        if len(lines) > 1:
            lines.insert(0, ledger.describe_all(connection, submission_ids, language))
        return lines
