"""What changes against the version that stands, on the page of the check, before anything is filed."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from mesoregistry.intake.answers import Reason, withdraw
from mesoregistry.intake.receive import receive_content
from mesoregistry.warehouse.build import build
from tests.intake.samples import case, salvadoran
from tests.portal.person import Person
from tests.portal.site import Site, account, take_in

Make = Callable[..., Person]
Write = Callable[[bytes], Path]
OCTOBER = "2023-10"
DAY = {"Fecha_del_hecho": "14/10/2023", "Fecha_de_registro": "20/10/2023"}


def of_october(number: int, **changes: str) -> dict[str, str]:
    return case(800 + number, **(DAY | changes))


@pytest.fixture(scope="module")
def standing(site: Site) -> Iterator[None]:
    """A version of October 2023 that counts, until these tests end."""
    content = salvadoran([of_october(n) for n in (1, 2, 3)])
    number = receive_content("octubre.csv", content, "sv", dt.date(2023, 10, 1)).submission_id
    take_in("sv")
    yield
    withdraw(number, Reason.WRONG_FILE)


def newer() -> bytes:
    return salvadoran(
        [
            of_october(1),
            of_october(2, Edad="42", Nombre_de_la_defensora="Otra Inventada"),
            of_october(4),
            of_october(5, Fecha_del_hecho="14/09/2023"),
        ]
    )


@pytest.mark.parametrize("script", [True, False])
def test_new_late_corrected_and_gone_before_it_is_filed(
    standing: None, person: Make, month_file: Write, script: bool
) -> None:
    team = person(java_script_enabled=script)
    team.enter(account("team", "sv"))
    team.check(month_file(newer()), OCTOBER)
    if not script:
        team.follow("Comparar con lo que ya está en el registro")
    team.sees("con la versión 1 de este mes")
    places = {
        "Casos nuevos": "1", "Casos nuevos de meses anteriores": "1", "Casos corregidos": "1",
        "Casos que ya no están": "1", "Casos sin cambio": "1",
    }  # fmt: skip
    numbers = team.page.locator("dl.differences > div").all_inner_texts()
    assert {tuple(text.split("\n")) for text in numbers} == set(places.items())
    team.sees("septiembre de 2023 (+1)")
    corrected = team.page.locator("li", has_text="SV-802")
    expect(corrected).to_contain_text("edad: 41 → 42")
    expect(corrected).to_contain_text("(dato protegido) → (dato protegido)")
    assert "Inventada" not in team.page.content()
    expect(team.page.locator("li", has_text="de lo presentado antes")).to_contain_text("fila 4")


def test_the_figures_of_the_month_as_they_would_become(
    standing: None, person: Make, month_file: Write
) -> None:
    assert build().failures == ()
    team = person()
    team.enter(account("team", "sv"))
    team.check(month_file(newer()), OCTOBER)
    team.sees("Cómo quedan las cifras")
    months = team.page.locator("table.figures tbody")
    # of October 1 and 2 stay, 3 is gone and 4 comes; 5 is of September
    expect(months.nth(0).locator("tr").nth(0)).to_have_text("octubre de 2023")
    expect(months.nth(0).locator("tr").nth(1)).to_have_text("El Salvador33")
    expect(months.nth(1).locator("tr").nth(0)).to_have_text("septiembre de 2023")
    expect(months.nth(1).locator("tr").nth(1)).to_have_text("El Salvador0 → 10 → 1")
    expect(months.nth(1).locator("tr").nth(2)).to_contain_text("Región0 → 1")
    team.page.set_viewport_size({"width": 360, "height": 740})
    assert team.page.evaluate("document.documentElement.scrollWidth") <= 360


def test_in_english(standing: None, person: Make, month_file: Write) -> None:
    team = person(locale="en-US")
    team.enter(account("team", "sv"))
    team.go(f"/presentar/?mes={OCTOBER}")
    team.page.set_input_files("#id_file", month_file(newer()))
    team.press("Check")
    team.sees("Compared, case by case, with version 1 of this month")
    expect(team.page.locator("li", has_text="SV-802")).to_contain_text("age: 41 → 42")


def test_the_first_of_its_month(standing: None, person: Make, month_file: Write) -> None:
    team = person()
    team.enter(account("team", "sv"))
    team.check(month_file(salvadoran([case(n, Fecha_del_hecho="14/08/2018") for n in (901, 902)])), "2018-08")
    team.sees("Es la primera vez que se presenta este mes")


def test_while_nobody_answers_the_file_can_be_filed(
    site: Site, standing: None, person: Make, month_file: Write
) -> None:
    team = person()
    team.enter(account("team", "sv"))
    os.kill(site.comparison, signal.SIGSTOP)
    try:
        team.check(
            month_file(salvadoran([case(n, Fecha_del_hecho="14/07/2023") for n in (911, 912)])), "2023-07"
        )
        team.file()
    finally:
        os.kill(site.comparison, signal.SIGCONT)
    team.sees("Huella (SHA-256)")


@pytest.mark.parametrize("locale", ["es-HN", "en-US"])
def test_what_the_team_corrected_before_is_proposed(
    standing: None, person: Make, month_file: Write, locale: str
) -> None:
    """In June a word was typed that no list knows, and corrected; in July it is typed again."""
    june = {"Fecha_del_hecho": "14/06/2022", "Fecha_de_registro": "20/06/2022"}
    numbers = []
    for word in ("Amedrentamiento", "hostigamiento"):
        content = salvadoran([case(881, Tipos_de_agresión=word, **june), case(882, **june)])
        numbers.append(receive_content("junio.csv", content, "sv", dt.date(2022, 6, 1)).submission_id)
        take_in("sv")
    team = person(locale=locale)
    team.enter(account("team", "sv"))
    july = {"Fecha_del_hecho": "14/07/2022", "Fecha_de_registro": "20/07/2022"}
    content = salvadoran([case(883, Tipos_de_agresión="AMEDRENTAMIENTO", **july), case(884, **july)])
    team.check(month_file(content), "2022-07")
    line = team.page.locator(".earlier li")
    expect(line).to_contain_text("AMEDRENTAMIENTO → hostigamiento")
    expect(line).to_contain_text("junio de 2022" if locale == "es-HN" else "June 2022")
    for number in reversed(numbers):
        withdraw(number, Reason.OTHER)
