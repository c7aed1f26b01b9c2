"""``portal apply-terms``, ``portal apply-layouts``: what the coordination accepted, put into the project's files."""

from __future__ import annotations

import typer

from mesoregistry.cli.warehouse import Spoken
from mesoregistry.findings import Text
from mesoregistry.settings import settings

APPLIED = Text("Términos nuevos en code_map.csv: {count}.", "New terms in code_map.csv: {count}.")
APPLIED_PLACES = Text(
    "Nombres nuevos de lugares en place_aliases.yml: {count}.",
    "New names of places in place_aliases.yml: {count}.",
)
APPLIED_LAYOUTS = Text(
    "Formatos con encabezados nuevos en include/registries: {count}.",
    "Layouts with new headers in include/registries: {count}.",
)


def apply_terms(language: Spoken = "") -> None:
    """Take the terms and places that count since the coordination accepted them over into the project's files."""
    from mesoregistry.authoring.taken_over import take_over_terms
    from mesoregistry.portal import setup

    setup.configure()
    from mesoregistry.portal import proposals

    setup.migrate()
    terms, places = take_over_terms()
    proposals.mark_applied()
    spoken = language or settings().language
    typer.echo(APPLIED.format(count=len(terms)).in_(spoken))
    if places:
        typer.echo(APPLIED_PLACES.format(count=len(places)).in_(spoken))


def apply_layouts(language: Spoken = "") -> None:
    """Take the headers that count since the coordination accepted them over into the layouts of include/registries."""
    from mesoregistry.authoring.taken_over import take_over_headers
    from mesoregistry.portal import setup

    setup.configure()
    from mesoregistry.portal import layout_decisions

    setup.migrate()
    rows = take_over_headers()
    layout_decisions.mark_applied()
    layouts = {(row["country"], row["source_id"], row["layout"]) for row in rows}
    typer.echo(APPLIED_LAYOUTS.format(count=len(layouts)).in_(language or settings().language))
