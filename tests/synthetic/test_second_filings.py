"""The extracts of every format filed twice: what the second file changed by mistake is told, by what stands."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mesoregistry.intake import tasks
from mesoregistry.intake.receive import receive
from mesoregistry.settings import Settings
from mesoregistry.synthetic.pile.book import Book, Row
from mesoregistry.synthetic.pile.book_writer import write
from mesoregistry.synthetic.pile.run import Base, bases
from tests.intake.submissions import rules

Change = Callable[[Book], None]


def _keys_moved(book: Book) -> None:
    """A row was put in above, and keys number themselves."""
    position, rows = book.columns["case_key"], book.rows()
    keys = list(dict.fromkeys(row.cells[position] for row in rows))
    following = dict(zip(keys, [*keys[1:], f"{keys[-1]}9"], strict=True))
    for row in rows:
        row.cells[position] = following[row.cells[position]]


def _without_a_case(book: Book) -> None:
    position = book.columns["case_key"]
    key = book.rows()[-1].cells[position]
    main = book.main()
    gone = [row for row in main if row.origin is not None and row.cells[position] == key]
    if book.layout.format == "kobo":
        index = gone[0].cells[_position(main, "_index")]
        for name, rows in book.sheets.items():
            if rows is not main:
                parent = _position(rows, "_parent_index")
                book.sheets[name] = [row for row in rows if row.cells[parent] != index]
    for name, rows in list(book.sheets.items()):
        book.sheets[name] = [row for row in rows if not any(row is known for known in gone)]


def _position(rows: list[Row], header: str) -> int:
    return rows[0].cells.index(header)


def _same_in_another_order(book: Book) -> None:
    """The same rows, but for the first and the second."""
    main = book.main()
    first = next(i for i, row in enumerate(main) if row.origin is not None)
    main[first], main[first + 1] = main[first + 1], main[first]


def _form_mistyped(book: Book) -> None:
    if book.layout.format == "kobo":
        rows = book.sheets["agresiones"]
        rows[1].cells[_position(rows, "agresiones/forma")] = "hostigamento"
    else:
        book.rows()[0].cells[book.columns["form"]] = "Hostigamento"


@dataclass(frozen=True, slots=True)
class Second:
    """What is changed in a second filing, and the rule that tells it: of a source that replaces, and that adds."""

    change: Change
    replaces: str
    adds: str


SECONDS = {
    "keys moved": Second(_keys_moved, "keys_moved", "keys_moved"),
    "case gone": Second(_without_a_case, "case_missing", "case_gone"),
    "same in another order": Second(_same_in_another_order, "nothing_changed", "nothing_changed"),
    "form mistyped": Second(_form_mistyped, "older_case_counts", "older_case_counts"),
}
COUNTRIES = ("sv", "gt", "hn", "mx", "ni")


def _run(country: str) -> None:
    """What a run of a country does, also when its gate stops it."""
    numbers = tasks.load_waiting(country)
    with contextlib.suppress(tasks.Stopped):
        tasks.check(country, numbers)
    with contextlib.suppress(tasks.NothingToDo):
        tasks.accept(country, numbers)


def _filed_twice(base: Base, second: Second, folder: Path) -> Iterator[int]:
    """The number of each filing of a month."""
    path = folder / f"{base.extract.period:%Y-%m} {base.extract.country}{base.book.suffix}"
    for is_second in (False, True):
        book = base.book.copy()
        if is_second:
            second.change(book)
        write(book, path)
        yield receive(path, base.extract.country, base.extract.period, base.extract.filed_on).submission_id
        _run(base.extract.country)


@pytest.fixture(scope="module")
def rules_of(
    module_databases: Settings, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], list[str]]:
    """Country and change -> the rules of the second file."""
    folder = tmp_path_factory.mktemp("second")
    by_change: dict[tuple[str, str], list[str]] = {}
    left = {country: random.Random(country).sample(sorted(SECONDS), len(SECONDS)) for country in COUNTRIES}
    for base in bases(folder, 20261130):
        country = base.extract.country
        name = left[country].pop()
        _, number = _filed_twice(base, SECONDS[name], folder)
        by_change[country, name] = rules(number)
    return by_change


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("name", SECONDS)
def test_a_second_file_is_held_to_what_stands(
    rules_of: dict[tuple[str, str], list[str]], country: str, name: str
) -> None:
    wanted = SECONDS[name].adds if country == "hn" else SECONDS[name].replaces
    assert wanted in rules_of[country, name]
