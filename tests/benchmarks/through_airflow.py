"""How long a file takes from filing to the marts, through Airflow, on a machine that does nothing else.

``python -m tests.benchmarks.through_airflow [rows ...]`` (200 and 35,000 rows when none is given)

A home, databases and ports of its own, deleted at the end. The first file only makes every service do once what it
will do again. Prints a Markdown table in seconds by the clock: what a person waits.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from mesoregistry.cli.services import step
from mesoregistry.intake.receive import receive
from mesoregistry.local import stack
from mesoregistry.settings import change_settings, settings
from mesoregistry.synthetic.airflow_runs import wait_until_idle
from mesoregistry.synthetic.demo import Filed, wait_until_built
from mesoregistry.synthetic.large_extract import write_large_extract
from tests.conftest import free_port

SIZES = (200, 35_000)


def main(sizes: tuple[int, ...]) -> None:
    folder = Path(tempfile.mkdtemp(prefix="mesoregistry-through-"))
    folder.chmod(0o755)  # the server may have to run as another user
    ports = {name: free_port() for name in ("postgres_port", "airflow_port", "portal_port")}
    config = change_settings(home=folder / "var", **ports)
    try:
        stack.up(config, step)
        wait_until_idle()
        _seconds(100, len(sizes), folder)
        print("| rows | filed to marts |\n| ---: | ---: |", flush=True)
        for back, rows in enumerate(sizes):
            print(f"| {rows:,} | {_seconds(rows, back, folder):.1f} s |", flush=True)
    finally:
        stack.down(settings(), step)
        shutil.rmtree(folder, ignore_errors=True)


def _seconds(rows: int, back: int, folder: Path) -> float:
    """From the moment of filing until everything the ledger knows stands in the marts."""
    extract, path = write_large_extract(rows, folder / f"{rows}", back=back)
    filed, began = Filed(), time.monotonic()
    filed.submissions = [receive(path, extract.country, extract.period).submission_id]
    wait_until_built(filed, time.time(), lambda text: None)
    return time.monotonic() - began


if __name__ == "__main__":
    main(tuple(int(size) for size in sys.argv[1:]) or SIZES)
