"""A mistake in a seed that a person edits is named by its line, before anything is read with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mesoregistry.catalog import code_lists
from mesoregistry.catalog.registries import CatalogFault
from mesoregistry.settings import settings


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    for name in ("code_list.csv", "code_map.csv", "place.csv", "place_alias.csv"):
        shutil.copy(settings().seeds / name, tmp_path / name)
    return tmp_path


def added(seeds: Path, name: str, row: str) -> int:
    """Adds a row; the number of its line."""
    path = seeds / name
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    return len(path.read_text(encoding="utf-8").splitlines())


def test_the_seeds_are_sound(seeds: Path) -> None:
    assert code_lists.read(seeds).terms


@pytest.mark.parametrize(
    ("row", "mistake"),
    [
        ("form,pa,,Demanda judicial,groundles_proceedings,,,", "no tiene el código «groundles_proceedings»; ¿quizá"
         " «groundless_proceedings»?"),
        ("right_defended,pa,,Agua,land_territory,,,", "no hay lista «right_defended»"),
        ("form,pa,,Algo,CODE,,,", "la lista «form» no tiene el código «CODE»"),
        ("form,pa,,,threat,,,", "falta el término"),
    ],
)  # fmt: skip
def test_a_term_without_a_code(seeds: Path, row: str, mistake: str) -> None:
    line = added(seeds, "code_map.csv", row)
    with pytest.raises(CatalogFault) as raised:
        code_lists.read(seeds)
    [line_of_it] = raised.value.mistakes
    assert line_of_it.startswith(f"code_map.csv: {line}: ")
    assert mistake in line_of_it


def test_a_name_of_no_place(seeds: Path) -> None:
    line = added(seeds, "place_alias.csv", "XX-1,nueva")
    with pytest.raises(CatalogFault, match=rf"^place_alias.csv: {line}: «XX-1» no está en place.csv"):
        code_lists.read(seeds)


def test_a_folder_without_seeds_is_empty(tmp_path: Path) -> None:
    assert code_lists.read(tmp_path).terms == []


@pytest.mark.parametrize(
    ("first", "second", "contradict"),
    [
        ("form,pa,,Golpes,physical_violence,,,", "form,pa,,golpes,torture,,,", True),
        ("form,pa,,Golpes,threat,2024-01-01,,", "form,pa,, GÓLPES ,torture,2023-01-01,2024-01-01,", True),
        ("form,pa,,Golpes,threat,2024-01-01,,", "form,pa,,Golpes,torture,,2023-12-31,", False),
        ("form,pa,,Golpes,threat,,,", "form,pa,,golpes,threat,,,", False),
        ("form,pa,pa_red,Golpes,threat,,,", "form,pa,,Golpes,torture,,,", False),
        ("form,pa,,Golpes,threat,,,", "form,cr,,Golpes,torture,,,", False),
    ],
)
def test_a_term_with_two_codes(seeds: Path, first: str, second: str, contradict: bool) -> None:
    earlier, line = added(seeds, "code_map.csv", first), added(seeds, "code_map.csv", second)
    mistakes = code_lists.read_sound(seeds).mistakes
    assert list(mistakes) == (["pa"] if contradict else [])
    if contradict:
        [mistake] = mistakes["pa"]
        assert mistake.startswith(f"code_map.csv: {line}: ") and f"línea {earlier}" in mistake
