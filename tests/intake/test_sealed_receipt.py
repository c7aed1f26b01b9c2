"""A file that somebody sealed without a key of the receiving side is not taken in, whatever it says of itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mesoregistry import database, ledger
from mesoregistry.catalog.registries import registry
from mesoregistry.intake import archive, sealed_receipt
from mesoregistry.intake.archive import ArchiveFault
from mesoregistry.intake.load import load
from mesoregistry.intake.receive import Receipt, receive
from mesoregistry.ledger import NewFile, State, Submission
from mesoregistry.local import passwords, sender_keys
from mesoregistry.settings import Settings
from mesoregistry.vault import receipts, seal
from mesoregistry.vault.receipts import SealedReceipt
from tests.conftest import environment
from tests.intake.samples import case, salvadoran

MARCH, APRIL = dt.date(2024, 3, 1), dt.date(2024, 4, 1)


def filed(folder: Path, number: int, period: dt.date = MARCH) -> Submission:
    path = folder / f"mes {number}.csv"
    path.write_bytes(salvadoran([case(number)]))
    return stored(receive(path, "sv", period))


def stored(receipt: Receipt) -> Submission:
    with database.transaction() as connection:
        return ledger.submission(connection, receipt.submission_id)


def receipt_of(submission: Submission) -> SealedReceipt:
    receipt = archive.received(submission.sha256)[1]
    assert receipt is not None
    return receipt


def is_refused(submission: Submission, receipt: SealedReceipt | None) -> bool:
    try:
        sealed_receipt.require(submission, receipt)
    except ArchiveFault:
        return True
    return False


def outcome(number: int) -> tuple[State, list[str]]:
    with database.transaction() as connection:
        submission = ledger.submission(connection, number)
        return submission.state, [finding.rule for finding in ledger.findings(connection, number)]


def test_what_is_received_is_signed_with_its_version(databases: Settings, tmp_path: Path) -> None:
    first, second = filed(tmp_path, 1), filed(tmp_path, 2)
    assert [receipt_of(s).counter for s in (first, second)] == [first.version, second.version] == [1, 2]
    assert receipt_of(first).sender == "intake_signing"
    assert load("sv") == [first.submission_id, second.submission_id]


def test_a_file_forged_with_the_public_key_and_a_row_of_the_ledger_is_not_taken_in(
    databases: Settings, tmp_path: Path
) -> None:
    content = salvadoran([case(777)])
    sha256 = hashlib.sha256(content).hexdigest()
    source = registry("sv").sources[-1].id
    with database.transaction() as connection:  # who stole the password of the loader writes this
        forged = ledger.file(connection, NewFile("sv", source, MARCH, MARCH, sha256, len(content), ".csv"))
    archive.keep("2024-03.csv", content, sha256)
    honest = filed(tmp_path, 3)
    assert load("sv") == [honest.submission_id]
    assert outcome(forged.submission_id) == (State.RETURNED, ["file_lost"])
    stranger = Ed25519PrivateKey.generate()
    unsigned = SealedReceipt("sv", source, MARCH.isoformat(), forged.version, sha256, "intake_signing")
    signed = replace(unsigned, signature=stranger.sign(unsigned.message).hex())
    assert is_refused(forged, signed)


def test_another_content_under_an_honest_receipt_is_not_taken_in(databases: Settings, tmp_path: Path) -> None:
    honest, other = filed(tmp_path, 60), filed(tmp_path, 61)
    sealed = seal.file("2024-03.csv", salvadoran([case(777)]), receipt_of(honest))
    (databases.archive / f"{honest.sha256}.age").write_bytes(sealed)
    assert load("sv") == [other.submission_id]
    assert outcome(honest.submission_id) == (State.RETURNED, ["file_lost"])


def test_none_of_a_thousand_changed_receipts_is_accepted(databases: Settings, tmp_path: Path) -> None:
    submissions = [filed(tmp_path, 10 + k, MARCH if k % 2 else APRIL) for k in range(4)]
    good = [receipt_of(submission) for submission in submissions]
    assert not any(map(is_refused, submissions, good))
    chance = random.Random(11)
    accepted = 0
    for _ in range(1000):
        k = chance.randrange(4)
        accepted += not is_refused(submissions[k], changed(good, k, chance))
    assert accepted == 0


def changed(good: list[SealedReceipt], k: int, chance: random.Random) -> SealedReceipt | None:
    """A receipt of another file, or one of which a part was changed: replayed, moved, of another country, cut."""
    receipt, place = good[k], chance.randrange(128)
    other = chance.choice([r for r in good if r is not receipt])
    digit = chance.choice([d for d in "0123456789abcdef" if d != receipt.signature[place]])
    flipped = receipt.signature[:place] + digit + receipt.signature[place + 1 :]
    return chance.choice(
        [
            None,
            other,
            replace(other, sha256=receipt.sha256),
            replace(receipt, country=chance.choice(["gt", "hn", "mx", "ni"])),
            replace(receipt, period=f"{chance.randrange(2012, 2030)}-05-01"),
            replace(receipt, counter=receipt.counter + chance.randrange(1, 99)),
            replace(receipt, source_id="other"),
            replace(receipt, sender="portal_signing"),
            replace(receipt, sha256=other.sha256),
            replace(receipt, signature=flipped),
            replace(receipt, signature=receipt.signature[: chance.randrange(127)]),
            replace(receipt, signature="ñ"),
        ]
    )


def test_two_countries_that_send_the_same_bytes(databases: Settings, tmp_path: Path) -> None:
    first = filed(tmp_path, 30)
    second = stored(receive(tmp_path / "mes 30.csv", "gt", MARCH))
    assert first.sha256 == second.sha256
    for submission in (first, second):
        assert not is_refused(submission, receipt_of(submission))


def test_the_portal_signs_with_a_key_of_its_own(databases: Settings, tmp_path: Path) -> None:
    for name in ("portal_signing", "archive_recipient"):
        (tmp_path / name).write_text(databases.secret(name))
    with environment(MESO_SECRETS_FOLDER=str(tmp_path)):
        receipt = receipts.sign("sv", "main", MARCH, 1, "0" * 64)
    assert receipt is not None
    assert receipt.sender == "portal_signing"
    with psycopg.connect(databases.dsn("vault", "loader")) as vault:
        assert receipts.is_signed(vault, receipt, dt.datetime.now(dt.UTC))
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            vault.execute("insert into vault.sender_key values (%s, 'intake_signing')", ["0" * 64])


def test_what_was_sealed_before_there_were_receipts_opens(databases: Settings, tmp_path: Path) -> None:
    submission = filed(tmp_path, 40)
    with psycopg.connect(databases.dsn("vault")) as vault:
        before = sender_keys.recorded(vault)[0][2] - dt.timedelta(days=1)
        assert receipts.is_signed(vault, None, before)
        assert not receipts.is_signed(vault, None, dt.datetime.now(dt.UTC))
    old = seal.for_archive(b'"caso.csv"\nabc')
    assert seal.open_received(old) == ("caso.csv", None, b"abc")
    assert submission.version == 1


def test_a_key_of_before_is_known_still(databases: Settings, tmp_path: Path) -> None:
    submission = filed(tmp_path, 50)
    kept = databases.secret("intake_signing")
    try:
        passwords.rotate(databases, "intake_signing")
        assert databases.secret("intake_signing") != kept
        assert not is_refused(submission, receipt_of(submission))
        after = filed(tmp_path, 51)
        assert not is_refused(after, receipt_of(after))
    finally:
        (databases.secrets / "intake_signing").write_text(f"{kept}\n")
