"""What a process that checks has read and planned before a file comes."""

from __future__ import annotations

import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from mesoregistry.catalog.registries import registries
from mesoregistry.checking.checker import check
from mesoregistry.checking.job import ANSWER, Job
from mesoregistry.faults import Fault
from mesoregistry.gate import memory
from mesoregistry.gate.country_mistakes import working_registry
from mesoregistry.intake.month_template import allowed_in
from mesoregistry.intake.periods import Refused
from mesoregistry.readers.parsers import import_parsers
from mesoregistry.template import workbook


def make_ready() -> None:
    """Import what is needed, read the catalogue, the lists and the rules, and plan the statements of every source.

    A country whose files have mistakes is left out: who files for it is told of them.
    """
    import_parsers()
    for country in registries():
        with suppress(Fault, Refused):
            registry = working_registry(country)
            for source in registry.sources:
                memory.warm_up(registry, source)
            _check_template(country)


def _check_template(country: str) -> None:
    """The template of a country goes the way of a file, so that what is read late is read now."""
    month = registries()[country].today().replace(day=1)
    content = BytesIO()
    workbook.write(content, allowed_in(country, month))
    file = os.memfd_create("template")
    try:
        with os.fdopen(os.dup(file), "wb") as target:
            target.write(content.getvalue())
        ANSWER.dump_json(check(Job(country, None), Path(f"/proc/self/fd/{file}")))
    finally:
        os.close(file)
