"""Where the server puts each finished segment of the WAL when backups are wanted.

That is so where ``MESO_BACKUP_TO`` and its recipient are set; ``basic_archive`` of PostgreSQL itself copies them.
"""

from __future__ import annotations

from pathlib import Path

from mesoregistry.local.cluster import Cluster
from mesoregistry.settings import Settings

LONGEST = "15min"  # what is lost at most when the machine is


def spool(cluster: Cluster) -> Path:
    """Where the server puts its finished segments."""
    return cluster.data.with_name("wal")


def options(settings: Settings, cluster: Cluster) -> dict[str, str]:
    """What the server is told; nothing where no folder for backups is set."""
    if not (settings.backup_to and settings.backup_recipient):
        return {"archive_mode": "off"}
    folder = spool(cluster)
    folder.mkdir(mode=0o700, exist_ok=True)
    cluster.give(folder)
    return {
        "archive_mode": "on",
        "archive_library": "basic_archive",
        "basic_archive.archive_directory": str(folder),
        "archive_timeout": LONGEST,
    }
