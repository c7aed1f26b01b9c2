"""Files of the inbox that were refused: an alert for each, until its answer is taken away, and a run that is red."""

from __future__ import annotations

from mesoregistry import alerts, database
from mesoregistry.catalog.registries import registries
from mesoregistry.findings import Finding, Text
from mesoregistry.intake.task_faults import in_words

REFUSED = Text(
    "{country}: un archivo del buzón no se recibió. {reason} → inbox/{code}/{answer}",
    "{country}: a file of the inbox was not received. {reason} → inbox/{code}/{answer}",
)


def key_of(country: str) -> str:
    """The key of the alerts of a country's inbox."""
    return f"inbox.{country}"


def record(country: str, digest: str, answer: str, finding: Finding) -> None:
    """Open an alert; ``digest``: of the file, as it stands in the name of its ``answer``."""
    message = REFUSED.format(
        country=in_words(registries()[country].name),
        reason=f"{in_words(finding.message)} {in_words(finding.remedy)}",
        code=country,
        answer=answer,
    )
    with database.transaction() as connection:
        alerts.open_alert(connection, key_of(country), in_words(message), country=country, about=digest)


def close_answered(country: str, digests: list[str]) -> None:
    """Close the alerts whose answers somebody took away; ``digests``: of the answers that still lie there."""
    with database.transaction() as connection:
        alerts.close(connection, key_of(country), but=digests)


def claim(connection: database.Connection, country: str, run_id: str) -> list[str]:
    """What was refused and no run has shown yet is shown by this one."""
    connection.execute(
        "update ops.alert set run_id = %s where key = %s and closed_at is null and run_id is null",
        [run_id, key_of(country)],
    )
    return _messages(connection, country, run_id)


def of_run(country: str, run_id: str) -> list[str]:
    """What a run shows: the refusals that it claimed and nobody has mended."""
    with database.transaction() as connection:
        return _messages(connection, country, run_id)


def countries_without_run(connection: database.Connection) -> list[str]:
    """Countries with a refusal that no run has shown."""
    open_ = alerts.open_alerts(connection, "starts_with(key, 'inbox.') and run_id is null")
    return sorted({alert.country for alert in open_ if alert.country})


def _messages(connection: database.Connection, country: str, run_id: str) -> list[str]:
    condition, values = "key = %s and run_id = %s", [key_of(country), run_id]
    return [alert.message for alert in alerts.open_alerts(connection, condition, values)]
