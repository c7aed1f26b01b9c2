"""Files left in the inbox: taken when whole, moved out of sight, answered when they cannot be taken."""

from __future__ import annotations

import hashlib
import random
import shutil
from pathlib import Path
from typing import BinaryIO

import pytest

from mesoregistry import database, steps
from mesoregistry.intake import inbox
from mesoregistry.intake.inbox import folder, sweep
from mesoregistry.intake.receive import LARGEST
from mesoregistry.settings import Settings
from mesoregistry.vault import seal
from tests.intake.samples import case, salvadoran


def left(country: str, name: str, content: bytes) -> Path:
    folder(country).mkdir(parents=True, exist_ok=True)
    path = folder(country) / name
    path.write_bytes(content)
    return path


def answers(country: str) -> list[str]:
    paths = sorted(folder(country).glob("*.respuesta.txt"))
    return [path.read_text(encoding="utf-8") for path in paths]


def files(country: str) -> list[str]:
    return sorted(path.name for path in folder(country).rglob("*") if path.is_file())


def test_files_are_taken_and_moved_away(databases: Settings) -> None:
    good = left("sv", "2024-03 marzo Ana.csv", salvadoran([case(1)]))
    lock = left("sv", "~$2024-03 marzo.xlsx", b"x")
    [receipt] = sweep(still=0)
    assert (receipt.country, f"{receipt.period:%Y-%m}", receipt.duplicate) == ("sv", "2024-03", False)
    assert not good.exists()
    assert lock.exists()
    copy = left("sv", "2024-03 otra vez.csv", salvadoran([case(1)]))
    [receipt] = sweep(still=0)
    assert receipt.duplicate
    assert not copy.exists()
    lock.unlink()
    assert files("sv") == []


def test_a_refused_file_is_sealed_and_its_name_lies_nowhere(databases: Settings) -> None:
    content = salvadoran([case(2)])
    left("sv", "caso de Ana Inventada.csv", content)
    left("gt", "2031-01 enero.xlsx", b"x")
    assert sweep(still=0) == []
    [no_month], [late] = answers("sv"), answers("gt")
    for text in (no_month, late):
        assert "2024-05" in text
        assert "Give year and month" in text
    assert "nombre que empiece con año y mes" in no_month
    assert not any("Ana" in name for name in files("sv"))
    sealed = databases.archive / "refused" / f"{hashlib.sha256(content).hexdigest()}.age"
    assert seal.open_file(sealed.read_bytes()) == ("caso de Ana Inventada.csv", content)
    for country in ("sv", "gt"):
        for path in folder(country).glob("*.respuesta.txt"):
            path.unlink()


def test_nobody_else_reads_the_inbox(databases: Settings) -> None:
    folder("sv").mkdir(parents=True, exist_ok=True)
    folder("sv").chmod(0o2775)
    sweep(still=0)
    assert folder("sv").stat().st_mode & 0o7777 == 0o2770


def test_a_link_is_not_followed(databases: Settings, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a key")
    link = left("sv", "2024-03 x.csv", b"")
    link.unlink()
    link.symlink_to(secret)
    assert sweep(still=0) == []
    assert link.is_symlink() and secret.read_text() == "a key"
    with database.transaction() as connection:
        assert connection.execute("select count(*) from intake.submission").fetchone() == (0,)


def test_a_large_file_is_refused_unread(databases: Settings) -> None:
    path = left("sv", "2024-03 fotos.csv", b"")
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    assert sweep(still=0) == []
    assert path.exists() and "50 MB" in answers("sv")[0]


def test_what_a_sweep_that_died_had_moved_is_taken_by_the_next(
    databases: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    left("sv", "2024-03.csv", salvadoran([case(1)]))

    def die(step: str) -> None:
        if step == "taken":
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(steps, "announce", die)
        with pytest.raises(KeyboardInterrupt):
            sweep(still=0)
    assert len(files("sv")) == 1
    [receipt] = sweep(still=0)
    assert (receipt.version, files("sv")) == (1, [])


class Writer:
    """A team's program that copies files, some of it at each step of the sweep that looks on.

    Slowly: the file stays open while the copy pauses. Over it: a newer file is moved over the same name.
    ``expected`` are the files that must be received: all but those that the team itself moved another over.
    """

    def __init__(self, chance: random.Random, versions: list[bytes]) -> None:
        self.chance, self.versions = chance, versions
        self.expected = {sha256(content) for content in versions}
        self.path = folder("sv") / "2024-03 x.csv"
        self.file: BinaryIO | None = None
        self.rest = b""

    def act(self, _: str = "") -> None:
        """Go on with a copy, or begin one, or do nothing."""
        for _turn in range(self.chance.choice((0, 0, 1, 1, 2))):
            if self.file:
                part = self.chance.randint(1, len(self.rest))
                self.file.write(self.rest[:part])
                self.file.flush()
                self.rest = self.rest[part:]
                if not self.rest:
                    self.file.close()
                    self.file = None
            elif self.versions and self.chance.random() < 0.5:
                self._move_over(self.versions.pop())
            elif self.versions:
                self.rest = self.versions.pop()
                self.file = self.path.with_name(f"2024-03 {len(self.versions)}.csv").open("wb")

    def _move_over(self, content: bytes) -> None:
        if self.path.exists():
            self.expected.discard(sha256(self.path.read_bytes()))
        newer = self.path.with_name(".copy")
        newer.write_bytes(content)
        newer.rename(self.path)

    @property
    def is_done(self) -> bool:
        return not self.versions and self.file is None


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def received() -> set[str]:
    with database.transaction() as connection:
        return {row[0] for row in connection.execute("select sha256 from intake.submission").fetchall()}


@pytest.mark.slow(1)
def test_nothing_is_lost_in_two_hundred_interleavings(
    databases: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole: set[str] = set()
    expected: set[str] = set()
    folder("sv").mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(inbox, "working_countries", lambda: ["sv"])
    for seed in range(200):
        chance = random.Random(seed)
        writer = Writer(chance, [salvadoran([case(seed * 10 + k) for k in range(n)]) for n in (2, 5, 9)])
        whole |= writer.expected
        with monkeypatch.context() as patch:
            patch.setattr(steps, "announce", writer.act)
            while not writer.is_done:
                writer.act()
                sweep(still=0)
        sweep(still=0)
        expected |= writer.expected
        assert files("sv") == []
    assert len(expected) > 450
    assert expected - received() == set()
    assert received() - whole == set()  # no half of a file


def test_a_file_still_being_copied_waits(databases: Settings) -> None:
    path = left("sv", "2024-03.csv", salvadoran([case(1)])[:40])
    assert sweep(still=60) == []
    assert path.exists()
    path.unlink()


def test_a_file_that_cannot_be_sealed_holds_up_no_other(databases: Settings) -> None:
    bad = left("gt", "marzo.xlsx", b"x")
    in_the_way = databases.archive / "refused"
    shutil.rmtree(in_the_way, ignore_errors=True)
    in_the_way.parent.mkdir(parents=True, exist_ok=True)
    in_the_way.write_bytes(b"")
    left("sv", "2024-03.csv", salvadoran([case(1)]))
    [receipt] = sweep(still=0)
    assert receipt.country == "sv"
    assert files("gt") == [bad.name]
    in_the_way.unlink()
    assert sweep(still=0) == []
    [answer] = folder("gt").glob("*.respuesta.txt")
    answer.unlink()
    assert files("gt") == []
