"""How a task of a DAG ends that does not do its work: nothing to do, or stopped for good."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from mesoregistry.catalog.registries import CatalogFault
from mesoregistry.findings import Text
from mesoregistry.gate.country_mistakes import working_registry
from mesoregistry.settings import settings

MISTAKES = Text(
    "{countries}: el catálogo tiene errores; no se recibe nada, y lo aceptado sigue contando. Corrija el archivo:",
    "{countries}: the catalogue has mistakes; nothing is received, and what was accepted goes on counting. Correct it:",
)


def in_words(text: Text | str) -> str:
    """A text in the language of this installation."""
    return text if isinstance(text, str) else text.in_(settings().language)


class NothingToDo(Exception):
    """The task is skipped; its message says why."""

    def __init__(self, reason: Text | str) -> None:
        super().__init__(in_words(reason))


class Stopped(Exception):
    """The task fails, and would fail each time; its message says why, without any value.

    ``is_known``: somebody was told already, by the run that failed first.
    """

    def __init__(self, reason: Text | str, *, is_known: bool = False) -> None:
        super().__init__(in_words(reason))
        self.is_known = is_known


def refuse_mistakes(country: str) -> None:
    """Raise ``Stopped`` while the catalogue of a country has mistakes, which ``upkeep`` tells once."""
    with stopping(country, is_known=True):
        working_registry(country)


@contextmanager
def stopping(country: str, *, is_known: bool = False) -> Iterator[None]:
    """A mistake of the catalogue that the work meets is ``Stopped``: it would be met each time."""
    try:
        yield
    except CatalogFault as fault:
        stopped = in_words(MISTAKES.format(countries=country.upper()))
        raise Stopped("\n".join([stopped, *fault.mistakes]), is_known=is_known) from None
