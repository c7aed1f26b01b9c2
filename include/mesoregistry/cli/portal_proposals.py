"""``portal apply-terms``, ``portal apply-layouts``: what the coordination accepted, put where everything reads it."""

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
    """Put the terms and places that the coordination accepted into the seeds, which everything reads."""
    from mesoregistry.authoring.draft.terms import append_terms
    from mesoregistry.authoring.new_aliases import Alias, add_aliases
    from mesoregistry.catalog.places import is_of_places
    from mesoregistry.portal import setup

    setup.configure()
    from mesoregistry.portal import proposals

    setup.migrate()
    accepted = [proposal for proposal in proposals.listed("accepted") if proposal.term]
    places = [proposal for proposal in accepted if is_of_places(proposal.list)]
    terms = [proposal for proposal in accepted if not is_of_places(proposal.list)]
    append_terms(settings().seeds, [(p.list, p.country, p.term, p.code) for p in terms])
    proposals.mark_applied([proposal.number for proposal in terms])
    for proposal in places:
        add_aliases([Alias(proposal.code, proposal.term)])
        proposals.mark_applied([proposal.number])
    spoken = language or settings().language
    typer.echo(APPLIED.format(count=len(terms)).in_(spoken))
    if places:
        typer.echo(APPLIED_PLACES.format(count=len(places)).in_(spoken))


def apply_layouts(language: Spoken = "") -> None:
    """Put the headers that the coordination accepted into the layouts of include/registries, which everything reads."""
    from mesoregistry.authoring.new_spellings import add_spellings
    from mesoregistry.portal import setup

    setup.configure()
    from mesoregistry.portal import layout_proposals

    setup.migrate()
    applied = 0
    for proposal in layout_proposals.listed("accepted"):
        spellings = [match.spelling for match in proposal.matches]
        if spellings:
            add_spellings(settings().registries, proposal.country, proposal.layout, spellings)
            layout_proposals.mark_applied([proposal.number])
            applied += 1
    typer.echo(APPLIED_LAYOUTS.format(count=applied).in_(language or settings().language))
