"""Headers that no layout knows: matched on the page, tried, proposed, decided, and put into the country's layout."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import pytest
from typer.testing import CliRunner

from mesoregistry.catalog.registries import registry
from mesoregistry.cli import app
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive_content
from mesoregistry.settings import Settings, settings
from tests.conftest import environment
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import state
from tests.portal.site import account
from tests.portal.test_journey import Make, Write, look
from tests.portal.test_misfortunes import checked, client_of

RENAMED = {"Tipos de agresión": "Qué le hicieron", "Fecha del hecho": "Fecha de los hechos"}
MAY = dt.date(2023, 5, 1)


def text(answer: Any) -> str:
    return html.unescape(str(answer.content.decode()))


@pytest.fixture
def registries(config: Settings, decisions: Path, tmp_path: Path) -> Iterator[Path]:
    """A copy of the catalogue, which a test may write to; no proposal of another test."""
    from mesoregistry.portal.layout_proposal import LayoutProposal

    LayoutProposal.objects.all().delete()
    folder = tmp_path / "registries"
    shutil.copytree(config.registries, folder)
    with environment(MESO_REGISTRIES=str(folder)):
        yield folder


def renamed(content: bytes, names: dict[str, str], encoding: str = "cp1252") -> bytes:
    """The same file under other headers."""
    head, _, rest = content.decode(encoding).partition("\n")
    headers = next(csv.reader(io.StringIO(head.strip()), delimiter=";"))
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\n").writerow([names.get(h, h) for h in headers])
    return (out.getvalue() + rest).encode(encoding)


def content(names: dict[str, str] = RENAMED) -> bytes:
    rows = [case(800 + n, Fecha_del_hecho=f"{n:02d}/05/2023") for n in range(1, 13)]
    return renamed(salvadoran(rows), names)


def chosen(page: str) -> dict[str, str]:
    """The form of the page as it stands: name of each select -> what is selected."""
    selects = re.findall(r'<select id="m_\d+" name="(column_\d+)"(.*?)</select>', page, re.DOTALL)
    return {name: (re.findall(r'value="([^"]*)" selected', options) or [""])[0] for name, options in selects}


def tried(team: Any, file: bytes | None = None) -> str:
    """The address of the check of a file with the headers that the page proposed."""
    draft = str(checked(team, file or content()).headers["Location"])
    answer = team.post(f"{draft}columnas/", chosen(text(team.get(draft))))
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def decide(coordinator: Any, refusal: str = "") -> None:
    from mesoregistry.portal import layout_proposals

    number = layout_proposals.listed("open")[0].number
    coordinator.post(f"/columnas/{number}/decidir/", {"refusal": refusal})


def test_from_the_unknown_header_to_the_same_file_without_a_finding(registries: Path) -> None:
    team, coordinator = client_of(account("team", "sv")), client_of(account("coordinator"))
    before = registry("sv").sources[0].layouts[0].version
    draft = str(checked(team, content()).headers["Location"])
    page = text(team.get(draft))
    assert "No se puede leer" in page and "Encabezados que no conocemos" in page
    assert "12 de 12 valores están en la lista «forma de agresión»" in page
    assert sorted(chosen(page).values()) == sorted(RENAMED.values()), "both are proposed"
    draft = tried(team)
    page = text(team.get(draft))
    assert "Así todo está bien" in page and "Proponer a la coordinación" in page
    assert 'id="present"' not in page, "a try-out is not filed"
    assert team.post(f"{draft}presentar/").headers["Location"] == draft
    team.post(f"{draft}columnas/proponer/")
    assert "propuesto: la coordinación lo decide" in text(team.get(draft))
    assert "Encabezados por decidir (1)" in text(coordinator.get("/"))
    assert "«Qué le hicieron» → <strong>Tipos de agresión</strong>" in text(coordinator.get("/columnas/"))
    decide(coordinator)
    assert "Encabezados por decidir" not in text(coordinator.get("/"))
    assert "ya está en el formato de su país" in text(team.get(draft))
    [decided] = [each for each in registry("sv").sources[0].layouts if each.covers(MAY)]
    assert decided.version != before, "a new version of the layout, before an engineer did anything"
    assert "Todo está bien" in text(team.get(checked(team, content()).headers["Location"]))
    result = CliRunner().invoke(app, ["portal", "apply-layouts"])
    assert (result.exit_code, "1" in result.output) == (0, True), result.output
    [layout] = [each for each in registry("sv").sources[0].layouts if each.covers(MAY)]
    assert layout == decided, "the same version"
    assert "Todo está bien" in text(team.get(checked(team, content()).headers["Location"]))
    assert "Todo está bien" in text(team.get(checked(team, content({})).headers["Location"])), (
        "the old ones too"
    )
    assert ": 0" in CliRunner().invoke(app, ["portal", "apply-layouts"]).output, "once"


def test_the_service_that_reads_what_is_filed_knows_the_accepted_headers(registries: Path) -> None:
    team, coordinator = client_of(account("team", "sv")), client_of(account("coordinator"))
    file = content({"Agresores": "Quién lo hizo"})
    filed = receive_content("mayo.csv", file, "sv", MAY)
    load("sv")
    assert state(filed.submission_id) == "returned"
    draft = tried(team, file)
    team.post(f"{draft}columnas/proponer/")
    decide(coordinator)
    second = receive_content("mayo.csv", file, "sv", MAY)
    assert not second.duplicate
    load("sv")
    assert state(second.submission_id) != "returned"


def test_every_header_unknown_and_what_the_cells_cannot_tell_is_hers_to_say(registries: Path) -> None:
    team = client_of(account("team", "sv"))
    own = [column.header for column in registry("sv").sources[0].layouts[0].columns]
    names = {header: f"Columna {chr(97 + n // 20)}{chr(97 + n % 20)}" for n, header in enumerate(own)}
    draft = str(checked(team, content(names)).headers["Location"])
    page = text(team.get(draft))
    form = chosen(page)
    assert names["Tipos de agresión"] in form.values() and "" in form.values()
    labels = re.findall(r'<label for="m_(\d+)">([^<]*)', page)
    answers = {f"column_{n}": names[label.strip()] for n, label in labels}
    tried_draft = str(team.post(f"{draft}columnas/", answers).headers["Location"])
    assert "Así se lee" in text(team.get(tried_draft)) or "Así todo está bien" in text(team.get(tried_draft))


def test_what_is_chosen_twice_is_said_and_what_is_not_in_the_file_is_nobodys(registries: Path) -> None:
    team = client_of(account("team", "sv"))
    draft = str(checked(team, content()).headers["Location"])
    same = dict.fromkeys(chosen(text(team.get(draft))), "Qué le hicieron")
    answer = team.post(f"{draft}columnas/", same)
    assert "Eligió la misma columna dos veces" in text(team.get(answer.headers["Location"]))
    assert team.post(f"{draft}columnas/", {"column_0": "Otra que no está"}).status_code == 404
    assert team.post(f"{draft}columnas/proponer/").status_code == 404, "nothing was tried"
    assert client_of(account("team", "sv")).post(f"{draft}columnas/", same).status_code == 404
    assert client_of(account("team", "gt")).post(f"{draft}columnas/", same).status_code == 404


@pytest.mark.parametrize("refusal", ["usual_names", "no_header"])
def test_what_is_refused_says_why(registries: Path, refusal: str) -> None:
    from mesoregistry.portal.layout_proposal import LayoutProposal

    team, person = client_of(account("team", "sv")), account("coordinator")
    draft = tried(team)
    team.post(f"{draft}columnas/proponer/")
    decide(client_of(person), refusal)
    kept = LayoutProposal.objects.get()
    assert (kept.state, kept.reason, kept.decided_by) == ("refused", refusal, person)
    assert bool(kept.sealed) is (refusal != "no_header"), "what is no header may be a name"
    assert "no se aceptó" in text(team.get(draft)) and "Proponer a la" not in text(team.get(draft))
    assert ": 0" in CliRunner().invoke(app, ["portal", "apply-layouts"]).output


def test_no_copy_of_the_database_shows_a_header_or_a_cell(registries: Path, config: Settings) -> None:
    from mesoregistry.portal import layout_proposals

    team = client_of(account("team", "sv"))
    draft = tried(team, content({"Tipos de agresión": "Rosaura Inventada"}))
    team.post(f"{draft}columnas/proponer/")
    [kept] = layout_proposals.listed("open")
    [match] = kept.matches
    assert (match.spelling.own, match.share and match.share.known) == ("Rosaura Inventada", 12)
    assert "amenaza" not in repr(kept), "counts, and no value of a cell"
    with psycopg.connect(config.dsn("portal", "portal")) as connection:
        row = connection.execute("select t::text from public.portal_layoutproposal as t").fetchone()
    assert row and "Rosaura" not in row[0] and b"Rosaura".hex() not in row[0]


@pytest.mark.parametrize(
    ("locale", "size", "script"),
    [
        ("es-HN", {"width": 360, "height": 740}, True),
        ("en-US", {"width": 1280, "height": 900}, True),
        ("es-HN", {"width": 1280, "height": 900}, False),
    ],
)
def test_in_a_browser_on_a_telephone_in_english_and_without_javascript(
    decisions: Path, person: Make, month_file: Write, locale: str, size: dict[str, int], script: bool
) -> None:
    from mesoregistry.portal.layout_proposal import LayoutProposal

    LayoutProposal.objects.all().delete()
    team = person(locale=locale, viewport=size, java_script_enabled=script)
    coordinator = person(locale=locale, viewport=size)
    team.enter(account("team", "sv"))
    coordinator.enter(account("coordinator"))
    team.check(month_file(content()), "2023-05")
    if script:  # axe is one
        look(team, [team.page.url.removeprefix(team.site.address)])
    team.page.get_by_label("Tipos de agresión").focus()
    team.page.keyboard.press("Tab")
    team.press("Comprobar así")
    team.sees("Comprobado con los encabezados que usted eligió")
    if script:
        look(team, [team.page.url.removeprefix(team.site.address)])
    team.press("Proponer a la coordinación")
    team.page.wait_for_url(re.compile("#columnas$"))
    look(coordinator, ["/", "/columnas/"])
    coordinator.page.get_by_role("button", name=re.compile("Decidir|Decide")).click()
    coordinator.sees("Aceptados: ya cuentan")
    look(coordinator, ["/columnas/"])


def test_every_column_that_is_missing_is_named(registries: Path) -> None:
    """Also those that nothing in the file is like: their findings have no cell, and their texts alone differ."""
    team = client_of(account("team", "sv"))
    names = {"Edad": "Años", "Nombre de la defensora": "Ella", "Relato": "Qué pasó"}
    page = text(team.get(checked(team, content(names)).headers["Location"]))
    assert [name for name in names if f"Falta la columna «{name}»" not in page] == []
    assert not re.search(r"<li class=\"small\">y \d+ más", page), "none is left out"


@pytest.mark.parametrize("country", ["gt", "hn", "mx", "ni", "sv"])
def test_in_the_format_of_each_country(registries: Path, country: str) -> None:
    """A workbook with two header rows, a form with repeat groups, an export of Uwazi, text."""
    team, coordinator = client_of(account("team", country)), client_of(account("coordinator"))
    name, file = sample(country, "Qué hicieron")
    draft = str(checked(team, file, name, "2024-05").headers["Location"])
    page = text(team.get(draft))
    assert "No se puede leer" in page
    [(field, value)] = chosen(page).items()
    assert value.endswith("Qué hicieron"), page
    tried_draft = str(team.post(f"{draft}columnas/", {field: value}).headers["Location"])
    assert "No se puede leer" not in text(team.get(tried_draft))
    team.post(f"{tried_draft}columnas/proponer/")
    decide(coordinator)
    assert CliRunner().invoke(app, ["portal", "apply-layouts"]).exit_code == 0
    page = text(team.get(checked(team, file, name, "2024-05").headers["Location"]))
    assert "No se puede leer" not in page and "Encabezados que no conocemos" not in page
    name, file = sample(country, "")
    page = text(team.get(checked(team, file, name, "2024-05").headers["Location"]))
    assert "No se puede leer" not in page


def sample(country: str, header: str) -> tuple[str, bytes]:
    """The sample of a country; with a ``header``, that in the place of the header of the form of attack."""
    [path] = (settings().registries / "samples").glob(f"{country}.*")
    if not header:
        return path.name, path.read_bytes()
    source = registry(country).source_for(dt.date(2024, 5, 1))
    assert source
    [old] = [c.header for c in source.layout_for(dt.date(2024, 5, 1)).columns if c.field == "form"]
    last = old.rsplit(" / ")[-1]
    if path.suffix == ".csv":
        content = path.read_bytes()
        encoding = "utf-8" if country == "ni" else "cp1252"
        return path.name, content.replace(last.encode(encoding), header.encode(encoding), 1)
    book = openpyxl.load_workbook(path)
    cells = [c for sheet in book for row in sheet.iter_rows(max_row=6) for c in row if c.value == last]
    cells[-1].value = "/".join([*last.split("/")[:-1], header])
    out = io.BytesIO()
    book.save(out)
    return path.name, out.getvalue()
