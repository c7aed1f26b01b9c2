"""What the models and the catalogue must hold in common, and what the marts must be in PostgreSQL."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter

import psycopg
import pytest
import yaml

from mesoregistry.authoring.dictionary import marts
from mesoregistry.catalog.landed_columns import owners
from mesoregistry.catalog.registries import registries
from mesoregistry.settings import Settings, settings
from mesoregistry.warehouse.build import build
from mesoregistry.warehouse.dbt import invoke
from mesoregistry.warehouse.selection import INCREMENT
from tests.warehouse.filing import file, person, prepare, rows

PROJECT = settings().dbt_project
MARCH, APRIL = dt.date(2024, 3, 1), dt.date(2024, 4, 1)
with (settings().seeds / "code_list.csv").open(encoding="utf-8") as seed:
    LISTS = {row["list"] for row in csv.DictReader(seed)}
CONSTRAINTS = (
    "select relname from pg_constraint as c join pg_class as t on t.oid = c.conrelid"
    " where connamespace = 'marts'::regnamespace and contype = '{}'"
)


def test_no_file_of_dbt_is_of_a_country() -> None:
    """A country more in the catalogue adds no SQL: none of them is named in a model, a macro or the project."""
    files = [PROJECT / "dbt_project.yml", *PROJECT.glob("macros/**/*.sql"), *PROJECT.glob("models/**/*.sql")]
    named = re.compile(rf"['_/]({'|'.join(registries())})['_/.]")
    assert [path.name for path in files if named.search(path.read_text(encoding="utf-8") + path.name)] == []


def test_exploded_reads_every_landed_field() -> None:
    """A field added to the dictionary is taken to the marts, or this test says that it is not."""
    text = (PROJECT / "models" / "intermediate" / "int_attacks__exploded.sql").read_text(encoding="utf-8")
    text += (PROJECT / "models" / "staging" / "stg_records.sql").read_text(encoding="utf-8")
    unread = [name for name in owners() if not re.search(rf"\.{name}\b", text)]
    assert unread == []


def test_every_term_is_looked_up() -> None:
    """The fields in the macro of the lists are the columns of terms that the records explode into."""
    exploded = (PROJECT / "models" / "intermediate" / "int_attacks__exploded.sql").read_text(encoding="utf-8")
    listed = (PROJECT / "macros" / "coded_fields.sql").read_text(encoding="utf-8")
    columns = set(re.findall(r" as (\w+?)_terms?,?$", exploded, re.MULTILINE)) - {
        "admin1",
        "admin2",
        "district",
    }
    assert columns == {field for field, _ in re.findall(r"'(\w+)': '(\w+)'", listed)}
    assert len(columns) == 21


def test_macros_are_short() -> None:
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in PROJECT.glob("macros/*.sql")
    }
    assert {name: length for name, length in lengths.items() if length > 25} == {}


@pytest.fixture(scope="module")
def built(module_databases: Settings) -> None:
    prepare()
    file("hn", MARCH, dt.date(2024, 4, 2), [
        {"case_key": "H1", "event_date": "2024-03-05", "form": ["amenazas", "robo"], **person("Ana")},
    ])  # fmt: skip
    assert build().failures == ()


def test_every_mart_has_a_primary_key(built: None) -> None:
    keys = {table for (table,) in rows(CONSTRAINTS.format("p"))}
    views = {view for (view,) in rows("select viewname from pg_views where schemaname = 'marts'")}
    assert views == {"dim_coverage"}
    assert keys == {mart.name for mart, _ in marts()} - views


def test_every_relationship_is_a_foreign_key(built: None) -> None:
    """Also after an increment, which makes the dimensions anew."""
    declared: Counter[str] = Counter()
    for path in PROJECT.glob("models/marts/*/_*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            declared[model["name"]] = sum(
                "relationships" in str(c.get("data_tests"))
                or list_of(c["name"]) not in (None, model["name"].removeprefix("dim_"))
                for c in model["columns"]
            )
    assert declared["fct_attack"] == 12 + 12
    for version in (1, 2):
        assert Counter(table for (table,) in rows(CONSTRAINTS.format("f"))) == +declared
        file("hn", APRIL, dt.date(2024, 5, 2), [
            {"case_key": "H2", "event_date": "2024-04-05", "form": ["robo"], **person("Bea")},
        ], version=version)  # fmt: skip
        increment = build()
        assert (increment.full, increment.failures) == (False, ())


def test_what_an_increment_does_not_test_is_a_constraint(built: None) -> None:
    """Of the tests that an increment leaves out, ``unique`` and ``not_null``; ``relationships`` is the test above."""
    unique = rows(
        "select i.indrelid::regclass::text, a.attname from pg_index as i"
        " join pg_attribute as a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]"
        " where i.indisunique and i.indnkeyatts = 1 and i.indpred is null"
    )
    not_null = rows("select attrelid::regclass::text, attname from pg_attribute where attnotnull")
    enforced = {"unique": set(unique), "not_null": set(not_null)}
    left_out = {name for name in ("unique", "not_null", "relationships") if f"test_name:{name}" in INCREMENT}
    assert left_out == {"unique", "not_null", "relationships"}
    for path in PROJECT.glob("models/marts/*/_*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            for column in model["columns"]:
                for name in enforced.keys() & {t for t in column.get("data_tests", []) if isinstance(t, str)}:
                    assert (f"marts.{model['name']}", column["name"]) in enforced[name]


def list_of(column: str) -> str | None:
    """The code list that a column holds a code of, by its name."""
    name = column.removeprefix("defender_").removesuffix("_code")
    return name if column.endswith("_code") and name in LISTS else None


DAMAGES = {
    "a duplicate key": ("insert into marts.fct_attack select * from marts.fct_attack", "UniqueViolation"),
    "no country": ("update marts.fct_attack set country_code = null", "NotNullViolation"),
    "a profile of no kind": ("update marts.fct_attack set profile_code = 'pair'", "CheckViolation"),
    "a channel in no list": ("update marts.fct_attack set channel_code = 'pigeon'", "ForeignKeyViolation"),
    "a gender in no list": ("update marts.bridge_attack_defender set gender_code = 'x'", "ForeignKeyViolation"),
    "a context in no list": ("insert into marts.bridge_attack_context select attack_version_id, 'x', 9, 1"
                             " from marts.fct_attack limit 1", "ForeignKeyViolation"),
    "a list without its member": ("delete from marts.dim_occupation where occupation_code = 'unknown'",
                                  "ForeignKeyViolation"),
    "a form in no list": ("update marts.fct_attack set form_code = 'nothing'", "ForeignKeyViolation"),
    "a defender in no list": ("delete from marts.dim_source_defender", "ForeignKeyViolation"),
    "a version that ends before it begins": (
        "update marts.fct_attack_version set known_to = known_from",
        "CheckViolation",
    ),
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_postgresql_refuses(damage: str, built: None) -> None:
    statement, error = DAMAGES[damage]
    with (
        pytest.raises(getattr(psycopg.errors, error)),
        psycopg.connect(settings().dsn("warehouse", "transformer")) as connection,
    ):
        connection.execute(statement.encode())


@pytest.mark.parametrize(
    ("mart", "table", "where"),
    [
        ("dim_form", "reference.code_list", "list = 'form' and code = 'threat'"),
        ("fct_attack_version", "intermediate.int_attack_versions", "true"),
    ],
)
def test_a_mart_with_a_duplicate_key_is_not_built(
    mart: str, table: str, where: str, built: None, module_databases: Settings
) -> None:
    """What a mart is made from has a row twice; the table that stood there stays."""
    before = rows(f"select count(*) from marts.{mart}")
    with psycopg.connect(module_databases.dsn("warehouse", "transformer")) as connection:
        for index in connection.execute(
            "select indexrelid::regclass::text from pg_index where indisunique and indrelid = %s::regclass",
            [table],
        ).fetchall():
            connection.execute(f"drop index {index[0]}".encode())
        connection.execute(f"insert into {table} select * from {table} where {where}".encode())
    made = invoke(module_databases, "run", "--full-refresh", "--select", mart)
    assert not made.success
    assert [node.status for node in made.nodes if node.name == mart] == ["error"]
    assert rows(f"select count(*) from marts.{mart}") == before
