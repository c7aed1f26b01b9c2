"""What a build writes in the log of its task: each model with its seconds, each test that did not pass."""

from __future__ import annotations

from mesoregistry import database
from mesoregistry.findings import Text
from mesoregistry.settings import settings
from mesoregistry.warehouse.build import Built

FULL = Text("Todo de nuevo: {seconds} s", "Everything anew: {seconds} s")
INCREMENT = Text("Sólo lo nuevo: {seconds} s", "Only what is new: {seconds} s")
NODES = """
    select node, status, seconds, message from ops.dbt_node
    where dbt_run_id = (select max(dbt_run_id) from ops.dbt_run)
        and (resource in ('model', 'seed') or status not in ('pass', 'success'))
    order by seconds desc, node
"""


def print_nodes(built: Built) -> None:
    """A line for the build, for each of its models, and for each test that did not pass; no value stands there."""
    language = settings().language
    print((FULL if built.full else INCREMENT).format(seconds=f"{built.seconds:.1f}").in_(language))
    with database.transaction() as connection:
        for node, status, seconds, message in connection.execute(NODES.encode()):
            reason = f": {message}" if message and status != "success" else ""
            print(f"{node}: {status}, {seconds:.1f} s{reason}")
