"""A month as a team files it, in a browser: from the invitation to the registry, and back."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
import secrets
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from mesoregistry.findings import Severity
from mesoregistry.intake.receive import receive_content
from mesoregistry.ledger import State
from tests.intake.samples import case, salvadoran
from tests.intake.submissions import finding
from tests.portal.person import Person
from tests.portal.site import account, invited, last, take_in

Make = Callable[..., Person]
Write = Callable[[bytes], Path]
MARCH = "2024-03"


def test_from_the_invitation_to_the_registry(person: Make, month_file: Write) -> None:
    """Invited, a passkey, a file with faults, the workbook, a good file, a confirmation, a withdrawal."""
    team = person()
    team.enrol(invited("team", "sv"))
    team.press("Salir")
    team.press("Entrar con mi llave")
    team.page.wait_for_url(f"{team.site.address}/")

    faulty = salvadoran([case(1), case(2, Perfil=""), case(3, Tipos_de_agresión="Amedrentamiento")])
    team.check(month_file(faulty))
    team.sees("marzo de 2024")
    team.sees("leído en el archivo")
    team.sees("2 por corregir")
    for cell in ("H3", "Q4"):
        expect(team.page.locator("code", has_text=re.compile(rf"^{cell}$"))).to_be_visible()
    with team.page.expect_download() as download:
        team.follow("Descargar mi archivo marcado")
    assert download.value.suggested_filename == "Registro de Rosaura Inventada (por corregir).xlsx"
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert book.sheetnames[0] == "Qué corregir"
    assert book.worksheets[1]["H3"].comment is not None

    good = salvadoran([case(number) for number in (1, 2, 3)])
    team.check(month_file(good))
    team.sees("Todo está bien")
    number = team.file()
    team.sees(hashlib.sha256(good).hexdigest())
    assert (last("sv").submission_id, last("sv").state) == (number, State.RECEIVED)

    take_in("sv", finding(Severity.WARNING, 2))
    team.go(f"/envio/{number}/")
    team.sees("por confirmar")
    team.press("Los valores por confirmar están bien")
    team.sees("en revisión")
    take_in("sv")
    team.page.reload()
    team.sees("aceptada")
    team.go("/")
    expect(team.page.locator(".cell.accepted[href*='/sv/2024-03/']")).to_have_count(1)

    team.go(f"/envio/{number}/")
    team.follow("Retirar")
    team.page.get_by_label("No era este archivo").check()
    team.press("Retirar")
    team.sees("El equipo la retiró: No era este archivo")
    assert last("sv").state is State.WITHDRAWN


def test_the_same_file_twice_is_filed_once(person: Make, month_file: Write) -> None:
    team = person()
    team.enter(account("team", "sv"))
    path = month_file(salvadoran([case(41), case(42)]))
    team.check(path)
    draft = team.page.url
    first = team.file()
    team.page.goto(draft)  # she goes back and finds her receipt, not the button
    assert f"/envio/{first}/recibo/" in team.page.url
    team.check(path)
    assert team.file() == first
    team.sees("No se contó dos veces")


def test_a_quiet_month_with_one_press(person: Make) -> None:
    team = person()
    team.enter(account("team", "ni"))
    team.go("/pais/ni/2024-02/")
    team.sees("Eso no quiere decir que no hubo agresiones")
    team.press("Sin agresiones este mes")
    team.sees("Sin agresiones ese mes")
    assert last("ni").is_quiet
    team.go("/")
    expect(team.page.locator(".cell.quiet[href*='/ni/2024-02/']")).to_have_count(1)


def test_the_coordinator_invites_a_team_and_closes_its_account(person: Make) -> None:
    coordinator, team = person(), person()
    coordinator.enrol(invited("coordinator"))
    coordinator.go("/")
    coordinator.sees("Todos los países")
    coordinator.follow("Personas")
    coordinator.page.get_by_label("Correo").fill("nueva@example.org")
    coordinator.page.get_by_label("Papel").select_option("team")
    coordinator.press("Invitar")
    coordinator.sees("Elija el país del equipo")
    coordinator.page.get_by_label("País (solo equipos)").select_option("hn")
    coordinator.press("Invitar")
    link = coordinator.page.get_by_label("Enlace").input_value()
    coordinator.go("/personas/")
    assert coordinator.page.get_by_label("Enlace").count() == 0, "it is shown once"

    team.enrol(link)
    team.go("/")
    team.sees("Honduras")
    coordinator.go("/personas/")
    coordinator.press("Cerrar nueva@example.org")
    team.go("/")
    team.sees("Con su llave de acceso")
    team.press("Entrar con mi llave")
    team.page.wait_for_load_state("networkidle")
    team.go("/")
    team.sees("Con su llave de acceso")


def test_another_month_than_the_file_tells_is_asked_about(person: Make, month_file: Write) -> None:
    team = person()
    team.enter(account("team", "sv"))
    team.check(month_file(salvadoran([case(number) for number in range(51, 55)])), "2024-05")
    team.sees("2024-03")
    team.sees("1 por confirmar")
    team.page.get_by_text("No es ese mes").click()
    team.page.locator("#id_month").fill(MARCH)
    team.press("Revisar otra vez")
    team.sees("Todo está bien")


def test_without_javascript(person: Make, month_file: Write) -> None:
    """A password and a code in the place of a passkey, and the whole way to a receipt."""
    team = person(java_script_enabled=False)
    team.enrol_with_password(invited("team", "sv"))
    team.check(month_file(salvadoran([case(61), case(62)])))
    team.sees("Todo está bien")
    team.file()
    team.sees("Huella (SHA-256)")


@pytest.mark.parametrize(
    ("locale", "size"), [("es-HN", {"width": 360, "height": 740}), ("en-US", {"width": 1280, "height": 900})]
)
def test_every_page_fits_and_can_be_read_by_everybody(
    person: Make, month_file: Write, size: dict[str, int], locale: str
) -> None:
    """No page is wider than the screen, and axe finds nothing."""
    team, coordinator = (person(viewport=size, locale=locale) for _ in range(2))
    to_decide = _for_the_coordination()
    paths = ["/cuenta/entrar/"]
    look(team, paths)
    team.enter(account("team", "sv"))
    team.go("/presentar/")
    team.page.set_input_files("#id_file", month_file(salvadoran([case(1), case(2, Perfil="")])))
    team.page.locator("form[data-upload] button").click()
    team.page.wait_for_url(re.compile(r"/presentar/[0-9a-f]{32}/$"))
    draft = team.page.url.removeprefix(team.site.address)
    number = last("sv").submission_id
    look(team, [draft, "/", "/presentar/", "/pais/sv/2024-03/", f"/envio/{number}/", f"/envio/{number}/recibo/",
                 f"/envio/{number}/retirar/", "/cuenta/llaves/", "/nada/"])  # fmt: skip
    coordinator.enter(account("coordinator"))
    look(
        coordinator, ["/", "/personas/", "/pais/gt/", f"/envio/{to_decide}/", f"/envio/{to_decide}/devolver/"]
    )
    coordinator.page.locator("input[name=reason]").first.check()
    coordinator.page.locator("textarea").fill("La fila 4 repite la clave de la fila 2. " * 9)
    coordinator.page.locator("main form button").click()
    coordinator.page.wait_for_url(f"{coordinator.site.address}/envio/{to_decide}/")
    look(coordinator, [f"/envio/{to_decide}/"])
    team.go("/presentar/")
    team.page.set_input_files(
        "#id_file", month_file(salvadoran([case(1, Tipos_de_agresión="Amedrentamiento")]))
    )
    team.page.locator("form[data-upload] button").click()
    team.page.wait_for_url(re.compile(r"/presentar/[0-9a-f]{32}/$"))
    look(team, [team.page.url.removeprefix(team.site.address)])
    if team.page.locator(".term button").count():  # the other language came first
        team.page.locator(".term select").select_option("harassment")
        team.page.locator(".term button").click()
        team.page.wait_for_load_state("networkidle")
    look(coordinator, ["/terminos/", "/"])
    look(team, [f"/envio/{to_decide}/", "/"])


def _for_the_coordination() -> int:
    """A file of which a value waits for a confirmation."""
    content = salvadoran([case(secrets.randbelow(10**6), Fecha_del_hecho="14/05/2022")])
    number = receive_content("mayo.csv", content, "sv", dt.date(2022, 5, 1)).submission_id
    take_in("sv", finding(Severity.WARNING, 1))
    return number


def look(someone: Person, paths: list[str]) -> None:
    """No page is wider than the screen, and axe finds nothing."""
    for path in paths:
        someone.go(path)
        width = someone.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert width == 0, f"{path} is {width} px too wide"
        found_faults = Axe().run(someone.page).response["violations"]
        assert [(path, fault["id"], fault["nodes"][0]["html"]) for fault in found_faults] == []


def test_the_first_page_is_light(person: Make) -> None:
    """150 kB at most, style, script and picture included."""
    someone = person()
    sizes: list[int] = []
    someone.page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    someone.go("/cuenta/entrar/")
    someone.page.wait_for_load_state("networkidle")
    assert 0 < sum(sizes) < 150_000
