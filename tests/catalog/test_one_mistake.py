"""A mistake in the registry of one country takes no other country down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from mesoregistry import database, ledger
from mesoregistry.catalog.registries import CatalogFault, countries, read, registries, registry
from mesoregistry.figures.limits import asked_scope
from mesoregistry.figures.scope import Scope
from mesoregistry.intake import inbox, upkeep_tasks
from mesoregistry.intake.check_file import check_file
from mesoregistry.intake.receive import receive
from mesoregistry.intake.task_faults import Stopped
from mesoregistry.settings import Settings, settings
from mesoregistry.warehouse.board import board
from tests.broken_catalogue import MISTAKE, break_mexico, copied, mend_mexico, mexico_broken
from tests.conftest import environment
from tests.intake.samples import case, salvadoran
from tests.warehouse.filing import file, prepare

MARCH, FILED = dt.date(2024, 3, 1), dt.date(2024, 4, 2)


@pytest.fixture
def broken(databases: Settings, tmp_path: Path) -> Iterator[Settings]:
    """A warehouse with a Mexican month, and then the typo."""
    prepare()
    file("mx", MARCH, FILED, [])
    with mexico_broken(tmp_path) as config:
        yield config


def test_the_others_are_there_and_the_country_is_known(broken: Settings) -> None:
    written = sorted(path.stem for path in settings().registries.glob("*.yml"))
    assert {"gt", "hn", "mx", "ni", "sv"} <= set(written)
    assert list(registries()) == [country for country in written if country != "mx"]
    assert countries() == written
    with pytest.raises(CatalogFault, match=MISTAKE):
        registry("mx")
    with pytest.raises(CatalogFault, match=MISTAKE):
        read(settings().registries)


def test_a_process_that_runs_on_sees_the_mistake_and_that_it_was_mended(tmp_path: Path) -> None:
    """The board and the portal read the catalogue once and live for weeks."""
    catalogue = copied(tmp_path)
    with environment(MESO_REGISTRIES=str(catalogue)):
        before = registry("mx")
        break_mexico(catalogue)
        with pytest.raises(CatalogFault, match=MISTAKE):
            registry("mx")
        mend_mexico(catalogue)
        assert registry("mx") == before
        (catalogue / "mx.yml").unlink()
        assert "mx" not in countries()


def test_others_file_and_check_and_the_country_is_told_its_mistake(broken: Settings, tmp_path: Path) -> None:
    path = tmp_path / "marzo.csv"
    path.write_bytes(salvadoran([case(1), case(2)]))
    assert receive(path, "sv", MARCH, FILED).version == 1
    assert check_file(path, "sv", MARCH, FILED).rows == 2
    for take in (receive, check_file):
        with pytest.raises(CatalogFault, match=MISTAKE):
            take(path, "mx", MARCH, FILED)


def test_what_was_filed_stays_on_the_board_and_has_a_line(broken: Settings) -> None:
    [cell] = [cell for cell in board(dt.date(2024, 7, 14)) if cell["country"] == "mx"]
    assert (cell["period"], cell["state"], cell["submission"]) == ("2024-03", "accepted", 1)
    with database.transaction() as connection:
        assert ledger.describe(connection, 1).startswith("MX, marzo 2024, v1")


def test_its_inbox_waits_and_the_others_are_emptied(broken: Settings) -> None:
    for country in ("mx", "sv"):
        inbox.folder(country).mkdir(parents=True, exist_ok=True)
        (inbox.folder(country) / "2024-03.csv").write_bytes(salvadoran([case(1)]))
    assert [receipt.country for receipt in inbox.sweep(still=0)] == ["sv"]
    assert (inbox.folder("mx") / "2024-03.csv").exists()


def test_upkeep_is_red_and_quotes_the_mistake(broken: Settings) -> None:
    with pytest.raises(Stopped, match=MISTAKE):
        upkeep_tasks.check_catalogue()


def test_a_count_that_would_need_the_file_is_refused(broken: Settings) -> None:
    scope = Scope(("MX", "SV"), MARCH, FILED, {})
    with pytest.raises(CatalogFault, match=MISTAKE):
        asked_scope(scope, {"profile"}, {})
    assert asked_scope(scope, {"year"}, {}) == (scope, (), None)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "sv.yml").write_bytes("country: sv # año".encode("latin-1"))
    with pytest.raises(CatalogFault, match=r"sv\.yml: not readable as UTF-8"):
        read(tmp_path)
