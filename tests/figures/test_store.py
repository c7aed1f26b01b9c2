"""The published and the computed figures as tables of the marts, filled by each build."""

from __future__ import annotations

import datetime as dt

import psycopg
import pytest

from mesoregistry.figures import compute
from mesoregistry.settings import Settings
from mesoregistry.warehouse import build as warehouse
from mesoregistry.warehouse.build import build
from tests.warehouse.filing import file, person, prepare, rows

pytestmark = pytest.mark.slow(1)
MARCH = dt.date(2024, 3, 1)
COMPUTED = (
    "select figure_id, figure_status, is_equal, computed_value, numerator, denominator, reason_es, notes_en"
    " from marts.computed_figure order by figure_id"
)


def of_march(key: str, name: str) -> dict[str, object]:
    return {"case_key": key, "event_date": "2024-03-05", "form": ["amenazas"], **person(name)}


def test_every_figure_is_computed_with_the_marts(
    databases: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare()
    assert build().failures == ()  # nothing was filed: a registry without the published scope builds
    assert rows("select count(*) from marts.computed_figure") == [(0,)]
    published = rows("select figure_id, published_value, value_unit from marts.published_figure")
    assert len(published) == 424

    file("hn", MARCH, dt.date(2024, 4, 2), [of_march("A", "Ana")])
    assert build().rows_by_mart["computed_figure"] == 424
    assert rows(COMPUTED) == computed_now()
    of_region = rows(
        "select distinct computed_value, numerator, denominator, is_equal"
        " from marts.computed_figure join marts.published_figure using (figure_id)"
        " where measure = 'attacks' and filter_text is null and countries like '%HN%' and value_unit = 'count'"
        " and period_from <= '2024-03-01' and period_to >= '2024-03-31'"
    )
    assert of_region == [(1, 1, None, False)]

    file("hn", dt.date(2024, 4, 1), dt.date(2024, 5, 2), [of_march("B", "Bea")])
    built = build()
    assert (built.full, built.rows_by_mart["computed_figure"]) == (False, 424)
    assert rows(COMPUTED) == computed_now()

    for broken, fault in [
        ("insert into marts.computed_figure select * from marts.computed_figure limit 1",
         psycopg.errors.UniqueViolation),
        ("update marts.computed_figure set figure_id = 'nobody' where figure_id = (select min(figure_id) from"
         " marts.computed_figure)", psycopg.errors.ForeignKeyViolation),
        ("update marts.computed_figure set figure_status = 'good'", psycopg.errors.CheckViolation),
    ]:  # fmt: skip
        with pytest.raises(fault), psycopg.connect(databases.dsn("warehouse", "transformer")) as connection:
            connection.execute(broken.encode())

    def failing(connection: object) -> None:
        raise psycopg.errors.OperationalError

    monkeypatch.setattr(warehouse, "store", failing)
    with pytest.raises(psycopg.errors.OperationalError):
        build(full_refresh=True)
    monkeypatch.undo()
    assert build().ran  # a build whose figures did not stand is made again
    assert rows(COMPUTED) == computed_now()


def computed_now() -> list[tuple[object, ...]]:
    return sorted(
        (
            r.figure.id, r.status, r.equal, r.computed, *(*r.counts, None, None)[:2],
            r.reason.es if r.reason else None, "\n".join(note.en for note in r.footnotes) or None,
        )
        for r in compute()
    )  # fmt: skip
