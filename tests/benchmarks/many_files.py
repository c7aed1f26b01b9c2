"""161 files of a country filed at once, and again as second versions of which twelve go back with a task each.

``python -m tests.benchmarks.many_files [files]``

A home, databases and ports of its own, deleted at the end. A month has one row, so what is measured is what a file
costs, not a row. Prints a Markdown table in seconds by the clock.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

from mesoregistry.intake.explanation import MOST
from mesoregistry.months import add_months
from mesoregistry.synthetic.airflow_runs import wait_until_idle
from mesoregistry.synthetic.demo import Filed, wait_until_built
from tests.benchmarks.own_stack import own_stack
from tests.dags.live import file_month
from tests.intake.samples import case, salvadoran

FILES = 161
LAST = dt.date(2025, 12, 1)


def main(count: int) -> None:
    with own_stack("many") as folder:
        _seconds(folder, 1, version=0, bad=0)  # makes every service do once what it will do again
        print(
            "| files | go back | filed | in the marts | all runs ended |\n| ---: | ---: | ---: | ---: | ---: |"
        )
        for version, bad in enumerate((0, MOST), start=1):
            filed, built, ended = _seconds(folder, count, version, bad)
            print(f"| {count} | {bad} | {filed:.1f} s | {built:.1f} s | {ended:.1f} s |", flush=True)


def _seconds(folder: Path, count: int, version: int, bad: int) -> tuple[float, float, float]:
    """From the first filing: until all are filed, until they stand in the marts, until no run goes on."""
    filed, began, since = Filed(), time.monotonic(), time.time()
    for number in range(count):
        month = add_months(LAST, -number)
        days = {"Fecha_del_hecho": f"{month:14/%m/%Y}", "Fecha_de_registro": f"{month:{20 + version}/%m/%Y}"}
        content = salvadoran([case(number + 1, **days)], without="Fecha del hecho" if number < bad else "")
        filed.submissions.append(file_month(folder, "sv", month, content))
    seconds = [time.monotonic() - began]
    wait_until_built(filed, since, lambda text: None)
    seconds.append(time.monotonic() - began)
    wait_until_idle()
    return seconds[0], seconds[1], time.monotonic() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else FILES)
