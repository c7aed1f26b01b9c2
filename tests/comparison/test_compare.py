"""What a file would change, case by case, before it is filed; and that nothing of the look is left."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import psycopg
import pytest

from mesoregistry.comparison import service
from mesoregistry.comparison.compare import compare
from mesoregistry.comparison.differences import DIFFERENCES, Differences, Kind
from mesoregistry.intake.accept import accept
from mesoregistry.intake.load import load
from mesoregistry.settings import Settings
from tests.intake.samples import case, honduran, salvadoran
from tests.intake.submissions import judged
from tests.warehouse.months import file_month

MARCH, APRIL = dt.date(2024, 3, 1), dt.date(2024, 4, 1)


def accepted(folder: Path, country: str, content: bytes, day: dt.date, period: dt.date = MARCH) -> int:
    number = file_month(folder, country, content, day, period, ".csv" if country == "sv" else ".xlsx")
    load(country)
    judged(number)
    accept(country, [number])
    return number


def differences(folder: Path, country: str, content: bytes, month: dt.date = MARCH) -> Differences | None:
    path = folder / ("otro.csv" if country == "sv" else "otro.xlsx")
    path.write_bytes(content)
    return compare(path, country, month)


def counts(seen: Differences | None) -> dict[str, int]:
    assert seen
    return {kind: count for kind, count in seen.counts.items() if count}


def stored(config: Settings) -> list[int]:
    """How much there is in the ledger, the landed rows and the vault."""
    numbers: list[int] = []
    for database, tables in {
        "warehouse": ("intake.submission", "intake.event", "intake.finding", "raw.record"),
        "vault": ("vault.identity", "vault.mention", "vault.text"),
    }.items():
        with psycopg.connect(config.dsn(database)) as connection:
            for table in tables:
                row = connection.execute(f"select count(*) from {table}".encode()).fetchone()
                assert row
                numbers.append(row[0])
    return numbers


def test_a_version_against_the_one_that_stands(databases: Settings, tmp_path: Path) -> None:
    accepted(tmp_path, "sv", salvadoran([case(n) for n in (1, 2, 3, 4)]), dt.date(2024, 4, 2))
    before = stored(databases)
    content = salvadoran(
        [
            case(1),
            case(2, Edad="42", Tipos_de_agresión="hostigamiento"),
            case(3, Nombre_de_la_defensora="Otra Inventada"),
            case(5),
            case(6, Fecha_del_hecho="14/02/2024"),
            case(7) | {"No. de caso": ""},
        ]
    )
    seen = differences(tmp_path, "sv", content)
    assert seen
    assert counts(seen) == {"new": 1, "late": 1, "corrected": 2, "gone": 1, "unchanged": 1}
    assert (seen.version, seen.filed_on, seen.keyless) == (1, "2024-04-02", 1)
    assert seen.late_months == {"2024-02": 1}
    by_key = {c.key: c for c in seen.cases}
    changes = {change.field.es: (change.before, change.after) for change in by_key["SV-002"].changes}
    assert changes == {"edad": ("41", "42"), "forma de agresión": ("amenaza de muerte", "hostigamiento")}
    [sealed] = by_key["SV-003"].changes
    assert (sealed.is_sealed, sealed.before, sealed.after) == (True, None, None)
    [gone] = [c for c in seen.cases if c.kind is Kind.GONE]
    assert (gone.row, gone.key) == (5, ""), (
        "the row of the version that stands, and no key: it is in the vault"
    )
    assert by_key["SV-006"].row == 6
    assert stored(databases) == before
    assert b"Inventada" not in DIFFERENCES.dump_json(seen)


def test_a_withdrawn_version_is_compared_with_no_more(databases: Settings, tmp_path: Path) -> None:
    from mesoregistry.intake.answers import Reason, withdraw

    first = accepted(tmp_path, "sv", salvadoran([case(1)]), dt.date(2024, 4, 2))
    second = accepted(tmp_path, "sv", salvadoran([case(1), case(2)]), dt.date(2024, 4, 3))
    content = salvadoran([case(1), case(2), case(3)])
    assert counts(differences(tmp_path, "sv", content)) == {"new": 1, "unchanged": 2}
    withdraw(second, Reason.WRONG_FILE)
    assert counts(differences(tmp_path, "sv", content)) == {"new": 2, "unchanged": 1}
    withdraw(first, Reason.WRONG_FILE)
    seen = differences(tmp_path, "sv", content)
    assert counts(seen) == {"new": 3}
    assert seen and seen.version is None


def test_a_source_that_adds_is_compared_with_all_that_it_filed(databases: Settings, tmp_path: Path) -> None:
    keys = dict.fromkeys(("H-1", "H-2", "H-3"), "recibida")
    accepted(tmp_path, "hn", honduran(keys, MARCH), dt.date(2024, 4, 2))
    accepted(tmp_path, "hn", honduran({"H-4": "recibida"}, APRIL), dt.date(2024, 5, 2), APRIL)
    seen = differences(tmp_path, "hn", honduran({"H-1": "recibida", "H-2": "verificada"}, MARCH))
    assert seen and seen.adds
    assert counts(seen) == {"corrected": 1, "gone": 1, "unchanged": 1}


def test_what_goes_back_whole_is_not_compared(databases: Settings, tmp_path: Path) -> None:
    assert differences(tmp_path, "sv", b"\x00\x01nada") is None


@pytest.mark.parametrize("head", [{}, {"country": "xx"}, {"country": "sv", "month": "2030-01-01"}])
def test_a_question_that_makes_no_sense_is_answered_with_nothing(
    databases: Settings, head: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    question = {"extension": ".csv", "country": "sv", "month": "2024-03-01"} | head
    if not head:
        del question["country"]
    assert service.answer(json.dumps(question).encode(), salvadoran([case(1)])) == b"null"
    assert "Inventada" not in capsys.readouterr().out
