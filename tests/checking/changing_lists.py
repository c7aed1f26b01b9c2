"""The processes that check, started while the coordination accepts a term and its file is taken away again.

``python -m tests.checking.changing_lists ROW``, started by a pool as ``mesoregistry.checking`` is; ``ROW``: the term.
"""

from __future__ import annotations

import json
import sys

from mesoregistry.catalog.decision_files import COLUMNS, TERMS, folder_of_decisions
from mesoregistry.checking import __main__ as program
from mesoregistry.checking.ready import make_ready
from mesoregistry.intake import recorded_decisions

STARTS: list[int] = []


def changing() -> None:
    STARTS.append(1)
    if len(STARTS) > 1:
        make_ready()
        return
    row = dict.fromkeys(COLUMNS[TERMS], "") | json.loads(sys.argv[1])
    recorded_decisions.record(TERMS, [row])
    make_ready()
    (folder_of_decisions() / TERMS).unlink()


if __name__ == "__main__":
    program.make_ready = changing  # type: ignore[attr-defined]
    program.main()
