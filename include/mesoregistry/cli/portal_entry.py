"""What ``up`` says of the portal."""

from __future__ import annotations

import typer

from mesoregistry.findings import Text
from mesoregistry.settings import settings


def show_entry() -> None:
    """Where the portal is; while nobody has an account, how to make the first."""
    from mesoregistry.local import portal_service
    from mesoregistry.portal.setup import has_accounts

    typer.echo(portal_service.address(settings()))
    if not has_accounts():
        first = Text("Para entrar la primera vez", "To get in the first time").in_(settings().language)
        typer.echo(f"  {first}: mesoregistry portal invite CORREO --role coordinator")
