"""Each measure on a registry small enough to count by hand; rows added, moved and withdrawn."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest

from mesoregistry.figures import FigureResult, NotLoaded, compute
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.figures.asking import figure
from tests.warehouse.filing import Record, file, person, prepare, rows, token

pytestmark = pytest.mark.slow(1)
JANUARY, FEBRUARY, MARCH = (dt.date(2024, month, 1) for month in (1, 2, 3))
YEAR = ("2024-01-01", "2024-12-31")


def hn(case: str, date: str, *forms: str, names: tuple[str, ...] = ("Ana",), **more: object) -> Record:
    return {"case_key": case, "event_date": date, "form": list(forms), **person(*names), **more}


def gt(case: str, date: str, form: str, gender: str, name: str, **more: object) -> Record:
    return {
        "case_key": case,
        "event_date": date,
        "form": [form],
        "defender_gender": [gender],
        **person(name),
        **more,
    }


FIRST = [
    # two attacks on Ana, one of them also named by police and community; her daughter was attacked too
    hn("A", "2024-01-05", "amenazas", "hostigamiento", perpetrator=["policía", "comunidad"],
       close_relation=["hija o hijo"], right_defended="tierra y territorio", channel=["digital", "presencial"],
       defender_lgbtttiq="yes", defender_role=["buscadora"]),
    hn("B", "2024-01-20", "amenazas", names=("Bea",), perpetrator=["desconocido físico"],
       defender_gender=["mujer trans"]),
    # three women in a collective: Ana again; one form
    hn("C", "2024-01-31", "amenazas", names=("Ana", "Cira", "Dora"), profile="colectivo",
       perpetrator=["militares"], defender_lgbtttiq=["no", "yes", "no"]),
    hn("D", "2024-01-10", "allanamiento", profile="organización", organisation_token=[token("Red")],
       organisation_identity=["named"], defender_token=None, defender_identity=None),
    # dated by month and by year only
    hn("E", "2024-01", "robo", names=("Eva",)),
    hn("F", "2024", "robo", names=("Fea",)),
]  # fmt: skip
COMPANIONS = [f"Compañera {number}" for number in range(55)]
SEARCHERS = [*COMPANIONS[:37], *(f"Buscadora {number}" for number in range(17))]
ROLES = [
    # April 2025: 55 companions, all in one attack; 54 searchers in another, 37 of them companions
    hn("R1", "2025-04-03", "amenazas", names=tuple(COMPANIONS), profile="colectivo",
       perpetrator=["policía", "comunidad"], defender_role=["acompañante de víctimas"] * 55),
    hn("R2", "2025-04-04", "hostigamiento", names=tuple(SEARCHERS), profile="colectivo", perpetrator=["policía"],
       defender_role=["buscadora"] * 54),
    # two of a collective, one of each role; and a threat that nobody has a role in
    hn("R3", "2025-04-05", "robo", names=(COMPANIONS[0], SEARCHERS[0]), profile="colectivo",
       defender_role=["acompañante de víctimas", "buscadora"]),
    hn("R4", "2025-04-06", "amenaza de muerte", names=("Uma",), perpetrator=["comunidad"]),
]  # fmt: skip
APRIL = ("2025-04-01", "2025-04-30")
SECOND = [
    hn("G", "2024-02-11", "amenazas", names=("Bea",)),
    hn("H", "2024-02-12", "hostigamiento", names=("Gil",)),
]
GUATEMALA = [
    gt("1", "2024-01-02", "amenazas", "mujer", "Ida"),
    gt("2", "2024-01-03", "amenazas", "hombre", "Juan"),
    gt("3", "2024-01-04", "robo", "hombre", "Luis", verification="descartada"),
]


@pytest.fixture(scope="module")
def loaded(module_marts: Settings) -> None:
    prepare()
    file("hn", JANUARY, dt.date(2024, 2, 2), FIRST)
    file("hn", FEBRUARY, dt.date(2024, 3, 2), SECOND)
    file("gt", JANUARY, dt.date(2024, 2, 20), GUATEMALA)
    file("hn", dt.date(2025, 4, 1), dt.date(2025, 5, 2), ROLES)
    assert build().failures == ()


def result_of(tmp_path: Path, measure: str, filter_text: str = "", **scope: object) -> FigureResult:
    (result,) = compute(figures=[figure(tmp_path, measure, filter_text, **scope)])  # type: ignore[arg-type]
    return result


JANUARY_DAYS = ("2024-01-01", "2024-01-31")
CROSSED: list[tuple[str, str, str]] = [
    (
        "share_of_defenders",
        "role=searcher | role=victim_companion",
        "67.27272727272727272727272727",
    ),  # 37 of 55
    (
        "share_of_defenders",
        "role=victim_companion | role=searcher",
        "68.51851851851851851851851852",
    ),  # 37 of 54
    (
        "share_of_defenders",
        "form=harassment | form=threat role=victim_companion",
        "0",
    ),  # R2 is of searchers only
    ("share_of_defenders", "profile=individual | profile=collective", "0"),
    ("share_of_attacks", "role=searcher | role=victim_companion", "50"),  # R3, of R1 and R3
    ("share_of_attacks", "form=threat | form_group=threats", "50"),  # R1, of R1 and R4
    ("share_of_attacks", "form_group=threats | form=threat", "100"),
    ("share_of_attacks", "perpetrator=community | perpetrator=police", "50"),  # R1, of R1 and R2
    (
        "share_of_perpetrators",
        "perpetrator=community | perpetrator=police",
        "0",
    ),  # a mention is of one or the other
    ("share_of_perpetrators", "perpetrator=police | perpetrator=police+community", "50"),  # 2 of 4
    ("attacks", "perpetrator=community perpetrator=police", "1"),  # a blank is "and"
    ("defenders_distinct", "role=searcher role=victim_companion", "37"),
]


@pytest.mark.parametrize(("measure", "filter_text", "expected"), CROSSED)
def test_a_numerator_lies_within_its_base(
    loaded: None, tmp_path: Path, measure: str, filter_text: str, expected: str
) -> None:
    assert result_of(tmp_path, measure, filter_text, days=APRIL, known_on="2025-12-31").computed == Decimal(
        expected
    )


@pytest.mark.parametrize(
    "filter_text",
    [
        "countries=GT | countries=HN",
        "from=2025-03-01 | from=2025-04-01",
        "month=03 | month=04",
        "month=04 | month=03",
    ],
)
def test_a_numerator_outside_of_its_base_is_badly_written(tmp_path: Path, filter_text: str) -> None:
    with pytest.raises(ValueError, match=r"outside: the numerator is not within the base"):
        figure(tmp_path, "share_of_attacks", filter_text, days=APRIL, name="outside")


UDEFEGUA = "source=gt_udefegua eligible=any"
COUNTED: list[tuple[str, str, dict[str, object], str]] = [
    ("attacks", "", {}, "8"),  # the one dated "2024" is in no quarter
    ("attacks", "", {"days": YEAR}, "9"),
    ("attacks", "", {"days": JANUARY_DAYS}, "6"),
    ("attacks", "", {"days": ("2024-01-01", "2024-01-30")}, "4"),  # and the one of "2024-01" in no part of it
    ("attacks", "month=02", {"days": YEAR}, "2"),
    ("attacks", "", {"known_on": "2024-02-02"}, "6"),
    ("attacks", "", {"countries": "HN GT"}, "9"),
    ("attacks", "form_group=threats", {}, "4"),
    ("attacks", "form_group=threats profile=individual", {}, "3"),
    ("attacks", "perpetrator_group=state", {}, "3"),
    ("attacks", "perpetrator=police+community", {}, "2"),
    ("attacks", "channel=digital", {}, "1"),
    ("attacks", "identity=trans", {}, "1"),
    ("attacks", "identity=lgbtttiq", {}, "3"),  # hers, and the collective's with one such member
    ("attacks", "role=searcher", {}, "2"),
    ("attacks", "close_people=yes", {}, "2"),
    ("defenders_distinct", "", {}, "6"),
    ("defenders_distinct", "profile=individual", {}, "4"),
    ("defenders_distinct", "profile=collective", {}, "3"),
    ("defenders_distinct", "profile=individual*collective", {}, "1"),
    ("defenders_distinct", "identity=lgbtttiq", {}, "2"),
    ("organisations_distinct", "", {}, "1"),
    ("share_of_attacks", "profile=organisation", {}, "12.5"),
    ("share_of_attacks", "form_group=threats | profile=individual", {}, "50"),
    ("share_of_attacks", "role=searcher", {}, "25"),
    ("share_of_defenders", "identity=lgbtttiq | profile=collective", {}, "33.33333333333333333333333333"),
    ("share_of_perpetrators", "perpetrator_group=state", {}, "50"),  # 3 of 6 mentions
    ("share_of_identified_perpetrators", "perpetrator_group=state", {}, "60"),  # of 5
    ("share_of_close_people", "close_relation=child | profile=individual", {}, "100"),
    ("growth_of_attacks", "| countries=HN from=2024-01-01 to=2024-01-31",
     {"days": ("2024-02-01", "2024-02-29")}, "-66.66666666666666666666666667"),
    ("growth_of_attacks", "form=threat | countries=HN from=2024-01-01 to=2024-01-31",
     {"days": ("2024-02-01", "2024-02-29")}, "-66.66666666666666666666666667"),
    ("difference_of_attacks", "| countries=HN from=2024-01-01 to=2024-01-31",
     {"days": ("2024-02-01", "2024-02-29")}, "-4"),
    ("attacks", "", {"countries": "GT"}, "1"),
    ("attacks", UDEFEGUA, {"countries": "GT"}, "2"),
    ("received_complaints", UDEFEGUA, {"countries": "GT"}, "3"),
    ("share_of_attacks", f"target=man | {UDEFEGUA}", {"countries": "GT"}, "50"),
    ("attacks", f"{UDEFEGUA} violation=threat target=woman", {"countries": "GT"}, "1"),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "filter_text", "scope", "expected"), COUNTED)
def test_measures(
    loaded: None, tmp_path: Path, measure: str, filter_text: str, scope: dict[str, object], expected: str
) -> None:
    assert result_of(tmp_path, measure, filter_text, **scope).computed == Decimal(expected)


def test_equal_to_the_unit_and_to_the_printed_rounding(loaded: None, tmp_path: Path) -> None:
    assert result_of(tmp_path, "attacks", value="6", days=JANUARY_DAYS).status == "equal"
    assert result_of(tmp_path, "attacks", value="9", countries="HN", days=JANUARY_DAYS).status == "different"
    assert result_of(
        tmp_path, "share_of_attacks", "profile=organisation", value="13"
    ).equal  # 12.5 rounds to 13
    assert not result_of(tmp_path, "share_of_attacks", "profile=organisation", value="14").equal


def test_more_than_is_more_and_about_is_near(loaded: None, tmp_path: Path) -> None:
    assert result_of(tmp_path, "attacks", value="7", note="min: more than").equal
    assert not result_of(tmp_path, "attacks", value="8", note="min: more than").equal
    half = {"measure": "share_of_perpetrators", "filter_text": "perpetrator_group=state"}  # 3 of 6
    assert result_of(tmp_path, value="49", note="min: more than 49 %", **half).equal
    assert not result_of(tmp_path, value="50", note="min: more than half", **half).equal
    about = result_of(tmp_path, value="53", note="approx: about half", **half)
    assert about.equal and "“About”: from 50 to 56." in [note.en for note in about.footnotes]
    assert not result_of(tmp_path, value="54", note="approx: about half", **half).equal
    eighth = {"measure": "share_of_attacks", "filter_text": "profile=organisation"}  # 12.5 %
    assert result_of(tmp_path, value="13", note="approx: about 13 %", **eighth).equal
    assert not result_of(
        tmp_path, value="11", note="approx: about 11 %", **eighth
    ).equal  # a tenth of it, not 3 points


BAD: list[tuple[str, str, dict[str, object], str]] = [
    ("attacks", "form=thret", {}, "“thret” is not a code of “form”. Near ones: threat"),
    ("attacks", "forms=threat", {}, "The registry does not keep “forms”. Near ones: form"),
    ("attacks", "place=MX-XXX", {"countries": "MX"}, "“MX-XXX” is not a code of “place”"),
    ("attacks", "", {"countries": "HN CR"}, "“CR” is not a country"),
    ("attacks", "source=mx_cemda eligible=any theme=water", {}, "No source “mx_cemda” files extracts"),
    ("people_affected", "", {}, "does not count “people_affected”"),
    ("growth_of_attacks", "", {}, "does not say what it is compared with"),
    ("share_of_attacks", "form=threat | profile=unknown", {}, "The denominator is zero"),
    ("organisations_distinct", "role=searcher", {}, "keeps “role” of persons"),
    ("attacks", "profile=individual*collective", {}, "asked of persons"),
    ("attacks", "", {"known_on": "2024-02-01"}, "On 2024-02-01 nothing had been loaded yet"),
    ("attacks", "", {"countries": "SV"}, "El Salvador has no extracts for 2024-01–2024-03"),
    ("attacks", "", {"days": ("2023-01-01", "2023-12-31")}, "Honduras has no extracts for 2023"),
    ("attacks", "source=gt_red", {"countries": "GT"}, "Guatemala has no extracts for 2024-01–2024-03"),
]


@pytest.mark.parametrize(("measure", "filter_text", "scope", "expected"), BAD)
def test_bad_input_has_a_reason_and_is_never_a_zero(
    loaded: None, tmp_path: Path, measure: str, filter_text: str, scope: dict[str, object], expected: str
) -> None:
    result = result_of(tmp_path, measure, filter_text, **scope)
    assert (result.status, result.computed) == ("not_computable", None)
    assert result.reason and expected in result.reason.en and result.reason.es != result.reason.en


def test_a_figure_without_vintage_names_itself(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"reg5: .*as_known_on"):
        figure(tmp_path, "attacks", known_on="", name="reg5")


def test_before_the_first_load(loaded: None) -> None:
    with pytest.raises(
        NotLoaded, match="Nothing was known on 2024-02-01: the first file was loaded on 2024-02-02"
    ):
        compute(dt.date(2024, 2, 1))
    for function in ("attacks_as_known_on", "defenders_as_known_on"):
        with pytest.raises(psycopg.errors.NoDataFound, match="Nothing is known on 2024-02-01"):
            rows(f"select count(*) from marts.{function}('2024-02-01')")
        with pytest.raises(psycopg.errors.NoDataFound):
            rows(f"select count(*) from marts.{function}(null)")


def test_nothing_built(databases: Settings) -> None:
    with pytest.raises(NotLoaded, match="not been built"):
        compute()


def test_what_is_absent_is_a_footnote(loaded: None, tmp_path: Path) -> None:
    def published_as(value: str) -> FigureResult:
        return result_of(
            tmp_path, "attacks", countries="HN GT", days=("2023-12-01", "2024-02-29"), value=value
        )

    result = published_as("50")
    notes = [note.en for note in result.footnotes]
    assert "Honduras has no extracts for 2023-12." in notes
    assert "Guatemala has no extracts for 2023-12, 2024-02." in notes
    assert result.status == "not_covered"
    assert published_as("9").status == "equal_not_covered"
    assert published_as("5").status == "different"  # months more would count more, not fewer


def test_rows_added_moved_and_withdrawn_move_the_right_figures(loaded: None, tmp_path: Path) -> None:
    filters = {
        "january": ("", JANUARY_DAYS), "february": ("", ("2024-02-01", "2024-02-29")),
        "threats": ("form_group=threats", YEAR), "searches": ("form=search", YEAR), "all": ("", YEAR),
    }  # fmt: skip

    def now(known_on: str) -> dict[str, Decimal | None]:
        made = [
            figure(tmp_path, "attacks", f, days=d, known_on=known_on, name=n) for n, (f, d) in filters.items()
        ]
        return {result.figure.id: result.computed for result in compute(figures=made)}

    before = now("2024-03-31")
    assert before == {"january": 6, "february": 2, "threats": 4, "searches": 1, "all": 9}
    file("hn", MARCH, dt.date(2024, 4, 2), [
        hn("Z", "2024-01-15", "allanamiento", names=("Zoe",)),  # late: added to January
        hn("B", "2024-02-20", "amenazas", names=("Bea",)),  # moved from January to February
        hn("H", "2024-02-12", "hostigamiento", names=("Gil",), status="retirado", status_reason="caso duplicado"),
    ])  # fmt: skip
    assert build().failures == ()
    assert now("2024-03-31") == before  # a past date stays
    assert now("2024-04-30") == {"january": 6, "february": 2, "threats": 4, "searches": 2, "all": 9}
    assert rows("select count(*) from marts.attacks_as_known_on('2024-04-30') where is_counted"
                " and country_code = 'hn'") == [(9,)]  # fmt: skip
    assert build(full_refresh=True).failures == ()
    assert now("2024-03-31") == before
