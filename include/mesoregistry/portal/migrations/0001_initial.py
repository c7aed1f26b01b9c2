"""Accounts and invitations."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import mesoregistry.clock


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar[list[Any]] = []

    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True)),
                (
                    "role",
                    models.CharField(
                        choices=[("team", "team"), ("coordinator", "coordinator"), ("auditor", "auditor")],
                        max_length=16,
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(default=mesoregistry.clock.now)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country__regex", "^[a-z]{2}$"), ("role", "team")),
                            models.Q(("country", ""), models.Q(("role", "team"), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_team_has_one_country",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[("team", "team"), ("coordinator", "coordinator"), ("auditor", "auditor")],
                        max_length=16,
                    ),
                ),
                ("country", models.CharField(blank=True, max_length=2)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]
