"""What was accepted before acceptance counted by itself, and was not put into the project since, is decided anew."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations


def decide_anew(apps: Any, _schema_editor: Any) -> None:
    for name in ("TermProposal", "LayoutProposal"):
        accepted = apps.get_model("portal", name).objects.filter(state="accepted")
        accepted.update(state="open", decided_at=None, decided_by=None)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("portal", "0005_proposals")]

    operations: ClassVar[list[Any]] = [migrations.RunPython(decide_anew, migrations.RunPython.noop)]
