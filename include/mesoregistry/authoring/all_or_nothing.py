"""A country is made whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mesoregistry.settings import Settings

SEEDS = ("place.csv", "place_alias.csv", "code_map.csv")


@contextmanager
def all_or_nothing(code: str, config: Settings) -> Iterator[None]:
    """If anything is raised, the seeds are as before and the country is not there: it can be tried once more."""
    if (config.registries / f"{code}.yml").exists():
        yield  # it will be refused: what is there is not ours to take away
        return
    before = {path: path.read_bytes() for name in SEEDS if (path := config.seeds / name).exists()}
    try:
        yield
    except BaseException:
        (config.registries / f"{code}.yml").unlink(missing_ok=True)
        for path, content in before.items():
            path.write_bytes(content)
        raise
