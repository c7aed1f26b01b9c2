"""Headers that no layout knows, as a team proposes them and the coordination decides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from mesoregistry.findings import Language, Text
from mesoregistry.portal import proposal
from mesoregistry.portal.column_match import ColumnMatch
from mesoregistry.portal.drafts import MATCHES, Draft
from mesoregistry.portal.layout_proposal import LayoutProposal
from mesoregistry.portal.models import Account

PURPOSE = b"layout"


class RefusalReason(StrEnum):
    """Why headers are not taken."""

    OTHER_COLUMN = "other_column"
    USUAL_NAMES = "usual_names"
    NO_HEADER = "no_header"


REFUSALS: dict[str, Text] = {
    RefusalReason.OTHER_COLUMN: Text("no es la misma columna", "it is not the same column"),
    RefusalReason.USUAL_NAMES: Text("use los encabezados de siempre", "use the usual headers"),
    RefusalReason.NO_HEADER: Text("no es un encabezado", "it is no header"),
}
STATES = proposal.states(
    Text(
        "ya está en el formato de su país: revise el archivo otra vez",
        "in your country's layout: check the file once more",
    )
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal as people read it; without ``matches`` where they cannot be, or must not be, read any more."""

    number: int
    country: str
    source: str
    layout: str
    matches: tuple[ColumnMatch, ...]
    state: str
    reason: str
    by: str
    proposed_at: dt.datetime
    decided_by: str
    decided_at: dt.datetime | None

    def in_words(self, language: Language) -> str:
        """What became of it."""
        return proposal.outcome(self.state, self.reason, STATES, REFUSALS, language)


def propose(account: Account, draft: Draft) -> None:
    """Keep the headers that a file was tried with; a second time changes nothing."""
    text = MATCHES.dump_json(draft.matches).decode()
    LayoutProposal.objects.get_or_create(
        country=account.country,
        layout=draft.report.layout,
        digest=_digest(draft),
        defaults={
            "source": draft.report.source,
            "sealed": proposal.seal(PURPOSE, text),
            "account": account,
        },
    )


def listed(*states: str) -> list[Shown]:
    """The proposals in some states, the oldest first."""
    kept = LayoutProposal.objects.filter(state__in=states).select_related("account", "decided_by")
    return [_shown(each) for each in kept.order_by("pk")]


def of_draft(draft: Draft) -> Shown | None:
    """The proposal of the headers that a file was tried with, if there is one."""
    kept = LayoutProposal.objects.filter(
        country=draft.country, layout=draft.report.layout, digest=_digest(draft)
    ).first()
    return kept and _shown(kept)


def _shown(kept: LayoutProposal) -> Shown:
    text = proposal.unsealed(PURPOSE, kept.sealed)
    return Shown(
        kept.pk,
        kept.country,
        kept.source,
        kept.layout,
        MATCHES.validate_json(text) if text else (),
        kept.state,
        kept.reason,
        kept.account.email,
        kept.proposed_at,
        kept.decided_by.email if kept.decided_by else "",
        kept.decided_at,
    )


def _digest(draft: Draft) -> str:
    """Of the headers alone: the cells of another month count otherwise."""
    spellings = sorted((m.spelling.group, m.spelling.header, m.spelling.own) for m in draft.matches)
    return proposal.digest_of(PURPOSE, repr(spellings))
