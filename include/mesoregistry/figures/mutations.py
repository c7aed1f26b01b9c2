"""Definitions changed on purpose, one at a time: a figure that came out before has to come out no longer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from psycopg import sql

from mesoregistry.database import Connection
from mesoregistry.figures.changes import Whole, change_since
from mesoregistry.figures.definitions import definitions_from, text_of
from mesoregistry.figures.published import PublishedFigure, figures_with
from mesoregistry.figures.scope import groups
from mesoregistry.figures.selfcheck import as_owner, whole_of
from mesoregistry.findings import Text
from mesoregistry.settings import settings

FUNCTIONS = ("attacks_as_known_on", "defenders_as_known_on")


class NothingChanged(Exception):
    """A mutation whose old text does not stand where it should: the definitions have changed since it was written."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """``text``: by file, what stands there and what instead; ``function``: the same of the functions of the marts;
    ``group``: codes that a published group loses and gets; ``marts``: SQL.
    """

    name: str
    label: Text
    text: Sequence[Mapping[str, str]] = ()
    function: Sequence[Mapping[str, str]] = ()
    group: Mapping[str, Any] = field(default_factory=dict)
    marts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a mutation did: the figures that moved, and those of them that are different, which ends with status 1."""

    mutation: Mutation
    moved: tuple[str, ...]
    different: tuple[str, ...]

    @property
    def is_noticed(self) -> bool:
        """Whether ``figures`` would end with status 1."""
        return bool(self.different)


@lru_cache(maxsize=1)
def mutations() -> tuple[Mutation, ...]:
    """Those of ``mutations.yml``."""
    body = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    return tuple(
        Mutation(name, Text(entry.pop("es"), entry.pop("en")), **entry) for name, entry in body.items()
    )


def tried(wanted: Sequence[Mutation]) -> Iterator[Noticed]:
    """What each of them does; after each the marts and the definitions are as before.

    Raises:
        AlreadyDifferent: figures are different before.
        NothingChanged: a mutation no longer fits the definitions.
        NotLoaded: nothing was built.
        DatabaseFault: a statement failed.
    """
    with as_owner() as connection:
        whole = whole_of(connection)
        for mutation in wanted:
            yield _tried(connection, mutation, whole)


def _tried(connection: Connection, mutation: Mutation, whole: Whole) -> Noticed:
    figures = regrouped(whole.figures, mutation.group)
    with connection.transaction(force_rollback=True), _changed_texts(mutation):
        for change in mutation.function:
            _change_functions(connection, change)
        for statement in mutation.marts:
            connection.execute(sql.SQL(statement))
        since = change_since(connection, replace(whole, figures=figures))
        return Noticed(mutation, since.moved, since.different)


def enough_noticed(results: Sequence[Noticed]) -> bool:
    """Whether nine of ten are noticed."""
    return sum(r.is_noticed for r in results) * 10 >= len(results) * 9


@contextmanager
def _changed_texts(mutation: Mutation) -> Iterator[None]:
    def read(name: str) -> str:
        text = text_of(name)
        for change in mutation.text:
            if change["file"] == name:
                text = replaced(text, change, mutation.name)
        return text

    with definitions_from(read):
        yield


def _change_functions(connection: Connection, change: Mapping[str, str]) -> None:
    for name in (change["of"],) if "of" in change else FUNCTIONS:
        row = connection.execute(
            "select pg_get_functiondef(%s::regprocedure)", [f"marts.{name}(date)"]
        ).fetchone()
        assert row
        connection.execute(replaced(row[0], change, name).encode())


def replaced(text: str, change: Mapping[str, str], name: str) -> str:
    """``text`` with the new definition in place of the old one.

    Raises:
        NothingChanged: the old one does not stand there.
    """
    if change["old"] not in text:
        raise NothingChanged(f"{name}: {change['old']}")
    return text.replace(change["old"], change["new"])


def regrouped(figures: Sequence[PublishedFigure], group: Mapping[str, Any]) -> Sequence[PublishedFigure]:
    """The figures as they would be if a group held other codes.

    Raises:
        NothingChanged: no figure asks for the group.
    """
    if not group:
        return figures
    held = groups(settings().seeds)
    old, new = held[group["name"]], _codes(held[group["name"]], group)
    with_group = {**held, group["name"]: new}
    changed = figures_with(settings().seeds, with_group)
    if changed == tuple(figures) or old == new:
        raise NothingChanged(group["name"])
    return changed


def _codes(codes: Sequence[str], group: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(c for c in codes if c not in group.get("without", ())) + tuple(group.get("with", ()))
