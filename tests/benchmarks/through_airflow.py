"""How long a file takes from filing to the marts, through Airflow, on a machine that does nothing else.

``python -m tests.benchmarks.through_airflow [rows ...]`` (200 and 35,000 rows when none is given)

A home, databases and ports of its own, deleted at the end. The first file only makes every service do once what it
will do again. Prints a Markdown table in seconds by the clock: what a person waits.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from mesoregistry.intake.receive import receive
from mesoregistry.synthetic.airflow_runs import wait_until_idle
from mesoregistry.synthetic.demo import Filed, wait_until_built
from mesoregistry.synthetic.large_extract import write_large_extract
from tests.benchmarks.own_stack import own_stack

SIZES = (200, 35_000)


def main(sizes: tuple[int, ...]) -> None:
    with own_stack("through") as folder:
        _seconds(100, len(sizes), folder)
        print("| rows | filed to marts |\n| ---: | ---: |", flush=True)
        for back, rows in enumerate(sizes):
            print(f"| {rows:,} | {_seconds(rows, back, folder):.1f} s |", flush=True)


def _seconds(rows: int, back: int, folder: Path) -> float:
    """From the moment of filing until everything the ledger knows stands in the marts."""
    extract, path = write_large_extract(rows, folder / f"{rows}", back=back)
    filed, began = Filed(), time.monotonic()
    filed.submissions = [receive(path, extract.country, extract.period).submission_id]
    wait_until_built(filed, time.time(), lambda text: None)
    seconds = time.monotonic() - began
    wait_until_idle("warehouse")  # the marts are held to their rules after they are built
    return seconds


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
