"""Each file is checked by a process that was ready before, can do nothing else, and takes no other file along."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from mesoregistry.catalog.decision_files import COLUMNS, TERMS
from mesoregistry.checking.job import ANSWER, Job
from mesoregistry.checking.lent import lent_by
from mesoregistry.checking.pool import Pool
from mesoregistry.intake import recorded_decisions
from mesoregistry.intake.check_file import check_unnamed
from mesoregistry.intake.periods import Refused
from mesoregistry.local.fault import LocalFault
from mesoregistry.readers.sandbox import SandboxRefused
from mesoregistry.settings import Settings, settings
from tests.conftest import environment as with_settings
from tests.gate.test_new_terms import write
from tests.intake.samples import case, salvadoran
from tests.local.processes import until

HOSTILE = (sys.executable, "-m", "tests.checking.hostile_program")
GOOD = salvadoran([case(1), case(2, Perfil=""), case(3)])
JOB = Job("sv", None)


@pytest.fixture(scope="module")
def pool(home: Path) -> Iterator[Pool]:
    made = Pool()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def hostile(home: Path) -> Iterator[Pool]:
    made = Pool(HOSTILE, patience=3)
    yield made
    made.stop()


def outcomes(pool: Pool, **given: object) -> dict[str, str]:
    """What the hostile program tells of a file that has it try things."""
    process = lent_by(pool.start())
    assert process
    try:
        answer = process.answer(JOB, json.dumps(given).encode() if given else b"when", 60)
    finally:
        process.end()
        pool.start().send(b".")
    assert answer
    results: dict[str, str] = json.loads(ANSWER.validate_json(answer).failure[1])
    return results


def rules(pool: Pool, content: bytes) -> list[str]:
    return [finding.rule for finding in pool.check(content, "sv", None)[1].findings]


def test_it_says_what_check_says(pool: Pool, tmp_path: Path) -> None:
    path = tmp_path / "marzo.csv"
    path.write_bytes(GOOD)
    assert pool.check(GOOD, "sv", None) == check_unnamed(path, "sv")
    assert "profile_present" in rules(pool, GOOD)


def test_a_program_in_its_place_reaches_nothing(hostile: Pool, server: Settings, home: Path) -> None:
    secret = home / "secrets" / "of_this_test"  # a name that no other test reads
    secret.parent.mkdir(parents=True, exist_ok=True)
    secret.touch(0o600)  # as every secret is: the doctor looks at all of them
    secret.write_text("key")
    refused = (
        "secret", "beside the secret", "database", "local socket", "environment of the portal",
        "memory of the portal", "files of the one that forked it", "end the portal", "fork", "write",
        "change its file",
    )  # fmt: skip
    hostile.start()
    assert hostile._origin
    given = {"secret": str(secret), "port": server.postgres_port, "portal": os.getpid()}
    given["origin"] = hostile._origin.pid
    assert outcomes(hostile, **given) == dict.fromkeys(refused, "PermissionError") | {
        "environment": "{}",
        "open sockets": "1",  # its own
        "open files": "1",
        "its input and outputs": "True",  # nothing
        "time": "(120, 121)",
        "memory": "True",
    }


def test_the_one_that_forks_them_is_given_no_secret(home: Path) -> None:
    given = {"MESO_DATABASE_URL": "postgresql://portal:Rosaura@localhost/", "A_SECRET": "Rosaura"}
    with with_settings(**given):
        pool = Pool(HOSTILE, ready=1)
        try:
            environment = outcomes(pool)["given"]
        finally:
            pool.stop()
    assert "MESO_SEEDS" in environment
    assert "Rosaura" not in environment and "MESO_SECRETS_FOLDER" not in environment


@pytest.mark.parametrize("content", [b"loop", b"eat", b"crash"])
def test_one_that_does_not_end_well_is_a_finding_and_takes_no_other_along(
    hostile: Pool, content: bytes
) -> None:
    began = time.monotonic()
    report = hostile.check(content, "sv", None)[1]
    assert [(f.rule, f.severity) for f in report.findings] == [("file_took_too_long", "stop")]
    assert time.monotonic() - began < 60
    assert outcomes(hostile)["forked"]
    assert hostile._origin
    origin = psutil.Process(hostile._origin.pid)
    until(
        lambda: all(child.cpu_times().user < 1 or child.status() == "zombie" for child in origin.children()),
        20,
    )


def test_an_answer_of_another_shape_is_a_finding_that_does_not_quote_it(
    hostile: Pool, caplog: pytest.LogCaptureFixture
) -> None:
    for content in (b"shape", b"when"):
        report = hostile.check(content, "sv", None)[1]
        assert [f.rule for f in report.findings] == ["file_failed"]
    assert "Rosaura" not in caplog.text + repr(report)


def test_three_at_once_wait_for_no_process_to_get_ready(hostile: Pool) -> None:
    hostile.start()
    assert hostile._origin
    origin = psutil.Process(hostile._origin.pid)
    until(
        lambda: [child.status() for child in origin.children()].count("sleeping") == 3
    )  # nobody files just now
    began = time.monotonic()
    with ThreadPoolExecutor(3) as threads:
        forked = list(threads.map(lambda _: float(outcomes(hostile)["forked"]), range(3)))
    assert len(set(forked)) == 3
    assert max(forked) < began


def test_when_the_one_that_forks_them_dies_the_next_file_is_checked_all_the_same(pool: Pool) -> None:
    pool.start()
    assert pool._origin
    psutil.Process(pool._origin.pid).kill()
    for _ in range(5):
        assert "profile_present" in rules(pool, GOOD)


def test_what_was_written_into_the_lists_holds_for_the_next_file(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "seeds"
    shutil.copytree(settings().seeds, folder)
    content = salvadoran([case(1, Tipos_de_agresión="Zumbamiento")])
    with with_settings(MESO_SEEDS=str(folder)):
        pool = Pool(ready=2)
        try:
            assert "form_known" in (before := rules(pool, content))
            write(folder / "code_map.csv", list="form", country="sv", term="zumbamiento", code="harassment")
            for _ in range(4):  # those that were ready before, and those that came after
                assert rules(pool, content) == [rule for rule in before if rule != "form_known"]
        finally:
            pool.stop()


def test_what_the_coordination_accepts_holds_for_the_next_file(home: Path) -> None:
    """Of processes that were confined before there was a folder for it, and back again when it is taken away."""
    row = {"list": "form", "country": "sv", "term": "zumbamiento", "code": "harassment"}
    rows = [dict.fromkeys(COLUMNS[TERMS], "") | row]
    content = salvadoran([case(1, Tipos_de_agresión="Zumbamiento")])
    shutil.rmtree(home / "decisions", ignore_errors=True)
    pool = Pool(ready=2)
    try:
        assert "form_known" in (before := rules(pool, content))
        recorded_decisions.record(TERMS, rows)
        for _ in range(4):
            assert rules(pool, content) == [rule for rule in before if rule != "form_known"]
        recorded_decisions.take_back(TERMS, rows)
        assert rules(pool, content) == before
    finally:
        pool.stop()
        shutil.rmtree(home / "decisions", ignore_errors=True)


def test_a_decision_that_came_and_went_while_it_got_ready_leaves_no_old_tables(home: Path) -> None:
    """The files are as they were when it began, and the tables that it made meanwhile are not of them."""
    row = {"list": "form", "country": "sv", "term": "zumbamiento", "code": "harassment"}
    shutil.rmtree(home / "decisions", ignore_errors=True)
    pool = Pool((sys.executable, "-m", "tests.checking.changing_lists", json.dumps(row)), ready=1)
    try:
        assert rules(pool, GOOD) == ["profile_present"]
    finally:
        pool.stop()
        shutil.rmtree(home / "decisions", ignore_errors=True)


def test_a_month_that_nobody_keeps_is_refused(pool: Pool) -> None:
    with pytest.raises(Refused):
        pool.check(GOOD, "sv", dt.date(2002, 1, 1))


def test_without_a_sandbox_no_file_is_checked(home: Path) -> None:
    pool = Pool((sys.executable, "-m", "tests.checking.without_sandbox"), ready=1)
    try:
        with pytest.raises(SandboxRefused, match="seccomp"):
            pool.check(GOOD, "sv", None)
    finally:
        pool.stop()


def test_what_cannot_be_started_is_said(home: Path) -> None:
    with pytest.raises(LocalFault, match="Espere unos minutos"):
        Pool((sys.executable, "-c", "")).check(GOOD, "sv", None)
