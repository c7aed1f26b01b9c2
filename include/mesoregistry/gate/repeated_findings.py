"""Findings as lines that a person reads to the end: what is wrong in the same way in many cells is one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mesoregistry.findings import Finding, Text
from mesoregistry.gate.collapse import shown
from mesoregistry.gate.rule_text import rule_message

ALIKE = 5  # cells with the same message; more are one line
OF_A_RULE = 20  # lines; of more the first are shown
OF_THE_FILE = 100  # the same where they are about columns or sheets, whose names say what is to be done
FIRST = 5  # cells that such a line names
CELLS = Text(
    "{message} Pasa en {count} celdas: {cells} y {more} más.",
    "{message} So it is in {count} cells: {cells} and {more} more.",
)
OTHERS = Text(
    "{message} Pasa en otras {count} celdas, desde {cell} hasta {last}.",
    "{message} So it is in {count} other cells, from {cell} to {last}.",
)


def shortened(findings: Sequence[Finding]) -> list[Finding]:
    """One line for cells with the same message where they are many, and for what many messages of a rule leave over.

    Each line stands where its first cell stood, and counts what it stands for.
    """
    alike: dict[tuple[str, Text, Text], list[Finding]] = {}
    for finding in shown(findings):
        alike.setdefault((finding.rule, finding.message, finding.remedy), []).append(finding)
    of_rule: dict[str, list[list[Finding]]] = {}
    for cells in alike.values():
        lines = [cells] if _are_many(cells) else [[cell] for cell in cells]
        of_rule.setdefault(cells[0].rule, []).extend(lines)
    return [line for lines in of_rule.values() for line in _of_a_rule(lines)]


def _are_many(cells: Sequence[Finding]) -> bool:
    return len(cells) > ALIKE and all(cell.row is not None for cell in cells)


def _of_a_rule(lines: Sequence[Sequence[Finding]]) -> list[Finding]:
    most = OF_A_RULE if all(cell.row is not None for cells in lines for cell in cells) else OF_THE_FILE
    kept = [_of_cells(cells) if len(cells) > 1 else cells[0] for cells in lines[:most]]
    others = [cell for cells in lines[most:] for cell in cells]
    return [*kept, _of_others(others)] if len(others) > 1 else [*kept, *others]


def _of_cells(cells: Sequence[Finding]) -> Finding:
    """What holds for many cells, with the first of them."""
    named = ", ".join(cell.cell or "" for cell in cells[:FIRST])
    message = CELLS.format(message=cells[0].message, count=len(cells), cells=named, more=len(cells) - FIRST)
    return replace(cells[0], message=message)


def _of_others(cells: Sequence[Finding]) -> Finding:
    """What is left of a rule, without the values."""
    rule = cells[0].rule
    text = Text(rule_message(rule, "es"), rule_message(rule, "en"))
    message = OTHERS.format(message=text, count=len(cells), cell=_place(cells[0]), last=_place(cells[-1]))
    return replace(cells[0], message=message, value=None)


def _place(finding: Finding) -> str:
    return finding.cell or finding.column or finding.sheet or "-"
