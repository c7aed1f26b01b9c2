"""Headers that the coordination accepts: in force at once, and taken back."""

from __future__ import annotations

from dataclasses import asdict

from mesoregistry.catalog.decision_files import HEADERS, Row
from mesoregistry.findings import Text
from mesoregistry.intake import recorded_decisions
from mesoregistry.intake.recorded_decisions import DecisionRefused
from mesoregistry.portal import proposal
from mesoregistry.portal.drafts import MATCHES
from mesoregistry.portal.layout_proposal import LayoutProposal
from mesoregistry.portal.layout_proposals import PURPOSE, RefusalReason
from mesoregistry.portal.models import Account

GONE = Text("Ya no se puede leer: se cambió la clave.", "It can no longer be read: the key was changed.")


def decide(number: int, account: Account, refusal: RefusalReason | None) -> None:
    """Take the headers, from now on, or refuse them; what is no header is kept no longer. Decided once.

    Raises:
        DecisionRefused: a header is another column, or the layout has no such column any more.
    """
    forget = refusal is RefusalReason.NO_HEADER
    proposal.decide(LayoutProposal, number, account, str(refusal or ""), forget, _record)


def take_back(number: int) -> None:
    """Let accepted headers wait for a decision anew; the layout is without them, but for those of other proposals.

    Raises:
        DecisionRefused: one is in the files of the project already.
    """
    proposal.take_back(LayoutProposal, number, _undo)


def mark_applied() -> None:
    """Of those that the files of the project have by now."""
    is_known = recorded_decisions.in_project(HEADERS)
    for kept in LayoutProposal.objects.filter(state="accepted"):
        if (rows := _rows(kept)) and all(map(is_known, rows)):
            LayoutProposal.objects.filter(pk=kept.pk, state="accepted").update(state="applied")


def _record(kept: LayoutProposal) -> None:
    if not (rows := _rows(kept)):
        raise DecisionRefused(GONE)
    recorded_decisions.record(HEADERS, rows)


def _undo(kept: LayoutProposal) -> None:
    others = LayoutProposal.objects.filter(state="accepted", country=kept.country, layout=kept.layout)
    needed = [row for other in others for row in _rows(other)]
    recorded_decisions.take_back(HEADERS, [row for row in _rows(kept) if row not in needed])


def _rows(kept: LayoutProposal) -> list[Row]:
    """Its rows in the file of the decisions; none where it cannot be read any more."""
    text = proposal.unsealed(PURPOSE, kept.sealed)
    place = {"country": kept.country, "source_id": kept.source, "layout": kept.layout}
    return [place | asdict(match.spelling) for match in (MATCHES.validate_json(text) if text else ())]
