"""The real files in the databases: landed as interpreted, judged as they deserve, staged as attacks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

import pytest

from mesoregistry.database import open_connection
from mesoregistry.vault.marks import replaced, tokens_in
from mesoregistry.vault.opened_marks import open_marks
from tests.real import files, judgement, truth
from tests.real.files import RealFile
from tests.real.stages import FILED_ON, Stages, rows, rules

WHOLE = pytest.mark.parametrize("file", files.WHOLE, ids=lambda file: file.name)

# landed field -> column of int_attacks__exploded
RECORD = {
    "event_date": "event_date_edtf",
    "recorded_on": "recorded_on_edtf",
    "admin1": "admin1_term",
    "admin2": "admin2_term",
    "place_type": "place_type_term",
    "scope": "scope_term",
    "profile": "profile_term",
    "perpetrator": "perpetrator_terms",
    "context": "context_terms",
    "gender_component": "gender_component",
    "complaint_filed": "complaint_filed",
    "collective_identified": "collective_identified",
    "protection_measure": "protection_measure_terms",
}
TARGET = {
    "defender_identity": "defender_identity",
    "defender_gender": "defender_gender_term",
    "defender_ethnicity": "defender_ethnicity_term",
    "defender_age": "defender_age",
    "defender_occupation": "defender_occupation_term",
    "defender_role": "defender_role_term",
    "organisation_identity": "organisation_identity",
}
Attack = tuple[str | None, ...]


def test_nothing_broke(stages: Stages) -> None:
    assert stages.broken == []


@WHOLE
def test_every_row_is_landed(file: RealFile, stages: Stages) -> None:
    [(count, first, last)] = rows(
        f"select count(*), min(_row), max(_row) from raw.{file.country} where _submission = %s",
        stages.submissions[file],
    )
    numbers = truth.of(file).keys()
    assert (count, first, last) == (len(numbers), min(numbers), max(numbers))
    assert stages.before[file].rows_read == len(numbers)


@pytest.mark.parametrize(("file", "rule"), files.RETURNED, ids=lambda value: getattr(value, "name", value))
def test_files_that_go_back_leave_nothing(file: RealFile, rule: str, stages: Stages) -> None:
    assert stages.before[file].state == "returned"
    assert rule in stages.before[file].stopped
    result = rows(f"select 1 from raw.{file.country} where _submission = %s", stages.submissions[file])
    assert result == []


@WHOLE
def test_errors_at_the_gate(file: RealFile, stages: Stages) -> None:
    wanted = {rule: len(numbers) for rule, numbers in judgement.errors(file, FILED_ON).items()}
    assert rules(stages, file, "error", "stop") == wanted


@WHOLE
def test_rows_that_wait_when_all_is_confirmed(file: RealFile, stages: Stages) -> None:
    wanted = judgement.waiting(file, FILED_ON)
    result = rows(
        f"select landed._row from intake.waiting_row as waiting inner join raw.{file.country} as landed"
        " on waiting.submission_id = landed._submission and waiting.record_no = landed._record"
        " where waiting.submission_id = %s",
        stages.submissions[file],
    )
    assert {number for (number,) in result} == wanted
    after = stages.after[file]
    assert (after.state, after.rows_waiting) == ("to_correct" if wanted else "accepted", len(wanted))


def expected(file: RealFile) -> Iterator[Attack]:
    """The attacks of a file: each form of each target of each row that counts."""
    out = judgement.waiting(file, FILED_ON)
    for number, row in truth.of(file).items():
        if number in out:
            continue
        forms = judgement.elements(row.get("form"))
        targets = {name: judgement.elements(row.get(name)) for name in TARGET}
        collective = row["profile"] == "colectivo"
        several = 1 if collective else max(map(len, targets.values())) or 1
        for position in range(several):
            target = {
                name: values[0 if len(values) == 1 else position]
                for name, values in targets.items()
                if values
            }
            for form in forms:
                yield (
                    str(number),
                    form,
                    *(row.get(name) for name in RECORD),
                    *(target.get(name) for name in TARGET),
                )


def staged(file: RealFile, stages: Stages) -> Counter[Attack]:
    columns = ", ".join(f"{name}::text" for name in (*RECORD.values(), *TARGET.values()))
    result = rows(
        f"select row_number::text, form_term, {columns} from intermediate.int_attacks__exploded"
        " where submission_id = %s",
        stages.submissions[file],
        role="transformer",
    )
    marks = tokens_in(text for row in result for text in row)
    with open_connection("vault") as vault:
        mark_texts = open_marks(vault, marks)
    # a place that no map knows lands sealed
    return Counter(tuple(text and replaced(text, mark_texts) for text in row) for row in result)


@WHOLE
def test_attacks(file: RealFile, stages: Stages) -> None:
    wanted, result = Counter(expected(file)), staged(file, stages)
    assert result.total() == wanted.total()
    # shown by row and column, not by value
    names = ("row", "form", *RECORD, *TARGET)
    wrong = {
        (first[0], name)
        for first, other in zip(
            sorted((wanted - result), key=str), sorted((result - wanted), key=str), strict=False
        )
        for name, a, b in zip(names, first, other, strict=True)
        if a != b
    }
    assert wrong == set()


@WHOLE
def test_attacks_and_events_have_keys_of_their_own(file: RealFile, stages: Stages) -> None:
    [(count, attacks, events)] = rows(
        "select count(*), count(distinct row_key), count(distinct event_id)"
        " from intermediate.int_attacks__exploded where submission_id = %s",
        stages.submissions[file],
        role="transformer",
    )
    out = judgement.waiting(file, FILED_ON)
    keys = [row.get("case_key") or str(n) for n, row in truth.of(file).items() if n not in out]
    assert attacks == count
    assert events == len(set(keys))


def test_attacks_of_the_ine_by_form(stages: Stages) -> None:
    """The same numbers straight from the marks of the file."""
    marks: Counter[str] = Counter()
    for _, row in truth.numbered(files.INE.path):
        if (
            judgement._date(f"{row['HEC_ANO']}-{row['HEC_MES']}-{row['HEC_DIA']}")
            and row["HEC_ANO"] != "9999"
        ):
            marks.update(
                form for form, mark in zip(truth.SUFFERED, row["HEC_TIPAGRE"], strict=True) if mark == "1"
            )
    result = rows(
        "select form_term, count(*) from intermediate.int_attacks__exploded where submission_id = %s group by 1",
        stages.submissions[files.INE],
        role="transformer",
    )
    assert dict(result) == marks


def test_killings_by_country_and_sex(stages: Stages) -> None:
    """Global Witness: the women among those killed, as the file itself counts them."""
    for file in files.GLOBAL_WITNESS:
        out = judgement.waiting(file, FILED_ON)
        sexes = Counter(
            row["gender"]
            for number, row in truth.numbered(files.LED)
            if row["country"] == truth.COUNTRIES[file.country] and number not in out
        )
        result = rows(
            "select defender_gender_term, count(*) from intermediate.int_attacks__exploded"
            " where source_id = 'global_witness' and country_code = %s group by 1",
            file.country,
            role="transformer",
        )
        assert dict(result) == sexes


def test_one_person_has_one_token(stages: Stages) -> None:
    """Article 19: as many tokens as names; blanks and case do not make another person."""
    names = {
        judgement.plain(name)
        for _, row in truth.numbered(files.ARTICULO19.path)
        for name in row["Nombre"].split(",")
        if truth.identity(name) == "named"
    }
    [(tokens,)] = rows(
        "select count(distinct token) from raw.mx, unnest(gate.elements(defender_token)) as token"
        " where _submission = %s and token is not null",
        stages.submissions[files.ARTICULO19],
    )
    assert tokens == len(names)


def test_the_same_animals_in_names_and_labels(stages: Stages) -> None:
    csv_, xlsx, labels = (staged(file, stages) for file in files.ANIMALS)
    assert csv_ == xlsx
    assert csv_.total() == labels.total() == 4


def test_modes_and_formats_of_one_form_give_the_same_attacks(stages: Stages) -> None:
    [first, *others] = [staged(file, stages) for file in files.DIETS]
    assert all(other == first for other in others)
    [split, whole] = [staged(file, stages) for file in files.BROWSERS]
    assert split == whole


def test_no_name_outside_the_vault(stages: Stages) -> None:
    """No landed cell and no finding holds a name, a telephone or an answer that went to the vault."""
    hidden = {row["name"].strip() for _, row in truth.numbered(files.LED)}
    hidden |= {n.strip() for _, r in truth.numbered(files.ARTICULO19.path) for n in r["Nombre"].split(",")}
    hidden = {name for name in hidden if truth.identity(name) == "named"}
    for country in ("gt", "hn", "mx", "ni"):
        for (text,) in rows(f"select row_to_json(landed)::text from raw.{country} as landed"):
            assert hidden.isdisjoint(_texts(json.loads(text)))
    for cells in rows("select value, message_es, message_en, remedy_es, remedy_en from intake.finding"):
        assert hidden.isdisjoint(cells)


def _texts(record: dict[str, object]) -> set[str]:
    result: set[str] = set()
    for cell in record.values():
        if isinstance(cell, str):
            result.update(str(first) for first in judgement.elements(cell))
    return result
