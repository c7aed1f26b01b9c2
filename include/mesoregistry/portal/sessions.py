"""Sessions in the database that two requests of a person may write at once."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import transaction

ABSENT = object()


class SessionStore(db.SessionStore):
    """Saves what its own request changed, and keeps what others saved meanwhile.

    Django's own store saves the whole session as the request read it. A comparison takes seconds and is asked
    for while the page is open: ended after *Presentar*, it put back the session in which nothing was filed.
    """

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._saved: dict[str, Any] = {}

    def load(self) -> dict[str, Any]:
        """As it is stored; kept beside, to know later what this request changed."""
        data: dict[str, Any] = super().load()
        self._saved = copy.deepcopy(data)
        return data

    def save(self, must_create: bool = False) -> None:
        """Raises ``UpdateError`` when the session ended meanwhile, as Django's own."""
        if must_create or self.session_key is None:
            super().save(must_create)
        else:
            with transaction.atomic():
                stored = self.model.objects.select_for_update().filter(session_key=self.session_key).first()
                if stored is None:
                    raise UpdateError
                mine = self._get_session()
                self._session_cache = merge(self._saved, mine, self.decode(stored.session_data))
                super().save()
        self._saved = copy.deepcopy(self._session_cache)


def merge(before: Mapping[str, Any], mine: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored, with the changes from ``before`` to ``mine``; mappings within are merged alike."""
    result = dict(stored)
    for key in before.keys() | mine.keys():
        old, new = before.get(key, ABSENT), mine.get(key, ABSENT)
        if new == old:
            continue
        if new is ABSENT:
            result.pop(key, None)
        elif isinstance(new, Mapping) and isinstance(other := result.get(key), Mapping):
            result[key] = merge(old if isinstance(old, Mapping) else {}, new, other)
        else:
            result[key] = new
    return result
