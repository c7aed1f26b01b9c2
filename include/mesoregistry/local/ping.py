"""The health check of a container, cheap: ``python -m mesoregistry.local.ping scheduler``. Imports nothing of Airflow.

Asks the API server what it knows of a service; without a name, of the database. Its answer is 200 even when it says
that something is unhealthy, so the body decides.
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request

ADDRESS = "MESO_AIRFLOW__CORE__EXECUTION_API_SERVER_URL"
SECONDS = 20


def is_healthy(name: str, base: str) -> bool:
    """``name`` is a service as in ``dag-processor``. Raises ``OSError`` when nobody answers."""
    with urllib.request.urlopen(f"{base}/api/v2/monitor/health", timeout=SECONDS) as answer:
        states = json.load(answer)
    return bool(states.get(name.replace("-", "_"), {}).get("status") == "healthy")


def main() -> None:
    base = os.environ[ADDRESS].removesuffix("/").removesuffix("/execution")
    name = sys.argv[1] if len(sys.argv) > 1 else "metadatabase"
    try:
        healthy = is_healthy(name, base)
    except (OSError, ValueError) as error:
        sys.exit(type(error).__name__)
    sys.exit(None if healthy else f"{name}: unhealthy")


if __name__ == "__main__":
    main()
