"""A small extract of invented people for each country: ``include/registries/samples/<cc>.*``."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from pathlib import Path

from mesoregistry.catalog.model import Registry
from mesoregistry.settings import Settings
from mesoregistry.synthetic.cases import Extract
from mesoregistry.synthetic.fit import fitted
from mesoregistry.synthetic.team import Team
from mesoregistry.synthetic.writers import EXTENSIONS, write_extract

SAMPLE_MONTH = dt.date(2024, 5, 1)
FEWEST, ATTEMPTS = 3, 20  # cases of a sample; a layout of one profile leaves most of them out


def sample_extract(registry: Registry) -> Extract:
    """Invented cases that the last layout of the country can show, as many as a month has."""
    source = registry.sources[-1]
    period = max(SAMPLE_MONTH, source.valid_from)
    for number in range(ATTEMPTS):
        seed = f"sample {registry.country}{f' {number}' if number else ''}"
        extract = fitted(Team(random.Random(seed), registry).work([period])[0])
        if len(extract.cases) >= FEWEST:
            break
    return extract


def sample(registry: Registry, config: Settings) -> Path:
    """A small extract of invented people, in the last layout of the country."""
    layout = registry.sources[-1].layouts[-1]
    extract = sample_extract(registry)
    folder = config.registries / "samples"
    made = write_extract(extract, folder)
    path = folder / f"{registry.country}{EXTENSIONS[layout.format]}"
    shutil.move(made, path)
    made.parent.rmdir()
    return path
