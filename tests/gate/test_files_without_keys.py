"""A file without a column for the case key is judged without it; one that has the column must fill it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from mesoregistry.catalog.registries import registry
from mesoregistry.gate.memory import check_records

MONTH = dt.date(2024, 3, 1)


def rules(records: Sequence[Mapping[str, object]]) -> Counter[str]:
    of_country = registry("hn")
    source = of_country.source_for(MONTH)
    assert source is not None
    landed = [
        {"_record": n, "_row": n + 1, "event_date": "2024-03-05", "profile": "individual", **record}
        for n, record in enumerate(records, start=1)
    ]
    findings = check_records(landed, {}, of_country, source, MONTH, dt.date(2024, 4, 2))
    return Counter(finding.rule for finding in findings if finding.rule.startswith(("case_", "attack_")))


def test_no_key_column() -> None:
    assert rules([{}, {}, {}]) == {}


def test_a_key_column_must_be_filled() -> None:
    assert rules([{"case_key": "A"}, {"case_key": None}, {"case_key": None}]) == {"case_key_present": 2}


def test_only_keys_are_doubled() -> None:
    keys = ["A", "B", "A"]
    assert rules([{"case_key": key} for key in keys]) == {"case_not_doubled": 1}
