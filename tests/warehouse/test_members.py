"""Not known, not asked, withheld and not applicable are told apart in every column of every fact and bridge."""

from __future__ import annotations

import csv
import datetime as dt
from typing import Any

import pytest

from mesoregistry.catalog.registries import registry
from mesoregistry.settings import PROJECT, Settings, settings
from mesoregistry.warehouse.build import build
from tests.warehouse.filing import file, person, prepare, rows, token

pytestmark = pytest.mark.slow(1)
MARCH = dt.date(2024, 3, 1)
KEYS = {  # what is no dimension: keys, places in a file, pseudonyms (empty where there are none)
    "attack_id", "event_id", "source_id", "sheet", "case_key", "country_code", "admin1_id", "place_id",
    "collective_id", "defender_token", "organisation_token", "date_precision",
}  # fmt: skip
FIELDS = {  # the field of the catalogue, where it is not the name of the column
    "right_code": "right_defended", "defender_identity": "defender_name", "organisation_identity": "organisation_name",
    "age_band": "defender_age", "place_precision": "admin1", "gender_code": "defender_gender",
    "ethnicity_code": "defender_ethnicity", "occupation_code": "defender_occupation", "role_code": "defender_role",
    "lgbtttiq": "defender_lgbtttiq",
}  # fmt: skip
STATED = {"form_code": "threat", "profile_code": "individual", "defender_identity": "named"}
# a case of which nothing is said to the contrary is active, and received
DEFAULTS = {"status_code": "active", "verification_code": "received", "status_reason_code": "not_applicable"}
OF_A_PERSON = (
    "defender_gender_code", "defender_lgbtttiq", "defender_ethnicity_code", "defender_occupation_code",
    "defender_role_code", "defender_identity", "age_band",
)  # fmt: skip
OF_NOBODY = ("gender_code", "lgbtttiq", "ethnicity_code", "occupation_code", "role_code", "age_band")
COLUMNS = (
    "select table_name, column_name from information_schema.columns where table_schema = 'marts'"
    " and data_type = 'text' and (table_name like 'fct\\_%' or table_name like 'bridge\\_attack\\_%')"
)


@pytest.fixture(scope="module")
def unasked(module_marts: Settings) -> frozenset[str]:
    """Attacks of which only the form is stated: the form of Nicaragua does not ask everything, that of Honduras does.

    Returns the fields that the former does not ask.
    """
    prepare()
    case: dict[str, Any] = {"case_key": "A", "event_date": "2024-03-05", "form": ["amenazas"]}
    layout = registry("ni").source_for(MARCH).layout_for(MARCH)  # type: ignore[union-attr]
    named = case | person("Ana") | {"perpetrator": None}
    file("ni", MARCH, dt.date(2024, 4, 2), [named], layout=layout.id)
    file("hn", MARCH, dt.date(2024, 4, 2), [
        named, case | {"case_key": "B", "defender_token": [None], "defender_identity": ["withheld"]},
        case | {"case_key": "C", "profile": "organización", "organisation_token": [token("Red")],
                "organisation_identity": ["named"]},
    ])  # fmt: skip
    assert build().failures == ()
    return frozenset(
        field for (field,) in rows(
            f"select field from marts.dim_field_coverage where layout_id = '{layout.id}' and not is_asked"
        )
    )  # fmt: skip


def stored(table: str, column: str, country: str, case: str = "A") -> set[str | None]:
    key = "event_id" if table.startswith("fct_") else "attack_version_id"
    source = (
        "marts.fct_event" if key == "event_id" else "marts.fct_attack join marts.fct_event using (event_id)"
    )
    query = (
        f"select distinct t.{column} from marts.{table} as t join (select {key}, fct_event.country_code as country,"
        f" fct_event.case_key as key from {source}) as cases using ({key})"
        f" where country = '{country}' and key = '{case}'"
    )
    return {value for (value,) in rows(query)}


def test_every_dimension_says_why_it_has_no_value(unasked: frozenset[str]) -> None:
    assert {"defender_role", "in_exile"} & unasked and "form" not in unasked
    wrong, checked = [], set()
    for table, column in rows(COLUMNS):
        if column in KEYS:
            continue
        for country in ("ni", "hn"):
            field = FIELDS.get(column, column.removesuffix("_code"))
            empty = "not_asked" if country == "ni" and field in unasked else "unknown"
            expected = {column: empty} | STATED | DEFAULTS
            if column == "organisation_identity":
                expected[column] = "not_applicable"  # a woman was attacked
            values = stored(table, column, country)
            if values:
                checked.add((table, column))
            if values - {expected[column]}:
                wrong.append((table, column, country, values, expected[column]))
    assert wrong == []
    assert len(checked) > 40
    assert {t for t, _ in checked} >= {
        "fct_attack",
        "fct_attack_version",
        "fct_event",
        "bridge_attack_perpetrator",
    }


def test_withheld_is_not_unknown(unasked: frozenset[str]) -> None:
    assert stored("fct_attack", "defender_identity", "hn", "B") == {"withheld"}
    assert stored("bridge_attack_defender", "defender_identity", "hn", "B") == {"withheld"}


def test_an_organisation_has_no_gender(unasked: frozenset[str]) -> None:
    for column in OF_A_PERSON:
        assert stored("fct_attack", column, "hn", "C") == {"not_applicable"}, column
    for column in OF_NOBODY:
        assert stored("bridge_attack_defender", column, "hn", "C") == {"not_applicable"}, column


def test_every_list_has_the_four_members_each_with_a_name_of_its_own(unasked: frozenset[str]) -> None:
    members = ("unknown", "not_asked", "withheld", "not_applicable")
    with (settings().seeds / "code_list.csv").open(encoding="utf-8") as seed:
        lists = {row["list"] for row in csv.DictReader(seed)}
    for name in lists:
        stored_names = rows(f"select es, en from marts.dim_{name} where {name}_code in {members}")
        assert len(stored_names) == 4, name
        assert len({es for es, _ in stored_names}) == len({en for _, en in stored_names}) == 4, name


def test_one_model_decides_who_counts() -> None:
    """Nowhere else is a case left out for being discarded, or a counted one made of other columns."""
    folders = (PROJECT / "dbt", PROJECT / "include" / "mesoregistry" / "figures")
    deciding = [
        path.name for folder in folders for path in folder.rglob("*")
        if path.suffix in (".sql", ".yml") and "<> 'discarded'" in path.read_text(encoding="utf-8")
    ]  # fmt: skip
    assert deciding == ["fct_attack_version.sql"]
