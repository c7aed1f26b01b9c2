"""The table of transitions: what may become of a submission, by which action, and who causes it.

``intake.transition`` holds the same rows, and the database refuses what is not among them. Who changes this table
writes a migration that makes the other equal; a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from mesoregistry.ledger.states import DECIDED, WAITING, Action, Actor, State


class Transition(NamedTuple):
    """``from_state`` is ``None`` where a submission begins."""

    from_state: State | None
    action: Action
    to_state: State
    actor: Actor


class TransitionRefused(Exception):
    """The table has no such transition. Holds numbers and names of states only."""

    def __init__(
        self, submission_id: int | None, from_state: State | None, action: Action, to: State
    ) -> None:
        super().__init__(
            f"submission {submission_id}: {from_state or 'nothing'} does not become {to} by {action}"
        )


def _rows(
    from_states: Iterable[State | None], action: Action, to_states: Iterable[State], actor: Actor
) -> list[Transition]:
    return [Transition(a, action, b, actor) for a in from_states for b in to_states]


REVIEW = (State.IN_REVIEW,)
PARTLY = (State.TO_CORRECT, State.TO_CONFIRM)
WITH_ROWS = (*DECIDED, State.REPLACED, State.WITHDRAWN)
"""States of a file whose rows stand in the warehouse, and with which nothing goes on."""

TRANSITIONS: tuple[Transition, ...] = (
    *_rows([None], Action.RECEIVED, [State.RECEIVED], Actor.TEAM),
    *_rows([State.RETURNED, *DECIDED], Action.RECEIVED_AGAIN, [State.RECEIVED], Actor.TEAM),
    *_rows([State.RECEIVED], Action.NOTHING_HAPPENED, [State.ACCEPTED], Actor.TEAM),
    *_rows(WAITING, Action.LANDED, REVIEW, Actor.INTAKE),
    *_rows(WAITING, Action.RETURNED, [State.RETURNED], Actor.INTAKE),
    *_rows(REVIEW, Action.KEPT, [State.TO_CORRECT], Actor.INTAKE),
    *_rows(REVIEW, Action.JUDGED, REVIEW, Actor.GATE),
    *_rows(REVIEW, Action.ASKED, [State.TO_CONFIRM], Actor.INTAKE),
    *_rows(REVIEW, Action.ACCEPTED, DECIDED, Actor.INTAKE),
    *_rows([*PARTLY, State.REPLACED], Action.CONFIRMED, REVIEW, Actor.TEAM),
    *_rows([State.TO_CONFIRM], Action.APPROVED, REVIEW, Actor.COORDINATOR),
    *_rows(DECIDED, Action.REPLACED, [State.REPLACED], Actor.INTAKE),
    *_rows([State.REPLACED], Action.REINSTATED, DECIDED, Actor.TEAM),
    *_rows([*DECIDED, State.REPLACED, State.RETURNED], Action.REOPENED, REVIEW, Actor.ENGINEER),
    *_rows([s for s in State if s is not State.WITHDRAWN], Action.WITHDRAWN, [State.WITHDRAWN], Actor.TEAM),
    *_rows(DECIDED, Action.SENT_BACK, [State.WITHDRAWN], Actor.COORDINATOR),
    *_rows([State.WITHDRAWN], Action.RESTORED, [*WAITING, *DECIDED], Actor.TEAM),
    *_rows([State.WITHDRAWN], Action.ERASED, [State.WITHDRAWN], Actor.ENGINEER),
    *(Transition(state, Action.PERSON_ERASED, state, Actor.ENGINEER) for state in WITH_ROWS),
    *(Transition(state, Action.EXPIRED, state, Actor.INTAKE) for state in (*WITH_ROWS, State.RETURNED)),
)
ALLOWED = frozenset((row.from_state, row.action, row.to_state) for row in TRANSITIONS)


def states_before(action: Action) -> tuple[State, ...]:
    """The states from which ``action`` is possible, in the order of ``State``."""
    before = {row.from_state for row in TRANSITIONS if row.action is action}
    return tuple(state for state in State if state in before)


def only_target(action: Action) -> State | None:
    """The state that ``action`` always leads to; ``None`` when there are several."""
    targets = {row.to_state for row in TRANSITIONS if row.action is action}
    return targets.pop() if len(targets) == 1 else None
