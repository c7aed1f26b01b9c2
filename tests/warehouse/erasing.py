"""Months of files that name an invented woman, for the tests of her erasure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from mesoregistry import database
from mesoregistry.intake.accept import accept
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive
from mesoregistry.intake.tasks import judge
from mesoregistry.warehouse.build import build
from tests.intake.samples import case, salvadoran

HER = "Ana Lucía Borrada Inventada"
PHONE, STORY = "7949-8873", "La siguieron dos hombres en moto desde el mercado hasta su casa inventada."
MARCH, APRIL = dt.date(2024, 3, 1), dt.date(2024, 4, 1)


def row(number: int, changes: Mapping[str, str], month: dt.date = MARCH) -> dict[str, str]:
    day = f"{month:14/%m/%Y}"
    return case(number, Fecha_del_hecho=day, Fecha_de_registro=day, **changes)


def filed(folder: Path, name: str, month: dt.date, *rows: dict[str, str], extra: tuple[str, ...] = ()) -> int:
    path = folder / name
    path.write_bytes(salvadoran(rows, extra))
    return receive(path, "sv", month, dt.date(2024, 5, 2)).submission_id


def taken_in(country: str = "sv") -> None:
    numbers = load(country)
    assert not judge(country, numbers).broken
    accept(country, numbers)
    assert build().failures == ()


def facts(columns: str) -> list[tuple[object, ...]]:
    with database.reading("analyst") as connection:
        return connection.execute(
            f"select {columns} from marts.fct_attack_version group by 1 order by 1".encode()
        ).fetchall()


ATTACKS = "submission_id, count(*), sum(is_counted::int)"
