"""A small extract of invented people for each country: ``include/registries/samples/<cc>.*``."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from pathlib import Path

from mesoregistry.catalog.model import Registry
from mesoregistry.settings import Settings
from mesoregistry.synthetic.team import Team
from mesoregistry.synthetic.writers import EXTENSIONS, write_extract

SAMPLE_MONTH = dt.date(2024, 5, 1)


def sample(registry: Registry, config: Settings) -> Path:
    """A small extract of invented people, in the last layout of the country."""
    source = registry.sources[-1]
    layout = source.layouts[-1]
    team = Team(random.Random(f"sample {registry.country}"), registry)
    extract = team.work([max(SAMPLE_MONTH, source.valid_from)])[0]
    folder = config.registries / "samples"
    made = write_extract(extract, folder)
    path = folder / f"{registry.country}{EXTENSIONS[layout.format]}"
    shutil.move(made, path)
    made.parent.rmdir()
    return path
