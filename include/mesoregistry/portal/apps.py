"""The application as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Portal(AppConfig):
    """Its tables: accounts, invitations, comments, notices, and what is proposed."""

    name = "mesoregistry.portal"
    label = "portal"

    def import_models(self) -> None:
        """Those of ``models``, and those beside it."""
        super().import_models()
        from mesoregistry.portal import layout_proposal, term_proposal  # noqa: F401

    def ready(self) -> None:
        """Write down who comes in and goes."""
        from mesoregistry.portal import access_log

        access_log.listen()
