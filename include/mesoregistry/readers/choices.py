"""Select-multiple questions of KoboToolbox: one column, a column a choice, or both, as one column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mesoregistry.catalog.model import Column
from mesoregistry.readers.header_names import choice_of, header_key
from mesoregistry.readers.table import Header, Row, Table

CHOSEN = frozenset({"1", "true", "yes", "sí", "si"})
UNIT = "\x1f"  # between the chosen values of one cell: no label holds it
WORDS = "\x1e"  # before words that are no label of the form


def join_choices(table: Table, questions: list[Column]) -> Table:
    """One column for each select-multiple question, its chosen values joined by ``UNIT``.

    A question under two names (``also``) stays two columns, each with the header that it has in the file.
    """
    headers = list(table.headers)
    rows = [list(row.cells) for row in table.rows]
    errors = [set(row.errors) for row in table.rows]
    joined: set[int] = set()
    for question in questions:
        for name in (question.header, *question.also):
            spelled = question.model_copy(update={"header": name, "also": ()})
            labels = {i: label for i, h in enumerate(headers) if (label := choice_of(h.text, spelled))}
            labels = {i: label for i, label in labels.items() if i not in joined}
            if not labels:
                continue
            own = next((i for i, h in enumerate(headers) if header_key(h.text) == header_key(name)), None)
            target = next(iter(labels)) if own is None else own
            for cells, wrong in zip(rows, errors, strict=True):
                _join_row(cells, wrong, labels, target, None if own is None else cells[own])
            headers[target] = Header(name, headers[target].letter)
            joined |= labels.keys() - {target}
    keep = [i for i in range(len(headers)) if i not in joined]
    changed = [
        Row(row.number, tuple(cells), frozenset(wrong))
        for row, cells, wrong in zip(table.rows, rows, errors, strict=True)
    ]
    return replace(table, headers=tuple(headers), rows=changed).with_columns(keep)


def _join_row(
    cells: list[str | None], errors: set[int], labels: Mapping[int, str], target: int, own: str | None
) -> None:
    """Write the chosen labels into the cell at ``target``; ``own``: what the question's own column holds."""
    chosen = [label for i, label in labels.items() if (cells[i] or "").casefold() in CHOSEN]
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
