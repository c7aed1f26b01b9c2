"""What the marts are made by has one fingerprint, however its rows lie in their tables."""

from __future__ import annotations

import psycopg

from mesoregistry.intake.sources import sync_sources
from mesoregistry.settings import Settings
from mesoregistry.warehouse.fingerprint import fingerprint
from tests.warehouse.filing import prepare


def test_it_stays_when_the_catalogue_is_written_again(databases: Settings) -> None:
    """A load writes the rows of the sources anew, which moves them: that is no reason for a full build."""
    prepare()
    with psycopg.connect(databases.dsn("warehouse")) as owner:
        before = fingerprint(owner, databases)
        owner.execute("update intake.layout_field set is_asked = is_asked where field < 'f'")
        owner.execute("update intake.source set mode = mode where country < 'm'")
        assert fingerprint(owner, databases) == before
        sync_sources(owner)
        assert fingerprint(owner, databases) == before
        owner.execute("update intake.layout_field set is_asked = not is_asked where field = 'form'")
        assert fingerprint(owner, databases) != before
