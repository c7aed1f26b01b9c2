"""A file checked as ``mesoregistry check`` does it, its findings in groups, and the workbook to correct."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from mesoregistry.checking.pool import pool
from mesoregistry.findings import Finding, Language, Severity
from mesoregistry.intake import correction_workbook
from mesoregistry.intake.check_file import Report
from mesoregistry.intake.receive import refuse_large
from mesoregistry.portal.column_match import ColumnMatch
from mesoregistry.portal.drafts import Draft, open_copy

SHOWN = 5  # examples of one group


class Example(NamedTuple):
    """Where a finding stands, and what stands there."""

    cell: str
    value: str
    expected: str
    message: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one rule, in the language of the page."""

    rule: str
    severity: Severity
    message: str
    remedy: str
    count: int
    examples: tuple[Example, ...]

    @property
    def others(self) -> int:
        """How many are not among the examples, of which the first may be the message itself."""
        return max(0, self.count - SHOWN)


def examine(
    country: str,
    name: str,
    content: bytes,
    month: dt.date | None = None,
    matches: tuple[ColumnMatch, ...] = (),
) -> Draft:
    """Check a file that counts for nothing yet. Without a month it is the one that the file itself tells.

    ``matches``: headers to try, for a month.

    Raises:
        Refused: nobody kept the registry in that month, or the file is larger than any.
        LocalFault: files cannot be checked just now; nothing of it was read.
    """
    refuse_large(len(content))
    spellings = tuple(match.spelling for match in matches)
    checked_for, report = pool().check(content, country, month, spellings)
    return Draft(country, checked_for, month is None, name, content, report, matches)


def groups(findings: Iterable[Finding], language: Language) -> list[Group]:
    """By rule, the gravest first and then the most frequent."""
    by_rule: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault((Severity(finding.severity), finding.rule), []).append(finding)
    order = list(Severity)
    return [
        _group(severity, rule, members, language)
        for (severity, rule), members in sorted(
            by_rule.items(), key=lambda item: (order.index(item[0][0]), -len(item[1]))
        )
    ]


def _group(severity: Severity, rule: str, members: Sequence[Finding], language: Language) -> Group:
    first = members[0]
    message = first.message.in_(language)
    examples = tuple(
        Example(
            finding.cell or finding.column or "",
            finding.value or "",
            finding.expected.in_(language) if finding.expected else "",
            "" if (text := finding.message.in_(language)) == message else text,
        )
        for finding in members[:SHOWN]
        if finding.row is not None or finding.column or finding.value or finding.message != first.message
    )
    return Group(rule, severity, message, first.remedy.in_(language), len(members), examples)


def counts(report: Report) -> dict[str, int]:
    """How many findings of each severity."""
    return {str(severity): sum(f.severity == severity for f in report.findings) for severity in Severity}


def marked_workbook(draft: Draft, language: Language) -> bytes:
    """The team's own file with its cells marked. Raises ``correction_workbook.NotMarked``."""
    with open_copy(draft.name, draft.content) as path, open_copy("marked.xlsx", b"") as target:
        correction_workbook.write(path, draft.report, target, language)
        return target.read_bytes()
