"""What a stack with nothing to do uses: CPU seconds a minute of each service, and how its logs and files grow.

``python -m tests.benchmarks.idle_stack [minutes]`` (five when none is given)

A home, databases and ports of its own, deleted at the end. Measured is from when the first runs have ended, so that
five minutes hold one run of ``upkeep``. CPU is that of ``/proc``, with that of processes that have ended meanwhile.
Prints a Markdown table.
"""

from __future__ import annotations

import sys
import time

import psutil

from mesoregistry.local import postgres, supervisor
from mesoregistry.local.cluster import find
from mesoregistry.settings import Settings, settings
from tests.benchmarks.own_stack import own_stack

MINUTES = 5.0


def main(minutes: float) -> None:
    with own_stack("idle"):
        config = settings()
        before, logs, files = cpu_seconds(config), *log_sizes(config)
        time.sleep(minutes * 60)
        after, logs_after, files_after = cpu_seconds(config), *log_sizes(config)
        print("| service | CPU seconds a minute |\n| --- | ---: |")
        used = {name: (after[name] - before[name]) / minutes for name in before}
        for name, seconds in used.items():
            print(f"| {name} | {seconds:.2f} |")
        print(f"| all | {sum(used.values()):.2f} |")
        print(
            f"logs: {(logs_after - logs) / minutes / 1024:.1f} KiB and {(files_after - files) / minutes:.1f}",
            end="",
        )
        print(" new files a minute, before rotation and cleaning")


def cpu_seconds(config: Settings) -> dict[str, float]:
    """Seconds of CPU of each service since its start, by its name."""
    members = {name: session.members() for name, session in supervisor.written(config).items()}
    server = postgres.process(find(config))
    members["postgresql"] = [server, *server.children(recursive=True)] if server else []
    return {name: sum(map(seconds_of, processes)) for name, processes in members.items()}


def seconds_of(process: psutil.Process) -> float:
    """Its own, and those of its children that have ended: what a living child has is counted as its own."""
    try:
        return float(sum(process.cpu_times()[:4]))
    except psutil.NoSuchProcess:
        return 0.0


def log_sizes(config: Settings) -> tuple[int, int]:
    """Bytes and number of all logs."""
    folders = (config.logs, config.home / "airflow" / "logs")
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return sum(path.stat().st_size for path in paths), len(paths)


if __name__ == "__main__":
    main(float(sys.argv[1]) if sys.argv[1:] else MINUTES)
