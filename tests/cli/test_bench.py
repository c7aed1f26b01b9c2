"""``mesoregistry bench``: each line of the table is measured, on files small enough for a test; speed is not judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from mesoregistry.cli import app, docs_table


def test_every_line_is_measured() -> None:
    result = CliRunner().invoke(app, ["bench", "--rows", "300", "--small", "100", "--json"])
    assert result.exit_code == 0, result.output
    lines = {(line["name"], line["rows"]): line for line in json.loads(result.output)}
    assert all(line["value"] > 0 for line in lines.values())
    assert (
        lines["reader", 300]["ratio"] == lines["reader", 300]["value"] / lines["calamine alone", 300]["value"]
    )
    assert {name for name, _ in lines} >= {
        "pandas and openpyxl",
        "interpret",
        "check, warm",
        "check, from the shell",
        "memory of check",
        "Great Expectations on a frame",
        "COPY of the rows as bytes",
        "landing",
    }
    assert lines["memory of check", 300]["unit"] == "MB"


def test_the_table_of_the_docs_is_that_of_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "page.md"
    monkeypatch.setattr(docs_table, "PAGE", page)
    page.write_text("before\n\n<!-- pile -->\n\n| old |\n\n<!-- end of pile -->\n\nafter\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["pile", "--files", "5", "--docs"])
    assert result.exit_code == 0, result.output
    table = result.output.strip()
    assert (
        page.read_text(encoding="utf-8")
        == f"before\n\n<!-- pile -->\n\n{table}\n\n<!-- end of pile -->\n\nafter\n"
    )
    with pytest.raises(LookupError):
        docs_table.write_table("bench", table)


def test_the_page_has_a_place_for_both_tables() -> None:
    text = docs_table.PAGE.read_text(encoding="utf-8")
    assert all(
        text.count(f"<!-- {mark}{name} -->") == 1 for name in ("bench", "pile") for mark in ("", "end of ")
    )
