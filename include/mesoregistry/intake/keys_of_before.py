"""Keys of a file that look like a key of an earlier file of its source, and are others: one case may count as two.

What stands in the warehouse of a key is its token: the keys of a year are opened in the vault to be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from psycopg import sql

from mesoregistry.catalog.messages import message
from mesoregistry.database import Connection
from mesoregistry.findings import Address, Finding
from mesoregistry.intake.history import files_of
from mesoregistry.intake.interpretation import Interpretation
from mesoregistry.intake.key_likeness import alike
from mesoregistry.intake.last_tellings import Files
from mesoregistry.ledger import Submission
from mesoregistry.months import add_months
from mesoregistry.vault.case_keys import normal
from mesoregistry.vault.identity import Identity
from mesoregistry.vault.opened_marks import open_marks

MONTHS = 12  # before the month of the file, or after it
MOST = 5_000  # keys; to open one takes 50 µs


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an earlier file has a key."""

    file: Submission
    address: Address


@dataclass(frozen=True, slots=True)
class KeysOfBefore:
    """The keys of earlier files, each opened once however many files come together.

    ``forms``: the normal form of each that was opened, by its token.
    """

    warehouse: Connection
    vault: Connection
    forms: dict[str, str | None] = field(default_factory=dict)

    def with_questions(
        self, submission: Submission, read: Interpretation, tokens: Mapping[Identity, str]
    ) -> Interpretation:
        """The same with a question at each row whose key looks like one of before. ``tokens``: of its keys too.

        Raises ``DatabaseFault``.
        """
        own = {tokens[m.identity]: m.identity.name for m in read.mentions if m.identity.kind == "case"}
        files = _compared(files_of(self.warehouse, submission))
        if not own or not files or read.stopped:
            return read
        before = _places(self.warehouse, submission.country, files)
        earlier = self._by_form([token for token in before if token not in own][:MOST])
        self.forms.update({token: normal(key) for token, key in own.items()})
        new = {form: token for token in own if token not in before and (form := self.forms[token])}
        pairs = alike([*earlier, *new])
        places = {new[form]: before[earlier[pairs[form]]] for form in new if pairs.get(form) in earlier}
        return replace(read, findings=(*read.findings, *_questions(read, places)))

    def _by_form(self, tokens: Sequence[str]) -> dict[str, str]:
        unopened = [token for token in tokens if token not in self.forms]
        self.forms.update({token: normal(key) for token, key in open_marks(self.vault, unopened).items()})
        return {form: token for token in tokens if (form := self.forms.get(token))}


def _compared(files: Files) -> list[Submission]:
    """The files of the months around, the last of each where a file replaces its month; the oldest first.

    What a newer version of a month lacks is asked about as a case that is missing.
    """
    period = files.submission.period
    first, last = add_months(period, -MONTHS), add_months(period, MONTHS)
    near = [file for file in files.before if first <= file.period <= last]
    if files.adds:
        return near
    return list({file.period: file for file in near if file.period != period}.values())


def _places(connection: Connection, country: str, files: Sequence[Submission]) -> dict[str, _Place]:
    """The token of each key that these files have, where the last of them has it, that of the last file first."""
    query = sql.SQL(
        "select case_key, _submission, _sheet, _row from {}"
        " where _submission = any(%s) and case_key is not null order by _submission, _record desc"
    ).format(sql.Identifier("raw", country))
    of_number = {file.submission_id: file for file in files}
    rows = connection.execute(query, [list(of_number)]).fetchall()
    return dict(
        reversed({key: _Place(of_number[n], Address(sheet, row)) for key, n, sheet, row in rows}.items())
    )


def _questions(interpretation: Interpretation, places: Mapping[str, _Place]) -> Iterator[Finding]:
    letters = interpretation.columns["case_key"]["letters"] if places else {}
    assert isinstance(letters, dict)
    for record in interpretation.records if places else ():
        if place := places.get(record.values.get("case_key") or ""):
            file, address = place.file, Address(record.sheet, record.row, letters.get(record.sheet or ""))
            yield message("case_key_alike_before").finding(
                address, field="case_key", record=record.number, place=str(place.address),
                period=f"{file.period:%Y-%m}", version=file.version, day=file.filed_on.isoformat(),
            )  # fmt: skip
