"""The unit of systemd: what systemd itself says of it, and no secret in it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from mesoregistry.local.unit import unit
from tests.conftest import environment

NAMED = {
    "MESO_HOME": "/srv/100% ours",
    "MESO_LANGUAGE": "en",
    "MESO_DATABASE_URL": "postgresql://mesoregistry:the-owners@db.example.org/",
    "MESO_POSTGRES_PASSWORD": "chosen",
    "MESO_AIRFLOW__SMTP__SMTP_PASSWORD": "of-the-mail",
}


def test_what_it_names_and_what_it_does_not(tmp_path: Path) -> None:
    with environment(**NAMED) as config:
        text = unit(config)
    lines = text.splitlines()
    assert 'Environment="MESO_HOME=/srv/100%% ours"' in lines
    assert 'Environment="MESO_LANGUAGE=en"' in lines
    for secret in ("the-owners", "chosen", "of-the-mail"):
        assert secret not in text
    assert "LimitCORE=0" in lines and "UMask=0077" in lines


def test_systemd_understands_it(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here")
    path = tmp_path / "mesoregistry.service"
    with environment(**NAMED) as config:
        path.write_text(unit(config))
    verify = ["systemd-analyze", "verify", "--man=no", str(path)]
    done = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    path.write_text(path.read_text().replace("Restart=on-failure", "Restart=sometimes"))
    damaged = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert "sometimes" in damaged.stderr
