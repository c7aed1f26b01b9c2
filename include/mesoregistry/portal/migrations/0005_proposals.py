"""Headers that teams propose, encrypted; and who decided what was proposed."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import mesoregistry.clock


def _decided_by() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("portal", "0004_terms")]

    operations: ClassVar[list[Any]] = [
        migrations.AddField("termproposal", "decided_by", _decided_by()),
        migrations.CreateModel(
            name="LayoutProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=2)),
                ("sealed", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("state", models.CharField(default="open", max_length=16)),
                ("reason", models.CharField(blank=True, max_length=32)),
                ("proposed_at", models.DateTimeField(default=mesoregistry.clock.now)),
                ("decided_at", models.DateTimeField(null=True)),
                ("source", models.CharField(max_length=64)),
                ("layout", models.CharField(max_length=64)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_by", _decided_by()),
            ],
        ),
        migrations.AddConstraint(
            "layoutproposal",
            models.UniqueConstraint(fields=("country", "layout", "digest"), name="one_of_its_headers"),
        ),
    ]
