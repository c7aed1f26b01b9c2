"""A file that was checked and not filed: encrypted, of one session, for an hour."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterator
from typing import Any

import pytest

from mesoregistry.intake.check_file import Report
from mesoregistry.local import open_copies
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings, settings

CONTENT = b"Rosaura Inventada;14/03/2024\n"


@pytest.fixture
def drafts(home: Any) -> Iterator[Any]:
    from mesoregistry.portal import drafts

    yield drafts
    open_copies.clear(settings(), drafts.PART)


def draft(drafts: Any, number: int = 0) -> Any:
    report = Report(
        "sv_csv", 1, [], {"sheets": ["Hoja"]}, "sv_red", ("2024-03-14", "2024-03-14"), dt.date(2024, 3, 1)
    )
    return drafts.Draft("sv", dt.date(2024, 3, 1), True, "Rosaura.csv", CONTENT + bytes([number]), report)


def paths(drafts: Any) -> list[Any]:
    return sorted(open_copies.memory_folder(settings(), drafts.PART, 0).iterdir())


def test_it_comes_back_whole_to_its_session_and_to_no_other(drafts: Any) -> None:
    session: dict[str, Any] = {}
    number = drafts.keep(session, draft(drafts))
    assert drafts.load(session, number) == draft(drafts)
    assert drafts.load({}, number) is None
    other: dict[str, Any] = {}
    drafts.keep(other, draft(drafts))
    assert drafts.load({drafts.KEYS: {number: next(iter(other[drafts.KEYS].values()))}}, number) is None


def test_what_lies_there_says_nothing(drafts: Any) -> None:
    drafts.keep({}, draft(drafts))
    (path,) = paths(drafts)
    assert b"Rosaura" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_one_person_has_three(drafts: Any) -> None:
    session: dict[str, Any] = {}
    numbers = [drafts.keep(session, draft(drafts, n)) for n in range(5)]
    assert [drafts.load(session, number) is not None for number in numbers] == [
        False,
        False,
        True,
        True,
        True,
    ]
    assert len(paths(drafts)) == 3


def test_an_hour_later_it_is_gone(drafts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    session: dict[str, Any] = {}
    number = drafts.keep(session, draft(drafts))
    (path,) = paths(drafts)
    os.utime(path, (time.time() - 3601,) * 2)
    drafts.sweep()
    assert paths(drafts) == []
    number = drafts.keep(session, draft(drafts))
    later = time.time() + 3601
    monkeypatch.setattr(time, "time", lambda: later)
    assert drafts.load(session, number) is None


def test_dropped_it_is_gone(drafts: Any) -> None:
    session: dict[str, Any] = {}
    number = drafts.keep(session, draft(drafts))
    drafts.drop(session, number)
    assert (paths(drafts), drafts.load(session, number)) == ([], None)


def test_where_no_memory_is_nothing_is_written_to_a_disk(
    drafts: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    monkeypatch.setattr(open_copies, "IN_MEMORY", tmp_path)
    with pytest.raises(LocalFault, match="memoria"):
        drafts.keep({}, draft(drafts))
    assert list(tmp_path.iterdir()) == []
    assert not (Settings().run / "open" / drafts.PART).exists()
