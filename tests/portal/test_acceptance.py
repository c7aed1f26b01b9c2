"""What the coordination accepts counts at once: in the check, in the gate and in the marts, and can be taken back."""

from __future__ import annotations

import csv
import datetime as dt
import html
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from mesoregistry.catalog.decision_files import COLUMNS
from mesoregistry.catalog.registries import registry
from mesoregistry.cli import app
from mesoregistry.gate.country_mistakes import every_mistake, working_countries
from mesoregistry.intake import recorded_decisions
from mesoregistry.intake.accept import accept
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive_content
from mesoregistry.intake.tasks import judge
from mesoregistry.settings import Settings, settings
from mesoregistry.warehouse.build import build
from tests.conftest import environment
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import state
from tests.portal.site import account
from tests.portal.test_columns import renamed
from tests.portal.test_misfortunes import checked, client_of

MONTH, PERIOD = "2017-03", dt.date(2017, 3, 1)
WORD, PLACE, HEADER = "Amedrentamiento", "Villa Inventada", "Quién lo hizo"
SONSONATE = "SV-SO"
OF_MUNICIPALITIES = f"place_admin2 {SONSONATE}"


def text(answer: Any) -> str:
    return html.unescape(str(answer.content.decode()))


@pytest.fixture
def lists(config: Settings, decisions: Path, tmp_path: Path) -> Iterator[Path]:
    """Copies of what a test may write to; nothing proposed or accepted by another test. The folder of the decisions."""
    from mesoregistry.portal.layout_proposal import LayoutProposal
    from mesoregistry.portal.term_proposal import TermProposal

    TermProposal.objects.all().delete()
    LayoutProposal.objects.all().delete()
    seeds, registries, names = (tmp_path / name for name in ("seeds", "registries", "place_aliases.yml"))
    shutil.copytree(config.seeds, seeds)
    registries.mkdir()
    for country in ("gt", "sv"):  # each takes a second to get ready for, at every decision
        shutil.copy(config.registries / f"{country}.yml", registries)
    shutil.copy(config.place_aliases, names)
    with environment(MESO_SEEDS=str(seeds), MESO_REGISTRIES=str(registries), MESO_PLACE_ALIASES=str(names)):
        yield decisions


def content(first: int, month: str = "03/2017", headers: dict[str, str] | None = None, **cells: str) -> bytes:
    good = {
        "Departamento": "Sonsonate",
        "Municipio": "Sonsonate",
        "Fecha_del_hecho": f"14/{month}",
        "Fecha_de_registro": f"28/{month}",
    }
    rows = [case(first, **good), case(first + 1, **good), case(first + 2, **good | cells)]
    return renamed(salvadoran(rows), headers or {})


def propose(team: Any, file: bytes, list_name: str, term: str, code: str, month: str = MONTH) -> str:
    """The address of the check from which a term was proposed."""
    draft = str(checked(team, file, month=month).headers["Location"])
    answer = team.post(f"{draft}proponer/", {"list": list_name, "term": term, "code": code})
    assert answer.status_code == 302, text(team.get(draft))
    return draft


def decide(coordinator: Any, code: str) -> Any:
    from mesoregistry.portal import proposals

    number = proposals.listed("open")[0].number
    return coordinator.post(f"/terminos/{number}/decidir/", {"code": code, "refusal": ""})


def take_back(coordinator: Any, page: str = "terminos") -> Any:
    from mesoregistry.portal import layout_proposals, proposals

    kept = (proposals if page == "terminos" else layout_proposals).listed("accepted")
    return coordinator.post(f"/{page}/{kept[0].number}/quitar/")


def page_of(team: Any, file: bytes, month: str = MONTH) -> str:
    return text(team.get(checked(team, file, month=month).headers["Location"]))


def take_in(file: bytes, period: dt.date = PERIOD) -> int:
    """The file through the intake and into the marts: its number."""
    receipt = receive_content("marzo.csv", file, "sv", period)
    assert not receipt.duplicate
    assert receipt.submission_id in read_anew()
    return receipt.submission_id


def attacks(config: Settings, month: str, column: str) -> list[str]:
    """A column of the attacks of a month that count."""
    query = (
        f"select {column} from marts.fct_attack where is_counted and country_code = 'sv'"
        " and to_char(event_month, 'YYYY-MM') = %s order by 1"
    )
    with psycopg.connect(config.dsn("warehouse")) as connection:
        return [value for (value,) in connection.execute(query.encode(), [month])]


def test_a_term_a_place_and_a_header_count_in_the_marts(lists: Path, config: Settings) -> None:
    team, coordinator = client_of(account("team", "sv")), client_of(account("coordinator"))
    file = content(100, headers={"Agresores": HEADER}, Tipos_de_agresión=WORD, Municipio=PLACE)
    assert "No se puede leer" in page_of(team, file)
    draft = str(checked(team, file, month=MONTH).headers["Location"])
    draft = str(team.post(f"{draft}columnas/", {"column_0": HEADER}).headers["Location"])
    team.post(f"{draft}columnas/proponer/")
    from mesoregistry.portal import layout_proposals

    number = layout_proposals.listed("open")[0].number
    coordinator.post(f"/columnas/{number}/decidir/", {"refusal": ""})
    propose(team, file, "form", WORD, "harassment")
    assert decide(coordinator, "psych_harassment").status_code == 302
    propose(team, file, OF_MUNICIPALITIES, PLACE, "SV-SO.sonsonate-centro.sonsonate")
    assert decide(coordinator, "SV-SO.sonsonate-centro.sonsonate").status_code == 302
    page = page_of(team, file)
    assert "Todo está bien" in page and WORD not in page and PLACE not in page
    take_in(file)
    assert attacks(config, MONTH, "form_code") == ["death_threat", "death_threat", "psych_harassment"]
    assert attacks(config, MONTH, "place_id") == ["SV-SO.sonsonate"] * 3, "the municipality of that time"
    assert "Quitar" in text(coordinator.get("/terminos/"))
    take_back(coordinator)
    assert f"«{WORD}»" in page_of(team, file), "the next check does not know it"
    assert build().full, "and the next build counts without it"
    assert attacks(config, MONTH, "form_code") == ["death_threat", "death_threat", "unknown"]
    assert decide(coordinator, "psych_harassment").status_code == 302
    assert build().full and "psych_harassment" in attacks(config, MONTH, "form_code")


def test_headers_are_taken_back_but_for_those_of_another_proposal(lists: Path) -> None:
    from mesoregistry.portal import layout_decisions, layout_proposals
    from mesoregistry.portal.models import Account

    team, person = client_of(account("team", "sv")), account("coordinator")
    assert isinstance(person, Account)
    for names in ({"Agresores": HEADER}, {"Agresores": HEADER, "Denuncia": "¿Denunció?"}):
        draft = str(checked(team, content(200, headers=names), month=MONTH).headers["Location"])
        wanted = dict(zip(("column_0", "column_1"), names.values(), strict=False))
        tried = str(team.post(f"{draft}columnas/", wanted).headers["Location"])
        team.post(f"{tried}columnas/proponer/")
    for shown in layout_proposals.listed("open"):
        layout_decisions.decide(shown.number, person, None)
    with (lists / "header.csv").open(encoding="utf-8", newline="") as file:
        assert sorted(row["own"] for row in csv.DictReader(file)) == [HEADER, "¿Denunció?"], "each once"
    take_back(client_of(person), "columnas")
    also = {h for column in registry("sv").sources[0].layouts[0].columns for h in column.also}
    assert {HEADER, "¿Denunció?"} <= also, "the second proposal has both"
    take_back(client_of(person), "columnas")
    also = {h for column in registry("sv").sources[0].layouts[0].columns for h in column.also}
    assert not {HEADER, "¿Denunció?"} & also


def test_a_contradiction_is_a_sentence_and_the_proposal_waits(lists: Path) -> None:
    from mesoregistry.portal import proposals

    team, coordinator = client_of(account("team", "sv")), client_of(account("coordinator"))
    propose(team, content(300, Tipos_de_agresión=WORD), "form", WORD, "harassment")
    with (settings().seeds / "code_map.csv").open("a", encoding="utf-8") as file:
        file.write(f"form,sv,,{WORD.upper()},threat,,,\n")
    answer = decide(coordinator, "psych_harassment")
    assert answer.status_code == 409
    assert f"No se puede aceptar así: «{WORD}» ya está en la lista como «threat»" in text(answer)
    assert [p.state for p in proposals.listed("open", "accepted")] == ["open"]
    assert decide(coordinator, "threat").status_code == 302, "the same as the list says"
    assert not (lists / "code_map.csv").exists(), "there is nothing to add to it"
    assert "Ya está en los archivos del proyecto" in text(take_back(coordinator))


def test_a_name_of_two_places_is_a_guess(lists: Path) -> None:
    team, coordinator = client_of(account("team", "sv")), client_of(account("coordinator"))
    propose(team, content(310, Municipio=PLACE), OF_MUNICIPALITIES, PLACE, "SV-SO.sonsonate-norte.juayua")
    recorded_decisions.record(
        "place_alias.csv", [{"place_id": "SV-SO.sonsonate-centro.sonsonate", "name": PLACE}]
    )
    answer = decide(coordinator, "SV-SO.sonsonate-norte.juayua")
    assert answer.status_code == 409 and "ya es un nombre de Sonsonate" in text(answer)


def test_coordinators_who_decide_together_lose_and_repeat_nothing(lists: Path) -> None:
    words = [f"palabra {number:02d}" for number in range(24)]

    def record(word: str) -> None:
        row = {"list": "form", "country": "sv", "source_id": "", "term": word, "code": "threat"}
        recorded_decisions.record("code_map.csv", [row | {"valid_from": "", "valid_to": "", "note": ""}])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(record, words * 2))
    with (lists / "code_map.csv").open(encoding="utf-8", newline="") as file:
        assert sorted(row["term"] for row in csv.DictReader(file)) == words
    assert (lists / "code_map.csv").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("code_map.csv", 'form,gt,,"se corta'),
        ("code_map.csv", "form,gt,,Algo,no_code,,,"),
        ("code_map.csv", "form,,,Algo,threat,,,"),
        ("place_alias.csv", "GT-XX,Algo"),
        ("header.csv", "gt,gt_udefegua,no_layout,,Forma,Algo"),
        ("header.csv", "\udcff\udcfe"),
    ],
)
def test_a_damaged_line_stops_nothing_and_is_said(lists: Path, name: str, line: str) -> None:
    team, coordinator = client_of(account("team", "sv")), client_of(account("coordinator"))
    file = content(320, Tipos_de_agresión=WORD)
    propose(team, file, "form", WORD, "harassment")
    decide(coordinator, "harassment")
    path = lists / name
    header = ",".join(COLUMNS[name])
    known = path.read_bytes().splitlines() if path.exists() else [header.encode()]
    damaged = [known[0], line.encode("utf-8", "surrogateescape"), *known[1:]]
    path.write_bytes(b"\n".join(damaged) + b"\n")
    assert f"decisions/{name}: 2: " in "\n".join(every_mistake())
    assert {"gt", "sv"} <= set(working_countries())
    assert "Todo está bien" in page_of(team, file), "the line after it holds"
    assert CliRunner().invoke(app, ["portal", "apply-terms"]).exit_code == 0
    assert WORD in (settings().seeds / "code_map.csv").read_text(encoding="utf-8")
    assert line.encode("utf-8", "surrogateescape") in path.read_bytes(), "it is a person's to mend"


def test_what_cannot_be_taken_over_changes_no_file(lists: Path) -> None:
    team, coordinator = client_of(account("team", "sv")), client_of(account("coordinator"))
    propose(team, content(330, Tipos_de_agresión=WORD), "form", WORD, "harassment")
    decide(coordinator, "harassment")
    with (settings().seeds / "code_map.csv").open("a", encoding="utf-8") as file:
        file.write("form,gt,,Otra,no_code,,,\n")
    paths = [*settings().seeds.glob("*.csv"), settings().place_aliases, lists / "code_map.csv"]
    before = {path: path.read_bytes() for path in paths}
    assert CliRunner().invoke(app, ["portal", "apply-terms"]).exit_code != 0
    assert before == {path: path.read_bytes() for path in paths}


def test_only_a_coordinator_takes_back(lists: Path) -> None:
    from mesoregistry.portal import proposals

    team, coordinator = client_of(account("team", "sv")), client_of(account("coordinator"))
    propose(team, content(340, Tipos_de_agresión=WORD), "form", WORD, "harassment")
    decide(coordinator, "harassment")
    for client in (team, client_of(account("auditor")), client_of(account("team", "gt"))):
        assert take_back(client).status_code == 403
    assert [p.state for p in proposals.listed("accepted")] == ["accepted"]
    assert proposals.of_term("gt", "form", WORD) is None


def test_a_file_that_waited_for_the_decision_is_filed_again_unchanged(lists: Path, config: Settings) -> None:
    """Its row waits for the term, its municipality is a note: both are read anew, once, and it keeps its day."""
    month, period = "2017-08", dt.date(2017, 8, 1)
    team, coordinator = client_of(account("team", "sv")), client_of(account("coordinator"))
    file = content(400, "08/2017", Tipos_de_agresión=WORD, Municipio=PLACE)
    number = take_in(file, period)
    assert state(number) == "to_correct"
    assert receive_content("agosto.csv", file, "sv", period).duplicate, "nothing has changed"
    propose(team, file, "form", WORD, "harassment", month)
    decide(coordinator, "harassment")
    draft = str(checked(team, file, month=month).headers["Location"])
    receipt = team.post(f"{draft}presentar/").headers["Location"]
    assert "antes" not in receipt and str(number) in receipt
    assert attacks(config, month, "form_code") == ["death_threat"] * 2, "what counted goes on counting"
    assert read_anew() == [number]
    assert state(number) == "accepted"
    assert attacks(config, month, "form_code") == ["death_threat", "death_threat", "harassment"]
    propose(team, file, OF_MUNICIPALITIES, PLACE, "SV-SO.sonsonate-centro.sonsonate", month)
    decide(coordinator, "SV-SO.sonsonate-centro.sonsonate")
    assert not receive_content("agosto.csv", file, "sv", period).duplicate
    assert read_anew() == [number]
    assert attacks(config, month, "place_id") == ["SV-SO.sonsonate"] * 3
    assert receive_content("agosto.csv", file, "sv", period).duplicate


def read_anew() -> list[int]:
    """What waits, through the intake and into the marts."""
    landed = load("sv")
    assert judge("sv", landed).broken == ()
    accept("sv", landed)
    assert build().failures == ()
    return landed
