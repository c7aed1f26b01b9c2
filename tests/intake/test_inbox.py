"""Files left in the inbox: taken when whole, moved out of sight, answered when they cannot be taken."""

from __future__ import annotations

from pathlib import Path

from mesoregistry.intake.inbox import folder, sweep
from mesoregistry.settings import Settings
from tests.intake.samples import case, salvadoran


def left(country: str, name: str, content: bytes) -> Path:
    folder(country).mkdir(parents=True, exist_ok=True)
    path = folder(country) / name
    path.write_bytes(content)
    return path


def test_files_are_taken_and_moved_away(databases: Settings) -> None:
    good = left("sv", "2024-03 marzo Ana.csv", salvadoran([case(1)]))
    lock = left("sv", "~$2024-03 marzo.xlsx", b"x")
    bad = left("sv", "marzo.csv", salvadoran([case(2)]))
    late = left("gt", "2031-01 enero.xlsx", b"x")
    [receipt] = sweep(still=0)
    assert (receipt.country, f"{receipt.period:%Y-%m}", receipt.duplicate) == ("sv", "2024-03", False)
    assert not good.exists()
    assert all(path.exists() for path in (lock, bad, late))
    answers = [path.with_name(path.name + ".respuesta.txt") for path in (bad, late)]
    for answer in answers:
        text = answer.read_text(encoding="utf-8")
        assert "2024-05" in text
        assert "Give year and month" in text
    copy = left("sv", "2024-03 otra vez.csv", salvadoran([case(1)]))
    [receipt] = sweep(still=0)
    assert receipt.duplicate
    assert not copy.exists()
    for path in (lock, bad, late, *answers):
        path.unlink()


def test_a_file_still_being_copied_waits(databases: Settings) -> None:
    path = left("sv", "2024-03.csv", salvadoran([case(1)])[:40])
    assert sweep(still=60) == []
    assert path.exists()
    path.unlink()


def test_a_file_that_cannot_be_moved_or_answered_holds_up_no_other(databases: Settings) -> None:
    bad = left("gt", "marzo.xlsx", b"x")
    in_the_way = bad.with_name(bad.name + ".respuesta.txt")
    in_the_way.mkdir()
    left("sv", "2024-03.csv", salvadoran([case(1)]))
    [receipt] = sweep(still=0)
    assert receipt.country == "sv"
    assert bad.exists()
    in_the_way.rmdir()
    bad.unlink()
