"""``portal apply-terms``, ``portal apply-layouts``: what the coordination accepted, put where everything reads it."""

from __future__ import annotations

import typer

from mesoregistry.cli.warehouse import Spoken
from mesoregistry.findings import Text
from mesoregistry.settings import settings

APPLIED = Text("Términos nuevos en code_map.csv: {count}.", "New terms in code_map.csv: {count}.")
APPLIED_LAYOUTS = Text(
    "Formatos con encabezados nuevos en include/registries: {count}.",
    "Layouts with new headers in include/registries: {count}.",
)


def apply_terms(language: Spoken = "") -> None:
    """Put the terms that the coordination accepted into dbt/seeds/code_map.csv, which everything reads."""
    from mesoregistry.authoring.draft.terms import append_terms
    from mesoregistry.portal import setup

    setup.configure()
    from mesoregistry.portal import proposals

    setup.migrate()
    accepted = [proposal for proposal in proposals.listed("accepted") if proposal.term]
    append_terms(settings().seeds, [(p.list, p.country, p.term, p.code) for p in accepted])
    proposals.mark_applied([proposal.number for proposal in accepted])
    typer.echo(APPLIED.format(count=len(accepted)).in_(language or settings().language))


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
