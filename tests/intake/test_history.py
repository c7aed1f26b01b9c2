"""What only the ledger sees of a file, without the marts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from mesoregistry import database, ledger
from mesoregistry.findings import Finding
from mesoregistry.intake.answers import confirm
from mesoregistry.intake.landed_records import Records
from mesoregistry.intake.load import load
from mesoregistry.intake.other_month import other_month
from mesoregistry.settings import Settings
from tests.intake.samples import case, honduran, salvadoran
from tests.intake.submissions import judged, rules
from tests.warehouse.months import file_month, take_in

MARCH, APRIL = dt.date(2024, 3, 1), dt.date(2024, 4, 1)


def test_an_export_of_everything_names_the_case_it_lacks(databases: Settings, tmp_path: Path) -> None:
    first = honduran(dict.fromkeys(("H-1", "H-2", "H-3"), "recibida"), MARCH)
    file_month(tmp_path, "hn", first, dt.date(2024, 4, 2), MARCH, ".xlsx")
    cumulative = honduran(dict.fromkeys(("H-1", "H-3"), "recibida"), MARCH)
    second = file_month(tmp_path, "hn", cumulative, dt.date(2024, 5, 2), APRIL, ".xlsx")
    new = honduran(dict.fromkeys(("H-4", "H-1"), "recibida"), APRIL)
    third = file_month(tmp_path, "hn", new, dt.date(2024, 5, 9), APRIL, ".xlsx")
    load("hn")
    assert rules(second) == ["case_gone"]
    assert rules(third) == ["case_gone"]  # of the file before of its own month


def test_new_cases_and_few_corrections_are_no_question(databases: Settings, tmp_path: Path) -> None:
    first = honduran(dict.fromkeys(("H-1", "H-2", "H-3"), "recibida"), MARCH)
    file_month(tmp_path, "hn", first, dt.date(2024, 4, 2), MARCH, ".xlsx")
    later = honduran(dict.fromkeys(("H-4", "H-5", "H-3"), "verificada"), APRIL)
    second = file_month(tmp_path, "hn", later, dt.date(2024, 5, 2), APRIL, ".xlsx")
    load("hn")
    assert rules(second) == []


def test_the_rows_of_another_month_in_another_order(databases: Settings, tmp_path: Path) -> None:
    """Too few for the dates to say it."""
    cases = [case(1), case(2)]
    first = file_month(tmp_path, "sv", salvadoran(cases), dt.date(2024, 4, 2), MARCH)
    load("sv")
    judged(first)
    from mesoregistry.intake.accept import accept

    accept("sv", [first])
    second = file_month(tmp_path, "sv", salvadoran(cases[::-1]), dt.date(2024, 5, 2), APRIL)
    load("sv")
    assert rules(second) == ["rows_of_other_month"]


@pytest.mark.parametrize("country", ["sv", "hn"])
def test_a_copy_of_other_bytes_changes_nothing(databases: Settings, tmp_path: Path, country: str) -> None:
    if country == "sv":
        contents = [salvadoran([case(1), case(2)]), salvadoran([case(2), case(1)]).replace(b"\r\n", b"\n")]
        other = salvadoran([case(1), case(2, Edad="42")])
    else:
        keys = dict.fromkeys(("H-1", "H-2"), "recibida")
        contents = [honduran(keys, MARCH, saved=dt.datetime(2024, 4, day)) for day in (1, 2)]
        other = honduran({"H-1": "recibida", "H-2": "verificada"}, MARCH)
    suffix = ".csv" if country == "sv" else ".xlsx"
    days = [dt.date(2024, 4, day) for day in (2, 3, 4)]
    files = [
        file_month(tmp_path, country, content, day, MARCH, suffix)
        for content, day in zip([*contents, other], days, strict=True)
    ]
    load(country)
    assert rules(files[1]) == ["nothing_changed"]
    assert "nothing_changed" not in rules(files[2])


def question(sheet: str | None, *dates: str, period: dt.date = dt.date(2022, 7, 1)) -> Finding | None:
    numbers = range(1, len(dates) + 1)
    sheets, rows = [sheet] * len(dates), [number + 1 for number in numbers]
    return other_month(Records(numbers, sheets, rows, {"event_date": dates}), period)


@pytest.mark.parametrize(
    "sheet",
    ["Junio 2022", "JUNIO", "jun-22", "2022-06", "06-2022", "Agresiones de junio", "July 2021", "Julio 21"],
)
def test_a_sheet_named_after_another_month_is_asked(sheet: str) -> None:
    finding = question(sheet, "2022-07-03")
    assert finding is not None and finding.rule == "sheet_of_other_month"


@pytest.mark.parametrize(
    ("sheet", "period", "named"),
    [
        ("Agresiones junio", dt.date(2024, 5, 1), "2024-06"),
        ("abril", dt.date(2024, 5, 1), "2024-04"),
        ("Diciembre", dt.date(2024, 1, 1), "2023-12"),
        ("enero", dt.date(2023, 12, 1), "2024-01"),
        ("may24", dt.date(2025, 5, 1), "2024-05"),
        ("Mayo '24 (final)", dt.date(2025, 5, 1), "2024-05"),
        ("1-15 mayo de 24", dt.date(2025, 5, 1), "2024-05"),
    ],
)
def test_a_month_without_its_year_is_that_nearest_to_the_one_filed(
    sheet: str, period: dt.date, named: str
) -> None:
    finding = question(sheet, f"{period}", period=period)
    assert finding is not None and f"({named})" in finding.message.es


@pytest.mark.parametrize(
    "sheet",
    ["1-15 julio", "julio 16-31", "Julio 15 al 31", "julio semana 22", "julio22", "Casos julio 22 (2)"],
)
def test_days_and_copies_in_the_name_of_a_sheet_are_no_year(sheet: str) -> None:
    assert question(sheet, "2022-07-03") is None


@pytest.mark.parametrize(
    "sheet", [None, "Julio 2022", "julio", "Jul-22", "Agresiones", "Enero-Julio", "2022", "Maya"]
)
def test_other_names_of_sheets_are_sound(sheet: str | None) -> None:
    assert question(sheet, "2022-07-03", "2022-07-04", "2022-06-04") is None


def test_dates_of_another_month() -> None:
    finding = question(None, "2022-06-01", "2022-06", "2022-06-09", "2022-06-30", "2022-07-01")
    assert finding is not None and finding.rule == "dates_of_other_month"
    off = question(None, "2021-07-01", "2021-07-02", "2021-07-03")
    assert off is not None and "2021-07" in off.message.es
    late = ("2021-06-01", "2021-05-02")  # the late cases of the year are of that year too
    off = question(None, "2021-07-01", "2021-07-02", "2021-07-03", *late)
    assert off is not None and "2021-07" in off.message.es
    assert question(None, "2021-07-01", "2021-07-02", "2021-07-03", "2022-07-01", *late) is None
    assert question(None, "2021-07-01", "2021-07-02", *late) is None
    assert question(None, "2022-06-01", "2022-06-02") is None  # two late cases
    assert question(None, "2022-06-01", "2022-06-02", "2022-06-03", "2022-07-01") is None
    assert question(None, "2022-05-01", "2022-06-02", "2022-04-03", "2022-03-01") is None


def findings(submission_id: int) -> list[Finding]:
    with database.transaction() as connection:
        return [f for f in ledger.findings(connection, submission_id) if f.severity != "note"]


@pytest.mark.parametrize("country", ["sv", "hn"])
def test_a_key_that_looks_like_one_of_an_earlier_file_is_asked_about(
    databases: Settings, tmp_path: Path, country: str
) -> None:
    def file(month: dt.date, day: int, *keys: str) -> int:
        content, suffix = honduran(dict.fromkeys(keys, "recibida"), month), ".xlsx"
        if country == "sv":
            rows = [case(n) | {"No. de caso": key} for n, key in enumerate(keys)]
            content, suffix = salvadoran(rows), ".csv"
        number = file_month(tmp_path, country, content, dt.date(2024, 6, day), month, suffix)
        take_in(country)
        return number

    file(MARCH, 2, "SV-2024-001", "SV-2024-002", "SV-2024-003")
    second = file(APRIL, 3, "SV-2O24-003", "sv-2024-2", "SV-2024-004")
    alike = [f for f in findings(second) if f.rule == "case_key_alike_before"]
    assert [(f.severity, f.record, f.row, f.value) for f in alike] == [
        ("warning", 1, 2, None), ("warning", 2, 3, None)
    ]  # fmt: skip
    assert (
        alike[0].message.es.count("del 2024-06-02") == 1
        and "4 de la versi\u00f3n 1 de 2024-03" in alike[0].message.es
    )
    assert "2O24" not in repr(findings(second)) and "2024-003" not in repr(findings(second))
    # a key that was used before is no new spelling
    confirm(second)
    take_in(country)
    third = file(dt.date(2024, 5, 1), 4, "SV-2O24-003", "SV-2024-005")
    assert "case_key_alike_before" not in [f.rule for f in findings(third)]
