"""What the coordination writes to a team about a file: a free text, encrypted, for ninety days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cryptography.fernet import InvalidToken

from mesoregistry import clock
from mesoregistry.portal import sealing
from mesoregistry.portal.models import Account, Comment

DAYS = 90
LONGEST = 400  # characters


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment as people read it."""

    text: str
    written_at: dt.datetime


def write(submission: int, account: Account, text: str) -> None:
    """Keep a comment about a submission; an empty one is none. Those whose time is over go."""
    sweep()
    if text.strip():
        sealed = sealing.key(b"comment").encrypt(text.strip().encode())
        Comment.objects.create(submission=submission, account=account, sealed=sealed)


def of(submission: int) -> list[Shown]:
    """The comments about a submission, the newest first; one that no key opens any more is left out."""
    sweep()
    shown = []
    for comment in Comment.objects.filter(submission=submission).order_by("-pk"):
        try:
            text = sealing.key(b"comment").decrypt(bytes(comment.sealed)).decode()
        except InvalidToken:  # the key was rotated
            continue
        shown.append(Shown(text, comment.written_at))
    return shown


def sweep() -> None:
    """Delete what is older than its time."""
    Comment.objects.filter(written_at__lt=clock.now() - dt.timedelta(days=DAYS)).delete()
