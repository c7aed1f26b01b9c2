"""The warehouse: built by dbt when a country's files were accepted, and then held to the rules of the marts."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce

from airflow.sdk import Asset, dag, task

from mesoregistry.catalog.registries import registries

ACCEPTED = [Asset(name=f"accepted_{country}") for country in registries()]


@dag(
    dag_id="warehouse",
    dag_display_name="Almacén regional",
    description="dbt construye las tablas; la puerta las revisa",
    doc_md="`construir` corre dbt si el libro de envíos tiene algo nuevo; `revisar` aplica `expectations/marts.yml`.",
    schedule=reduce(lambda one, other: one | other, ACCEPTED),  # type: ignore[arg-type, return-value]
    start_date=datetime(2012, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "retry_delay": timedelta(seconds=20), "pool": "dbt"},
    tags=["almacén"],
)
def warehouse() -> None:
    @task(task_display_name="construir")
    def build() -> dict[str, int]:
        from airflow.sdk.exceptions import AirflowException, AirflowSkipException

        from mesoregistry.intake.run import others_on_their_way
        from mesoregistry.warehouse.build import build

        if others := others_on_their_way():
            raise AirflowSkipException(
                f"vienen más archivos ({', '.join(others)}): se construye una sola vez"
            )
        built = build()
        if not built.success:
            raise AirflowException("; ".join(built.failures))
        return built.rows_by_mart

    @task(task_display_name="revisar")
    def check() -> dict[str, int]:
        from airflow.sdk.exceptions import AirflowFailException

        from mesoregistry.gate.check import check_marts

        verdict = check_marts()
        if not verdict.success:
            raise AirflowFailException(verdict.summary())
        return dict(verdict.counts)

    build() >> check()


warehouse()
