"""``mesoregistry bench``: each line of the table is measured, on files small enough for a test; speed is not judged."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from mesoregistry.cli import app


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
    }
    assert lines["memory of check", 300]["unit"] == "MB"
