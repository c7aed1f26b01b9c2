"""No DAG: mistakes in a registry, in rules or in seeds are an import error here, in their own words.

They stop their country: ``registries.py`` makes no DAG of a registry with mistakes, and the tasks of the others say so.
(Airflow reads only files that name airflow and dag.)
"""

from __future__ import annotations

from mesoregistry.catalog.registries import CatalogFault
from mesoregistry.gate.remembered_mistakes import remembered_mistakes

mistakes = remembered_mistakes()
if mistakes:
    raise CatalogFault(mistakes)
