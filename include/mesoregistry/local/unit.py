"""A unit of systemd that starts everything with the machine and ends it with it."""

from __future__ import annotations

import os
import pwd
import sys
from pathlib import Path

from mesoregistry.settings import Settings

PLACE = Path("/etc/systemd/system/mesoregistry.service")
FILE = Path("/etc/mesoregistry.env")
TEMPLATE = """\
# mesoregistry unit | sudo tee {place} && sudo systemctl daemon-reload && sudo systemctl enable --now mesoregistry
[Unit]
Description=Mesoregistry: PostgreSQL, Airflow and their supervisor
After=network.target local-fs.target
RequiresMountsFor={mounts}

[Service]
Type=exec
User={user}
WorkingDirectory={project}
{variables}
# what must not be read by everybody (MESO_DATABASE_URL): a file of root, mode 0600
EnvironmentFile=-{file}
ExecStart={program} up --foreground
ExecStop={program} down
ExecStopPost={program} down
Restart=on-failure
RestartSec=10
# what a killed supervisor left is ended by «down», and by systemd after it
KillMode=mixed
TimeoutStartSec=15min
TimeoutStopSec=2min
UMask=0077
LimitCORE=0
NoNewPrivileges=yes

[Install]
WantedBy=multi-user.target
"""


def unit(settings: Settings) -> str:
    """The text of the unit for this installation and this user, with each ``MESO_*`` of today that is no secret."""
    program = Path(sys.executable).with_name("mesoregistry")
    given = {n: v for n, v in os.environ.items() if n.startswith("MESO_") and not _is_secret(n, v)}
    given["MESO_HOME"] = str(settings.home)
    lines = [f"Environment={_quoted(f'{name}={value}')}" for name, value in sorted(given.items())]
    return TEMPLATE.format(
        place=PLACE,
        mounts=_quoted(str(settings.home)),
        user=pwd.getpwuid(os.geteuid()).pw_name,
        project=_escaped(str(settings.project)),
        variables="\n".join(lines),
        program=_quoted(str(program)),
        file=FILE,
    )


def _is_secret(name: str, value: str) -> bool:
    return name.endswith(("PASSWORD", "_KEY", "_SECRET")) or ("://" in value and "@" in value)


def _quoted(text: str) -> str:
    """For systemd, which reads ``%`` as a specifier and understands double quotes and backslashes."""
    text = _escaped(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _escaped(text: str) -> str:
    return text.replace("%", "%%")
