"""What stands far down a column is judged as what stands at its top."""

from __future__ import annotations

import datetime as dt

from mesoregistry.catalog.registries import registry
from mesoregistry.gate.memory import check_records

MONTH = dt.date(2024, 3, 1)
ROWS = 3_000


def test_a_text_below_thousands_of_empty_cells_is_judged() -> None:
    of_country = registry("hn")
    source = of_country.source_for(MONTH)
    assert source is not None
    case = {"event_date": "2024-03-05", "profile": "individual", "right_defended": None}
    records = [{"_record": n, "_row": n + 1, "case_key": f"{n:03}", **case} for n in range(1, ROWS + 1)]
    records[-1]["right_defended"] = "007"
    findings = check_records(records, {}, of_country, source, MONTH, dt.date(2024, 4, 2))
    known = [(finding.row, finding.value) for finding in findings if finding.rule == "right_known"]
    assert known == [(ROWS + 1, "007")]
