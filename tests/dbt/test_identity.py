"""Who an attack is over time: a case is shuffled, and attacks are put in, taken out and corrected at random."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from mesoregistry.settings import Settings, settings
from mesoregistry.warehouse.build import build
from tests.warehouse.filing import prepare

pytestmark = pytest.mark.slow(1)
Attack = tuple[str, str]  # the woman attacked, the form
ATTACKS = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from(["threat", "theft"])), min_size=1, max_size=7
)
Connection = psycopg.Connection[tuple[str, ...]]


@dataclass
class Changed:
    """A case in the next file, and what was done to it; ``kept``: the attacks that nobody touched."""

    attacks: list[Attack]
    late: int = 0
    withdrawn: int = 0
    corrected: int = 0
    kept: Counter[Attack] = field(default_factory=Counter)


@pytest.fixture(scope="module")
def query(module_databases: Settings) -> str:
    """The SQL of the model, as dbt compiles it for a full build."""
    prepare()
    assert build().failures == ()
    compiled = settings().home / "dbt/target/compiled/mesoregistry/models/intermediate"
    return (compiled / "int_attack_identities.sql").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def connection(query: str) -> Iterator[Connection]:
    with psycopg.connect(settings().dsn("warehouse", "transformer")) as connection:
        yield connection
        connection.rollback()


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[Attack], Changed]:
    """A case and the next file of it, changed so that only one reading of the change is the least.

    A new attack is of another woman and form, or equals one that nobody touched and shares neither woman nor
    form with an attack that was touched: else it could as well be the touched attack, corrected.
    """
    before = draw(ATTACKS)
    fates = draw(
        st.lists(
            st.sampled_from(["kept", "kept", "withdrawn", "corrected"]),
            min_size=len(before),
            max_size=len(before),
        )
    )
    changed = Changed([])
    for number, ((woman, form), fate) in enumerate(zip(before, fates, strict=True)):
        if fate == "kept":
            changed.attacks.append((woman, form))
            changed.kept[woman, form] += 1
        elif fate == "corrected":
            changed.attacks.append((woman, f"form {number}"))
            changed.corrected += 1
        else:
            changed.withdrawn += 1
    touched = {part for attack, fate in zip(before, fates, strict=True) if fate != "kept" for part in attack}
    equals = [attack for attack in before if not touched & set(attack)]
    added = draw(st.lists(st.sampled_from([("Z", "new form"), *equals]), max_size=3))
    changed.late = len(added)
    changed.attacks = draw(st.permutations([*changed.attacks, *added]))
    return before, changed


def identities(connection: Connection, query: str, *files: list[Attack]) -> list[dict[str, Attack]]:
    """For each file of one case, its attacks by their identity."""
    connection.execute("truncate intermediate.int_attacks__harmonised, intermediate.int_event_versions")
    for number, attacks in enumerate(files, start=1):
        connection.execute(
            "insert into intermediate.int_event_versions (event_id, submission_id, known_from, known_to)"
            " values ('e', %s, date '2024-01-01' + %s, null)", [number, number],
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into intermediate.int_attacks__harmonised (row_key, event_id, submission_id, record_no,"
                " target_no, form_no, target_kind, defender_token, form_code)"
                " values (%s, 'e', %s, %s, 1, 1, 'individual', %s, %s)",
                [(f"row {row}", number, row, *attack) for row, attack in enumerate(attacks)],
            )
    stored = connection.execute(query.encode()).fetchall()
    connection.rollback()
    assert len(stored) == sum(map(len, files))  # totals do not move
    named: list[dict[str, Attack]] = [{} for _ in files]
    for _, submission, row, attack in stored:
        named[int(submission) - 1][attack] = files[int(submission) - 1][int(row.removeprefix("row "))]
    assert [len(attacks) for attacks in named] == [len(attacks) for attacks in files]  # no two are one
    return named


QUICK = profile(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(case=changes())
def test_exactly_what_was_done_is_told(
    query: str, connection: Connection, case: tuple[list[Attack], Changed]
) -> None:
    before, changed = case
    first, second = identities(connection, query, before, changed.attacks)
    both = first.keys() & second.keys()
    corrected = {attack for attack in both if first[attack] != second[attack]}
    assert (len(second) - len(both), len(first) - len(both), len(corrected)) == (
        changed.late, changed.withdrawn, changed.corrected,
    )  # fmt: skip
    assert all(first[attack][0] == second[attack][0] for attack in corrected)  # a form, never another woman
    unchanged = Counter(first[attack] for attack in both - corrected)
    assert unchanged == changed.kept


@QUICK
@given(files=st.lists(ATTACKS, min_size=2, max_size=4))
def test_nothing_that_fits_is_left_over(
    query: str, connection: Connection, files: list[list[Attack]]
) -> None:
    """Whatever two files hold: no attack is told as gone beside one told as new of the same woman, or the same form."""
    named = identities(connection, query, *files)
    for first, second in itertools.pairwise(named):
        gone = [first[attack] for attack in first.keys() - second.keys()]
        come = [second[attack] for attack in second.keys() - first.keys()]
        assert [(a, b) for a in gone for b in come if a[0] == b[0] or a[1] == b[1]] == []


@QUICK
@given(data=st.data(), attacks=ATTACKS)
def test_order_says_nothing(
    query: str, connection: Connection, data: st.DataObject, attacks: list[Attack]
) -> None:
    shuffled = data.draw(st.permutations(attacks))
    first, second = identities(connection, query, attacks, shuffled)
    assert first == second


def test_a_row_put_in_above_and_a_form_corrected(query: str, connection: Connection) -> None:
    """By position all three would be other attacks. The one corrected twice stays one; what comes back is another."""
    files = [
        [("A", "threat"), ("B", "theft")],
        [("C", "threat"), ("A", "harassment"), ("B", "theft")],
        [("A", "surveillance"), ("B", "theft")],
        [("C", "threat"), ("A", "threat"), ("B", "theft")],
    ]
    named = identities(connection, query, *files)
    by_woman = [{woman: attack for attack, (woman, _) in attacks.items()} for attacks in named]
    assert len({attacks["A"] for attacks in by_woman}) == 1
    assert len({attacks["B"] for attacks in by_woman}) == 1
    assert by_woman[1]["C"] not in {by_woman[0]["A"], by_woman[0]["B"], by_woman[3]["C"]}


def test_a_woman_corrected_is_the_same_attack(query: str, connection: Connection) -> None:
    first, second = identities(
        connection, query, [("A", "threat"), ("B", "theft")], [("A", "threat"), ("D", "theft")]
    )
    assert first.keys() == second.keys()
