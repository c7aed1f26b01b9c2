"""Which service holds which secret: in its environment, and in the folder that its container sees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mesoregistry.local import airflow, archive_key, comparison_service, portal_service, secrets
from mesoregistry.local.holders import COMPARISON, HOLDERS, PORTAL, VARIABLES, hand_out
from mesoregistry.settings import PROJECT, Settings
from tests.conftest import environment

URL = "postgresql://mesoregistry:the-owners@db.example.org:5433/?sslmode=verify-full"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Settings]:
    with environment(MESO_HOME=str(tmp_path / "var"), MESO_DATABASE_URL=URL) as config:
        secrets.ensure(config)
        for name, make in secrets.VAULT_MAKERS.items():
            secrets.write(config.secrets / name, make() + "\n")
        archive_key.write_recipient(config.secrets, config.secret("vault_file"))
        yield config


@pytest.mark.parametrize("service", sorted(HOLDERS.keys() - {PORTAL, COMPARISON}))
def test_the_environment_of_a_service_holds_its_secrets_and_no_other(place: Settings, service: str) -> None:
    text = "\n".join(airflow.airflow_env(place, service).values())
    held = {path.name for path in place.secrets.iterdir() if path.read_text().strip() in text}
    assert held == HOLDERS[service] & {*VARIABLES, "airflow"}
    assert "the-owners" not in text
    assert "postgresql://db.example.org:5433?sslmode=verify-full" in text


@pytest.mark.parametrize("service", [PORTAL, COMPARISON])
def test_ours_have_none_by_their_environment_and_their_own_in_a_folder(place: Settings, service: str) -> None:
    given = {PORTAL: portal_service, COMPARISON: comparison_service}[service].prepare(place)
    text = "\n".join(given.values())
    assert [path.name for path in place.secrets.iterdir() if path.read_text().strip() in text] == []
    assert "the-owners" not in text
    folder = Path(given["MESO_SECRETS_FOLDER"])
    assert {path.name for path in folder.iterdir()} == HOLDERS[service]
    name = min(HOLDERS[service])
    secrets.replace(place.secrets / name, "rotated\n")
    assert (folder / name).read_text() == "rotated\n"


def test_a_command_has_what_is_here(place: Settings) -> None:
    assert set(VARIABLES.values()) <= set(airflow.airflow_env(place))
    (place.secrets / "airflow_jwt").unlink()
    assert VARIABLES["airflow_jwt"] not in airflow.airflow_env(place)
    with pytest.raises(FileNotFoundError):
        airflow.airflow_env(place, "scheduler")


@pytest.mark.parametrize(
    ("words", "service"),
    [
        (["scheduler", "--skip-serve-logs"], "scheduler"),
        (["celery", "worker", "--concurrency", "2"], "worker"),
        (["dags", "list"], None),
        (["celery"], None),
        ([], None),
    ],
)
def test_a_service_is_known_by_its_command(words: list[str], service: str | None) -> None:
    assert airflow.service_of(words) == service


def test_each_service_is_handed_its_own(place: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "each"
    folder.mkdir()
    hand_out(place, folder)
    stray = folder / "api-server" / "vault_mac"
    stray.write_text("left by another version")
    hand_out(place, folder)
    seen = {each.name: {path.name for path in each.iterdir()} for each in folder.iterdir()}
    assert seen == {service: set(names) for service, names in HOLDERS.items()}
    for path in folder.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
        if path.is_file():
            assert path.read_text().strip() == place.secret(path.name)


def test_nobody_holds_the_owners_password() -> None:
    assert not any("postgres" in names or "analyst" in names for names in HOLDERS.values())
    for service in ("api-server", "dag-processor", "triggerer", PORTAL):
        assert not {name for name in HOLDERS[service] if name.startswith("vault")}


def test_the_table_of_the_documentation_is_this_one() -> None:
    text = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| `")
    ]
    header = next(line for line in text.splitlines() if line.startswith("| secret |"))
    services = [cell.strip(" `") for cell in header.strip("|").split("|")][1:]
    table = {
        service: {row[0] for row in rows if len(row) == len(services) + 1 and row[position + 1] == "x"}
        for position, service in enumerate(services)
    }
    everything = set(secrets.MAKERS) | set(secrets.VAULT_MAKERS) | {secrets.ARCHIVE_RECIPIENT}
    assert table == {service: set(names) for service, names in HOLDERS.items()} | {"migrate": everything}


@pytest.mark.parametrize("service", [None, *HOLDERS])
def test_addresses_with_passwords_are_for_those_who_send(place: Settings, service: str | None) -> None:
    mail = "smtps://registros:s3creta@mail.example.org"
    with environment(MESO_ALERT_MAIL_SERVER=mail) as config:
        variables = {"MESO_ALERT_MAIL_SERVER": mail} | airflow.airflow_env(config, service)
    assert ("s3creta" in variables["MESO_ALERT_MAIL_SERVER"]) == (service in (None, "scheduler", "worker"))
    with environment(MESO_ALERT_MAIL_SERVER="") as config:
        assert config.alert_mail_server is None


@pytest.mark.parametrize("service", [name for name in HOLDERS if name not in (PORTAL, COMPARISON)])
def test_the_mail_server_of_the_portal_is_for_the_portal_alone(place: Settings, service: str) -> None:
    mail = "smtps://registros:s3creta@mail.example.org"
    with environment(MESO_PORTAL_MAIL_SERVER=mail) as config:
        config.run.mkdir(parents=True, exist_ok=True)
        own = {"MESO_PORTAL_MAIL_SERVER": mail}
        assert (own | airflow.airflow_env(config, service))["MESO_PORTAL_MAIL_SERVER"] == ""
        assert (own | comparison_service.prepare(config))["MESO_PORTAL_MAIL_SERVER"] == ""
        assert portal_service.prepare(config)["MESO_PORTAL_MAIL_SERVER"] == mail
