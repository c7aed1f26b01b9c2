"""The command itself: how it ends, and what it never says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mesoregistry import cli
from mesoregistry.local.fault import LocalFault


def end(monkeypatch: pytest.MonkeyPatch, error: Exception) -> int | str | None:
    def app() -> None:
        raise error

    monkeypatch.setattr(cli, "app", app)
    with pytest.raises(SystemExit) as raised:
        cli.main()
    return raised.value.code


def test_a_fault_of_the_machine_is_said_with_its_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert end(monkeypatch, LocalFault("No arrancó.", "It did not start.", Path("a.log"))) == 3
    assert capsys.readouterr().err.strip() == "No arrancó. (a.log)"


def test_what_an_exception_says_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert end(monkeypatch, ValueError("Ximena Quiroga Nosuch")) == 3
    printed = capsys.readouterr().err
    assert "Ximena" not in printed
    assert printed.strip().endswith("ValueError")
    assert "test_main.py" in printed


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from mesoregistry import cli\n"
        "heavy = {'pandas', 'great_expectations', 'dbt', 'airflow', 'duckdb', 'splink'} & set(sys.modules)\n"
        "sys.exit(' '.join(sorted(heavy)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
