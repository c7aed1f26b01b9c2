"""Three countries drafted from files that no sample resembles, with the edits of the tutorial, to the marts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from mesoregistry.authoring.parity import forgotten
from mesoregistry.catalog.code_lists import vocabulary
from mesoregistry.catalog.registries import registries
from mesoregistry.cli import app
from mesoregistry.database import open_connection
from mesoregistry.intake.accept import accept
from mesoregistry.intake.check_file import check_file
from mesoregistry.intake.interpret import interpret
from mesoregistry.intake.load import load
from mesoregistry.intake.periods import Refused
from mesoregistry.intake.receive import receive
from mesoregistry.intake.tasks import judge
from mesoregistry.readers import open_table
from mesoregistry.settings import Settings
from mesoregistry.vault.opened_marks import open_marks
from mesoregistry.warehouse.build import build
from tests.authoring import team_files

MARCH = dt.date(2025, 3, 1)
TODO = "TODO: its field, or why it is not taken"


@dataclass(frozen=True)
class Drafted:
    """``answers``: what a person writes in place of a TODO; ``terms``: rows that she adds to ``code_map.csv``.

    ``attacks``: by case, counted by hand; ``unknown``: the cells that ``check`` names before the terms are added.
    """

    country: str
    name: str
    write: Callable[[Path], Path]
    file: str
    answers: dict[str, str]
    terms: tuple[str, ...]
    unknown: tuple[str, ...]
    attacks: dict[str, int]
    unit: str


PANAMA = Drafted(
    "pa", "Panamá", team_files.workbook, "fichas.xlsx",
    {"Digitó": "who typed the row; not needed to count"},
    ("form,pa,,amedrentamiento,threat,,,",),
    ("K6", "K7"),
    {"F-01": 1, "F-02": 2, "F-03": 1, "F-04": 1}, "event",
)  # fmt: skip
ECUADOR = Drafted(
    "ec", "Ecuador", team_files.text_file, "casos.txt",
    {"DIGITADOR": "who typed the row; not needed to count"},
    ("form,ec,,hostigamiento laboral,harassment,,,",),
    ("G3", "G6"),
    {"EC-7": 3, "EC-8": 2, "EC-9": 1}, "attack",
)  # fmt: skip
COSTA_RICA = Drafted(
    "cr", "Costa Rica", team_files.kobo, "formulario.xlsx", {},
    ("form,cr,,invasion_de_finca,eviction,,,",),
    ("A5",),
    {"CR-1": 4, "CR-2": 1, "CR-3": 2}, "event",
)  # fmt: skip
EVERY = pytest.mark.parametrize("drafted", [PANAMA, ECUADOR, COSTA_RICA], ids=lambda d: d.country)


def draft(drafted: Drafted, folder: Path) -> Path:
    """Run the command on the team's file; the file."""
    path = drafted.write(folder / drafted.file)
    command = [
        "new-country",
        drafted.country,
        "--name",
        drafted.name,
        "--since",
        "2025-01",
        "--from",
        str(path),
    ]
    run = CliRunner().invoke(app, command)
    assert run.exit_code == 0, run.output
    return path


def answer(drafted: Drafted, config: Settings) -> None:
    """The edits of the tutorial: a reason for each TODO, a code for each term."""
    registry = config.registries / f"{drafted.country}.yml"
    text = registry.read_text(encoding="utf-8")
    for header, reason in drafted.answers.items():
        assert text.count(f'header: "{header}", ignored: "{TODO}"') == 1
        text = text.replace(
            f'header: "{header}", ignored: "{TODO}"', f'header: "{header}", ignored: "{reason}"'
        )
    registry.write_text(text, encoding="utf-8")
    with (config.seeds / "code_map.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in drafted.terms)


@EVERY
def test_the_draft_loads_at_once_and_says_what_it_lacks(
    copy: Settings, drafted: Drafted, tmp_path: Path
) -> None:
    path = draft(drafted, tmp_path)
    source = registries()[drafted.country].sources[0]
    assert source.unit == drafted.unit
    todo = f"{drafted.country}: {drafted.country}_first: the column «{{}}» is still a TODO"
    assert forgotten() == [todo.format(header) for header in drafted.answers]
    findings = check_file(path, drafted.country, MARCH).findings
    errors = [f for f in findings if f.severity != "note"]
    undecided = [f for f in errors if f.rule == "column_undecided"]
    assert [f.message.es.split("«")[1].split("»")[0] for f in undecided] == list(drafted.answers)
    if drafted.answers:
        assert {f.severity for f in undecided} == {"stop"}
        with pytest.raises(Refused, match="column_undecided"):
            receive(path, drafted.country, MARCH)
    assert [(f.rule, f"{f.column}{f.row}") for f in errors if f not in undecided] == [
        ("form_known", cell) for cell in drafted.unknown
    ]
    answer(drafted, copy)
    assert forgotten() == []
    assert [f for f in check_file(path, drafted.country, MARCH).findings if f.severity != "note"] == []


@EVERY
def test_nobody_of_the_file_stands_in_what_was_written(
    copy: Settings, drafted: Drafted, tmp_path: Path
) -> None:
    draft(drafted, tmp_path)
    written = [
        path for folder in (copy.registries, copy.seeds) for path in folder.rglob(f"{drafted.country}.*")
    ]
    texts = [
        path.read_bytes().decode("utf-8", "replace") for path in written if path.suffix in (".yml", ".csv")
    ]
    texts.append((copy.seeds / "code_map.csv").read_text(encoding="utf-8"))
    assert len(texts) >= 2
    for private in team_files.PRIVATE:
        for word in private.split() if private in team_files.NAMES else [private]:
            assert not any(f" {word} " in f" {text} " or f"«{word}»" in text for text in texts)


@EVERY
def test_the_sample_is_invented_and_reads_without_a_finding(
    copy: Settings, drafted: Drafted, tmp_path: Path
) -> None:
    path = draft(drafted, tmp_path)
    [sample] = (copy.registries / "samples").glob(f"{drafted.country}.*")
    source = registries()[drafted.country].sources[0]
    layout = source.layouts[0]
    terms = vocabulary(copy.seeds, drafted.country, source.id)
    shown, real = (interpret(open_table(file, layout), layout, terms) for file in (sample, path))
    assert shown.findings == ()
    assert len(shown.records) >= 3
    names = {str(mention.identity.name) for mention in shown.mentions}
    assert names
    assert names.isdisjoint(str(mention.identity.name) for mention in real.mentions)


@pytest.mark.slow(1)
@EVERY
def test_from_the_file_to_the_marts(
    databases: Settings, copy: Settings, drafted: Drafted, tmp_path: Path
) -> None:
    path = draft(drafted, tmp_path)
    answer(drafted, copy)
    receipt = receive(path, drafted.country, MARCH, dt.date(2025, 4, 3))
    numbers = load(drafted.country)
    assert numbers == [receipt.submission_id]
    verdict = judge(drafted.country, numbers)
    assert (verdict.stopped, verdict.broken) == ({}, ())
    accept(drafted.country, numbers)
    assert build().failures == ()
    with psycopg.connect(databases.dsn("warehouse", "analyst")) as connection:
        rows = connection.execute(
            "select event.case_key, attack.form_code, attack.profile_code from marts.fct_attack as attack"
            " join marts.fct_event as event using (event_id) where attack.country_code = %s",
            [drafted.country],
        ).fetchall()
    with open_connection("vault") as vault:
        keys = open_marks(vault, {token for token, _, _ in rows})
    assert Counter(keys[token] for token, _, _ in rows) == drafted.attacks
    assert {profile for _, _, profile in rows} == {"individual"}
    added = {row.split(",")[4] for row in drafted.terms}
    assert added <= {form for _, form, _ in rows}


def test_the_sample_of_a_form_has_the_questions_that_are_not_taken(copy: Settings, tmp_path: Path) -> None:
    """Without their headers the file would go back: a question that is ignored on record is there all the same."""
    path = draft(COSTA_RICA, tmp_path)
    registry = copy.registries / "cr.yml"
    text = registry.read_text(encoding="utf-8")
    [column] = [c for c in registries()["cr"].sources[0].layouts[0].columns if c.field == "right_defended"]
    taken = f'header: "{column.header}", field: right_defended'
    assert taken in text
    ignored = f'header: "{column.header}", ignored: "asked to thank her; not needed to count"'
    registry.write_text(text.replace(taken, ignored), encoding="utf-8")
    run = CliRunner().invoke(app, ["sample", "cr"])
    assert run.exit_code == 0, run.output
    for file in (copy.registries / "samples/cr.xlsx", path):
        assert [f.rule for f in check_file(file, "cr", MARCH).findings if f.severity == "stop"] == []
