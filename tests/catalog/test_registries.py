"""The catalogue: every country, and every mistake reported with file and key, all at once."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from mesoregistry.catalog.registries import CatalogFault, read, registries, registry
from mesoregistry.settings import settings


def broken(tmp_path: Path, country: str, *changes: tuple[str, str]) -> list[str]:
    """The mistakes of one registry with some texts replaced."""
    text = (settings().registries / f"{country}.yml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    (tmp_path / f"{country}.yml").write_text(text, encoding="utf-8")
    with pytest.raises(CatalogFault) as fault:
        read(tmp_path)
    return fault.value.mistakes


def test_every_country_in_order() -> None:
    files = sorted(path.stem for path in settings().registries.glob("*.yml"))
    assert list(registries()) == files
    assert {"gt", "hn", "mx", "ni", "sv"} <= set(files)


def test_guatemala_has_two_sources_and_the_second_counts_everybody() -> None:
    gt = registry("gt")
    before, after = gt.source_for(dt.date(2019, 12, 1)), gt.source_for(dt.date(2020, 1, 1))
    assert before and (before.id, before.scope, before.unit) == ("gt_red", "women", "attack")
    assert after and (after.id, after.scope, after.unit) == ("gt_udefegua", "all_defenders", "attack")
    assert gt.source_for(dt.date(2011, 12, 1)) is None


def test_every_mistake_is_told_at_once_with_file_and_key(tmp_path: Path) -> None:
    shutil.copy(settings().registries / "ni.yml", tmp_path / "ni.yml")
    (tmp_path / "hn.yml").write_text("country: [", encoding="utf-8")
    mistakes = broken(
        tmp_path,
        "sv",
        ("unit: event", "unit: row"),
        ("field: recorded_on", "field: recorded_in"),
        ("{header: Responsable, ignored: who typed the row; not needed to count}", "{header: Responsable}"),
    )
    assert [m.split(":")[0] for m in mistakes] == ["hn.yml", "sv.yml", "sv.yml", "sv.yml"]
    assert mistakes[1].startswith("sv.yml: sources.0.unit: ")
    assert mistakes[2].startswith("sv.yml: sources.0.layouts.0.columns.2: unknown field 'recorded_in'")
    assert mistakes[3] == (
        "sv.yml: sources.0.layouts.0.columns.31: a column has a field, says the precision of one, counts, or is ignored"
        " with a reason"
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("country: sv", "country: pa", "country: is 'pa', the file says 'sv'"),
        ("side: vault", "side: warehouse", "defender_name belongs to the vault, not to the warehouse"),
        ("{header: Fecha del hecho, field: event_date}", "{header: Fecha, ignored: x}", "no column for event_date"),
        ("header: Lugar", "header: Municipio", "columns declared twice: 'municipio'"),
        ("field: admin2", "field: admin1", "two columns for a field of one value: admin1"),
        ("{separator: \";\"}", "{separator: \";\", letters: true}", "say exactly one of"),
        ("valid_from: 2012-01-01", "valid_from: 2012-13-01", "valid_from"),
    ],
)  # fmt: skip
def test_a_mistake_names_its_key(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert any(expected in mistake for mistake in broken(tmp_path, "sv", (old, new)))


def test_sources_of_a_country_do_not_overlap(tmp_path: Path) -> None:
    [mistake] = broken(tmp_path, "gt", ("valid_to: 2019-12-31", "valid_to: 2020-06-30"))
    assert mistake == "gt.yml: file: sources gt_red and gt_udefegua overlap"


def test_a_source_that_adds_needs_the_key_of_the_case(tmp_path: Path) -> None:
    mistakes = broken(tmp_path, "hn", ("{header: caso, field: case_key}", "{header: caso, ignored: x}"))
    assert mistakes == ["hn.yml: sources.0.layouts.0: a source that adds needs a column for case_key"]


def test_yes_and_no_are_words(tmp_path: Path) -> None:
    text = (settings().registries / "sv.yml").read_text(encoding="utf-8")
    text = text.replace(
        "        columns:\n", "        booleans: {replace: true, yes: [x], no: [o]}\n        columns:\n", 1
    )
    (tmp_path / "sv.yml").write_text(text, encoding="utf-8")
    words = read(tmp_path)["sv"].sources[0].layouts[0].booleans
    assert (words.yes, words.no) == (("x",), ("o",))


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(CatalogFault, match="no registry"):
        read(tmp_path)


LAYOUT_OF_SV = "      - id: sv_csv\n        format: delimited\n"


@pytest.mark.parametrize(
    ("first", "second", "overlap"),
    [
        ("", "valid_from: 2024-01-01", True),
        ("valid_to: 2024-01-31", "valid_from: 2024-01-01", True),
        ("valid_to: 2023-12-31", "valid_from: 2024-01-01", False),
        ("valid_from: 2024-01-01", "valid_to: 2023-12-31", False),
    ],
)
def test_layouts_of_the_same_periods_are_a_mistake(
    tmp_path: Path, first: str, second: str, overlap: bool
) -> None:
    text = (settings().registries / "sv.yml").read_text(encoding="utf-8")
    head, layout = text.split(LAYOUT_OF_SV)
    own, other = (
        f"{LAYOUT_OF_SV}{f'        {dates}' if dates else ''}\n{layout}" for dates in (first, second)
    )
    both = f"{head}{own}\n{other.replace('sv_csv', 'sv_otro')}"
    (tmp_path / "sv.yml").write_text(both, encoding="utf-8")
    if not overlap:
        assert len(read(tmp_path)["sv"].sources[0].layouts) == 2
        return
    with pytest.raises(CatalogFault) as fault:
        read(tmp_path)
    assert fault.value.mistakes == [
        "sv.yml: sources.0.layouts.1: sv_otro and sv_csv are for the same periods"
    ]


@pytest.mark.parametrize(
    ("dates", "mistake"),
    [
        ("valid_to: 2024-02-15", ".valid_to: 2024-02-15 is within a month"),
        ("valid_from: 2024-02-15", ".valid_from: 2024-02-15 is within a month"),
        ("valid_to: 2024-02-29", None),
        ("valid_to: 2024-02-01", None),
        ("valid_from: 2024-02-01", None),
    ],
)
def test_a_layout_is_for_whole_months(tmp_path: Path, dates: str, mistake: str | None) -> None:
    text = (settings().registries / "sv.yml").read_text(encoding="utf-8")
    head, layout = text.split(LAYOUT_OF_SV)
    (tmp_path / "sv.yml").write_text(f"{head}{LAYOUT_OF_SV}        {dates}\n{layout}", encoding="utf-8")
    if mistake is None:
        assert read(tmp_path)["sv"].sources[0].layouts
        return
    with pytest.raises(CatalogFault) as fault:
        read(tmp_path)
    (only_mistake,) = fault.value.mistakes
    assert only_mistake.startswith(f"sv.yml: sources.0.layouts.0{mistake}")


def test_a_column_of_the_vault_has_no_default(tmp_path: Path) -> None:
    change = (
        "{header: Teléfono, field: defender_phone,",
        "{header: Teléfono, field: defender_phone, default: x,",
    )
    assert any("it has no default" in mistake for mistake in broken(tmp_path, "sv", change))
