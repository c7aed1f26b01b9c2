"""Each country in each language: no page, workbook or receipt has a word of the other, or the key of a message."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mesoregistry.findings import LANGUAGES, Language
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import receive_content
from mesoregistry.settings import Settings
from tests.portal.broken_extracts import broken_extracts
from tests.portal.languages import SMALL, not_in, pairs, texts_of, without_own_words
from tests.portal.site import account
from tests.portal.test_columns import RENAMED, tried
from tests.portal.test_columns import content as columns
from tests.portal.test_misfortunes import checked, client_of
from tests.portal.test_places import APOPA, OF_DEPARTMENT
from tests.portal.test_places import content as places

COUNTRIES = ("sv", "gt", "hn", "mx", "ni")
MONTH = dt.date(2018, 8, 1)
TITLES = {"es": "Qué corregir", "en": "What to correct"}


def reading(person: Any, language: Language) -> Any:
    client = client_of(person)
    client.post("/idioma/", {"language": language, "next": "/"})
    return client


def faults(client: Any, language: Language, *paths: str) -> list[tuple[str, str]]:
    """The texts of pages that are not in their language."""
    wrong = []
    for path in paths:
        answer = client.get(path)
        page = answer.content.decode()
        assert f'<html lang="{language}">' in page, path
        own = set(RENAMED.values())  # headers of her file
        wrong += [(path, text) for text in not_in(language, texts_of(page)) if text not in own]
    return wrong


@pytest.mark.parametrize(("country", "language"), [*itertools.product(COUNTRIES, LANGUAGES)])
def test_a_country_reads_its_pages_in_its_language(
    config: Settings, tmp_path: Path, country: str, language: Language
) -> None:
    client, wrong = reading(account("team", country), language), []
    for broken in broken_extracts(country, 3, tmp_path, "languages"):
        draft = checked(client, broken.path.read_bytes(), broken.path.name, f"{broken.period:%Y-%m}")
        path = str(draft.headers["Location"])
        wrong += faults(client, language, path)
        wrong += [
            (path, text) for text in not_in(language, in_workbook(client.get(f"{path}libro/"), language))
        ]
    content = f"{country} {language}".encode()
    number = receive_content("agosto.csv", content, country, MONTH).submission_id
    load(country, [number])
    wrong += faults(
        client, language, "/", "/presentar/", f"/pais/{country}/2018-08/", f"/envio/{number}/",
        f"/envio/{number}/recibo/", "/cuenta/firma/",
    )  # fmt: skip
    assert wrong == []


def in_workbook(answer: Any, language: Language) -> list[str]:
    """What the marked copy says beside the team's own cells."""
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer) if answer.streaming else answer.content))
    assert book.sheetnames[0] == TITLES[language]
    summary, *others = book.worksheets
    texts = [str(cell.value) for row in summary.iter_rows(max_col=3) for cell in row if cell.value]
    addresses = {str(row[0].value) for row in summary.iter_rows()} - {texts[0]}
    comments = [c.comment.text for sheet in others for row in sheet.iter_rows() for c in row if c.comment]
    assert len(texts) > len(addresses)
    return [line for text in (*texts, *comments) if text not in addresses for line in text.splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_coordination_reads_hers(config: Settings, decisions: Path, language: Language) -> None:
    """With a place and headers that wait for her, and each after its decision."""
    from mesoregistry.portal import layout_proposals
    from mesoregistry.portal import proposals as term_proposals

    client, team = reading(account("coordinator"), language), reading(account("team", "sv"), language)
    assert propose(team, language) == []
    paths = ("/", "/terminos/", "/columnas/", "/personas/", "/pais/gt/", "/pais/gt/2018-08/")
    assert faults(client, language, *paths) == []
    for proposals, address, values in (
        (layout_proposals, "columnas", {"refusal": ""}),
        (term_proposals, "terminos", {"code": APOPA, "refusal": ""}),
    ):
        number = proposals.listed("open")[0].number
        client.post(f"/{address}/{number}/decidir/", values)
    assert faults(client, language, *paths) == []


def propose(team: Any, language: Language) -> list[tuple[str, str]]:
    """What is wrong on the pages from which a team proposes."""
    from mesoregistry.portal.layout_proposal import LayoutProposal
    from mesoregistry.portal.term_proposal import TermProposal

    TermProposal.objects.all().delete()
    LayoutProposal.objects.all().delete()
    place = str(checked(team, places(Municipio="Apopita")).headers["Location"])
    wrong = faults(team, language, place)
    team.post(f"{place}proponer/", {"list": OF_DEPARTMENT, "term": "Apopita", "code": APOPA})
    headers = str(checked(team, columns()).headers["Location"])
    wrong += faults(team, language, headers)
    draft = tried(team)
    wrong += faults(team, language, draft)
    team.post(f"{draft}columnas/proponer/")
    return wrong + faults(team, language, place, draft)


def test_no_text_of_the_program_has_a_word_of_the_other_language(config: Settings) -> None:
    wrong = []
    for pair in pairs():
        for language, text in zip(LANGUAGES, pair, strict=True):
            plain = re.sub(r"\{\w*\}|`[^`]*`|docs/\S+|mesoregistry [\w -]+", "", without_own_words(text))
            if SMALL[language].search(plain):
                wrong.append(text)
    assert wrong == []


def test_a_word_of_the_other_language_is_seen() -> None:
    spanish = ["Presentar", "La forma de agresión «Amenasa» no está en la lista.", "San Salvador", "sv_csv"]
    english = ["File", "The form of attack “Amenasa” is not in the list.", "San Salvador", "sv_csv"]
    assert (not_in("es", spanish), not_in("en", english)) == ([], [])
    assert (not_in("en", spanish), not_in("es", english)) == (spanish[:2], english[:2])
    assert not_in("es", ["form_known", "Quedan {count}", "Sin None"]) == [
        "form_known",
        "Quedan {count}",
        "Sin None",
    ]
