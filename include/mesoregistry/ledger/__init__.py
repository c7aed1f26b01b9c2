"""The ledger: submissions, their states and events, their findings as stored, and what waits or is built."""

from mesoregistry.ledger.builds import (
    COUNTING,
    Build,
    failures_in_a_row,
    has_landing,
    is_built,
    is_mostly_new,
    last_build,
    last_event_no,
    needs_build,
)
from mesoregistry.ledger.chain import lock as lock_chain
from mesoregistry.ledger.descriptions import NUMBER, describe, describe_all, describe_numbered, label
from mesoregistry.ledger.moves import NewFile, file, move, next_version, notify_arrival
from mesoregistry.ledger.runs import (
    assign_to_run,
    is_stopped,
    last_run,
    run_of,
    stopped_files,
    submissions_of_run,
    unmended,
)
from mesoregistry.ledger.states import WAITING, WITH_THE_TEAM, Action, Actor, State
from mesoregistry.ledger.stored_findings import findings, write_findings
from mesoregistry.ledger.submissions import (
    HAS_FILE,
    IS_WAITING,
    Submission,
    countries_in_progress,
    is_in,
    overlooked,
    select,
    submission,
    unfiled,
    waiting,
    waiting_since,
)
from mesoregistry.ledger.transitions import TransitionRefused, states_before

__all__ = [
    "COUNTING", "HAS_FILE", "IS_WAITING", "NUMBER", "WAITING", "WITH_THE_TEAM", "Action", "Actor", "Build", "NewFile",
    "State", "Submission", "TransitionRefused", "assign_to_run", "countries_in_progress", "describe", "describe_all",
    "describe_numbered", "failures_in_a_row", "file", "findings", "has_landing", "is_built", "is_in", "is_mostly_new",
    "is_stopped", "label", "last_build", "last_event_no", "last_run", "lock_chain", "move", "needs_build",
    "next_version", "notify_arrival", "overlooked", "run_of", "select", "states_before", "stopped_files", "submission",
    "submissions_of_run", "unfiled", "unmended", "waiting", "waiting_since", "write_findings",
]  # fmt: skip
