"""dbt in this process: one invocation, its results as plain values.

Importing dbt takes seconds, so it is imported where it runs. What dbt writes (manifest, compiled SQL) goes to
``var/dbt``; its own log is off, because the errors of a database may quote a cell.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from greenlet import greenlet  # type: ignore[import-untyped]

from mesoregistry import collector
from mesoregistry.settings import Settings
from mesoregistry.warehouse.dbt_message import without_values

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult


@dataclass(frozen=True, slots=True)
class Node:
    """What became of one model, seed or test. ``status``: success, pass, warn, fail, error, skipped."""

    name: str
    resource: str
    status: str
    seconds: float
    failures: int | None
    message: str | None
    rows: int | None


@dataclass(frozen=True, slots=True)
class Invocation:
    """``nodes`` in the order in which they ended; ``fault`` when dbt could not start."""

    success: bool
    nodes: tuple[Node, ...]
    fault: str | None = None


def invoke(settings: Settings, command: str, *arguments: str) -> Invocation:
    """Run one dbt command on the warehouse as ``transformer``. A process that goes on calls ``release_locks`` later."""
    answer = _run(settings, command, *arguments)
    if answer.exception is not None:
        invocation = Invocation(False, (), without_values(str(answer.exception)))
    else:
        results: Sequence[object] = getattr(answer.result, "results", ())
        invocation = Invocation(answer.success, tuple(_node(result) for result in results))
    return invocation


def read_project(settings: Settings) -> None:
    """Parse the models as each command does at first, in a process whose forks will run dbt.

    What dbt makes of its own classes when it first reads and checks them, and of macros, stands in memory then. A
    project that it cannot read is the matter of who builds it.
    """
    from dbt_common.clients.jinja import template_cache

    manifest: Any = _run(settings, "parse").result
    for macro in manifest.macros.values() if manifest else ():
        template_cache.get_node_template(macro)  # else each fork translates those that it runs
    release_locks()


def release_locks() -> None:
    """Let go of the semaphores that dbt's adapter and manifest hold: a task that ends with them seems to leak them.

    It searches all that dbt made, for a second.
    """
    from dbt.adapters.factory import reset_adapters

    reset_adapters()  # type: ignore[no-untyped-call]
    gc.collect()


def _run(settings: Settings, command: str, *arguments: str) -> dbtRunnerResult:
    from dbt.cli.main import dbtRunner

    from mesoregistry.warehouse.dbt_events import leave_out_events

    leave_out_events()
    folder = settings.home / "dbt"
    line = [
        "--no-use-colors", "--quiet", "--log-level-file", "none", "--log-level", "none",
        "--log-path", str(folder / "logs"),
        command,
        "--project-dir", str(settings.dbt_project), "--profiles-dir", str(settings.dbt_project),
        "--target-path", str(folder / "target"),
        *arguments,
    ]  # fmt: skip
    # of what dbt makes little is let go before it ends: each search through all of it finds next to nothing
    with _environment(settings), collector.paused():
        # for each of its flags dbt reads the source of every frame that called it: on a stack of its own they are few
        answer: dbtRunnerResult = greenlet(dbtRunner().invoke).switch(line)
    return answer


@contextmanager
def _environment(settings: Settings) -> Iterator[None]:
    """What ``profiles.yml`` reads, in this process while dbt runs."""
    url = settings.database("warehouse", "transformer")
    wanted = {
        "MESO_DBT_HOST": url.host or "",
        "MESO_DBT_PORT": str(url.port or 5432),
        "MESO_DBT_DATABASE": url.database or "",
        "MESO_DBT_USER": url.username or "",
        "MESO_DBT_ANALYST": settings.role("analyst"),
        "MESO_DBT_LOADER": settings.role("loader"),
        "DBT_ENV_SECRET_MESO_PASSWORD": str(url.password or ""),
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _node(result: object) -> Node:
    node = result.node  # type: ignore[attr-defined]
    answer = getattr(result, "adapter_response", None) or {}
    status = str(getattr(result, "status", "error"))
    return Node(
        name=node.name,
        resource=str(node.resource_type),
        status=status,
        seconds=round(getattr(result, "execution_time", 0.0), 3),
        failures=getattr(result, "failures", None),
        message=without_values(str(getattr(result, "message", "") or ""))
        if status in ("error", "fail")
        else None,
        rows=answer.get("rows_affected"),
    )
