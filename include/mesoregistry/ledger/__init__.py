"""The ledger: submissions, their states and events, their findings as stored, and what waits or is built."""

from mesoregistry.ledger.builds import Build, has_landing, is_built, last_build, last_event_no, needs_build
from mesoregistry.ledger.chain import lock as lock_chain
from mesoregistry.ledger.descriptions import describe, describe_all
from mesoregistry.ledger.moves import NewFile, file, move, notify_arrival
from mesoregistry.ledger.states import Action, Actor, State
from mesoregistry.ledger.stored_findings import findings, write_findings
from mesoregistry.ledger.submissions import (
    IS_WAITING,
    Submission,
    countries_in_progress,
    is_in,
    select,
    submission,
    waiting,
)
from mesoregistry.ledger.transitions import TransitionRefused, states_before

__all__ = [
    "IS_WAITING", "Action", "Actor", "Build", "NewFile", "State", "Submission", "TransitionRefused",
    "countries_in_progress", "describe", "describe_all", "file", "findings", "has_landing", "is_built", "is_in",
    "last_build", "last_event_no", "lock_chain", "move", "needs_build", "notify_arrival", "select", "states_before",
    "submission", "waiting", "write_findings",
]  # fmt: skip
