"""The warehouse: built by dbt when a country's files were accepted, and then held to the rules of the marts."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from airflow.sdk import Asset, dag, task

from mesoregistry.catalog.registries import registries
from task_outcomes import outcomes

ACCEPTED = [Asset(name=f"accepted_{country}") for country in registries()]


@dag(
    dag_id="warehouse",
    dag_display_name="Almacén regional",
    description="dbt construye las tablas; la puerta las revisa",
    doc_md="`construir` corre dbt si el libro de envíos tiene algo nuevo; `revisar` aplica `expectations/marts.yml`.",
    schedule=reduce(or_, ACCEPTED),
    start_date=datetime(2012, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "retry_delay": timedelta(seconds=20), "pool": "dbt"},
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
