"""The program on sums small enough to do by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import OptimizeResult, milp

from mesoregistry.synthetic.decade.highs import NoSolution, TooSlow
from mesoregistry.synthetic.decade.integer_program import Sum
from mesoregistry.synthetic.decade.solve import solve

FREE = np.full(3, np.inf)
USUAL = np.array([10.0, 5.0, 1.0])


def test_what_is_usual_stands_where_nothing_is_asked() -> None:
    assert solve(USUAL, FREE, []).x.tolist() == [10, 5, 1]


def test_a_sum_is_met_with_whole_numbers() -> None:
    done = solve(USUAL, FREE, [Sum("three", np.ones(3), 17, 17)])
    assert done.x.sum() == 17
    assert done.missed == {}


def test_of_two_sums_that_exclude_one_another_one_is_told() -> None:
    first = np.array([1.0, 0, 0])
    done = solve(USUAL, FREE, [Sum("eleven", first, 11, 11), Sum("twelve", first, 12, 12)])
    assert done.x[0] in {11, 12}
    assert len(done.missed) == 1
    assert abs(next(iter(done.missed.values()))) == pytest.approx(1)


def test_a_bound_is_never_passed() -> None:
    done = solve(USUAL, np.array([8.0, 9, 9]), [Sum("first", np.array([1.0, 0, 0]), 10, 10)])
    assert done.x[0] == 8
    assert done.missed == {"first": pytest.approx(-2)}


def test_hard_sums_that_exclude_one_another_have_no_solution() -> None:
    first = np.array([1.0, 0, 0])
    with pytest.raises(NoSolution):
        solve(USUAL, FREE, [], [Sum("a", first, 1, 1), Sum("b", first, 2, 2)])


def test_where_rounding_misses_a_sum_it_is_searched_for_further_away() -> None:
    """2a + 3b = 7 holds at (0.4, 2.07), at none of the four whole pairs around it, and at (2, 1)."""
    done = solve(np.array([0.4, 2.0667]), FREE[:2], [Sum("seven", np.array([2.0, 3.0]), 7, 7)])
    assert done.x.tolist() == [2, 1]
    assert done.missed == {}


def test_what_a_slow_machine_found_by_then_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same seed gives the same registry everywhere, or none."""
    monkeypatch.setattr("mesoregistry.synthetic.decade.highs.LONGEST", 0.0)
    with pytest.raises(TooSlow):
        solve(USUAL, FREE, [Sum("three", np.ones(3), 17, 17)])


def test_nor_is_another_search_tried_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the rounding runs out of time; the searches further away would have an answer, and another one."""
    calls: list[int] = []

    def slow_once(*program: object, **how: object) -> OptimizeResult:
        calls.append(len(calls))
        result: OptimizeResult = milp(*program, **how)
        return OptimizeResult(result, status=1) if len(calls) == 2 else result

    monkeypatch.setattr("mesoregistry.synthetic.decade.highs.milp", slow_once)
    with pytest.raises(TooSlow):
        solve(USUAL, FREE, [Sum("three", np.ones(3), 17, 17)])
    assert len(calls) == 2
