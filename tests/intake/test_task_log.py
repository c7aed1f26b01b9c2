"""What the log of a task says: file, month, rows, rule and seconds, in the language that is set, and no name."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from mesoregistry.intake import explanation, tasks
from mesoregistry.intake.tasks import Stopped
from mesoregistry.settings import Settings
from tests.conftest import environment
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import filed_for

MARCH, APRIL = dt.date(2024, 3, 1), dt.date(2024, 4, 1)
UNKNOWN_FORM = salvadoran([case(1), case(2, Tipos_de_agresión="paliza de Ana Inventada")])
BAD = salvadoran([case(1)], without="Fecha del hecho")


def filed(folder: Path, content: bytes, period: dt.date) -> int:
    return filed_for(folder, content, period, "Ana Inventada.csv")


@pytest.mark.parametrize(
    ("language", "landed", "judged"),
    [
        ("es", r"El Salvador, marzo 2024, v1: 2 filas, en revisión \(envío 1\), \d+\.\d s",
         "envío 1: form_known, por corregir: 1"),
        ("en", r"El Salvador, March 2024, v1: 2 rows, in review \(submission 1\), \d+\.\d s",
         "submission 1: form_known, to correct: 1"),
    ],
)  # fmt: skip
def test_each_file_and_each_rule_has_a_line(
    databases: Settings,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    language: str,
    landed: str,
    judged: str,
) -> None:
    filed(tmp_path, UNKNOWN_FORM, MARCH)
    with environment(MESO_LANGUAGE=language):
        tasks.load_waiting("sv")
        assert re.fullmatch(landed, capsys.readouterr().out.strip())
        tasks.check("sv", [1])
    out = capsys.readouterr().out
    assert judged in out
    assert "Ana" not in out


def test_a_task_for_each_file_that_is_not_accepted_and_not_for_too_many(
    databases: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = [filed(tmp_path, UNKNOWN_FORM, MARCH), filed(tmp_path, BAD, APRIL)]
    numbers += [filed(tmp_path, salvadoran([case(9, Fecha_del_hecho="14/02/2024")]), dt.date(2024, 2, 1))]
    tasks.load_waiting("sv")
    with pytest.raises(Stopped):
        tasks.check("sv", numbers)
    tasks.accept("sv", numbers)
    assert explanation.unaccepted(numbers) == [2, 1]
    assert explanation.label(2) == "abril 2024 v1 (envío 2)"
    capsys.readouterr()
    explanation.explain(1)
    out = capsys.readouterr().out
    assert re.search(r"^Q3 · por corregir · form_known · .+", out, re.M), out
    assert "Ana" not in out and "sealed" not in out
    with pytest.raises(Stopped, match="findings 2") as raised:
        explanation.explain(2)
    assert raised.value.is_known


def test_no_more_than_a_dozen_and_of_many_only_what_goes_back(databases: Settings, tmp_path: Path) -> None:
    numbers = [filed(tmp_path, BAD + b"\r\n" * n, dt.date(2023, 1 + n % 12, 1)) for n in range(14)]
    tasks.load_waiting("sv")
    assert len(explanation.unaccepted(numbers)) == 12
    wrong = [filed(tmp_path, UNKNOWN_FORM + b"\r\n" * n, dt.date(2022, 1 + n, 1)) for n in range(12)]
    tasks.load_waiting("sv")
    tasks.check("sv", wrong)
    tasks.accept("sv", wrong)
    assert len(explanation.unaccepted(wrong)) > 0
    assert explanation.unaccepted([*wrong, numbers[0]]) == [numbers[0]]
