"""``new-layout``: the layout of a team's file. ``sample``: an invented extract. Shared with ``new-country``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from mesoregistry.cli.printing import print_refusal
from mesoregistry.settings import settings

FROM = "Un archivo del equipo; nada de él se copia / a file of the team; nothing of it is copied"
FIELD = "form=Qué pasó: el campo de una columna / the field of a column; may be repeated"


def new_layout(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=FROM)],
    country: Annotated[
        str, typer.Option("--country", "-c", help="pa: its places and terms are known too")
    ] = "",
    decided: Annotated[list[str] | None, typer.Option("--field", help=FIELD)] = None,
) -> None:
    """Print the layout of a team's file as the YAML of a registry. No name, phone or narrative is printed."""
    from mesoregistry.authoring.draft.layout import draft_layout
    from mesoregistry.authoring.draft.layout_text import layout_yaml, map_row

    cc = country.strip().lower()
    with draft_faults():
        draft = draft_layout(file, cc or None, fields_by_header(decided))
    typer.echo(f"      # unit: {draft.unit}")
    typer.echo(layout_yaml(draft, f"{cc or 'cc'}_layout", cc or "COUNTRY"), nl=False)
    for row in draft.same_words(cc or "COUNTRY"):
        typer.echo(f"# code_map.csv: {map_row(*row)}")
    raise typer.Exit(1 if draft.missing else 0)


def sample(country: Annotated[str, typer.Argument(help="pa")]) -> None:
    """Write the sample of a country again, with invented people, in its layout as it is now."""
    from mesoregistry.catalog.registries import registries
    from mesoregistry.synthetic.sample import sample as write_sample

    if country not in registries():
        raise typer.BadParameter(f"{country}: {', '.join(registries())}")
    typer.echo(write_sample(registries()[country], settings()))


@contextmanager
def draft_faults() -> Iterator[None]:
    """A file that cannot be read, or a draft that cannot be made, is reported in one line; status 2."""
    from mesoregistry.authoring.draft.layout import DraftFault
    from mesoregistry.readers.grid import Unreadable

    try:
        yield
    except DraftFault as fault:
        typer.secho(str(fault), fg="red", err=True)
        raise typer.Exit(2) from None
    except Unreadable as fault:
        print_refusal(fault.finding, settings().language)
        raise typer.Exit(2) from None


def fields_by_header(options: list[str] | None) -> dict[str, str]:
    """``form=Qué pasó`` as header → field."""
    pairs = [option.partition("=") for option in options or []]
    if wrong := [field for field, equals, header in pairs if not equals or not header.strip()]:
        raise typer.BadParameter(f"--field {wrong[0]}: form=Qué pasó")
    return {header.strip(): field.strip() for field, _, header in pairs}
