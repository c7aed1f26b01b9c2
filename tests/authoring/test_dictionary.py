"""The data dictionary is the one that the models say."""

from __future__ import annotations

import re

from mesoregistry.authoring import dictionary
from mesoregistry.settings import settings


def test_it_is_fresh() -> None:
    path = settings().project / "docs" / "data_dictionary.md"
    assert path.read_text(encoding="utf-8") == dictionary.text(), "run: make docs"


def test_every_mart_is_in_it() -> None:
    folder = settings().dbt_project / "models" / "marts"
    told = {mart.name for mart, _ in dictionary.marts()}
    assert told == {path.stem for path in folder.rglob("*.sql")}


def test_both_languages_are_said_of_every_column() -> None:
    for mart, columns in dictionary.marts():
        for one in (mart, *columns):
            assert one.es != one.en or re.fullmatch(r"\w+\.", one.es), one.name
