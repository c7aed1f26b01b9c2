"""The warehouse built by dbt: counting, versions, increments."""

from __future__ import annotations

import datetime as dt

import pytest

from mesoregistry.clock import today
from mesoregistry.intake.answers import Reason, withdraw
from mesoregistry.intake.decisions import ReturnReason, restore, send_back
from mesoregistry.ledger import Action
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import Built, build
from tests.warehouse.filing import Record, file, person, prepare, rows, token

pytestmark = pytest.mark.slow(1)
MARCH, APRIL, MAY = (dt.date(2024, month, 1) for month in (3, 4, 5))
MARTS = (
    "fct_attack", "fct_attack_version", "fct_event", "fct_protection_response", "bridge_attack_perpetrator",
    "bridge_attack_right", "bridge_attack_gender_element", "bridge_attack_context", "bridge_attack_close_person",
    "bridge_attack_defender", "bridge_defender_perpetrator", "dim_defender", "dim_source_defender",
    "dim_organisation", "dim_collective", "dim_submission",
)  # fmt: skip


def built(**how: bool) -> Built:
    result = build(**how)
    assert result.failures == ()
    return result


def everything() -> dict[str, list[str]]:
    return {mart: sorted(str(row) for row in rows(f"select * from marts.{mart}")) for mart in MARTS}


def known(case: str) -> list[tuple[str, str, str | None]]:
    """(form, known from, known to) of a case."""
    return rows(
        "select form_code, known_from::text, known_to::text from marts.fct_attack_version as v"
        " join (select distinct event_id, case_key from marts.fct_event"
        "  union select md5(concat_ws('|', source_country_code, source_id, "
        f"'{case}')), '{case}' from marts.dim_source) as e using (event_id)"
        f" where case_key = '{case}' order by 2, 1"
    )


def hn(case: str, *forms: str, name: str = "Ana", **more: object) -> Record:
    return {"case_key": case, "event_date": "2024-03-05", "form": list(forms), **person(name), **more}


def sv(case: str, *forms: str, name: str = "Eva", **more: object) -> Record:
    return {"case_key": case, "event_date": "2024-03-09", "form": list(forms), **person(name), **more}


@pytest.fixture(scope="module")
def first(module_databases: Settings) -> Built:
    prepare()
    file("hn", MARCH, dt.date(2024, 4, 2), [
        hn("H1", "amenaza de muerte", "hostigamiento", "vigilancia, monitoreo y acecho",
           admin1="Francisco Morazán", admin2="Distrito Central", perpetrator=["policía", "comunidad", "policía"],
           right_defended="educación", right_other=["educación", "laborales"], complaint_filed="yes")
        | person("Ana", "Bea"),
        hn("H2", "robo", name="Ana"),
        hn("H3", "amenazas", "hostigamiento", profile="colectivo", collective_identified="14",
           defender_gender=["mujer", "mujer"]) | person("Cira", "Dora"),
        hn("H4", "allanamiento", profile="organización", organisation_token=[token("Red"), token("Casa")],
           organisation_identity=["named", "named"], defender_token=None, defender_identity=None),
        hn("H5", "amenazas", name="Fea"),
    ], waiting=[5])  # fmt: skip
    file("sv", MARCH, dt.date(2024, 4, 3), [
        sv("S1", "amenazas", admin1="San Salvador", admin2="San Salvador"),
        sv("S2", "desalojo", event_date="2024-03~"),
        sv("S3", "amenazas", event_date="2024", status="retirado", status_reason="caso duplicado"),
    ])  # fmt: skip
    file("gt", MARCH, dt.date(2024, 4, 4), [
        {"case_key": "G1", "event_date": "2024-03-01", "form": ["amenazas"], "defender_gender": ["hombre"],
         **person("Juan")},
        {"case_key": "G2", "event_date": "2024-03-01", "form": ["amenazas"], "defender_gender": ["mujer trans"],
         **person("Gala")},
        {"case_key": "G2", "event_date": "2024-03-01", "form": ["robo"], "defender_gender": ["mujer trans"],
         **person("Gala")},
    ])  # fmt: skip
    return built()


def test_counting(first: Built) -> None:
    assert first.full
    counts = rows(
        "select e.case_key, profile_code, count(*), count(*) filter (where is_counted)"
        " from marts.fct_attack as a join marts.fct_event as e using (event_id) group by 1, 2 order by 1"
    )
    assert counts == [
        ("G1", "individual", 1, 0),  # a man, in a source of all defenders
        ("G2", "individual", 2, 2),  # two rows of one case
        ("H1", "individual", 6, 6),  # three forms against two women
        ("H2", "individual", 1, 1),
        ("H3", "collective", 2, 2),  # a form each, whatever the number of women
        ("H4", "organisation", 2, 2),
        ("S1", "individual", 1, 1),
        ("S2", "individual", 1, 1),
        ("S3", "individual", 1, 0),  # withdrawn
    ]
    # Ana once, of two cases; not Fea, who waits; the man only in the source's own view
    assert rows("select count(*) from marts.dim_defender") == [(6,)]
    assert rows("select count(*) from marts.dim_source_defender") == [(7,)]
    assert rows("select identified_in_event, member_count from marts.dim_collective") == [(14, 2)]


def test_bridges_places_and_dates(first: Built) -> None:
    of = "join marts.fct_attack using (attack_version_id) join marts.fct_event using (event_id) where case_key ="
    assert rows(
        f"select distinct perpetrator_code, position from marts.bridge_attack_perpetrator {of} 'H1'"
    ) == [
        ("community", 2),
        ("police", 1),
    ]
    assert rows(
        "select distinct case_key, perpetrator_count, state_perpetrator_count, identified_perpetrator_count"
        " from marts.fct_attack join marts.fct_event using (event_id) where case_key in ('H1', 'H2') order by 1"
    ) == [("H1", 2, 1, 2), ("H2", 0, 0, 0)]
    assert rows(
        "select count(*), count(distinct defender_token), min(event_count) from marts.bridge_defender_perpetrator"
    ) == [(4, 2, 1)]
    # Ana and Eva twice, whose third case is withdrawn
    assert rows("select event_count, count(*) from marts.dim_defender group by 1 order by 1") == [
        (1, 4),
        (2, 2),
    ]
    assert rows(
        f"select distinct bridge_attack_right.right_code, is_main from marts.bridge_attack_right {of} 'H1' order by 1"
    ) == [
        ("education", True),
        ("labour", False),
    ]
    assert rows("select case_key, complaint_filed, is_counted from marts.fct_protection_response join marts.fct_event"
                " using (event_id, complaint_filed)") == [("H1", "yes", True)]  # fmt: skip
    assert rows("select case_key, place_id from marts.fct_event where place_id is not null order by 1") == [
        ("H1", "HN-FM.0801"),
        ("S1", "SV-SS.san-salvador"),  # the municipality as it was before May 2024
    ]
    assert rows(
        "select case_key, event_start::text, event_end::text, date_precision, is_estimated_date"
        " from marts.fct_event where case_key in ('S2', 'S3') order by 1"
    ) == [
        ("S2", "2024-03-01", "2024-03-31", "month", True),
        ("S3", "2024-01-01", "2024-12-31", "year", False),
    ]
    assert rows("select count(*), count(event_month) from marts.fct_attack where event_year = 2024") == [
        (18 - 1, 16)
    ]


def test_nothing_new_is_not_built(first: Built) -> None:
    assert not build().ran


def test_increments_equal_a_full_build(first: Built) -> None:
    """A month replaced, a case corrected, one withdrawn, an older version late, a file withdrawn."""
    file("sv", MARCH, dt.date(2024, 6, 1), [sv("S1", "amenazas", "robo"), sv("S4", "amenazas")], version=2)
    file("hn", APRIL, dt.date(2024, 5, 2), [
        hn("H1", "amenaza de muerte"),
        hn("H2", "robo", status="retirado", status_reason="a petición de la defensora"),
        hn("H6", "amenazas"),
    ])  # fmt: skip
    assert not built().full
    assert known("S1") == [
        ("threat", "2024-04-03", "2024-06-01"), ("threat", "2024-06-01", None), ("theft_damage", "2024-06-01", None)
    ] or known("S1") == [
        ("threat", "2024-04-03", "2024-06-01"), ("theft_damage", "2024-06-01", None), ("threat", "2024-06-01", None)
    ]  # fmt: skip
    assert known("S2") == [("eviction", "2024-04-03", "2024-06-01")]
    assert [k[1:] for k in known("H1")] == [("2024-04-02", "2024-05-02")] * 6 + [("2024-05-02", None)]
    assert known("H3")[0][2] is None  # a case that the next file does not hold goes on
    late = file("sv", MARCH, dt.date(2024, 5, 1), [sv("S2", "amenazas"), sv("S5", "robo")], version=3)
    built()
    assert known("S5") == [("theft_damage", "2024-05-01", "2024-06-01")]
    assert known("S2") == [("eviction", "2024-04-03", "2024-05-01"), ("threat", "2024-05-01", "2024-06-01")]
    april = file("hn", MAY, dt.date(2024, 6, 2), [hn("H6", "amenazas", "robo")])
    built()
    withdraw(april, Reason.WRONG_FILE)
    withdraw(late, Reason.WRONG_FILE)
    built()
    assert [k[0] for k in known("H6") if k[2] is None] == ["threat"]  # what stood before stands again
    step_by_step = everything()
    assert built(full_refresh=True).full
    assert everything() == step_by_step


def test_what_is_sent_back_leaves_the_marts_and_comes_back_when_that_is_undone(first: Built) -> None:
    number = file("hn", MAY, dt.date(2024, 6, 20), [hn("H8", "amenazas")], version=2)
    built()
    before = everything()
    assert [k[0] for k in known("H8")] == ["threat"]
    send_back(number, ReturnReason.DOUBTFUL)
    built()
    assert known("H8") == [("threat", "2024-06-20", today("America/Tegucigalpa").isoformat())]
    assert [k for k in known("H8") if k[2] is None] == []
    restore(number, Action.SENT_BACK)
    assert not built().full
    assert everything() == before
    withdraw(number, Reason.WRONG_FILE)
    built()
    assert [k for k in known("H8") if k[2] is None] == []


def test_as_known_on_never_changes(first: Built) -> None:
    """Rule 5: the figure of a past date stays when later files arrive."""
    query = (
        "select count(*) from marts.fct_attack_version where is_counted"
        " and known_from <= '2024-04-30' and coalesce(known_to, 'infinity') > '2024-04-30'"
    )
    before = rows(query)
    file("sv", MARCH, dt.date(2024, 9, 1), [sv("S9", "robo", "amenazas")], version=4)
    built()
    assert before == rows(query) == [(15,)]


def test_every_column_is_described_and_open_to_the_analyst(first: Built) -> None:
    missing = rows(
        "select c.relname, a.attname from pg_class as c join pg_attribute as a on a.attrelid = c.oid and attnum > 0"
        " where c.relnamespace = 'marts'::regnamespace and c.relkind = 'r' and not a.attisdropped"
        " and coalesce(col_description(c.oid, a.attnum), '') !~ '^es: .+\nen: .+'"
    )
    assert missing == []
    closed = rows(
        "select relname from pg_class where relnamespace = 'marts'::regnamespace and relkind = 'r'"
        " and not has_table_privilege('analyst', oid, 'select')"
    )
    assert closed == []
