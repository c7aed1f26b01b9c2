"""What a team proposes and the coordination decides: encrypted, since what the registry does not know may be a name."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from typing import TypeVar

from cryptography.fernet import InvalidToken
from django.conf import settings as of_django
from django.db import models, transaction

from mesoregistry import clock
from mesoregistry.findings import Language, Text
from mesoregistry.portal import sealing


class Proposal(models.Model):
    """``digest``: of what is proposed, under a key, to know it again."""

    country = models.CharField(max_length=2)
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=16, default="open")
    reason = models.CharField(max_length=32, blank=True)
    account = models.ForeignKey("portal.Account", on_delete=models.CASCADE, related_name="+")
    proposed_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("portal.Account", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        abstract = True


P = TypeVar("P", bound=Proposal)


def seal(purpose: bytes, text: str) -> bytes:
    return sealing.key(purpose).encrypt(text.encode())


def unsealed(purpose: bytes, sealed: bytes) -> str:
    """The text; empty where it was deleted, or the key was rotated."""
    try:
        return sealing.key(purpose).decrypt(bytes(sealed)).decode()
    except InvalidToken:
        return ""


def digest_of(purpose: bytes, text: str) -> str:
    key = purpose + b"\0" + of_django.SECRET_KEY.encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def states(in_force: Text) -> dict[str, Text]:
    """What each state is to people. ``in_force``: what is accepted, whether or not the project's files have it."""
    return {
        "open": Text("propuesto: la coordinación lo decide", "proposed: the coordination decides"),
        "accepted": in_force,
        "applied": in_force,
        "refused": Text("no se aceptó", "not accepted"),
    }


def outcome(
    state: str, reason: str, states: Mapping[str, Text], refusals: Mapping[str, Text], language: Language
) -> str:
    """What became of a proposal, in words."""
    text = states[state].in_(language)
    return f"{text}: {refusals[reason].in_(language)}" if reason else text


def decide(
    model: type[P],
    number: int,
    account: object,
    refusal: str,
    forget: bool,
    record: Callable[[P], None],
    **accepted: str,
) -> None:
    """Accept a proposal with these values, or refuse it, once. ``forget``: what it says is kept no longer.

    ``record``: puts what is accepted in force. What it raises leaves the proposal as it was; when it ended and the
    database then failed, the proposal is accepted once more, which changes nothing.
    """
    with transaction.atomic():
        proposal = model.objects.select_for_update().filter(pk=number, state="open").first()
        if proposal is None:
            return
        proposal.state, proposal.reason = ("refused", refusal) if refusal else ("accepted", "")
        for name, value in ({} if refusal else accepted).items():
            setattr(proposal, name, value)
        if forget:
            proposal.sealed = b""
        proposal.decided_at, proposal.decided_by = clock.now(), account
        proposal.save()
        if not refusal:
            record(proposal)


def take_back(model: type[P], number: int, undo: Callable[[P], None]) -> None:
    """Let an accepted proposal wait for a decision anew; ``undo`` takes what it says out of force."""
    with transaction.atomic():
        proposal = model.objects.select_for_update().filter(pk=number, state="accepted").first()
        if proposal is None:
            return
        proposal.state, proposal.decided_at, proposal.decided_by = "open", None, None
        proposal.save()
        undo(proposal)
