"""Upkeep: receives what lies in the inbox, and calls the DAG of a country whose files were overlooked."""

from __future__ import annotations

from datetime import datetime, timedelta

from airflow.sdk import Asset, dag, task

from mesoregistry.catalog.load import registries


@dag(
    dag_id="upkeep",
    dag_display_name="Cuidado",
    description="Recibe lo que está en el buzón y retoma lo que quedó a medias",
    doc_md="Airflow entrega los avisos al menos una vez, y a veces ninguna: el libro de envíos decide.",
    schedule=timedelta(minutes=5),
    start_date=datetime(2012, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={"retries": 1, "retry_delay": timedelta(seconds=20)},
    tags=["cuidado"],
)
def upkeep() -> None:
    @task(task_display_name="recibir el buzón")
    def sweep() -> int:
        from mesoregistry.intake.inbox import sweep

        return len(sweep())

    swept = sweep()
    for country, registry in registries().items():
        swept >> overlooked.override(  # type: ignore[operator]
            task_id=f"overlooked__{country}",
            task_display_name=f"retomar {registry.name.es}",
            outlets=[Asset(name=f"filed_{country}")],
        )(country)


@task
def overlooked(country: str) -> int:
    """Succeeds, and so calls the country's DAG, only when something waits."""
    from airflow.sdk.exceptions import AirflowSkipException

    from mesoregistry.intake.run import waiting

    found = len(waiting(country))
    if not found:
        raise AirflowSkipException("nada espera")
    return found


upkeep()
