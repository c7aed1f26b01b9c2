"""Upkeep: receives what lies in the inbox, and calls the DAG of a country whose files were overlooked."""

from __future__ import annotations

from datetime import datetime, timedelta

from airflow.sdk import Asset, AssetAlias, dag, get_current_context, task

from mesoregistry.catalog.registries import registries

# An alias, filled when it runs. Airflow takes the watcher of an asset away when it reads another file that names
# the asset without it, so only ``registries.py`` may name those of the countries.
OVERLOOKED = AssetAlias("overlooked")


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

    @task(task_display_name="retomar lo olvidado", outlets=[OVERLOOKED])
    def overlooked() -> dict[str, int]:
        from mesoregistry.intake.run import unbuilt, waiting

        found = {country: len(waiting(country)) for country in registries()}
        forgotten = unbuilt()  # accepted, and no build came of it: any country's run calls for one
        for country, files in found.items():
            if files or forgotten:
                get_current_context()["outlet_events"][OVERLOOKED].add(Asset(name=f"filed_{country}"))
        return found

    sweep() >> overlooked()


upkeep()
