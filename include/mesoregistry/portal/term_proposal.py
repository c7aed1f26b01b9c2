"""A term that a team proposes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mesoregistry.portal.proposal import Proposal


class TermProposal(Proposal):
    """A term of a list that no list knows, with the code that it is taken for (``portal.proposals``)."""

    list = models.CharField(max_length=64)
    code = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="one_of_a_term", fields=["country", "list", "digest"])
        ]
