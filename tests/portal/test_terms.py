"""A term that no list knows: proposed by a team, decided by the coordination, put into the one map."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from mesoregistry.cli import app
from mesoregistry.settings import Settings, settings
from tests.conftest import environment
from tests.intake.samples import case, salvadoran
from tests.portal.site import account
from tests.portal.test_misfortunes import checked, client_of

WORD = "Amedrentamiento"


def text(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture
def seeds(config: Settings, decisions: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the lists, which a test may write to; no proposal of another test."""
    from mesoregistry.portal.term_proposal import TermProposal

    TermProposal.objects.all().delete()
    folder = tmp_path / "seeds"
    shutil.copytree(config.seeds, folder)
    with environment(MESO_SEEDS=str(folder)):
        yield folder


def content(word: str = WORD) -> bytes:
    rows = [case(701, Fecha_del_hecho="14/05/2023"), case(702, Fecha_del_hecho="14/05/2023")]
    rows.append(case(703, Fecha_del_hecho="14/05/2023", Tipos_de_agresión=word))
    return salvadoran(rows)


def proposed(team: Any, word: str = WORD) -> str:
    """The address of the check of a file whose term was proposed."""
    draft = str(checked(team, content(word)).headers["Location"])
    answer = team.post(f"{draft}proponer/", {"list": "form", "term": word, "code": "harassment"})
    assert answer.status_code == 302
    return draft


def number(coordinator: Any) -> int:
    from mesoregistry.portal import proposals

    assert coordinator.get("/terminos/").status_code == 200
    return proposals.listed("open")[0].number


def test_from_the_proposal_to_the_same_file_without_a_finding(seeds: Path) -> None:
    team, coordinator = client_of(account("team", "sv")), client_of(account("coordinator"))
    draft = str(checked(team, content()).headers["Location"])
    assert f"«{WORD}»" in text(team.get(draft)) and "Proponer" in text(team.get(draft))
    assert '<option value="" selected>Elija…</option>' in text(team.get(draft)), (
        "no list has a word that is near"
    )
    proposed(team)
    assert "propuesto: la coordinación lo decide" in text(team.get(draft))
    assert "Términos por decidir (1)" in text(coordinator.get("/"))
    assert WORD in text(coordinator.get("/terminos/"))
    coordinator.post(f"/terminos/{number(coordinator)}/decidir/", {"code": "psych_harassment", "refusal": ""})
    assert "Términos por decidir" not in text(coordinator.get("/"))
    assert "ya está en la lista: revise el archivo otra vez" in text(team.get(draft))
    page = text(team.get(checked(team, content()).headers["Location"]))
    assert "Todo está bien" in page and WORD not in page, "before an engineer did anything"
    assert WORD.encode() not in (seeds / "code_map.csv").read_bytes()
    result = CliRunner().invoke(app, ["portal", "apply-terms"])
    assert (result.exit_code, "1" in result.output) == (0, True), result.output
    with (seeds / "code_map.csv").open(encoding="utf-8", newline="") as file:
        last = list(csv.DictReader(file))[-1]
    assert (last["list"], last["country"], last["term"], last["code"]) == (
        "form",
        "sv",
        WORD,
        "psych_harassment",
    )
    page = text(team.get(checked(team, content()).headers["Location"]))
    assert "Todo está bien" in page and WORD not in page
    assert WORD.encode() not in (settings().home / "decisions" / "code_map.csv").read_bytes(), "moved"
    assert WORD not in text(coordinator.get("/terminos/")), "it can no longer be taken back on the page"
    second = CliRunner().invoke(app, ["portal", "apply-terms"])
    assert ": 0" in second.output, "once"


def test_what_is_refused_says_why_and_what_is_no_term_is_kept_no_longer(seeds: Path) -> None:
    from mesoregistry.portal.term_proposal import TermProposal

    team, coordinator = client_of(account("team", "sv")), client_of(account("coordinator"))
    draft = proposed(team, "Rosaura Inventada")
    coordinator.post(
        f"/terminos/{number(coordinator)}/decidir/", {"code": "harassment", "refusal": "no_term"}
    )
    assert "no se aceptó: no es un término" in text(team.get(draft))
    assert bytes(TermProposal.objects.get().sealed) == b""
    team.post(f"{draft}proponer/", {"list": "form", "term": "Rosaura Inventada", "code": "harassment"})
    assert "no se aceptó" in text(team.get(draft)), "it is not proposed once more"


def test_no_copy_of_the_database_shows_a_proposed_term(seeds: Path, config: Settings) -> None:
    proposed(client_of(account("team", "sv")), "Rosaura Inventada")
    with psycopg.connect(config.dsn("portal", "portal")) as connection:
        tables = connection.execute(
            "select tablename from pg_tables where schemaname = 'public'"
            " and has_table_privilege(format('%I.%I', schemaname, tablename), 'select')"
        ).fetchall()
        for (table,) in tables:
            query = f"select count(*) from public.{table} as t where t::text ~* %s"
            forms = f"Rosaura|{b'Rosaura'.hex()}"
            assert connection.execute(query.encode(), [forms]).fetchone() == (0,), table


@pytest.mark.parametrize(
    "values",
    [
        {"list": "form", "term": "otra palabra", "code": "harassment"},
        {"list": "form", "term": WORD, "code": "no_such_code"},
        {"list": "profile", "term": WORD, "code": "individual"},
    ],
)
def test_only_an_unknown_term_of_her_file_under_a_code_of_its_list(
    seeds: Path, values: dict[str, str]
) -> None:
    from mesoregistry.portal import proposals

    team = client_of(account("team", "sv"))
    draft = checked(team, content()).headers["Location"]
    assert team.post(f"{draft}proponer/", values).status_code == 404
    assert proposals.listed("open") == []


def test_another_country_sees_nothing_of_it(seeds: Path) -> None:
    from mesoregistry.portal import proposals

    proposed(client_of(account("team", "sv")))
    assert proposals.of_term("gt", "form", WORD) is None
    assert settings().seeds == seeds
