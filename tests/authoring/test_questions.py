"""The questions of the documentation, asked of a small registry."""

from __future__ import annotations

import datetime as dt

import pytest

from mesoregistry.authoring import questions
from mesoregistry.settings import Settings
from mesoregistry.warehouse.build import build
from tests.figures.test_compute import hn
from tests.warehouse.filing import file, person, prepare, token


@pytest.fixture(scope="module")
def answered(module_marts: Settings) -> dict[int, questions.Answer]:
    prepare()
    march, april = dt.date(2022, 3, 1), dt.date(2023, 12, 1)
    file("hn", march, dt.date(2022, 4, 2), [
        hn("A", "2022-03-05", "amenazas", "hostigamiento", perpetrator=["policía"]),
        hn("B", "2022-03-09", "amenazas", names=("Bea",), perpetrator=["policía", "desconocido físico"]),
        hn("C", "2022-02-01", "amenazas", names=("Cira",), channel=["digital"]),
        hn("D", "2022-02-01", "cancelación de la personería jurídica", profile="organización",
           organisation_token=[token("Red")], organisation_identity=["named"], defender_token=None,
           defender_identity=None),
    ])  # fmt: skip
    file("hn", april, dt.date(2024, 1, 2), [
        hn("B", "2022-03-09", "robo", names=("Bea",), perpetrator=["policía"]),  # corrected
        hn("C", "2022-02-01", "amenazas", names=("Cira",), status="retirado", status_reason="caso duplicado"),
        hn("E", "2022-03-10", "amenazas", perpetrator=["policía"]),  # late
    ])  # fmt: skip
    file("gt", march, dt.date(2022, 4, 3), [
        {"case_key": "1", "event_date": "2022-03-01", "form": ["robo"], "defender_gender": ["hombre"],
         **person("Juan")},
    ])  # fmt: skip
    assert build().failures == ()
    return {answer.question.number: answer for answer in questions.answers()}


def rows_of(answered: dict[int, questions.Answer], number: int) -> list[tuple[str, ...]]:
    return list(answered[number].rows)


def test_all_twelve_are_asked(answered: dict[int, questions.Answer]) -> None:
    assert sorted(answered) == list(range(1, 13))
    assert all(answer.columns for answer in answered.values())


def test_the_restatement_of_2022(answered: dict[int, questions.Answer]) -> None:
    assert answered[1].columns == (
        "country",
        "month",
        "known_2023",
        "late",
        "withdrawn",
        "corrected",
        "known_2024",
    )
    assert rows_of(answered, 1) == [
        ("hn", "2022-02", "2", "0", "1", "0", "1"),
        ("hn", "2022-03", "3", "1", "0", "1", "4"),
    ]


def test_persons_shares_and_delays(answered: dict[int, questions.Answer]) -> None:
    assert rows_of(answered, 3) == [("1", "1", "50.0"), ("2", "1", "50.0")]  # Bea once; Ana twice
    assert rows_of(answered, 5) == [
        ("2022", "80.0", "100.0", "100.0")
    ]  # four of five attacks, of four mentions
    assert rows_of(answered, 6) == [("2022", "4", "1.0", "1")]
    assert rows_of(answered, 7)[0][:4] == ("2022", "gt_udefegua", "1", "0")
    assert rows_of(answered, 8) == [("hn", "3", "1", "0", "1", "1")]
    assert rows_of(answered, 9) == [("hn", "2022", "1", "0", "1")]
    assert rows_of(answered, 10) == [("policía", "police", "2", "1", "2")]


def test_answers_are_written_between_their_marks(
    answered: dict[int, questions.Answer], monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    page = questions.path().read_text(encoding="utf-8")
    copy = type(questions.path())(str(tmp_path)) / "questions.md"
    copy.write_text(page, encoding="utf-8")
    monkeypatch.setattr(questions, "path", lambda: copy)
    questions.write(list(answered.values()))
    once = copy.read_text(encoding="utf-8")
    assert "| hn | 2022-03 | 3 | 1 | 0 | 1 | 4 |" in once
    questions.write(list(answered.values()))
    assert copy.read_text(encoding="utf-8") == once
    assert [q.sql for q in questions.questions(once)] == [q.sql for q in questions.questions(page)]
