"""``portal invite``: how a person gets into the portal."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from mesoregistry.cli.services import with_database
from mesoregistry.findings import Text
from mesoregistry.settings import settings

portal = typer.Typer(no_args_is_help=True, help="El portal de los equipos / the portal of the teams")

HANDED = Text(
    "Enlace para {email}, de un solo uso, siete días. Entréguelo por un medio seguro:",
    "A link for {email}, for one use, seven days. Hand it over in a safe way:",
)
NO_COUNTRY = Text("un equipo necesita --country (gt, hn ...)", "a team needs --country (gt, hn ...)")


def invite(
    email: Annotated[str, typer.Argument(help="Su correo / her e-mail")],
    role: Annotated[Literal["team", "coordinator", "auditor"], typer.Option(help="Su papel / her role")],
    country: Annotated[
        str, typer.Option("--country", "-c", help="gt, hn, mx, ni, sv ...; sólo equipos")
    ] = "",
    language: Annotated[Literal["es", "en", ""], typer.Option("--language", "-l", help="es | en")] = "",
) -> None:
    """Print a link with which a person makes her account; whoever lost her passkey gets in with a new one."""
    from mesoregistry.catalog.registries import registries
    from mesoregistry.portal import setup

    spoken = language or settings().language
    if role == "team" and country not in registries():
        raise typer.BadParameter(NO_COUNTRY.in_(spoken), param_hint="--country")
    setup.configure()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError:
        raise typer.BadParameter(email, param_hint="EMAIL") from None
    typer.echo(HANDED.format(email=email).in_(spoken), err=True)
    typer.echo(setup.invite(email, role, country))


def serve() -> None:
    """Answer on MESO_PORTAL_PORT until stopped: what a container of the portal runs."""
    from mesoregistry.portal.__main__ import main

    main()


def register(app: typer.Typer) -> None:
    portal.command()(with_database(invite))
    portal.command()(serve)
    app.add_typer(portal, name="portal")
