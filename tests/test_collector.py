"""The search for circles that is left out while a table is made."""

from __future__ import annotations

import gc

import pytest

from mesoregistry import collector


def test_what_was_made_meanwhile_is_old_afterwards() -> None:
    with collector.paused():
        assert not gc.isenabled()
        made = [[number] for number in range(50_000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
    young = {id(item) for generation in (0, 1) for item in gc.get_objects(generation)}
    assert not young & set(map(id, made))
    assert {id(item) for item in gc.get_objects(2)} >= set(map(id, made))


def test_a_circle_of_that_time_is_found_later() -> None:
    class Node:
        other: Node | None = None

    gc.collect()
    with collector.paused():
        node = Node()
        node.other = node
        del node
    assert [item for item in gc.get_objects() if type(item) is Node]
    gc.collect()
    assert not [item for item in gc.get_objects() if type(item) is Node]


def test_objects_that_a_process_holds_out_stay_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "get_freeze_count", lambda: 7)
    monkeypatch.setattr(gc, "unfreeze", lambda: pytest.fail("they were let in"))
    with collector.paused():
        pass
    assert gc.isenabled()
