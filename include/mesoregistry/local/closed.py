"""A process that leaves no copy of its memory: no core dump, and no other process of its user reads it.

``python -m mesoregistry.local.closed airflow scheduler`` runs the module ``airflow`` so. A program that is started by
``exec`` can be read again, therefore the process closes itself and then becomes the module; what it forks stays closed.
"""

from __future__ import annotations

import ctypes
import resource
import runpy
import sys

PR_SET_DUMPABLE = 4


def close_process() -> None:
    """Close this process and those it forks. Those it starts anew leave no core either."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def main() -> None:
    close_process()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
