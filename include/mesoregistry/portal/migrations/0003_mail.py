"""What people are written to about, and in which language."""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import mesoregistry.clock

ID = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def account() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("portal", "0002_comment")]

    operations: ClassVar[list[Any]] = [
        migrations.AddField("account", "language", models.CharField(default="es", max_length=2)),
        migrations.CreateModel("NoticedEvent", [("id", ID.clone()), ("event_no", models.BigIntegerField())]),
        migrations.CreateModel(
            "FailedMail",
            [
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("failures", models.IntegerField(default=1)),
                ("next_try", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            "Notice",
            [
                ("id", ID.clone()),
                ("submission", models.BigIntegerField()),
                ("country", models.CharField(max_length=2)),
                ("period", models.DateField()),
                ("kind", models.CharField(max_length=16)),
                ("noticed_at", models.DateTimeField(default=mesoregistry.clock.now)),
                ("account", account()),
            ],
        ),
        migrations.AddConstraint(
            "notice", models.UniqueConstraint(fields=("account", "submission"), name="one_of_a_file")
        ),
    ]
