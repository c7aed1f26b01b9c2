"""The demo registry: the same each time, as long and as dirty as promised, and read back as it was meant."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.registries import registries
from mesoregistry.intake.interpret import interpret
from mesoregistry.months import add_months
from mesoregistry.readers import open_table
from mesoregistry.settings import settings
from mesoregistry.synthetic import SEED
from mesoregistry.synthetic import extracts as demo
from mesoregistry.synthetic.truth import findings
from mesoregistry.synthetic.writers import rows_of

FIVE = {"gt", "hn", "mx", "ni", "sv"}  # the countries whose teams the numbers below are of
OF_READING = ("column_unknown", "too_many_fields")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> demo.Plan:
    return demo.write(tmp_path_factory.mktemp("demo"), demo.history())


def content(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_two_years_of_every_country(made: demo.Plan) -> None:
    truth = content(made.truth)
    now = [row for row in truth["attacks"] if row["known_to"] is None]
    assert {f.country for f in made.filings} == set(registries())
    months = [add_months(demo.BEGINS, n) for n in range(24)]
    kept = {
        (c, month) for c, registry in registries().items() for month in months if registry.source_for(month)
    }
    assert {(f.country, f.period) for f in made.filings} == kept
    assert len({pair for pair in kept if pair[0] in FIVE}) == 5 * 24
    assert 1_800 <= sum(row["country"] in FIVE for row in now) <= 2_600
    assert len(truth["attacks"]) > len(now)


def test_every_kind_of_dirt_is_there(made: demo.Plan) -> None:
    truth = content(made.truth)
    planted: Counter[str] = Counter()
    for filed in truth["submissions"]:
        planted.update(filed["findings"])
    assert planted.keys() >= {
        "form_known", "perpetrator_known", "right_known", "profile_present", "event_date_readable", "age_usual",
        "case_not_doubled", "event_in_period_or_before", "collective_has_several", "too_many_fields",
        "column_unknown", "file_partial",
    }  # fmt: skip
    rows = truth["attacks"]
    assert {row["date_precision"] for row in rows} == {"day", "month", "year"}
    assert {row["status"] for row in rows} == {"active", "withdrawn"}
    assert any(not row["eligible"] for row in rows if row["country"] == "gt")
    assert 0 < len(made.confirms) < sum("age_usual" in s["findings"] for s in truth["submissions"]) + 40


def test_a_thousand_texts_to_look_for(made: demo.Plan) -> None:
    planted = content(made.canaries)
    texts = [text for listed in planted.values() for text in listed]
    assert set(planted) == {"names", "phones", "narratives"}
    assert len(set(texts)) >= 1_000
    assert min(map(len, texts)) > 9


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (demo.write(tmp_path / name, demo.history(3)) for name in ("one", "two"))
    assert [f.path.read_bytes() for f in first.filings] == [f.path.read_bytes() for f in second.filings]
    assert first.truth.read_bytes() == second.truth.read_bytes()
    other = demo.write(tmp_path / "other", demo.history(3, SEED + 1))
    assert other.truth.read_bytes() != first.truth.read_bytes()


def test_a_plan_is_read_again(tmp_path: Path) -> None:
    written = demo.write(tmp_path, demo.history(2))
    assert demo.read(tmp_path) == written


def test_files_are_in_the_order_of_filing_and_versions_count_on(made: demo.Plan) -> None:
    assert [f.filed_on for f in made.filings] == sorted(f.filed_on for f in made.filings)
    seen: Counter[tuple[str, str]] = Counter()
    for filing in made.filings:
        key = (filing.country, filing.period.isoformat())
        seen[key] += 1
        assert filing.version == seen[key]
    # the same bytes would be taken for the same file
    assert len({(f.country, f.path.read_bytes()) for f in made.filings}) == len(made.filings)


def test_every_file_is_read_as_it_was_meant(made: demo.Plan) -> None:
    for extract, filing in zip(demo.history(24, SEED), made.filings, strict=True):
        layout = extract.source.layouts[-1]
        known = vocabulary(settings().seeds, extract.country, extract.source.id)
        read = interpret(open_table(filing.path, layout), layout, known)
        reported = Counter(f.rule for f in read.findings if f.severity != "note")
        planted = {rule: n for rule, n in findings(extract).items() if rule in OF_READING}
        assert dict(reported) == planted, filing.path.name
        assert len(read.records) == len(rows_of(extract)) - (extract.cut is not None), filing.path.name
