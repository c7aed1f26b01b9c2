"""Select-multiple questions of KoboToolbox: one column, a column a choice, or both, as one column."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from mesoregistry.catalog.messages import message
from mesoregistry.catalog.model import Booleans, Column
from mesoregistry.findings import Address, Finding
from mesoregistry.readers.choice_marks import Marks
from mesoregistry.readers.header_names import choice_of, header_key
from mesoregistry.readers.table import Header, Row, Table

UNIT = "\x1f"  # between the chosen values of one cell: no label holds it
WORDS = "\x1e"  # before words that are no label of the form


def join_choices(table: Table, questions: list[Column], booleans: Booleans, findings: list[Finding]) -> Table:
    """One column for each select-multiple question, its chosen values joined by ``UNIT``.

    A question under two names (``also``) stays two columns. Errors of answers and choices are added to ``findings``.
    """
    marks = Marks.of(booleans)
    headers, joined = list(table.headers), set[int]()
    rows, errors = [list(row.cells) for row in table.rows], [set(row.errors) for row in table.rows]
    for question in questions:
        for name in (question.header, *question.also):
            labels = {i: label for i, label in _labels(headers, question, name).items() if i not in joined}
            if not labels:
                continue
            own = next((i for i, h in enumerate(headers) if header_key(h.text) == header_key(name)), None)
            target = next(iter(labels)) if own is None else own
            for row, cells, wrong in zip(table.rows, rows, errors, strict=True):
                text = None if own is None else _by_blanks(cells[own], labels.values())
                chosen = [label for i, label in labels.items() if marks.choose(cells[i], label)]
                findings += marks.unreadable(table.sheet, row, cells, labels, headers, question.field)
                if text and chosen and not wrong & labels.keys():
                    findings += _difference(table.sheet, row, headers[target], question, text, chosen, labels)
                _join_row(cells, wrong, labels, target, text, chosen)
            headers[target] = Header(name, headers[target].letter)
            joined |= labels.keys() - {target}
    changed = [
        Row(row.number, tuple(cells), frozenset(wrong))
        for row, cells, wrong in zip(table.rows, rows, errors, strict=True)
    ]
    kept = [i for i in range(len(headers)) if i not in joined]
    return replace(table, headers=tuple(headers), rows=changed).with_columns(kept)


def _difference(
    sheet: str | None,
    row: Row,
    header: Header,
    question: Column,
    text: str,
    chosen: Collection[str],
    labels: Mapping[int, str],
) -> list[Finding]:
    if not _differ(text, chosen, labels.values()):
        return []
    return [
        message("choices_differ").finding(Address(sheet, row.number, header.letter), field=question.field)
    ]


def _labels(headers: Iterable[Header], question: Column, name: str) -> dict[int, str]:
    """The choices of a question under one of its names, by the position of their columns."""
    spelled = question.model_copy(update={"header": name, "also": ()})
    return {i: label for i, h in enumerate(headers) if (label := choice_of(h.text, spelled))}


def _by_blanks(own: str | None, labels: Collection[str]) -> str | None:
    """An answer whose labels stand by ``;`` or ``,``, which no label holds, with blanks between them."""
    for sign in ";,|":
        if own and sign in own and not any(sign in label for label in labels):
            own = " ".join(own.replace(sign, " ").split())
    return own


def _differ(own: str, chosen: Collection[str], labels: Collection[str]) -> bool:
    """Whether the question's own cell holds other labels of its choices than their columns say; other words aside."""
    known = {header_key(label) for label in labels}
    parts = _by_labels(own, labels).split(UNIT) if any(" " in label for label in known) else own.split()
    return {header_key(part) for part in parts} & known != {header_key(label) for label in chosen}


def _join_row(
    cells: list[str | None],
    errors: set[int],
    labels: Mapping[int, str],
    target: int,
    own: str | None,
    chosen: list[str],
) -> None:
    """Write the chosen labels into the cell at ``target``; ``own``: what the question's own column holds."""
    unreadable = errors & labels.keys()
    errors.difference_update(labels)
    # another version of the form, or formulas without a value: the question's own cell still holds the answer
    from_own = own and (unreadable or not chosen)
    cells[target] = _by_labels(own or "", labels.values()) if from_own else _joined(chosen)
    if unreadable and not own:
        errors.add(target)


def _joined(labels: list[str]) -> str | None:
    """A single label with a blank in it is told from two words by the sign behind it."""
    text = UNIT.join(labels)
    return f"{text}{UNIT}" if len(labels) == 1 and " " in text else text or None


def _by_labels(own: str, labels: Iterable[str]) -> str:
    """The labels of the choices that stand in a cell by blanks; words that are in none stay together."""
    known = {header_key(label): label for label in labels}
    if not any(" " in label for label in known):
        return own
    words, parts, start = own.split(), list[str](), 0
    longest = max(label.count(" ") + 1 for label in known)
    while start < len(words):
        ends = range(min(start + longest, len(words)), start, -1)
        end = next((e for e in ends if header_key(" ".join(words[start:e])) in known), None)
        if end is None and parts and parts[-1].startswith(WORDS):
            parts[-1] += f" {words[start]}"
        else:
            text = " ".join(words[start : end or start + 1])
            parts.append(known[header_key(text)] if end else WORDS + text)
        start = end or start + 1
    return UNIT.join(parts) + UNIT
