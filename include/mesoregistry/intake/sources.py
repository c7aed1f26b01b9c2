"""The sources of the catalogue: that of a submission, and their copy for dbt and the gate."""

from __future__ import annotations

from mesoregistry.catalog.model import Layout, Source, fields
from mesoregistry.catalog.registries import CatalogFault, registries, registry
from mesoregistry.database import Connection
from mesoregistry.findings import Text
from mesoregistry.ledger import Submission
from mesoregistry.settings import settings

SOURCE_GONE = Text(
    "{country}.yml: sources: falta «{source}», que presentó el envío {number} ({month}); vuelva a ponerla,"
    " con valid_to si ya terminó",
    "{country}.yml: sources: “{source}” is missing, which filed submission {number} ({month}); put it back,"
    " with valid_to if it has ended",
)


def layout_of(submission: Submission) -> tuple[Source, Layout]:
    """The source of a submission and the layout that holds for its period.

    Raises:
        CatalogFault: the source left the catalogue, and its files did not.
    """
    for source in registry(submission.country).sources:
        if source.id == submission.source_id:
            return source, source.layout_for(submission.period)
    gone = SOURCE_GONE.format(
        country=submission.country,
        source=submission.source_id,
        number=submission.submission_id,
        month=f"{submission.period:%Y-%m}",
    )
    raise CatalogFault([gone.in_(settings().language)])


def sync_sources(connection: Connection) -> None:
    """Copy what dbt and the gate must know of the catalogue: ``intake.source`` and ``intake.layout_field``."""
    for country, definition in registries().items():
        for source in definition.sources:
            connection.execute(
                "insert into intake.source values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
                " on conflict (country, source_id) do update set"
                " country_es = excluded.country_es, country_en = excluded.country_en,"
                " network_es = excluded.network_es, network_en = excluded.network_en,"
                " valid_from = excluded.valid_from, valid_to = excluded.valid_to,"
                " unit = excluded.unit, scope = excluded.scope, mode = excluded.mode,"
                " time_zone = excluded.time_zone",
                [
                    country, source.id, definition.name.es, definition.name.en, source.network.es,
                    source.network.en, source.valid_from, source.valid_to, source.unit, source.scope, source.mode,
                    definition.time_zone,
                ],
            )  # fmt: skip
            _sync_layouts(connection, country, source)


def _sync_layouts(connection: Connection, country: str, source: Source) -> None:
    """Which fields each layout of a source asks. A layout that left the catalogue stays: its files do too."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "insert into intake.layout_field values (%s, %s, %s, %s, %s, %s, %s)"
            " on conflict (country, source_id, layout_id, field) do update set"
            " valid_from = excluded.valid_from, valid_to = excluded.valid_to, is_asked = excluded.is_asked",
            [
                (
                    country, source.id, layout.id, field,
                    max(source.valid_from, layout.valid_from or source.valid_from),
                    min((day for day in (source.valid_to, layout.valid_to) if day), default=None),
                    field in layout.asked_fields,
                )
                for layout in source.layouts
                for field in fields()
            ],
        )  # fmt: skip
