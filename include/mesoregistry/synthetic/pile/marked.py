"""The correction workbook of a file, filed in its place: it must be read as the file was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from mesoregistry.findings import Finding
from mesoregistry.intake import correction_workbook
from mesoregistry.intake.check_file import Report
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.synthetic.pile.contents import Content, contents, fields_of
from mesoregistry.synthetic.pile.results import ASKING, Result

KIND = "G marked workbook"


def marked_result(
    path: Path, read: Interpretation, findings: Sequence[Finding], read_file: Callable[[Path], Interpretation]
) -> Result:
    """Mark a file by its findings, read the marked one, and hold it to what was read before."""
    target = path.with_name("marked.xlsx")
    report = Report("", len(read.records), list(findings), read.decisions)
    try:
        correction_workbook.write(path, report, target)
    except correction_workbook.NotMarked:
        return "loud"
    after = read_file(target)
    # a row that could not be read stands marked, as its quotation marks would cut it, for the team to mend
    unread = {finding.row for finding in read.findings if finding.severity == "error"}
    if {row for _, row in _questions(after) - _questions(read)} - unread:
        return "loud"
    names = fields_of(read) | fields_of(after)
    before, marked = _by_place(read, read, names), _by_place(after, read, names)
    is_same = all(marked.get(place) == content for place, content in before.items())
    return "right" if is_same and {row for _, row in marked.keys() - before.keys()} <= unread else "silent"


def _by_place(
    read: Interpretation, first: Interpretation, names: Collection[str]
) -> dict[tuple[str, int], Content]:
    """What each row says; the sheet of what was a text file has a name now, and none in the ``first`` reading."""
    has_sheets = any(first.records.sheets)
    by_record = contents(read, names)
    return {(r.sheet or "" if has_sheets else "", r.row): by_record[r.number] for r in read.records}


def _questions(read: Interpretation) -> set[tuple[str, int | None]]:
    """What is asked, and in which row."""
    return {(finding.rule, finding.row) for finding in read.findings if finding.severity in ASKING}
