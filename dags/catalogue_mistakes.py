"""No DAG: a file of the catalogue with mistakes is an import error here, in its own words, and takes no other down.

``registries.py`` makes the DAGs of the sound ones. (Airflow reads only files that name airflow and dag.)
"""

from __future__ import annotations

from mesoregistry.catalog.registries import CatalogFault, catalogue

mistakes = [mistake for of_file in catalogue().mistakes.values() for mistake in of_file]
if mistakes:
    raise CatalogFault(mistakes)
