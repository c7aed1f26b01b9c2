"""The board inside the Airflow UI: country × month, for whoever is logged in to Airflow and for nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from airflow.api_fastapi.core_api.security import requires_authenticated
from airflow.plugins_manager import AirflowPlugin
from fastapi import Depends, FastAPI, Query
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mesoregistry.catalog.registries import catalogue, countries
from mesoregistry.ledger.states import NAMES, NEXT
from mesoregistry.settings import settings

Language = Literal["es", "en"]
PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "board_page"), autoescape=True, undefined=StrictUndefined
)
WORDS: dict[Language, dict[str, str]] = {
    "es": {
        "title": "Registros por país y mes",
        "lead": "El número dice cuántas filas cuentan. Toque un mes para leer qué sigue.",
        "attention": "Necesita atención",
        "number": "envío",
        "findings": "Lo que se halló, celda por celda",
        "unknown": "No hay ningún envío con ese número.",
        "due": "pendiente",
        "due_next": "Todavía no llega el archivo de este mes.",
        "quiet": "sin agresiones",
        "quiet_next": "El equipo dijo que ese mes no hubo agresiones. Si las hubo, envíe el archivo.",
        "late": "tarde",
        "missing": "falta",
        "nothing": "todavía sin archivos",
        "rows": "filas",
        "older": "De una versión anterior siguen contando {} mientras esta espera.",
        "none": "Todavía no se ha recibido ningún archivo.",
        "country": "País",
        "other": "English",
    },
    "en": {
        "title": "Registries by country and month",
        "lead": "The number says how many rows count. Touch a month to read what comes next.",
        "attention": "Needs attention",
        "number": "submission",
        "findings": "What was found, cell by cell",
        "unknown": "There is no submission of that number.",
        "due": "due",
        "due_next": "The file of this month has not come yet.",
        "quiet": "no attacks",
        "quiet_next": "The team said that there were no attacks in that month. If there were, send the file.",
        "late": "late",
        "missing": "missing",
        "nothing": "no files yet",
        "rows": "rows",
        "older": "{} of an older version go on counting while this one waits.",
        "none": "No file has been received yet.",
        "country": "Country",
        "other": "Español",
    },
}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

app = FastAPI(
    docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(requires_authenticated())]
)


@app.get("/", response_class=HTMLResponse)
def page(
    lang: Annotated[Language | None, Query()] = None,
    month: Annotated[str, Query(pattern=r"^([a-z]{2}-\d{4}-\d{2})?$")] = "",
    submission: Annotated[int | None, Query(ge=1)] = None,
) -> HTMLResponse:
    """The board, with a month opened (``hn-2024-05``), or what was found in a submission.

    In a thread of its own, as it queries the database.
    """
    from mesoregistry.warehouse.board import board
    from submission_page import render_submission

    language = lang or settings().language
    if submission is not None:
        text = render_submission(PAGES, submission, language)
        return HTMLResponse(text or WORDS[language]["unknown"], 200 if text else 404, HEADERS)
    return HTMLResponse(render(board(), language, month, _messages()), headers=HEADERS)


def _messages() -> list[str]:
    """What is wrong now, without the deadlines, which the months themselves show."""
    from mesoregistry import alerts, database

    with database.transaction() as connection:
        return [a.message for a in alerts.open_alerts(connection, "not starts_with(key, 'deadline.')")]


def render(
    cells: Sequence[Mapping[str, Any]], language: Language, month: str = "", messages: Sequence[str] = ()
) -> str:
    """The page of ``warehouse.board``'s cells: a table a year, the newest first; ``month`` is opened."""
    from babel.dates import get_month_names

    words = WORDS[language]
    others = ("due", "quiet")  # states of a month that are no states of a file
    states = {s: words[s] for s in others} | {state: name.in_(language) for state, name in NAMES.items()}
    advice = {s: words[f"{s}_next"] for s in others} | {s: text.in_(language) for s, text in NEXT.items()}
    years = sorted({str(cell["period"])[:4] for cell in cells}, reverse=True)
    filed = {str(cell["period"])[:4] for cell in cells if cell["version"]}
    by_month = {(str(cell["period"]), str(cell["country"])): cell for cell in cells}
    known = catalogue().sound
    names = {c: known[c].name.in_(language) if c in known else c.upper() for c in countries()}
    return PAGES.get_template("board.html").render(
        language=language,
        words=WORDS[language],
        states=states,
        advice=advice,
        cells=by_month,
        shown=sorted({str(cell["state"]) for cell in cells}, key=list(states).index),
        years=years,
        filed={year: year in filed for year in years},
        months=get_month_names("abbreviated", locale=language),
        countries=names,
        opened=month,
        messages=messages,
    )


class RegistryBoard(AirflowPlugin):
    """The page at ``/board/`` and its entry in the navigation."""

    name = "registry_board"
    fastapi_apps = [{"app": app, "url_prefix": "/board", "name": "Registry board"}]  # noqa: RUF012
    external_views = [  # noqa: RUF012
        {
            "name": "Registros",
            # relative to Airflow's base address, wherever that is
            "href": "board/",
            "destination": "nav",
            "url_route": "registros",
            "nav_top_level": True,
        }
    ]
