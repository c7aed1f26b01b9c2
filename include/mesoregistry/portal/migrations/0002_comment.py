"""Comments of the coordination, encrypted."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import mesoregistry.clock


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("portal", "0001_initial")]

    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("submission", models.BigIntegerField(db_index=True)),
                ("sealed", models.BinaryField()),
                ("written_at", models.DateTimeField(db_index=True, default=mesoregistry.clock.now)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]
