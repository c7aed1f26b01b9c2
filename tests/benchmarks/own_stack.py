"""A whole stack of a benchmark's own: its home, databases and ports, deleted at the end."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mesoregistry.cli.services import step
from mesoregistry.local import stack
from mesoregistry.settings import change_settings, settings
from mesoregistry.synthetic.airflow_runs import wait_until_idle
from tests.conftest import free_port


@contextmanager
def own_stack(name: str) -> Iterator[Path]:
    """Its services run and are idle; ``settings()`` are theirs. Yields a folder for the files of the benchmark."""
    folder = Path(tempfile.mkdtemp(prefix=f"mesoregistry-{name}-"))
    folder.chmod(0o755)  # the server may have to run as another user
    ports = {name: free_port() for name in ("postgres_port", "airflow_port", "portal_port")}
    config = change_settings(home=folder / "var", **ports)
    try:
        stack.up(config, step)
        wait_until_idle()
        yield folder
    finally:
        stack.down(settings(), step)
        shutil.rmtree(folder, ignore_errors=True)
