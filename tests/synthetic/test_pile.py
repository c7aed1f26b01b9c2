"""The pile of files: nothing goes wrong without a word in it, no sound row is blamed, and its judge can see both."""

from __future__ import annotations

import pytest

from mesoregistry.readers import below_cases
from mesoregistry.synthetic.pile.kinds import KINDS
from mesoregistry.synthetic.pile.run import run

FILES = 120


def test_no_kind_is_silent_and_none_is_blamed() -> None:
    tally = run(FILES)
    wrong = {name: dict(counts) for name, counts in tally.kinds.items() if set(counts) != {"right"}}
    assert wrong == {}
    assert tally.files == {"right": FILES}
    assert tally.values_right == tally.values > 10_000
    assert len(tally.kinds) > len(KINDS) * 0.8


def test_it_sees_what_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(below_cases, "no_case", lambda *_: None)
    kinds = run(FILES).kinds
    assert all(
        set(kinds[name]) != {"right"} for name in ("8 header again", "8 tag row", "14 note", "14 total")
    )
