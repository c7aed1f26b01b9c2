"""The application as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class Portal(AppConfig):
    """Accounts and invitations are its only tables."""

    name = "mesoregistry.portal"
    label = "portal"
