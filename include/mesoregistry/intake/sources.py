"""The sources of the catalogue: that of a submission, and their copy for dbt and the gate."""

from __future__ import annotations

from mesoregistry.catalog.model import Layout, Source
from mesoregistry.catalog.registries import registries, registry
from mesoregistry.database import Connection
from mesoregistry.ledger import Submission


def layout_of(submission: Submission) -> tuple[Source, Layout]:
    """The source of a submission and the layout that holds for its period."""
    source = next(s for s in registry(submission.country).sources if s.id == submission.source_id)
    return source, source.layout_for(submission.period)


def sync_sources(connection: Connection) -> None:
    """Copy what dbt and the gate must know of the catalogue into ``intake.source``."""
    for country, definition in registries().items():
        for source in definition.sources:
            connection.execute(
                "insert into intake.source values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
                " on conflict (country, source_id) do update set"
                " country_es = excluded.country_es, country_en = excluded.country_en,"
                " network_es = excluded.network_es, network_en = excluded.network_en,"
                " valid_from = excluded.valid_from, valid_to = excluded.valid_to,"
                " unit = excluded.unit, scope = excluded.scope, mode = excluded.mode",
                [
                    country, source.id, definition.name.es, definition.name.en, source.network.es,
                    source.network.en, source.valid_from, source.valid_to, source.unit, source.scope, source.mode,
                ],
            )  # fmt: skip
