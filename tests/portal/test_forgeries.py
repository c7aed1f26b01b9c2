"""Whoever holds the portal's database role, its databases and its secrets signs nothing in the name of a team."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import secrets
from collections.abc import Callable, Iterator

import psycopg
import pytest

from mesoregistry import database, ledger
from mesoregistry.database import Connection
from mesoregistry.intake import signatures, signing_keys
from mesoregistry.intake.signatures import Signature, Signer, challenge
from mesoregistry.ledger import NewFile, Submission
from mesoregistry.settings import Settings
from tests.portal.passkeys import ORIGIN, Passkey

MARCH, APRIL, DAY = dt.date(2024, 3, 1), dt.date(2024, 4, 1), dt.date(2024, 5, 2)
COUNT = 1000
numbers = itertools.count(1)
Forge = Callable[[Submission, int], Signature]


@pytest.fixture(scope="module")
def hers(module_databases: Settings) -> Passkey:
    passkey = Passkey()
    with database.transaction() as connection:
        signing_keys.enrol(connection, "sv", 7, passkey.credential, ORIGIN)
    return passkey


@pytest.fixture
def portal(module_databases: Settings) -> Iterator[Connection]:
    with psycopg.connect(module_databases.dsn("warehouse", "portal"), autocommit=True) as connection:
        connection.execute("select set_config('meso.country', 'sv', false)")
        yield connection


def filed(portal: Connection, period: dt.date = MARCH) -> Submission:
    sha256 = f"{next(numbers):064x}"
    return ledger.file(portal, NewFile("sv", "sv_red", period, DAY, sha256, 1, ".csv"))


def handed_in(portal: Connection, submission: Submission, signature: Signature | None) -> Signer | None:
    """What the pipeline says of a filing."""
    if signature:
        signatures.attach(portal, submission.submission_id, signature)
    with database.transaction() as connection:
        return signatures.verify(connection, submission)


def wanted(submission: Submission, counter: int) -> bytes:
    return challenge(submission.sha256, submission.country, submission.period, counter)


def test_her_own_signature_is_one(portal: Connection, hers: Passkey) -> None:
    submission = filed(portal)
    signature = Signature(hers.credential_id, 1, hers.signs(wanted(submission, 1)))
    assert handed_in(portal, submission, signature) is Signer.PASSKEY
    with database.transaction() as connection:
        assert signatures.verify(connection, submission) is Signer.PASSKEY, "read anew it stays what it is"
    assert handed_in(portal, filed(portal), None) is Signer.PORTAL


def test_what_came_without_the_portal_has_no_signer(module_databases: Settings) -> None:
    with database.transaction() as connection:
        new = NewFile("sv", "sv_red", MARCH, DAY, f"{next(numbers):064x}", 1, ".csv")
        assert signatures.verify(connection, ledger.file(connection, new)) is None


def forgeries(portal: Connection, hers: Passkey) -> list[Forge]:
    """The ways of somebody who has everything of the portal, and signatures that she made for other files."""
    own = Passkey(credential_id=hers.credential_id)
    real = filed(portal, APRIL)
    genuine = hers.signs(wanted(real, 2))
    assert handed_in(portal, real, Signature(hers.credential_id, 2, genuine)) is Signer.PASSKEY
    login = hers.signs(secrets.token_bytes(32))

    def changed(text: str, part: str) -> str:
        body = json.loads(text)
        body["response"][part] = json.loads(genuine)["response"][part]
        return json.dumps(body)

    return [
        lambda s, n: Signature(hers.credential_id, n, genuine),  # of another file and month
        lambda s, n: Signature(hers.credential_id, 2, genuine),  # with its own counter
        lambda s, n: Signature(hers.credential_id, n, login),  # with which she came in
        lambda s, n: Signature(own.credential_id, n, own.signs(wanted(s, n))),  # a key under her number
        lambda s, n: Signature(
            (other := Passkey()).credential_id, n, other.signs(wanted(s, n))
        ),  # never enrolled
        lambda s, n: Signature(hers.credential_id, n, changed(own.signs(wanted(s, n)), "signature")),
        lambda s, n: Signature(hers.credential_id, n, changed(own.signs(wanted(s, n)), "clientDataJSON")),
        lambda s, n: Signature(hers.credential_id, n, own.signs(wanted(s, n + 1))),
        lambda s, n: Signature(hers.credential_id, n, "{}"),
        lambda s, n: Signature(hers.credential_id, n, "null" + "[" * 3000),
    ]


def test_of_a_thousand_forged_filings_none_counts_as_signed(portal: Connection, hers: Passkey) -> None:
    ways = forgeries(portal, hers)
    verdicts = []
    for number in range(COUNT):
        submission = filed(portal)
        forged = ways[number % len(ways)](submission, 10_000 + number)
        verdicts.append(handed_in(portal, submission, forged))
    assert (len(verdicts), set(verdicts)) == (COUNT, {Signer.REFUSED})


@pytest.mark.parametrize(
    "how",
    [
        {"origin": "http://localhost.example.org:8090"},
        {"host": "example.org"},
        {"flags": 0x01},  # nobody showed that it is she
        {"kind": "webauthn.create"},
    ],
)
def test_a_signature_for_somewhere_else_or_without_her_is_none(
    portal: Connection, hers: Passkey, how: dict[str, str]
) -> None:
    submission = filed(portal)
    number = 50_000 + next(numbers)
    signature = Signature(hers.credential_id, number, hers.signs(wanted(submission, number), **how))  # type: ignore[arg-type]
    assert handed_in(portal, submission, signature) is Signer.REFUSED


def test_a_revoked_key_signs_nothing_and_one_of_another_country_neither(portal: Connection) -> None:
    gone, foreign = Passkey(), Passkey()
    with database.transaction() as connection:
        signing_keys.enrol(connection, "sv", 8, gone.credential, ORIGIN)
        signing_keys.enrol(connection, "gt", 9, foreign.credential, ORIGIN)
        assert signing_keys.revoke(connection, 8) == 1
    for number, key in enumerate((gone, foreign), start=90_000):
        submission = filed(portal)
        signature = Signature(key.credential_id, number, key.signs(wanted(submission, number)))
        assert handed_in(portal, submission, signature) is Signer.REFUSED


@pytest.mark.parametrize(
    "statement",
    [
        "insert into intake.signing_key (credential_id, country, account, credential, origin)"
        " values ('x', 'sv', 1, 'x', 'x')",
        "update intake.signing_key set credential = 'x'",
        "update intake.signing_key set revoked_at = null",
        "select credential from intake.signing_key",
        "delete from intake.signing_key",
        "update intake.signature set verdict = 'passkey'",
        "insert into intake.signature (submission_id, credential_id, counter, assertion, verdict)"
        " values (1, 'x', 1, 'x', 'passkey')",
        "delete from intake.signature",
    ],
)
def test_keys_and_verdicts_are_out_of_its_reach(portal: Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        portal.execute(statement.encode())


def test_nobody_signs_for_another_country(portal: Connection, hers: Passkey) -> None:
    submission = filed(portal)
    signature = Signature(hers.credential_id, 70_000, hers.signs(wanted(submission, 70_000)))
    for country in ("gt", "*", ""):
        portal.execute("select set_config('meso.country', %s, false)", [country])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            signatures.attach(portal, submission.submission_id, signature)
