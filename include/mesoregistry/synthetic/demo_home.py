"""Where the demo lives: never among real files, and never on the ports of a stack that runs."""

from __future__ import annotations

import hashlib
from pathlib import Path

from mesoregistry import database, ledger
from mesoregistry.local.fault import LocalFault
from mesoregistry.settings import Settings, change_settings, settings
from mesoregistry.synthetic.extracts import Plan, read


def use_demo_home(months: int | None) -> Settings:
    """Settings of a home, ports and databases of the demo's own: invented people never come among real ones.

    The ten years and the small registries have a home each, ``demo-decade`` or ``demo-24`` in today's home.
    """
    config, name = settings(), "demo-decade" if months is None else f"demo-{months}"
    if config.home.name == name:  # it was chosen already
        return config
    return change_settings(
        home=config.home / name,
        postgres_port=config.postgres_port + 1,
        airflow_port=config.airflow_port + 1,
        portal_port=config.portal_port + 1,
        database_suffix=f"{config.database_suffix}_demo" if config.database_url else config.database_suffix,
    )


def must_hold_invented_only(plan: Plan) -> None:
    """Raises ``LocalFault`` when the ledger holds a file that is not of the plan."""
    invented = {hashlib.sha256(filing.path.read_bytes()).hexdigest() for filing in plan.filings}
    quiet = {(month.country, month.period) for month in plan.quiet}
    with database.transaction() as connection:
        count = sum(
            (s.country, s.period) not in quiet if s.is_quiet else s.sha256 not in invented
            for s in ledger.select(connection, "true", [])
        )
    if count:
        home = settings().home
        raise LocalFault(
            f"En {home} hay {count} archivos que no son de esta demostración: use otro lugar (MESO_HOME).",
            f"{home} holds {count} files that are not of this demo: they are not mixed: use another place (MESO_HOME).",
        )


def read_plan(folder: Path) -> Plan:
    """The plan of a demo whose home holds nothing else. Raises ``LocalFault``."""
    plan = read(folder)
    must_hold_invented_only(plan)
    return plan
