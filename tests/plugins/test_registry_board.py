"""The board: nobody without a login, every state in words, in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mesoregistry.ledger.states import NAMES
from mesoregistry.settings import Settings
from tests.airflow_child import run_in_airflow
from tests.broken_catalogue import RIGHT, WRONG, copied

REQUESTS = """
from fastapi.testclient import TestClient
from airflow import plugins_manager
answers = {}
apps, middlewares = plugins_manager.get_fastapi_plugins()
for one in apps:
    client = TestClient(one["app"])
    for route in one["app"].routes:
        for method in sorted(route.methods):
            answers[f"{method} {one['url_prefix']}{route.path}"] = client.request(method, route.path).status_code
answer({"answers": answers, "middlewares": len(middlewares), "errors": plugins_manager.get_import_errors()})
"""
RENDER = """
from registry_board import render
cells = json.loads(sys.argv[1])
answer({"es": render(cells, "es"), "en": render(cells, "en"), "nothing": render([], "es"),
        "opened": render(cells, "es", "hn-2025-01", ["Un aviso <b>de prueba</b>"])})
"""
# the API server imports the plugin once and lives for weeks
BREAK_AND_MEND = """
from pathlib import Path
from registry_board import render
cells, path, right, wrong = json.loads(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]
text = path.read_text()
pages = [render(cells, "es")]
for written in (text.replace(right, wrong), text):
    path.write_text(written)
    pages.append(render(cells, "es"))
answer([">México<" in page.replace(" ", "").replace(chr(10), "") for page in pages])
"""


def cell(country: str, period: str, state: str, **more: Any) -> dict[str, Any]:
    return {
        "country": country,
        "period": period,
        "state": state,
        "submission": 839,
        "version": 1,
        "rows": 0,
        "late": False,
    } | more


@pytest.fixture(scope="module")
def pages(server: Settings) -> Any:
    cells = [
        cell("hn", f"2024-{month:02d}", state, rows=400 + month) for month, state in enumerate(NAMES, start=1)
    ]
    cells += [
        cell("sv", "2025-01", "due", submission=None, version=None, late=True),
        cell("hn", "2025-01", "accepted", version=3, rows=17),
        cell("mx", "2025-01", "accepted", rows=5, late=True),
    ]
    return run_in_airflow(server, RENDER, json.dumps(cells))


def test_every_route_of_every_plugin_asks_who_is_there(server: Settings) -> None:
    answer = run_in_airflow(server, REQUESTS)
    assert answer["answers"] == {"GET /board/": 401}
    assert answer["middlewares"] == 1  # the guard of every request: tests/plugins/test_request_guard.py
    assert answer["errors"] == {}


def test_every_state_in_words_with_what_comes_next(pages: Any) -> None:
    for language in ("es", "en"):
        for name in NAMES.values():
            assert name.in_(language) in pages[language]
    assert "Todavía no llega el archivo de este mes." in pages["es"]
    assert "The file of this month has not come yet." in pages["en"]


def test_a_month_says_rows_version_and_lateness(pages: Any) -> None:
    text = re.sub(r"\s+", " ", pages["es"])
    assert "<b>17</b> <small>v3</small>" in text
    assert "<b>–</b> <small>falta</small>" in text
    assert "<b>5</b> <small>v1 · tarde</small>" in text
    assert text.index("<h2>2025</h2>") < text.index("<h2>2024</h2>")
    assert text.count('<th scope="row">Honduras</th>') == 2


def test_a_registry_is_known_again_as_soon_as_it_is_mended(server: Settings, tmp_path: Path) -> None:
    cells, catalogue = json.dumps([cell("mx", "2025-01", "accepted")]), copied(tmp_path)
    words = (cells, str(catalogue / "mx.yml"), RIGHT, WRONG)
    answer = run_in_airflow(server, BREAK_AND_MEND, *words, MESO_REGISTRIES=str(catalogue))
    assert answer == [True, False, True]


def test_an_empty_board_says_so(pages: Any) -> None:
    assert "Todavía no se ha recibido ningún archivo." in pages["nothing"]


def test_nothing_of_the_page_comes_from_elsewhere(pages: Any) -> None:
    assert re.findall(r"""(?:src|href|url)\s*[=(]\s*["']?(?!["'?])""", pages["es"]) == []
    assert "<script" not in pages["es"]


def test_an_opened_month_has_a_row_of_its_own_with_its_number_and_the_way_to_the_cells(pages: Any) -> None:
    text = re.sub(r"\s+", " ", pages["opened"])
    assert text.count('class="opened"') == 1
    row = text[text.index('class="opened"') :].split("</tr>")[0]
    assert "Honduras, ene 2025: aceptada" in row
    assert "v3, 17 filas (envío 839)" in row
    assert 'href="?lang=es&amp;submission=839"' in row
    assert 'class="opened"' not in pages["es"]


def test_what_needs_attention_stands_above(pages: Any) -> None:
    assert "Un aviso &lt;b&gt;de prueba&lt;/b&gt;" in pages["opened"]
    assert "Necesita atención" not in pages["es"]
