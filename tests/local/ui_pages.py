"""Every page of Airflow's UI in a browser, and whatever went wrong on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from playwright.sync_api import Page, Response

from mesoregistry.local import airflow, airflow_api
from mesoregistry.settings import Settings

TOP = (
    "", "dags", "dag_runs", "task_instances", "assets", "asset_events", "backfills", "configs", "connections",
    "deadlines", "events", "jobs", "plugins", "pools", "providers", "required_actions", "variables", "xcoms",
    "plugin/registros",
)  # fmt: skip
OF_DAG = ("", "runs", "tasks", "calendar", "required_actions", "backfills", "events", "code", "details")
OF_RUN = ("", "events", "code", "details", "asset_events")
OF_TASK = ("", "rendered_templates", "xcom", "events", "code", "details", "asset_events")
KNOWN = re.compile(
    r"403 /api/v2/config$"  # the settings of Airflow hold passwords and are shown to nobody
    r"|404 /static/wasm/sqlparser_rs_wasm\.js$"  # Airflow's own: its colours for SQL
    r"|404 /api/v2/dags/.*/taskInstances/\w+/tries/\d+"  # a task that was skipped has none
)
SILENCE = 60_000.0  # milliseconds within which a page must have all its data


def addresses(dag_ids: tuple[str, ...]) -> Iterator[str]:
    """The pages of the UI: the general ones, of each DAG, of its last run, of each task, and of each asset."""
    yield from TOP
    for dag_id in dag_ids:
        yield from (f"dags/{dag_id}/{tab}".rstrip("/") for tab in OF_DAG)
        tasks = [t["task_id"] for t in airflow_api.call("GET", f"dags/{dag_id}/tasks")["tasks"]]
        yield from (f"dags/{dag_id}/tasks/{task}" for task in tasks)
        for run in airflow_api.runs(dag_id)[:1]:
            base = f"dags/{dag_id}/runs/{quote(run['dag_run_id'], safe='')}"
            yield from (f"{base}/{tab}".rstrip("/") for tab in OF_RUN)
            yield from (f"{base}/tasks/{task}/{tab}".rstrip("/") for task in tasks[:1] for tab in OF_TASK)
    for asset in airflow_api.call("GET", "assets?limit=50")["assets"]:
        yield f"assets/{asset['id']}"


def walk(page: Page, config: Settings, dag_ids: tuple[str, ...]) -> tuple[int, list[str]]:
    """Open each page. Returns how many, and the faults: answers that are errors, and exceptions of scripts."""
    faults: list[str] = []
    place = ""

    def look(response: Response) -> None:
        answer = f"{response.status} {response.url.removeprefix(airflow.url(config)).split('?')[0]}"
        if response.status >= 400 and not KNOWN.search(answer):
            faults.append(f"{answer} on /{place}")

    page.on("response", look)
    page.on("pageerror", lambda error: faults.append(f"{error.name} on /{place}"))
    count = 0
    for count, place in enumerate(addresses(dag_ids), start=1):  # noqa: B007
        page.goto(f"{airflow.url(config)}/{place}", wait_until="networkidle", timeout=SILENCE)
    return count, faults
