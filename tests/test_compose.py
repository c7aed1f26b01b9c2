"""docker-compose.yml: held to the Compose Specification, and to the variables of the local stack."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from mesoregistry.local import airflow, postgres, secrets
from mesoregistry.local.holders import HOLDERS
from mesoregistry.settings import LOOPBACK, PROJECT
from tests.conftest import environment

SCHEMA = Path(__file__).parent / "schemas" / "compose-spec" / "compose-spec.json"
CHOSEN = {"MESO_POSTGRES_PASSWORD": "chosen"}
OURS = ("migrate", "api-server", "scheduler", "dag-processor", "triggerer", "worker", "portal", "comparison")
# everything that is not the same in containers, and what it is there
DIFFERENT = {
    "AIRFLOW__CORE__AUTH_MANAGER": "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager",
    "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": "http://api-server:8080/execution/",
    "AIRFLOW__API__HOST": "0.0.0.0",
    "AIRFLOW__CELERY__BROKER_URL": "redis://redis:6379/0",
    "MESO_DATABASE_URL": "postgresql://postgres:5432",
    "MESO_SECRETS_FOLDER": "/secrets/mine",
}
# the embedded server listens on loopback and has no socket; in a container its port is published there
OF_THE_CONTAINER = {"listen_addresses", "unix_socket_directories"}


def interpolated(value: Any, chosen: dict[str, str]) -> Any:
    """``value`` as Compose reads it: ``${NAME:-default}``, ``${NAME:?message}``, ``$$``."""
    if isinstance(value, dict):
        return {name: interpolated(item, chosen) for name, item in value.items()}
    if isinstance(value, list):
        return [interpolated(item, chosen) for item in value]
    if not isinstance(value, str):
        return value

    def replace(match: re.Match[str]) -> str:
        name, how, word = match.groups()
        if how == "?" and not chosen.get(name):
            raise KeyError(word)
        return chosen.get(name) or word

    before = ""
    while before != value:  # a default may hold a variable
        before, value = value, re.sub(r"\$\{(\w+):([-?])([^{}]*)\}", replace, value)
    return value.replace("$$", "$")


def compose(**chosen: str) -> dict[str, Any]:
    text = (PROJECT / "docker-compose.yml").read_text(encoding="utf-8")
    read: dict[str, Any] = interpolated(yaml.safe_load(text), CHOSEN | chosen)
    return read


SERVICES = compose()["services"]


def schema_errors(document: dict[str, Any]) -> list[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return [error.json_path for error in jsonschema.Draft7Validator(schema).iter_errors(document)]


def test_it_keeps_to_the_specification() -> None:
    assert schema_errors(compose()) == []


@pytest.mark.parametrize(
    ("service", "key", "value"),
    [
        ("postgres", "port", ["5432"]),
        ("scheduler", "restart", 3),
        ("migrate", "depends_on", {"postgres": {}}),
    ],
)
def test_the_specification_sees_mistakes(service: str, key: str, value: object) -> None:
    document = compose()
    document["services"][service][key] = value
    assert schema_errors(document)


def test_what_it_names_is_there() -> None:
    document = compose()
    for name, service in document["services"].items():
        assert set(service.get("depends_on", {})) <= set(document["services"]), name
        assert set(service["networks"]) <= set(document["networks"]), name
        volumes = {volume.split(":")[0] for volume in service.get("volumes", [])}
        assert volumes <= set(document["volumes"]), name


def test_variables_are_those_of_the_local_stack_but_for_the_list(tmp_path: Path) -> None:
    with environment(MESO_HOME=str(tmp_path)) as local_settings:
        secrets.ensure(local_settings)
        local = airflow.airflow_env(local_settings)
    inside = SERVICES["scheduler"]["environment"] | {"MESO_HOME": str(tmp_path)}
    for name in OURS[1:]:
        assert SERVICES[name]["environment"] == SERVICES["scheduler"]["environment"]
    with environment(**inside | {"MESO_SECRETS_FOLDER": str(tmp_path / "secrets")}) as container_settings:
        contained = airflow.airflow_env(container_settings)
    contained["MESO_SECRETS_FOLDER"] = inside["MESO_SECRETS_FOLDER"]
    for name, driver in (("SQL_ALCHEMY_CONN", "psycopg2"), ("SQL_ALCHEMY_CONN_ASYNC", "psycopg")):
        start = f"postgresql+{driver}://airflow:{(tmp_path / 'secrets' / 'airflow').read_text().strip()}@"
        assert contained.pop(f"AIRFLOW__DATABASE__{name}") == f"{start}postgres:5432/airflow"
        assert local.pop(f"AIRFLOW__DATABASE__{name}").startswith(f"{start}{LOOPBACK}:")
    local.pop("MESO_POSTGRES_PORT")
    contained.pop("MESO_POSTGRES_PORT")
    assert {name: value for name, value in contained.items() if local.get(name) != value} == DIFFERENT
    assert set(contained) >= set(local)
    assert set(airflow.FIXED) <= set(contained)


def test_celery_is_a_profile_and_one_variable() -> None:
    of_celery = {name for name, service in SERVICES.items() if service.get("profiles")}
    assert of_celery == {"worker", "redis"}
    chosen = compose(MESO_EXECUTOR="CeleryExecutor")["services"]["scheduler"]["environment"]
    assert chosen["MESO_AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    assert SERVICES["scheduler"]["environment"]["MESO_AIRFLOW__CORE__EXECUTOR"] == airflow.LOCAL_EXECUTOR


def test_the_same_processes_as_the_supervisor() -> None:
    for name, command in airflow.services().items():
        assert command[3:] == SERVICES[name]["command"]


def test_only_loopback_is_published() -> None:
    published = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert sorted(published) == [f"{LOOPBACK}:55432:5432", f"{LOOPBACK}:8080:8080", f"{LOOPBACK}:8090:8090"]
    moved = compose(MESO_AIRFLOW_PORT="9090")["services"]["api-server"]
    assert moved["ports"] == [f"{LOOPBACK}:9090:8080"]
    assert moved["environment"]["MESO_AIRFLOW__API__BASE_URL"] == f"http://{LOOPBACK}:9090"


def test_a_password_must_be_chosen() -> None:
    with pytest.raises(KeyError, match="choose one"):
        compose(MESO_POSTGRES_PASSWORD="")


def test_the_server_is_set_like_the_embedded_one() -> None:
    command = SERVICES["postgres"]["command"]
    options = dict(word.removeprefix("-c").split("=", 1) for word in command[1:])
    assert options == {n: v for n, v in postgres.OPTIONS.items() if n not in OF_THE_CONTAINER}
    assert SERVICES["postgres"]["image"] == f"postgres:{postgres.MAJOR}"


def test_databases_are_migrated_before_anything_starts() -> None:
    assert "mesoregistry migrate --airflow" in SERVICES["migrate"]["command"][0]
    for name in OURS[1:]:
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_only_migrate_knows_the_superuser_and_all_secrets() -> None:
    different = dict(
        SERVICES["migrate"]["environment"].items() - SERVICES["scheduler"]["environment"].items()
    )
    assert different == {
        "MESO_DATABASE_URL": "postgresql://mesoregistry:chosen@postgres:5432/",
        "MESO_SECRETS_FOLDER": "/secrets/all",
    }
    for name, service in SERVICES.items():
        knows = "chosen" in json.dumps(service)
        assert knows == (name in ("migrate", "postgres")), name
        # nor under another password than the one that was chosen
        assert name == "migrate" or "//mesoregistry" not in json.dumps(service), name
    assert "secrets:/secrets/all" in SERVICES["migrate"]["volumes"]


@pytest.mark.parametrize("name", OURS[1:])
def test_each_service_sees_its_own_secrets_alone(name: str) -> None:
    mounts = SERVICES[name]["volumes"]
    secret = [mount for mount in mounts if mount.startswith("secrets")]
    assert secret == [f"secrets-{name}:{SERVICES[name]['environment']['MESO_SECRETS_FOLDER']}:ro"]
    assert f"secrets-{name}:/secrets/each/{name}" in SERVICES["migrate"]["volumes"]
    # sealed files and the inbox are for those that read them
    assert ("state:/state" in mounts) == ("vault_file" in HOLDERS[name])
    # whoever seals files keeps them where those who open them look
    seals = bool({"vault_file", "archive_recipient"} & HOLDERS[name])
    assert ("archive:/state/archive" in mounts) == seals
    assert f"each/{name}" in SERVICES[name]["build"]["dockerfile_inline"], (
        "made before it is mounted, for its owner"
    )


def test_nothing_grows_without_end() -> None:
    for name, service in SERVICES.items():
        assert service["logging"]["options"] == {"max-size": "20m", "max-file": "3"}, name
        assert {"mem_limit", "cpus", "pids_limit"} <= set(service), name


def test_checks_of_health_start_no_airflow() -> None:
    for name in ("api-server", "scheduler", "dag-processor", "triggerer"):
        words = SERVICES[name]["healthcheck"]["test"]
        part = "metadatabase" if name == "api-server" else name
        assert words == ["CMD", "python", "-m", "mesoregistry.local.ping", part]


def test_the_image_has_the_versions_of_the_lock() -> None:
    image, local = (pins(PROJECT / name) for name in ("requirements-image.lock", "requirements.lock"))
    assert len(set(image) & set(local)) > 100
    assert {
        name: image[name] for name in image.keys() & local.keys() if image[name].isdisjoint(local[name])
    } == {}
    dependencies = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "dependencies"
    ]
    names = {re.split(r"[\[<>=]", line)[0].lower() for line in dependencies}
    assert names - set(image) == names - set(local) == set()
    dockerfile = SERVICES["api-server"]["build"]["dockerfile_inline"]
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert re.findall(r"uv==([\d.]+)", dockerfile) == re.findall(r"UV_VERSION := ([\d.]+)", makefile)
    for copied in re.findall(r"^COPY (?!--)(\S+)", dockerfile, re.M):
        assert (PROJECT / copied).exists()


def pins(lock: Path) -> dict[str, set[str]]:
    versions: dict[str, set[str]] = {}
    for name, pinned in re.findall(r"^([\w.-]+)==([^ ;\\]+)", lock.read_text(encoding="utf-8"), re.M):
        versions.setdefault(name, set()).add(pinned)
    return versions
