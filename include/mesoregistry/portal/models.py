"""Who may enter: accounts with a role, and the invitations that they come from. Nothing of a file is stored here."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from enum import StrEnum
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from mesoregistry import clock
from mesoregistry.catalog.registries import registries

VALID = dt.timedelta(days=7)
ALL = "*"
"""The countries of a coordinator and of an auditor."""


class Role(StrEnum):
    """What an account is for."""

    TEAM = "team"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"


ROLES = [(role.value, role.value) for role in Role]


class Accounts(BaseUserManager["Account"]):
    """Looks accounts up by e-mail, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """One person. A team's account has one country; a coordinator's and an auditor's see all."""

    email = models.EmailField(unique=True)
    role = models.CharField(max_length=16, choices=ROLES)
    country = models.CharField(max_length=2, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now)
    language = models.CharField(max_length=2, default="es")  # in which she is written to

    objects = Accounts()
    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["role"]

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="a_team_has_one_country",
                condition=models.Q(role="team", country__regex="^[a-z]{2}$")
                | models.Q(country="") & ~models.Q(role="team"),
            )
        ]

    @property
    def countries(self) -> str:
        """What its transactions show: a country, or ``*``. An account without a role shows none."""
        return self.country if self.role == Role.TEAM else ALL

    @property
    def is_team(self) -> bool:
        return bool(self.role == Role.TEAM)

    @property
    def is_coordinator(self) -> bool:
        return bool(self.role == Role.COORDINATOR)

    def sees(self, country: str) -> bool:
        """Whether a country is one of its own, and one of the catalogue."""
        return country in registries() and self.countries in (country, ALL)


class Invitation(models.Model):
    """A link for one person and one use; the database holds its digest alone."""

    email = models.EmailField()
    role = models.CharField(max_length=16, choices=ROLES)
    country = models.CharField(max_length=2, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL)

    @classmethod
    def make(cls, email: str, role: Role, country: str, invited_by: Account | None = None) -> str:
        """Write an invitation; returns the token of its link, which is shown once. An older one of hers ends."""
        token = secrets.token_urlsafe(32)
        cls.objects.filter(email__iexact=email, used_at=None).delete()
        cls.objects.create(
            email=email.lower(),
            role=role,
            country=country if role == Role.TEAM else "",
            digest=digest_of(token),
            expires_at=clock.now() + VALID,
            invited_by=invited_by,
        )
        return token


def digest_of(token: str) -> str:
    """What the database knows of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class Comment(models.Model):
    """What the coordination wrote to a team about a submission, encrypted (``portal.comments``)."""

    submission = models.BigIntegerField(db_index=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    sealed = models.BinaryField()
    written_at = models.DateTimeField(default=clock.now, db_index=True)


class Notice(models.Model):
    """Something to write to a person about a submission; gone once it was sent (``portal.mailer``)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    submission = models.BigIntegerField()
    country = models.CharField(max_length=2)
    period = models.DateField()
    kind = models.CharField(max_length=16)
    noticed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # of what happens several times to a file before she is written to, the last
            models.UniqueConstraint(name="one_of_a_file", fields=["account", "submission"])
        ]


class NoticedEvent(models.Model):
    """The last event of the ledger that people were given notice of: one row."""

    event_no = models.BigIntegerField()


class FailedMail(models.Model):
    """When a person is tried again to whom a mail could not be sent."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, primary_key=True)
    failures = models.IntegerField(default=1)
    next_try = models.DateTimeField()
