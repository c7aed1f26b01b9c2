"""A place that nobody knows: proposed by a team, decided by the coordination, put among the names of places."""

from __future__ import annotations

import html
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from mesoregistry.catalog.seed_mistakes import rows
from mesoregistry.cli import app
from mesoregistry.settings import Settings, settings
from tests.conftest import environment
from tests.intake.samples import case, salvadoran
from tests.portal.site import account
from tests.portal.test_misfortunes import checked, client_of

APOPA = "SV-SS.san-salvador-oeste.apopa"
OF_DEPARTMENT = "place_admin2 SV-SS"


def text(answer: Any) -> str:
    return html.unescape(str(answer.content.decode()))


@pytest.fixture
def seeds(config: Settings, decisions: Path, tmp_path: Path) -> Iterator[Path]:
    """Copies of the lists and of the names of places, which a test may write to; no proposal of another test."""
    from mesoregistry.portal.term_proposal import TermProposal

    TermProposal.objects.all().delete()
    folder, names = tmp_path / "seeds", tmp_path / "place_aliases.yml"
    shutil.copytree(config.seeds, folder)
    shutil.copy(config.place_aliases, names)
    with environment(MESO_SEEDS=str(folder), MESO_PLACE_ALIASES=str(names)):
        yield folder


def content(month: str = "05/2023", **place: str) -> bytes:
    good = {
        "Departamento": "San Salvador",
        "Municipio": "San Salvador",
        "Fecha_de_registro": f"28/{month}",
    }
    places = [good, good | place, good | place]
    return salvadoran(
        [case(900 + n, **own, Fecha_del_hecho=f"{n + 1:02d}/{month}") for n, own in enumerate(places)]
    )


def decide(code: str, refusal: str = "") -> None:
    from mesoregistry.portal import proposals

    number = proposals.listed("open")[0].number
    coordinator = client_of(account("coordinator"))
    assert coordinator.get("/terminos/").status_code == 200
    coordinator.post(f"/terminos/{number}/decidir/", {"code": code, "refusal": refusal})


def apply() -> str:
    result = CliRunner().invoke(app, ["portal", "apply-terms"])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(("month", "period"), [("05/2023", "2023-05"), ("05/2025", "2025-05")])
def test_from_the_unknown_municipality_to_the_same_file(seeds: Path, month: str, period: str) -> None:
    """Before and after the reform of 2024, in which Apopa became a district."""
    team = client_of(account("team", "sv"))
    file = content(month, Municipio="Apopita de arriba")
    draft = str(checked(team, file, month=period).headers["Location"])
    page = text(team.get(draft))
    assert "«Apopita de arriba»" in page and "municipio de San Salvador × 2" in page
    assert f'<option value="{APOPA}">Apopa</option>' in page and "Sonsonate</option>" not in page
    values = {"list": OF_DEPARTMENT, "term": "Apopita de arriba", "code": APOPA}
    assert team.post(f"{draft}proponer/", values).status_code == 302
    assert "propuesto: la coordinación lo decide" in text(team.get(draft))
    assert "Términos por decidir (1)" in text(client_of(account("coordinator")).get("/"))
    decide(APOPA)
    assert "ya está en la lista" in text(team.get(draft))
    page = text(team.get(checked(team, file, month=period).headers["Location"]))
    assert "Todo está bien" in page and "Apopita" not in page, "before an engineer did anything"
    assert "1" in apply()
    keys = {row["place_id"] for row in rows(seeds, "place_alias.csv") if row["key"] == "apopita de arriba"}
    assert keys == {APOPA, "SV-SS.apopa"}, "what dbt and the gate look up, in both times"
    assert f'{APOPA}: ["Apopita de arriba"]' in settings().place_aliases.read_text(encoding="utf-8")
    page = text(team.get(checked(team, file, month=period).headers["Location"]))
    assert "Todo está bien" in page and "Apopita" not in page
    assert ": 1" not in apply(), "once"


def test_a_department_in_other_words(seeds: Path) -> None:
    team = client_of(account("team", "sv"))
    file = content(Departamento="La capital")
    draft = str(checked(team, file).headers["Location"])
    assert "departamento o estado × 2" in text(team.get(draft))
    values = {"list": "place_admin1 sv", "term": "La capital", "code": "SV-SS"}
    assert team.post(f"{draft}proponer/", values).status_code == 302
    decide("SV-SS")
    assert "Todo está bien" in text(team.get(checked(team, file).headers["Location"]))
    apply()
    assert "Todo está bien" in text(team.get(checked(team, file).headers["Location"]))


@pytest.mark.parametrize(
    "values",
    [
        {"list": OF_DEPARTMENT, "term": "Otro lugar", "code": APOPA},
        {"list": OF_DEPARTMENT, "term": "Apopita", "code": "SV-SO"},
        {"list": "place_admin2 GT-01", "term": "Apopita", "code": "GT-01.0101"},
        {"list": "place_admin2 SV-SO", "term": "Apopita", "code": APOPA},
    ],
)
def test_only_an_unknown_place_of_her_file_as_a_place_of_its_department(
    seeds: Path, values: dict[str, str]
) -> None:
    from mesoregistry.portal import proposals

    team = client_of(account("team", "sv"))
    draft = checked(team, content(Municipio="Apopita")).headers["Location"]
    assert team.post(f"{draft}proponer/", values).status_code == 404
    assert proposals.listed("open") == []


def test_one_that_is_refused_changes_no_file(seeds: Path) -> None:
    from mesoregistry.portal.term_proposal import TermProposal

    before = {
        path: path.read_bytes() for path in (*seeds.iterdir(), settings().place_aliases) if path.is_file()
    }
    team = client_of(account("team", "sv"))
    draft = str(checked(team, content(Municipio="Apopita")).headers["Location"])
    team.post(f"{draft}proponer/", {"list": OF_DEPARTMENT, "term": "Apopita", "code": APOPA})
    decide(APOPA, "misspelt")
    kept = TermProposal.objects.get()
    assert (kept.decided_by.role, kept.decided_at is None) == ("coordinator", False)
    apply()
    assert "no se aceptó: es un error de escritura" in text(team.get(draft))
    assert before == {path: path.read_bytes() for path in before}
