"""Reading and interpreting the real files: every value of every row, against the file read another way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.registries import read
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.readers import open_table
from tests.real import files, truth
from tests.real.files import REGISTRIES, RealFile

Interpreted = Callable[[RealFile], Interpretation]


@pytest.fixture(scope="module")
def interpreted(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Interpreted:
    """Each file read and interpreted once."""
    folder = tmp_path_factory.mktemp("unpacked")

    @cache
    def read_once(file: RealFile) -> Interpretation:
        source = read(REGISTRIES)[file.country].source_for(file.period)
        assert source is not None
        reading = open_table(file.unpacked(folder), file.layout())
        return interpret(reading, file.layout(), vocabulary(seeds, file.country, source.id))

    return read_once


def landed(out: Interpretation) -> truth.Truth:
    """Values by row without those that say nothing."""
    return {
        r.row: {name: value for name, value in r.values.items() if value is not None} for r in out.records
    }


def without_empty(rows: truth.Truth) -> truth.Truth:
    return {n: {name: value for name, value in row.items() if value is not None} for n, row in rows.items()}


@pytest.mark.parametrize("file", files.WHOLE, ids=lambda file: file.name)
def test_every_value_of_every_row(file: RealFile, interpreted: Interpreted) -> None:
    out = interpreted(file)
    result, wanted = landed(out), without_empty(truth.of(file))
    assert len(result) == len(wanted)
    # shown by position, not by value: a failure must not print a row of the file
    wrong = [
        (number, name)
        for number in sorted(result.keys() | wanted.keys())
        for name in sorted(result.get(number, {}).keys() | wanted.get(number, {}).keys())
        if result.get(number, {}).get(name) != wanted.get(number, {}).get(name)
    ]
    assert wrong == []


# how many findings of which rule each file must have before the gate; files not named have none
FINDINGS = {
    "articulo19": {"parts_unequal": 1},
    # other tables of the sheet hold values under no header
    "costa_rica_xlsx": {"column_unknown": 3},
    # rows that equal the row above them in each of their cells, and have no key of their own
    "ine_vif": {"row_pasted_twice": 11},
    # the rows of other countries are told
    **{file.name: {"rows_of_others": 1} for file in files.GLOBAL_WITNESS},
}


@pytest.mark.parametrize("file", files.WHOLE, ids=lambda file: file.name)
def test_findings_of_the_reading(file: RealFile, interpreted: Interpreted) -> None:
    out = interpreted(file)
    assert Counter(finding.rule for finding in out.findings) == FINDINGS.get(file.name, {})


@pytest.mark.parametrize(("file", "rule"), files.RETURNED, ids=lambda value: getattr(value, "name", value))
def test_files_that_go_back(file: RealFile, rule: str, interpreted: Interpreted) -> None:
    out = interpreted(file)
    assert out.records == ()
    assert rule in {finding.rule for finding in out.findings if finding.severity == "stop"}


@pytest.mark.parametrize("file", files.GLOBAL_WITNESS, ids=lambda file: file.name)
def test_rows_of_other_countries_are_counted(file: RealFile, interpreted: Interpreted) -> None:
    out = interpreted(file)
    others = sum(row["country"] != truth.COUNTRIES[file.country] for _, row in truth.numbered(files.LED))
    assert out.decisions["rows_of_others"] == [str(others)]


def test_encodings_and_delimiters_are_found(interpreted: Interpreted) -> None:
    result = {
        file.name: (out.decisions["encoding"], out.decisions["delimiter"])
        for file in (files.COSTA_RICA, files.INE, files.DIETS[0], files.PIZZAS[0])
        for out in [interpreted(file)]
    }
    assert list(result.values()) == [
        (["cp1252"], [","]),
        (["utf-8"], [","]),
        (["utf-8"], [";"]),
        (["utf-8"], [","]),
    ]


def test_the_thesauri_in_the_other_language(interpreted: Interpreted) -> None:
    english = RealFile("uwazi/en", files.THESAURI.path, "xt", files.THESAURI.period.replace(year=2023))
    out = interpreted(english)
    assert landed(out) == {
        n: {"profile": "individual", **row} for n, row in without_empty(truth.thesauri("en")).items()
    }


def test_eggs_find_their_submission_through_nest_and_tree() -> None:
    """Three levels of repeat groups: an egg belongs to a nest, the nest to a tree, the tree to a submission."""
    trees, nests, eggs = (truth.sheet(files.NESTS.path, number)[1:] for number in (1, 2, 3))
    of_tree = {tree[1]: int(str(tree[3])) for tree in trees}
    of_nest = {nest[2]: of_tree[nest[4]] for nest in nests}
    reading = open_table(files.REALDATA / files.NESTS.path, files.NESTS.layout())
    [table] = [t for t in reading.tables if t.group == "group_egg"]
    assert list(table.parents) == [of_nest[egg[2]] + 1 for egg in eggs]


def test_long_answers_go_whole_to_the_vault(interpreted: Interpreted) -> None:
    for file in files.QUOTES:
        wanted = [row["Enter_some_long_text_and_linebreaks_here"] for _, row in truth.table(file.path)]
        out = interpreted(file)
        assert [str(text.text).replace("\r\n", "\n") for text in out.texts] == wanted
        assert all("narrative" not in record.values for record in out.records)
