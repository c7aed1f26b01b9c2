"""A term that a team proposes: encrypted, since what no list knows may be a name in the wrong cell."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from mesoregistry import clock


class TermProposal(models.Model):
    """``digest``: of the term, under a key, to know it again (``portal.proposals``)."""

    country = models.CharField(max_length=2)
    list = models.CharField(max_length=64)
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    state = models.CharField(max_length=16, default="open")
    reason = models.CharField(max_length=32, blank=True)
    account = models.ForeignKey("portal.Account", on_delete=models.CASCADE, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="one_of_a_term", fields=["country", "list", "digest"])
        ]
