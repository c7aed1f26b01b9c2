"""The page of the settings, from the class that reads them."""

from __future__ import annotations

from mesoregistry.authoring.reference.markdown import code, page, table
from mesoregistry.authoring.reference.type_names import type_name
from mesoregistry.settings import PROJECT, Settings

INTRO = (
    "Settings are environment variables. `.env.example` holds them with a comment each; `docker compose` reads them "
    "from a file `.env` too. Secrets are not settings: each is made at the first start, as a file in `var/secrets` "
    "with mode 0600."
)
AIRFLOW = (
    "## Settings of Airflow\n\nAny variable of Airflow is set by writing `MESO_` before its name: "
    "`MESO_AIRFLOW__CORE__PARALLELISM=4`. What the platform itself sets is in `include/mesoregistry/local/airflow.py`."
)


def text() -> str:
    prefix = Settings.model_config["env_prefix"]
    rows = [
        [
            code((prefix + name).upper()),
            type_name(info.annotation),
            _default(info.default),
            info.description or "",
        ]
        for name, info in Settings.model_fields.items()
    ]
    listed = table(("variable", "type", "default", "meaning"), rows)
    return page("Settings", "include/mesoregistry/settings.py", INTRO, listed, AIRFLOW)


def _default(value: object) -> str:
    """A default; a path is written relative to the project's folder, which is elsewhere on each machine."""
    shown = str(value or "").replace(str(PROJECT), "…")
    return code(shown)
