"""The settings of alerts and of the portal's mails: where they go, and after how many days a deadline has passed."""

from __future__ import annotations

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings


class AlertSettings(BaseSettings):
    """A part of ``settings.Settings``, which reads it."""

    alert_webhook: str | None = Field(
        default=None, pattern="^https?://", description="Address that alerts are posted to, as JSON: {text}."
    )
    alert_mail_server: str | None = Field(
        default=None,
        pattern="^smtps?://",
        description="Server that mails alerts: smtps://user:password@host:465 or smtp://…:587 (STARTTLS).",
    )
    alert_mail_from: str | None = Field(default=None, description="Who mails alerts.")
    alert_mail_to: str | None = Field(
        default=None, description="Who is mailed alerts: addresses, with commas."
    )
    portal_mail_server: str | None = Field(
        default=None,
        pattern="^smtps?://",
        description="Server of the portal's mails, as MESO_ALERT_MAIL_SERVER; empty: they go to its log.",
    )
    portal_mail_from: str = Field(default="registro@localhost", description="Who sends the portal's mails.")
    days_to_file: int = Field(
        default=0,
        ge=0,
        description="Days after the 15th of the next month until a month that was not filed is told.",
    )
    days_to_correct: int = Field(
        default=15,
        ge=1,
        description="Days from filing until a file that is not corrected or confirmed is told.",
    )
    days_to_accept: int = Field(
        default=2, ge=1, description="Days from filing until a file that was not even reviewed is told."
    )

    @field_validator("alert_webhook", "alert_mail_server", "portal_mail_server", mode="before")
    @classmethod
    def _unset(cls, address: str | None) -> str | None:
        """A service that sends no alerts gets empty variables in the place of addresses with passwords."""
        return address or None
