"""What judges the files of a country: when it has changed, what failed is worth another try at once."""

from __future__ import annotations

import hashlib

from mesoregistry.catalog.decision_files import folder_of_decisions
from mesoregistry.settings import settings


def rule_digest(country: str) -> str:
    """Digest of what judges the files of a country: its registry, the rules, the code lists, the decisions."""
    config = settings()
    files = [config.registries / f"{country}.yml", *sorted(config.expectations.glob("*.yml"))]
    digest = hashlib.sha256()
    seeds = [
        path for folder in (config.seeds, folder_of_decisions()) for path in sorted(folder.glob("*.csv"))
    ]
    for path in [*files, *seeds]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
