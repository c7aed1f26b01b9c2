"""Decisions of the coordination written into their files, and taken out of them: whole, by one process at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mesoregistry.catalog.code_lists import term_key
from mesoregistry.catalog.decided_headers import is_in_layout, judged_headers
from mesoregistry.catalog.decided_places import Places, is_alias, judged_places
from mesoregistry.catalog.decided_terms import is_in_map, judged_terms
from mesoregistry.catalog.decision_files import (
    COLUMNS,
    PLACES,
    TERMS,
    Judged,
    Line,
    Row,
    folder_of_decisions,
    lines,
    text_of,
)
from mesoregistry.catalog.registries import read_each
from mesoregistry.faults import Fault
from mesoregistry.findings import Text
from mesoregistry.local import secrets
from mesoregistry.local.lock import locked
from mesoregistry.settings import settings

CONTRADICTED = Text(
    "No se puede aceptar así: {reason}. Elija otra respuesta.",
    "It cannot be accepted so: {reason}. Choose another answer.",
)
TAKEN_OVER = Text(
    "Ya está en los archivos del proyecto; lo quita de ahí la persona técnica.",
    "It is in the files of the project already; an engineer takes it out of them.",
)


class DecisionRefused(Fault):
    """A decision that does not hold beside what is known; ``text`` says why."""

    def __init__(self, text: Text) -> None:
        self._text = text
        super().__init__(text.en)

    @property
    def text(self) -> Text:
        return self._text


def judged(name: str, known: Sequence[Line]) -> Judged:
    """The lines of a file that hold beside the files of the project."""
    config = settings()
    if name == TERMS:
        return judged_terms(known, config.seeds, term_key)
    if name == PLACES:
        return judged_places(known, config.seeds, term_key)
    return judged_headers(known, read_each(config.registries).sound)


def in_project(name: str) -> Callable[[Row], bool]:
    """Whether the files of the project say the same as a row."""
    config = settings()
    if name == TERMS:
        return lambda row: is_in_map(row, config.seeds, term_key)
    if name == PLACES:
        places = Places(config.seeds)
        return lambda row: is_alias(row, places, term_key)
    registries = read_each(config.registries).sound
    return lambda row: row["country"] in registries and is_in_layout(row, registries[row["country"]])


@contextmanager
def held() -> Iterator[Path]:
    """The folder, while no other process writes into it."""
    folder = folder_of_decisions()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with locked(folder / ".lock"):
        yield folder


def record(name: str, rows: Sequence[Row]) -> None:
    """Write rows that hold from now on; those that are known already stay as they are. All of them, or none.

    Raises:
        DecisionRefused: one of them contradicts what is known.
    """
    with held() as folder:
        known = lines(folder, name)
        last = max((line.number for line in known), default=1)
        own = {_same(line.row, name) for line in known}
        is_known = in_project(name)
        new = [row for row in rows if not is_known(row) and _same(row, name) not in own]
        added = [Line(number, row) for number, row in enumerate(new, start=last + 1)]
        mistakes = [m for m in judged(name, [*known, *added]).mistakes if m[0] > last]
        if mistakes:
            raise DecisionRefused(CONTRADICTED.format(reason=mistakes[0][2]))
        if added:
            _append(folder, name, new)


def take_back(name: str, rows: Sequence[Row]) -> None:
    """Take rows out; whatever reads the lists does without them from then on.

    Raises:
        DecisionRefused: the files of the project have one of them already.
    """
    with held() as folder:
        if any(map(in_project(name), rows)):
            raise DecisionRefused(TAKEN_OVER)
        remove(folder, name, rows)


def remove(folder: Path, name: str, rows: Collection[Row]) -> None:
    """Take rows out of a file that is held; the other lines stay, damaged ones too, as they are."""
    path, gone = folder / name, {_same(row, name) for row in rows}
    numbers = {line.number for line in lines(folder, name) if line.is_whole and _same(line.row, name) in gone}
    if numbers:
        kept = enumerate(path.read_bytes().split(b"\n"), start=1)
        secrets.replace_bytes(path, b"\n".join(text for number, text in kept if number not in numbers))


def _append(folder: Path, name: str, rows: Sequence[Row]) -> None:
    path = folder / name
    header, _, added = text_of(name, rows).partition("\n")
    before = path.read_bytes() if path.exists() else f"{header}\n".encode()
    secrets.replace_bytes(path, before + (b"" if before.endswith(b"\n") else b"\n") + added.encode())


def _same(row: Row, name: str) -> tuple[str, ...]:
    """What a row says, as it is compared: two rows of one meaning are one."""
    texts = {column: row.get(column, "") for column in COLUMNS[name] if column != "note"}
    return tuple(term_key(text) if column in ("term", "name") else text for column, text in texts.items())
