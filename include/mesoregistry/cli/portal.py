"""``portal invite``: how a person gets into the portal."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from mesoregistry.cli.portal_proposals import apply_layouts, apply_terms
from mesoregistry.cli.services import with_database
from mesoregistry.findings import Text
from mesoregistry.settings import settings

portal = typer.Typer(no_args_is_help=True, help="El portal de los equipos / the portal of the teams")

HANDED = Text(
    "Enlace para {email}, de un solo uso, siete días. Entréguelo por un medio seguro:",
    "A link for {email}, for one use, seven days. Hand it over in a safe way:",
)
NO_KEY = Text(
    "ninguna llave de un equipo con ese correo tiene esa huella; no se inscribió nada",
    "no passkey of a team with that e-mail has that digest; nothing was enrolled",
)
ENROLLED = Text("Desde ahora {email} firma lo que presenta.", "From now on {email} signs what she files.")
REVOKED = Text("Llaves que ya no firman: {count}.", "Keys that sign nothing any more: {count}.")
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


def enrol_key(
    email: Annotated[str, typer.Argument(help="Su correo / her e-mail")],
    digest: Annotated[
        str, typer.Option("--digest", help="Lo que ella leyó por teléfono / what she read on the telephone")
    ],
    language: Annotated[Literal["es", "en", ""], typer.Option("--language", "-l", help="es | en")] = "",
) -> None:
    """Let a passkey sign what its owner files; she reads its digest to the coordinator from the portal."""
    from mesoregistry.portal import setup

    setup.configure()
    from mesoregistry.portal.enrolment import enrol

    if not enrol(email, digest):
        raise typer.BadParameter(NO_KEY.in_(language or settings().language), param_hint="--digest")
    typer.echo(ENROLLED.format(email=email).in_(language or settings().language))


def revoke_keys(
    email: Annotated[str, typer.Argument(help="Su correo / her e-mail")],
    language: Annotated[Literal["es", "en", ""], typer.Option("--language", "-l", help="es | en")] = "",
) -> None:
    """Let the passkeys of a person sign nothing any more: she lost her device, or left."""
    from mesoregistry.portal import setup

    setup.configure()
    from mesoregistry.portal.enrolment import revoke

    typer.echo(REVOKED.format(count=revoke(email)).in_(language or settings().language))


def serve() -> None:
    """Answer on MESO_PORTAL_PORT until stopped: what a container of the portal runs."""
    from mesoregistry.portal.__main__ import main

    main()


def comparison() -> None:
    """Say what files would change until stopped: what a container of the comparison runs."""
    from mesoregistry.comparison.service import main

    main()


def register(app: typer.Typer) -> None:
    portal.command()(with_database(invite))
    portal.command()(with_database(enrol_key))
    portal.command()(with_database(revoke_keys))
    portal.command()(with_database(apply_terms))
    portal.command()(with_database(apply_layouts))
    portal.command()(serve)
    portal.command()(comparison)
    app.add_typer(portal, name="portal")
