"""What an engineer's command writes into the project's files: whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mesoregistry.settings import Settings

SEEDS = ("place.csv", "place_alias.csv", "code_map.csv")


@contextmanager
def all_or_nothing(code: str, config: Settings) -> Iterator[None]:
    """If anything is raised, the seeds are as before and the country is not there: it can be tried once more."""
    registry = config.registries / f"{code}.yml"
    if registry.exists():
        yield  # it will be refused: what is there is not ours to take away
        return
    with unchanged_if_raised([registry, *(config.seeds / name for name in SEEDS)]):
        yield


@contextmanager
def unchanged_if_raised(paths: Iterable[Path]) -> Iterator[None]:
    """If anything is raised, these files are as before, and those that were not there are not there."""
    before = {path: path.read_bytes() if path.exists() else None for path in paths}
    try:
        yield
    except BaseException:
        for path, content in before.items():
            if content is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != content:
                write_whole(path, content)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """In one step: the processes that run read the file meanwhile."""
    draft = path.with_name(f".{path.name}.new")
    draft.write_bytes(content)
    draft.replace(path)
