"""A mistake in the rules, the terms or the places of one country stops that country, and no other."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from mesoregistry import alerts, database
from mesoregistry.catalog.registries import CatalogFault, countries, registry
from mesoregistry.catalog.term_codes import term_codes
from mesoregistry.cli import app
from mesoregistry.gate.check import check_submissions
from mesoregistry.gate.country_mistakes import ALL, mistakes, working_countries
from mesoregistry.gate.rules import RulesFault
from mesoregistry.intake import inbox, task_alerts, tasks, upkeep_tasks
from mesoregistry.intake.check_file import check_file
from mesoregistry.intake.month_template import allowed_in
from mesoregistry.intake.receive import receive
from mesoregistry.intake.task_faults import Stopped
from mesoregistry.settings import PROJECT, Settings, settings
from tests.airflow_child import run_in_airflow
from tests.conftest import environment
from tests.dags.test_one_mistake import READ
from tests.intake.samples import case, honduran, salvadoran

MARCH, FILED = dt.date(2024, 3, 1), dt.date(2024, 4, 2)
OTHERS = ["gt", "mx", "ni", "sv"]


@dataclass(frozen=True)
class Mistake:
    """A line that is added to a file of the project, and what is said of it."""

    file: str
    line: str
    words: str


RULE = Mistake(
    "expectations/hn.yml", "- {id: hn_bad, severity: grave}", "hn.yml: hn_bad: severity: Input should be"
)
TERM = Mistake("dbt/seeds/code_map.csv", "form,hn,,Algo,CODE,,,", "la lista «form» no tiene el código «CODE»")
DAY = Mistake(
    "dbt/seeds/code_map.csv", "form,hn,,Algo,threat,2024-13-01,,", "valid_from: «2024-13-01» no es un día"
)
PLACE = Mistake("dbt/seeds/place_alias.csv", "HN-99,nueva", "«HN-99» no está en place.csv")
MISTAKES = pytest.mark.parametrize(
    "broken", [RULE, TERM, DAY, PLACE], indirect=True, ids=lambda m: m.words[:12]
)


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """A copy of the rules and of the dbt project."""
    for name in ("expectations", "dbt"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    seeds = {"MESO_DBT_PROJECT": str(tmp_path / "dbt"), "MESO_SEEDS": str(tmp_path / "dbt" / "seeds")}
    with environment(MESO_EXPECTATIONS=str(tmp_path / "expectations"), **seeds):
        yield tmp_path


def add(project: Path, mistake: Mistake) -> None:
    with (project / mistake.file).open("a", encoding="utf-8") as file:
        file.write(f"{mistake.line}\n")


def test_a_term_of_one_country_takes_no_template_and_no_codes_from_another(project: Path) -> None:
    add(project, TERM)
    seeds, source = settings().seeds, registry("sv").sources[0].id
    assert term_codes(seeds, "form", "sv", source)["amenaza"] == "threat"
    allowed = allowed_in("sv", MARCH)
    [column] = [column for column in allowed.layout.columns if column.field == "form"]
    assert "feminicidio" in allowed.terms(column, "es")


@pytest.fixture
def broken(request: pytest.FixtureRequest, databases: Settings, project: Path) -> Mistake:
    """A Honduran file that waits, and then the mistake."""
    mistake: Mistake = request.param
    path = project / "marzo.xlsx"
    path.write_bytes(honduran({"HN-1": "verificada"}, MARCH))
    receive(path, "hn", MARCH, FILED)
    add(project, mistake)
    return mistake


@pytest.fixture
def salvador(tmp_path: Path) -> Path:
    path = tmp_path / "marzo.csv"
    path.write_bytes(salvadoran([case(1), case(2)]))
    return path


@MISTAKES
def test_others_file_and_check_and_the_country_is_told_its_mistake(broken: Mistake, salvador: Path) -> None:
    assert (list(mistakes()), working_countries()) == (["hn"], OTHERS)
    assert check_file(salvador, "sv", MARCH, FILED).rows == 2
    number = receive(salvador, "sv", MARCH, FILED).submission_id
    assert tasks.load_waiting("sv") == [number]
    assert tasks.check("sv", [number]) == {}
    assert tasks.accept_some("sv", [number])["accepted"] == 1
    for take in (receive, check_file):
        with pytest.raises(CatalogFault) as fault:
            take(salvador, "hn", MARCH, FILED)
        assert broken.words in str(fault.value)
    for command in ("submit", "check"):
        shown = CliRunner().invoke(app, [command, str(salvador), "--country", "hn", "--period", "2024-03"])
        assert isinstance(shown.exception, CatalogFault) and broken.words in shown.exception.text.es


@MISTAKES
def test_what_waits_goes_on_waiting_and_its_run_is_red_and_is_not_told_again(
    broken: Mistake, databases: Settings
) -> None:
    with pytest.raises(Stopped, match=r"^HN: el catálogo tiene errores") as stopped:
        tasks.load_waiting("hn", run_id="first")
    assert (stopped.value.is_known, broken.words in str(stopped.value)) == (True, True)
    with pytest.raises(Stopped, match=r"^HN: el catálogo tiene errores"):
        tasks.check("hn", [1])
    with psycopg.connect(databases.dsn("warehouse")) as owner:
        owner.execute("update intake.submission set received_at = received_at - interval '1 hour'")
    with database.transaction() as connection:
        assert alerts.open_alerts(connection) == []
    assert upkeep_tasks.overlooked() == {}


@MISTAKES
def test_upkeep_the_board_doctor_and_status_say_which_country_and_why(broken: Mistake) -> None:
    with pytest.raises(Stopped, match=r"^HN: el catálogo tiene errores") as stopped:
        upkeep_tasks.check_catalogue()
    assert broken.words in str(stopped.value)
    kind = type("AirflowFailException", (Exception,), {})
    task_alerts.fail("upkeep", "check_catalogue", kind(str(stopped.value)))
    with database.transaction() as connection:
        [alert] = alerts.open_alerts(connection)  # what the board shows at its top
    assert alert.message.startswith("HN: el catálogo") and broken.words in alert.message
    for command in ("doctor", "status"):
        result = CliRunner().invoke(app, [command])
        assert result.exit_code == 1
        assert "Detenidos: HN." in result.output and broken.words in result.output


@MISTAKES
def test_the_dag_files_are_read_and_the_mistake_is_an_import_error(broken: Mistake, server: Settings) -> None:
    read = run_in_airflow(server, READ)
    [(path, error)] = read["errors"].items()
    assert Path(path).name == "catalogue_mistakes.py" and broken.words in error
    assert read["dags"] == [*(f"registry__{country}" for country in countries()), "upkeep", "warehouse"]


@MISTAKES
def test_its_inbox_waits_and_the_others_are_emptied(broken: Mistake) -> None:
    for country in ("hn", "sv"):
        inbox.folder(country).mkdir(parents=True, exist_ok=True)
        (inbox.folder(country) / "2024-03.csv").write_bytes(salvadoran([case(1)]))
    assert [receipt.country for receipt in inbox.sweep(still=0)] == ["sv"]
    assert (inbox.folder("hn") / "2024-03.csv").exists()


def test_the_gate_judges_nothing_by_half_of_the_rules(databases: Settings, project: Path) -> None:
    add(project, RULE)
    with pytest.raises(RulesFault, match=r"hn\.yml: hn_bad"):
        check_submissions("hn", [1])


@pytest.mark.parametrize(
    "mistake",
    [
        Mistake("expectations/attack.yml", "- {id: bad, severity: grave}", "attack.yml: bad: severity"),
        Mistake("dbt/seeds/code_map.csv", "form,,,Algo,CODE,,,", "no tiene el código «CODE»"),
    ],
    ids=["rule", "term"],
)
def test_a_mistake_in_what_all_need_stops_all(databases: Settings, project: Path, mistake: Mistake) -> None:
    add(project, mistake)
    assert (list(mistakes()), working_countries()) == ([ALL], [])
    with pytest.raises(Stopped, match=r"^GT, HN, MX, NI, SV: "):
        upkeep_tasks.check_catalogue()


@pytest.mark.parametrize(
    ("mistake", "stopped"),
    [
        # an id that a rule of all countries has
        (Mistake("expectations/hn.yml", "- {id: form_known, severity: error, holds: 'true', message: {es: a, en: a},"
                 " remedy: {es: a, en: a}}", "form_known: the id is taken twice"), ["hn"]),
        # of a country that the catalogue lacks
        (Mistake("dbt/seeds/code_map.csv", "form,pa,,Algo,CODE,,,", "«CODE»"), ["pa"]),
        # the marts have rules of their own
        (Mistake("expectations/marts.yml", "- {id: bad, severity: grave}", "bad: severity"), []),
    ],
    ids=["id", "country", "marts"],
)  # fmt: skip
def test_whom_a_mistake_stops(
    databases: Settings, project: Path, mistake: Mistake, stopped: list[str]
) -> None:
    add(project, mistake)
    assert list(mistakes()) == stopped
    assert working_countries() == [country for country in countries() if country not in stopped]
    assert mistake.words in CliRunner().invoke(app, ["doctor"]).output
