"""The system user that the embedded server runs as when it is started as root."""

from __future__ import annotations

import pwd
import subprocess

from mesoregistry.local.fault import LocalFault

USER = "mesoregistry"


def server_account() -> tuple[int, int]:
    """Its uid and gid; it is made when the machine lacks it."""
    try:
        entry = pwd.getpwnam(USER)
    except KeyError:
        made = subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", USER],
            capture_output=True,
            check=False,
        )
        if made.returncode not in (0, 9):  # 9: somebody else made it meanwhile
            raise LocalFault(
                "PostgreSQL no puede correr como root y no se pudo crear un usuario para él: "
                "entre con otro usuario.",
                "PostgreSQL cannot run as root and no user could be made for it: log in as another user.",
            ) from None
        entry = pwd.getpwnam(USER)
    return entry.pw_uid, entry.pw_gid
