"""A parcel: folders as one file, packed and encrypted with age while they are read; no open copy on the way."""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from pyrage import DecryptError, RecipientError, decrypt_io, encrypt_io, x25519

from mesoregistry.local import secrets
from mesoregistry.local.fault import LocalFault

FASTEST = 1  # of gzip: rows shrink to a fifth, and a nightly copy must not hold up the day's files
BLOCK = 1024 * 1024


def pack(target: Path, recipient: str, members: Mapping[str, Path]) -> None:
    """Write the parcel of these files and folders, whole or not at all; the keys are their names inside."""

    def write(out: BinaryIO) -> None:
        with (
            gzip.GzipFile(fileobj=out, mode="wb", compresslevel=FASTEST) as packed,
            tarfile.open(fileobj=packed, mode="w|") as tar,
        ):
            for name, path in members.items():
                tar.add(path, name)

    draft = target.with_name(f"{target.name}.{os.getpid()}.new")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as sink:
            _piped(write, lambda source: encrypt_io(source, sink, [recipient_of(recipient)]))
            sink.flush()
            os.fsync(sink.fileno())
        draft.replace(target)
        secrets.sync_folder(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def unpack(parcel: Path, identity: str, folder: Path) -> None:
    """Put what a parcel holds into ``folder``.

    Raises:
        LocalFault: the key does not open it, or it is damaged.
    """

    def write(out: BinaryIO) -> None:
        with parcel.open("rb") as source:
            decrypt_io(source, out, [x25519.Identity.from_str(identity)])

    def read(source: BinaryIO) -> None:
        with gzip.GzipFile(fileobj=source) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
            tar.extractall(folder, filter="data")
            while source.read(BLOCK):  # what pads the end
                pass

    try:
        _piped(write, read)
    except (DecryptError, tarfile.TarError, EOFError, gzip.BadGzipFile):
        raise LocalFault(
            f"{parcel} no se abre con esa llave, o está dañado.",
            f"{parcel} does not open with that key, or is damaged.",
        ) from None


def recipient_of(text: str) -> x25519.Recipient:
    """Raises ``LocalFault`` when the text is no public key of age."""
    try:
        return x25519.Recipient.from_str(text.strip())
    except RecipientError:
        raise LocalFault(
            "El destinatario de las copias debe ser una llave pública de age, como age1…: haga una con"
            " mesoregistry backup-key (MESO_BACKUP_RECIPIENT).",
            "The recipient of backups must be a public key of age, such as age1…: make one with"
            " mesoregistry backup-key (MESO_BACKUP_RECIPIENT).",
        ) from None


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _piped(write: Callable[[BinaryIO], None], read: Callable[[BinaryIO], None]) -> None:
    """Run both at once, the one's output being the other's input. What ``write`` raises comes first."""
    into, out_of = os.pipe()

    def feed() -> None:
        with os.fdopen(out_of, "wb") as out:
            write(out)

    with ThreadPoolExecutor(1) as pool:
        fed = pool.submit(feed)
        try:
            with os.fdopen(into, "rb") as source:
                read(source)
        except BaseException:
            if (error := fed.exception()) and not isinstance(error, BrokenPipeError):
                raise error from None
            raise
        fed.result()
