"""Headers that a team proposes for columns of its layout."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mesoregistry.portal.proposal import Proposal


class LayoutProposal(Proposal):
    """The headers of one file, for a layout of a source (``portal.layout_proposals``)."""

    source = models.CharField(max_length=64)
    layout = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="one_of_its_headers", fields=["country", "layout", "digest"])
        ]
