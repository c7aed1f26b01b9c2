"""The warehouse: built by dbt when a country's files were accepted, and then held to the rules of the marts.

It wakes by itself, too, when something counts that no build has seen: after a crash, a withdrawal, or a broken model.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from airflow.sdk import Asset, AssetWatcher, dag, task

from fault_notifier import FaultNotifier
from ledger_watcher import UnbuiltTrigger
from mesoregistry.catalog.registries import countries
from task_outcomes import outcomes

# Only this file names it, as only registries.py names those of the countries (see upkeep.py).
UNBUILT = Asset(name="unbuilt", watchers=[AssetWatcher(name="unbuilt", trigger=UnbuiltTrigger())])
ACCEPTED = [Asset(name=f"accepted_{country}") for country in countries()]


@dag(
    dag_id="warehouse",
    dag_display_name="Almacén regional",
    description="dbt construye las tablas; la puerta las revisa",
    doc_md="`construir` corre dbt si el libro de envíos tiene algo nuevo; `revisar` aplica `expectations/marts.yml`.",
    schedule=reduce(or_, [*ACCEPTED, UNBUILT]),
    start_date=datetime(2012, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={
        "retries": 1,
        "retry_delay": timedelta(seconds=20),
        "pool": "dbt",
        "execution_timeout": timedelta(hours=2),
        "on_failure_callback": FaultNotifier(),
    },
    tags=["almacén"],
)
def warehouse() -> None:
    @task(task_display_name="construir")
    def build() -> dict[str, int]:
        from mesoregistry.warehouse import tasks

        with outcomes():
            return tasks.build()

    @task(task_display_name="revisar")
    def check() -> dict[str, int]:
        from mesoregistry.warehouse import tasks

        with outcomes():
            return tasks.check()

    build() >> check()


warehouse()
