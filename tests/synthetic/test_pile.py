"""The pile of files: nothing goes wrong without a word in it, no sound row is blamed, and its judge can see both."""

from __future__ import annotations

import dataclasses

import pytest

from mesoregistry.intake import date_ranges, matching, other_month
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.landed_records import Records
from mesoregistry.readers import below_cases, header
from mesoregistry.synthetic.pile import compose
from mesoregistry.synthetic.pile.contents import contents, fields_of
from mesoregistry.synthetic.pile.file_kinds import FILE_KINDS
from mesoregistry.synthetic.pile.judge import Filed, Tally, judge
from mesoregistry.synthetic.pile.kinds import KINDS
from mesoregistry.synthetic.pile.marked import KIND
from mesoregistry.synthetic.pile.run import run
from mesoregistry.synthetic.pile.shape_kinds import SHAPE_KINDS
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.identity import Identity
from mesoregistry.vault.mentions import Mention

FILES, DAMAGED = 160, 100


def test_no_kind_is_silent_and_none_is_blamed() -> None:
    tally = run(FILES)
    wrong = {name: dict(counts) for name, counts in tally.kinds.items() if set(counts) != {"right"}}
    assert wrong == {}
    assert tally.files == {"right": FILES}
    assert tally.values_right == tally.values > 10_000
    names = {kind.name for kind in (*KINDS, *SHAPE_KINDS, *FILE_KINDS)} | {KIND}
    assert tally.kinds.keys() <= names and len(tally.kinds) > len(names) * 0.8
    assert tally.formats.keys() == tally.kinds.keys()
    assert max(map(len, tally.formats.values())) == 5 and set().union(*tally.formats.values()) == {
        "gt",
        "hn",
        "mx",
        "ni",
        "sv",
    }


def test_it_sees_what_goes_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(below_cases, "no_case", lambda *_: None)
    kinds = run(FILES).kinds
    assert all(
        set(kinds[name]) != {"right"} for name in ("8 header again", "8 tag row", "14 note", "14 total")
    )


def test_it_sees_what_goes_wrong_with_a_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The readers are damaged so that they say nothing; the pile must."""
    silent = {
        "1 sheet of another month", "1 dates of another year", "11 two answers", "14 counts below", "14 table below",
        "A row of another country", "A row of nobody",
    }  # fmt: skip
    kinds = tuple(kind for kind in FILE_KINDS if kind.name in silent)
    monkeypatch.setattr(compose, "FILE_KINDS", kinds)
    monkeypatch.setattr(compose, "WHOLE", 1)
    monkeypatch.setattr(compose, "MOST", 0)
    monkeypatch.setattr(other_month, "other_month", lambda *_: None)
    monkeypatch.setattr(below_cases, "_tables_below", lambda *_: iter(()))
    monkeypatch.setattr(matching, "rows_of_the_country", lambda table, *_: (table.rows, []))
    _say_nothing(monkeypatch, "alternatives_differ")
    assert _silent(run(DAMAGED)) >= silent


def test_it_sees_what_goes_wrong_with_the_shape_of_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = {
        "8 struck out", "9 place of another department", "12 two dates", "13 merged down", "13 null",
        "13 value under no header", "F line in another encoding",
    }  # fmt: skip
    kinds = tuple(kind for kind in SHAPE_KINDS if kind.name in silent)
    monkeypatch.setattr(compose, "OF_ROWS", kinds)
    monkeypatch.setattr(compose, "FILE_KINDS", ())
    monkeypatch.setattr(header, "_fill_merged", lambda *_: None)
    monkeypatch.setattr(date_ranges, "two_dates", lambda *_: None)
    _say_nothing(
        monkeypatch,
        "admin2_known", "cell_struck", "encoding_mixed", "event_date_readable", "nul_byte", "row_struck",
        "value_without_header",
    )  # fmt: skip
    assert _silent(run(DAMAGED)) >= silent


def test_a_name_read_otherwise_is_seen() -> None:
    """Names hide themselves when they are shown; they are compared all the same."""
    records = Records((1,), (None,), (2,), {"case_key": ("A-1",)})
    reads = [
        Interpretation(records, (Mention(1, "defender_name", 0, Identity("person", Hidden(name))),))
        for name in ("Zoila Inventada", "Petrona Inventada")
    ]
    assert contents(reads[0], fields_of(reads[0])) != contents(reads[1], fields_of(reads[1]))


def _say_nothing(monkeypatch: pytest.MonkeyPatch, *rules: str) -> None:
    """Keep the findings of these rules from the judge."""

    def judge_without(filed: Filed, tally: Tally) -> None:
        findings = [finding for finding in filed.findings if finding.rule not in rules]
        judge(dataclasses.replace(filed, findings=findings), tally)

    monkeypatch.setattr("mesoregistry.synthetic.pile.run.judge", judge_without)


def _silent(tally: Tally) -> set[str]:
    return {name for name, counts in tally.kinds.items() if counts["silent"]}
