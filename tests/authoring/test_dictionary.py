"""The data dictionary is the one that the models give."""

from __future__ import annotations

import re

from mesoregistry.authoring import dictionary
from mesoregistry.settings import settings


def test_it_is_fresh() -> None:
    path = settings().project / "docs" / "data_dictionary.md"
    assert path.read_text(encoding="utf-8") == dictionary.text(), "run: make docs"


def test_every_mart_is_in_it() -> None:
    folder = settings().dbt_project / "models" / "marts"
    described = {mart.name for mart, _ in dictionary.marts()}
    assert described == {path.stem for path in folder.rglob("*.sql")}


def test_both_languages_describe_every_column() -> None:
    for mart, columns in dictionary.marts():
        for entry in (mart, *columns):
            assert entry.es != entry.en or re.fullmatch(r"\w+\.", entry.es), entry.name
