"""A DAG for each country of the catalogue: load, check, accept, answer.

A run takes every file of its country that waits, so it may be repeated, cleared or backfilled at any time: the
ledger knows what is left to do, and what the run took before. With ``since`` and ``until`` (or as a backfill) it takes
those months in again, and nothing else.
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

from fault_notifier import FaultNotifier
from ledger_watcher import LedgerTrigger
from mesoregistry import clock
from mesoregistry.catalog.model import Registry
from mesoregistry.catalog.registries import registries
from task_outcomes import months_of_run, outcomes, run_id

MONTHLY = CronDataIntervalTimetable("0 6 1 * *", timezone=clock.REGION)
MONTH: dict[str, Any] = {"type": ["null", "string"], "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}
ABOUT = """
**{name}**: {network}

| tarea | qué hace |
| --- | --- |
| leer | abre cada archivo que espera, separa los nombres y pone las filas en `raw.{country}` |
| revisar | Great Expectations decide; cada problema queda con su celda en `intake.finding` |
| aceptar | lo bueno cuenta desde hoy; lo demás espera |
| responder | escribe la nota de la corrida |
| explicar | una por archivo no aceptado; si son muchos, sólo los devueltos: cada problema con su celda y qué hacer |

Repetir una corrida es seguro: «Clear» vuelve a leer lo que esta corrida devolvió y lo juzga con las reglas de hoy.
`since` y `until` toman sólo los archivos de esos meses, otra vez.
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
            "execution_timeout": timedelta(hours=1),
            "on_failure_callback": FaultNotifier(),
        },
        tags=["registro", country],
    )
    def registry_of_country() -> None:
        @task(task_display_name="leer")
        def load() -> list[int]:
            from mesoregistry.intake import tasks

            with outcomes():
                return tasks.load_waiting(country, *months_of_run(), run_id=run_id())

        @task(task_display_name="revisar")
        def check(submission_ids: list[int]) -> dict[str, int]:
            from mesoregistry.intake import tasks

            with outcomes():
                return tasks.check(country, submission_ids, run_id())

        @task(
            task_display_name="aceptar",
            trigger_rule="none_skipped",
            outlets=[Asset(name=f"accepted_{country}")],
        )
        def accept(submission_ids: list[int]) -> dict[str, int]:
            from mesoregistry.intake import tasks

            with outcomes():
                return tasks.accept_some(country, submission_ids)

        @task(
            task_display_name="responder",
            pool="default_pool",
            # when nothing could be accepted there is an answer all the same
            trigger_rule="none_failed_min_one_success",
        )
        def answer(submission_ids: list[int]) -> list[int]:
            from mesoregistry.intake import explanation
            from run_note import write_note

            write_note(get_current_context(), submission_ids)
            return explanation.unaccepted(submission_ids)

        @task(task_display_name="explicar", pool="default_pool", map_index_template="{{ file_label }}")
        def explain(submission_id: int) -> None:
            from mesoregistry.intake import explanation

            context: Any = get_current_context()
            context["file_label"] = explanation.label(submission_id)
            with outcomes():
                explanation.explain(submission_id)

        landed: Any = load()
        checked = check(landed)
        accepted = accept(landed)
        # the run fails with its gate, though what was good has been accepted
        answered = answer(landed)
        checked >> accepted >> answered
        explain.expand(submission_id=answered)
        checked >> EmptyOperator(task_id="closed", task_display_name="cerrar", pool="default_pool")

    graph: DAG = registry_of_country()
    return graph


for definition in registries().values():
    registry_dag(definition)
