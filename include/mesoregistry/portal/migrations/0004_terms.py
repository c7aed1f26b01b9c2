"""Terms that teams propose, encrypted."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import mesoregistry.clock


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("portal", "0003_mail")]

    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="TermProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("list", models.CharField(max_length=64)),
                ("sealed", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("code", models.CharField(max_length=64)),
                ("state", models.CharField(default="open", max_length=16)),
                ("reason", models.CharField(blank=True, max_length=32)),
                ("proposed_at", models.DateTimeField(default=mesoregistry.clock.now)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "termproposal",
            models.UniqueConstraint(fields=("country", "list", "digest"), name="one_of_a_term"),
        ),
    ]
