"""The lists of controls point at what is there, and their pages show them; see ``tests.controls``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mesoregistry.settings import PROJECT
from tests.controls import MISHAPS, THREATS, Control, controls, table


@pytest.mark.parametrize("control", controls() + controls(MISHAPS), ids=lambda control: control.control)
def test_a_control_is_where_the_list_says(control: Control) -> None:
    assert (PROJECT / control.file).read_text(encoding="utf-8").count(control.text) == 1
    file, _, name = control.test.partition("::")
    text = (PROJECT / file).read_text(encoding="utf-8")
    assert not name or re.search(rf"^def {name}\(", text, re.MULTILINE)


@pytest.mark.parametrize(("file", "name"), [(THREATS, "threat-model.md"), (MISHAPS, "mishaps.md")])
def test_the_page_shows_the_list(file: Path, name: str) -> None:
    page = (PROJECT / "docs/explanation" / name).read_text(encoding="utf-8")
    assert table(file) in page, "python -m tests.controls --table (and --mishaps)"


@pytest.mark.parametrize(("name", "least"), [("security-requirements.md", 50), ("complaints.md", 34)])
def test_the_tests_that_a_page_names_are_there(name: str, least: int) -> None:
    page = (PROJECT / "docs/explanation" / name).read_text(encoding="utf-8")
    named = re.findall(r"`((?:[\w-]+/)*test_\w+\.py)(?:::(\w+))?`", page)
    assert len(named) >= least
    for file, test in named:
        text = (PROJECT / file).read_text(encoding="utf-8")
        assert not test or re.search(rf"^def {test}\(", text, re.MULTILINE), f"{file}::{test}"
