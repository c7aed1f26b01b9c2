"""Upkeep: receives the inbox, calls the DAG of a country whose files were overlooked, verifies the chain."""

from __future__ import annotations

from datetime import datetime, timedelta

from airflow.sdk import AssetAlias, dag, task

from fault_notifier import FaultNotifier
from task_outcomes import add_assets, outcomes

# An alias, filled when it runs. Airflow takes the watcher of an asset away when it reads another file that names
# the asset without it, so only ``registries.py`` may name those of the countries.
OVERLOOKED = AssetAlias("overlooked")


@dag(
    dag_id="upkeep",
    dag_display_name="Cuidado",
    description="Recibe lo que está en el buzón, retoma lo que quedó a medias, verifica el libro de envíos",
    doc_md="Airflow entrega los avisos al menos una vez, y a veces ninguna: el libro de envíos decide.",
    schedule=timedelta(minutes=5),
    start_date=datetime(2012, 1, 1),
    catchup=False,
    max_active_runs=1,
    default_args={
        "retries": 1,
        "retry_delay": timedelta(seconds=20),
        "execution_timeout": timedelta(minutes=30),
        "on_failure_callback": FaultNotifier(),
    },
    tags=["cuidado"],
)
def upkeep() -> None:
    @task(task_display_name="recibir el buzón")
    def sweep() -> int:
        from mesoregistry.intake import upkeep_tasks as tasks

        with outcomes():
            return tasks.sweep()

    @task(task_display_name="retomar lo olvidado", outlets=[OVERLOOKED])
    def overlooked() -> dict[str, int]:
        from mesoregistry.intake import upkeep_tasks as tasks
        from mesoregistry.warehouse import tasks as warehouse_tasks

        with outcomes():
            countries = {f"filed_{country}": count for country, count in tasks.overlooked().items()}
            return add_assets(OVERLOOKED, countries | warehouse_tasks.unbuilt())

    @task(task_display_name="revisar el catálogo", retries=0)
    def check_catalogue() -> None:
        from mesoregistry.intake import upkeep_tasks as tasks

        with outcomes():
            tasks.check_catalogue()

    @task(task_display_name="avisar", trigger_rule="all_done")
    def send_alerts() -> int:
        from mesoregistry.intake import upkeep_tasks as tasks

        with outcomes():
            return tasks.send_alerts()

    @task(task_display_name="verificar la cadena")
    def verify_chain() -> None:
        from mesoregistry.intake import upkeep_tasks as tasks

        with outcomes():
            tasks.verify_chain()

    @task(task_display_name="copia de respaldo", retries=0, execution_timeout=timedelta(hours=2))
    def back_up() -> None:
        from mesoregistry.intake import upkeep_tasks as tasks

        with outcomes():
            tasks.back_up()

    @task(task_display_name="llaves de los meses", retries=0)
    def keep_month_keys() -> list[str]:
        from mesoregistry.intake import upkeep_tasks as tasks

        with outcomes():
            return tasks.keep_month_keys()

    @task(task_display_name="borrar lo vencido", retries=0)
    def expire() -> dict[str, int]:
        from mesoregistry.intake import upkeep_tasks as tasks

        with outcomes():
            return tasks.expire()

    @task(task_display_name="limpiar lo viejo", retries=0)
    def clean() -> None:
        from mesoregistry.intake import upkeep_tasks as tasks

        with outcomes():
            tasks.clean()

    sweep() >> overlooked() >> send_alerts()
    check_catalogue()
    verify_chain()
    back_up()
    keep_month_keys()
    expire()
    clean()


upkeep()
