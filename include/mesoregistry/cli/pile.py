"""``pile``: files in life's shape, read and judged, with what became of each kind of fault."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from mesoregistry.cli.docs_table import write_table
from mesoregistry.cli.synthetic import with_demo_packages

if TYPE_CHECKING:
    from mesoregistry.synthetic.pile.judge import Tally


@with_demo_packages
def pile(
    files: Annotated[int, typer.Option(min=1, help="Cuántos / how many")] = 2000,
    seed: Annotated[int | None, typer.Option(help="La misma da los mismos archivos / the same files")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    into_docs: Annotated[bool, typer.Option("--docs", help="A docs/reference / into docs/reference")] = False,
) -> None:
    """Plant faults and habits of life in invented extracts of every format, and count what became of each."""
    from mesoregistry.synthetic import SEED
    from mesoregistry.synthetic.pile.run import run

    tally = run(files, SEED if seed is None else seed)
    body = as_body(tally)
    if as_json:
        typer.echo(json.dumps(body, ensure_ascii=False, indent=1))
        return
    lines = [
        "| kind | formats | planted | right | silent | loud |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in body["kinds"]:  # type: ignore[attr-defined]
        lines.append(f"| {' | '.join(str(value) for value in row.values())} |")
    lines += [
        "",
        f"{files} files; {body['sound_values_right']} of {body['sound_values']} values of sound rows right;"
        f" {body['loud_files']} sound files asked about.",
    ]
    typer.echo("\n".join(lines))
    if into_docs:
        write_table("pile", "\n".join(lines))


def as_body(tally: Tally) -> dict[str, object]:
    """The stable shape of ``pile --json``."""
    kinds = [
        {
            "kind": kind, "formats": len(tally.formats[kind]), "planted": counts.total(), "right": counts["right"],
            "silent": counts["silent"], "loud": counts["loud"],
        }
        for kind, counts in sorted(tally.kinds.items(), key=lambda item: _order(item[0]))
    ]  # fmt: skip
    return {
        "kinds": kinds,
        "files": tally.files.total(),
        "loud_files": tally.files["loud"],
        "sound_values": tally.values,
        "sound_values_right": tally.values_right,
    }


def _order(kind: str) -> tuple[int, str]:
    number = kind.split(" ", maxsplit=1)[0]
    return (int(number) if number.isdigit() else 99, kind)


def register(app: typer.Typer) -> None:
    app.command()(pile)
