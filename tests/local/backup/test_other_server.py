"""A backup beside another server: a service has no password of its owner, and packs files and keys all the same."""

from __future__ import annotations

from pathlib import Path

from pyrage import x25519

from mesoregistry.local import secrets
from mesoregistry.local.backup import take
from mesoregistry.settings import LOOPBACK, Settings


def test_files_and_keys_are_packed_without_the_owner(databases: Settings, tmp_path: Path) -> None:
    address = f"postgresql://{LOOPBACK}:{databases.postgres_port}"
    service = databases.model_copy(update={"database_url": address})
    recipient = str(x25519.Identity.generate().to_public())
    listed = take.read_list(take.take(service, tmp_path, recipient))
    assert listed["keys"] and set(dict(listed["keys"])) == set(secrets.VAULT_MAKERS)  # type: ignore[call-overload]
    assert set(dict(listed["parcels"])) == {take.STATE}  # type: ignore[call-overload]
    assert "rows" not in listed
