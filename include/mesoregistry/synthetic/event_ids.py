"""The keys of events in the marts, from the case keys of a truth: only the vault knows their tokens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import md5
from typing import Any

from mesoregistry.database import open_connection
from mesoregistry.vault.hidden import Hidden
from mesoregistry.vault.identity import Identity
from mesoregistry.vault.tokens import known_tokens

Case = tuple[str, str, str]  # country, source, case key


def case_of(row: Mapping[str, Any]) -> Case:
    """The case of an attack of a truth."""
    return (row["country"], row["source"], row["case_key"])


def event_ids(attacks: Iterable[Mapping[str, Any]]) -> dict[Case, str]:
    """The documented key of each event: country, source and the token of the case key."""
    cases = {case_of(row) for row in attacks}
    tokens: dict[tuple[str, str], str] = {}
    with open_connection("vault") as vault:
        for country in {country for country, *_ in cases}:
            keys = [Identity("case", Hidden(key)) for of_country, _, key in cases if of_country == country]
            known = known_tokens(vault, country, keys)
            tokens |= {(country, str(identity.name)): token for identity, token in known.items()}
    return {
        case: md5("|".join((case[0], case[1], tokens.get((case[0], case[2]), case[2]))).encode()).hexdigest()
        for case in cases
    }
