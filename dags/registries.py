"""A DAG for each country of the catalogue: load, check, accept, answer.

A run takes every file of its country that waits, so it may be repeated, cleared or backfilled at any time: the
ledger knows what is left to do. ``since`` and ``until`` (or a backfill's months) take accepted files in again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import (
    DAG,
    Asset,
    AssetOrTimeSchedule,
    AssetWatcher,
    CronDataIntervalTimetable,
    Param,
    dag,
    get_current_context,
    task,
)

from ledger_watcher import LedgerTrigger
from mesoregistry.catalog.model import Registry
from mesoregistry.catalog.registries import registries

MONTHLY = CronDataIntervalTimetable("0 6 1 * *", timezone="America/Tegucigalpa")
MONTH: dict[str, Any] = {"type": ["null", "string"], "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}
ABOUT = """
**{name}**: {network}

| tarea | qué hace |
| --- | --- |
| leer | abre cada archivo que espera, separa los nombres y pone las filas en `raw.{country}` |
| revisar | Great Expectations decide; cada problema queda con su celda en `intake.finding` |
| aceptar | lo bueno cuenta desde hoy; lo demás espera |
| responder | escribe la nota de la corrida |

Repetir una corrida es seguro. `since` y `until` vuelven a tomar los archivos de esos meses.
"""


def registry_dag(registry: Registry) -> DAG:
    country = registry.country
    arrival = Asset(
        name=f"filed_{country}",
        watchers=[AssetWatcher(name=f"ledger_{country}", trigger=LedgerTrigger(country))],
    )

    @dag(
        dag_id=f"registry__{country}",
        dag_display_name=f"{registry.name.es} · registro",
        description=registry.sources[-1].network.es,
        doc_md=ABOUT.format(name=registry.name.es, network=registry.sources[-1].network.es, country=country),
        schedule=AssetOrTimeSchedule(timetable=MONTHLY, assets=[arrival]),
        start_date=datetime(2012, 1, 1),
        catchup=False,
        max_active_runs=1,
        params={
            "since": Param(None, title="Desde el mes (2024-01)", **MONTH),
            "until": Param(None, title="Hasta el mes (2024-12)", **MONTH),
        },
        default_args={
            "retries": 2,
            "retry_delay": timedelta(seconds=20),
            "pool": "intake",
            # files first: one build of the warehouse then takes what several countries accepted
            "priority_weight": 10,
            "weight_rule": "absolute",
        },
        tags=["registro", country],
    )
    def registry_of_country() -> None:
        @task(task_display_name="leer")
        def load() -> list[int]:
            from airflow.sdk.exceptions import AirflowSkipException

            from mesoregistry.intake import run

            reopen_span(country)
            taken = run.waiting(country)
            if not taken and not run.unbuilt():
                raise AirflowSkipException("nada espera")
            landed = run.load(country)
            return sorted({*taken, *landed})  # files that could not be read too: the run tells of them

        @task(task_display_name="revisar")
        def check(submission_ids: list[int]) -> dict[str, int]:
            from mesoregistry.intake import run

            return raise_if_stopped(run.check(country, submission_ids))

        @task(
            task_display_name="aceptar",
            trigger_rule="none_skipped",
            outlets=[Asset(name=f"accepted_{country}")],
        )
        def accept(submission_ids: list[int]) -> dict[str, int]:
            from dataclasses import asdict

            from mesoregistry.intake import run

            return asdict(run.accept(country, submission_ids or []))

        @task(task_display_name="responder", pool="default_pool")
        def answer(submission_ids: list[int]) -> None:
            from run_note import write_note

            write_note(get_current_context(), submission_ids)

        landed: Any = load()
        judged = check(landed)
        accepted = accept(landed)
        # the run is as red as its gate, though what was good has been accepted
        judged >> accepted >> answer(landed)
        judged >> EmptyOperator(task_id="closed", task_display_name="cerrar", pool="default_pool")

    made: DAG = registry_of_country()
    return made


def reopen_span(country: str) -> None:
    """The months asked for by hand, or those of a backfill; nothing otherwise."""
    from mesoregistry.intake.reprocess import reopen

    context: Any = get_current_context()
    since, until = context["params"]["since"], context["params"]["until"]
    if context["dag_run"].run_type == "backfill":
        since = until = context["data_interval_start"].strftime("%Y-%m")
    if since or until:
        reopen(country, since or until, until or since)


def raise_if_stopped(verdict: Any) -> dict[str, int]:
    from airflow.sdk.exceptions import AirflowFailException

    from mesoregistry.intake.failure_message import words

    if not verdict.success:
        raise AirflowFailException(words(verdict))
    return dict(verdict.counts)


for one in registries().values():
    registry_dag(one)
