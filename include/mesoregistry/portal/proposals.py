"""Terms and places that no list knows, as a team proposes them and the coordination decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mesoregistry.catalog.code_lists import read_sound, term_key
from mesoregistry.catalog.decision_files import COLUMNS, PLACES, TERMS, Row
from mesoregistry.catalog.places import is_of_places, level_of, place_names
from mesoregistry.findings import Language, Text
from mesoregistry.intake import recorded_decisions
from mesoregistry.portal import proposal
from mesoregistry.portal.models import Account
from mesoregistry.portal.term_proposal import TermProposal
from mesoregistry.settings import settings

PURPOSE = b"term"
LONGEST = 80  # characters: what is longer is a sentence, and no term


class RefusalReason(StrEnum):
    """Why a term is not taken."""

    MISSPELT = "misspelt"
    KNOWN_OTHERWISE = "known_otherwise"
    NO_TERM = "no_term"


REFUSALS: dict[str, Text] = {
    RefusalReason.MISSPELT: Text("es un error de escritura", "it is misspelt"),
    RefusalReason.KNOWN_OTHERWISE: Text("la lista ya tiene otra palabra", "the list has another word for it"),
    RefusalReason.NO_TERM: Text("no es un término", "it is no term"),
}
STATES = proposal.states(
    Text(
        "ya está en la lista: revise el archivo otra vez",
        "in the list: check the file once more",
    )
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal as people read it; ``term`` is empty where it cannot be, or must not be, read any more."""

    number: int
    country: str
    list: str
    term: str
    code: str
    state: str
    reason: str

    @property
    def level(self) -> Text | None:
        """Of a place: what it is. ``None`` for a term."""
        return level_of(settings().seeds, self.list) if is_of_places(self.list) else None

    def in_words(self, language: Language) -> str:
        """What became of it."""
        return proposal.outcome(self.state, self.reason, STATES, REFUSALS, language)


def labels(list_name: str, language: Language) -> list[tuple[str, str]]:
    """The codes of a list, or the ids of its places, each with its label."""
    if is_of_places(list_name):
        return place_names(settings().seeds, list_name)
    codes = read_sound(settings().seeds).codes
    return [(code, Text(es, en).in_(language)) for name, code, es, en in codes if name == list_name]


def propose(account: Account, list_name: str, term: str, code: str) -> None:
    """Keep a term of the account's country; a second time changes nothing."""
    TermProposal.objects.get_or_create(
        country=account.country,
        list=list_name,
        digest=_digest(term),
        defaults={"sealed": proposal.seal(PURPOSE, term), "code": code, "account": account},
    )


def decide(number: int, account: Account, code: str, refusal: RefusalReason | None) -> None:
    """Take a term under a code, from now on, or refuse it; what is no term is kept no longer. Decided once.

    Raises:
        DecisionRefused: the lists say something else of it.
    """
    forget = refusal is RefusalReason.NO_TERM
    proposal.decide(TermProposal, number, account, str(refusal or ""), forget, _record, code=code)


def take_back(number: int) -> None:
    """Let an accepted term wait for a decision anew; the lists are without it.

    Raises:
        DecisionRefused: it is in the files of the project already.
    """
    proposal.take_back(TermProposal, number, lambda kept: recorded_decisions.take_back(*_rows(kept)))


def listed(*states: str) -> list[Shown]:
    """The proposals in some states, the oldest first."""
    return [_shown(kept) for kept in TermProposal.objects.filter(state__in=states).order_by("pk")]


def of_term(country: str, list_name: str, term: str) -> Shown | None:
    """The proposal of a term, if there is one."""
    known = TermProposal.objects.filter(country=country, list=list_name, digest=_digest(term)).first()
    return known and _shown(known)


def mark_applied() -> None:
    """Of those that the files of the project have by now."""
    is_known = {name: recorded_decisions.in_project(name) for name in (TERMS, PLACES)}
    for kept in TermProposal.objects.filter(state="accepted"):
        name, rows = _rows(kept)
        if all(map(is_known[name], rows)):
            TermProposal.objects.filter(pk=kept.pk, state="accepted").update(state="applied")


def _record(kept: TermProposal) -> None:
    recorded_decisions.record(*_rows(kept))


def _rows(kept: TermProposal) -> tuple[str, list[Row]]:
    """The file of the decisions that it belongs to, and its rows there."""
    term = " ".join(proposal.unsealed(PURPOSE, kept.sealed).split())
    if is_of_places(kept.list):
        return PLACES, [{"place_id": kept.code, "name": term}]
    empty = dict.fromkeys(COLUMNS[TERMS], "")
    return TERMS, [empty | {"list": kept.list, "country": kept.country, "term": term, "code": kept.code}]


def _shown(kept: TermProposal) -> Shown:
    term = proposal.unsealed(PURPOSE, kept.sealed)
    return Shown(kept.pk, kept.country, kept.list, term, kept.code, kept.state, kept.reason)


def _digest(term: str) -> str:
    return proposal.digest_of(PURPOSE, term_key(term))
