"""The search for circles that is left out while a table is made."""

from __future__ import annotations

import gc
import multiprocessing

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


def test_what_a_fork_holds_out_for_its_parent_stays_out() -> None:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    # a pool ends its processes by SIGTERM, for which the process of the tests may have a handler
    child = context.Process(target=lambda: theirs.send(_held_before_and_after()))
    gc.freeze()
    try:
        child.start()
        theirs.close()
        held, held_after = ours.recv()
    finally:
        child.join()
        gc.unfreeze()
    assert held_after == held > 0


def _held_before_and_after() -> tuple[int, int]:
    held = gc.get_freeze_count()
    with collector.paused():
        assert not gc.isenabled()
    assert gc.isenabled()
    return held, gc.get_freeze_count()
