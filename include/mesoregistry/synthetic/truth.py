"""The rows that the marts must hold in the end, worked out from the cases alone."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator

from mesoregistry.synthetic.cases import Case, Extract, Fault, first_day, last_day

WOMEN = frozenset({"cis_woman", "trans_woman", "woman"})
OF_WOMEN = frozenset({"womens", "feminist"})
PRECISION = {4: "year", 7: "month", 10: "day"}
DOUBLED = frozenset({"case_not_doubled", "attack_not_doubled"})


def attacks(extracts: list[Extract]) -> list[dict[str, object]]:
    """Every version of every attack: what it says, and from when until when it was known so."""
    rows: list[dict[str, object]] = []
    replacements = _Replacements(extracts)
    for extract in extracts:
        for case in standing(extract):
            ends = replacements.filing_after(extract, case)
            span = {"known_from": extract.filed_on.isoformat(), "known_to": ends and ends.isoformat()}
            rows += [row | span for row in _attacks_of(case, extract)]
    return rows


def findings(extract: Extract) -> dict[str, int]:
    """How many errors and warnings the gate must report about a file, by rule."""
    counts = Counter(case.fault.rule for case in extract.cases if case.fault)
    if extract.doubt:
        counts[extract.doubt] += 1
    if extract.cut is not None:
        counts["too_many_fields"] += 1
    return dict(sorted(counts.items()))


def standing(extract: Extract) -> Iterator[Case]:
    """The cases of a file that count once it is accepted; none of a file whose warning was not confirmed."""
    if extract.doubt and not extract.confirmed:
        return
    for position, case in enumerate(extract.cases):
        if position != extract.cut and _counts(case.fault, extract.confirmed):
            yield case


def _counts(fault: Fault | None, confirmed: bool) -> bool:
    if fault is None or fault.rule in DOUBLED:
        return True  # of a row written twice, the first counts
    return fault.severity == "warning" and confirmed


class _Replacements:
    """When a month was filed again, or the same case where the source adds."""

    def __init__(self, extracts: list[Extract]) -> None:
        self.filed: dict[tuple[str, object], list[_Filed]] = defaultdict(list)
        for extract in sorted(extracts, key=lambda e: e.filed_on):
            if extract.doubt and not extract.confirmed:
                continue
            filed = _Filed(extract)
            for subject in [extract.period] if extract.source.mode == "replaces" else filed.counting:
                self.filed[extract.source.id, subject].append(filed)

    def filing_after(self, extract: Extract, case: Case) -> dt.date | None:
        """The day on which what this file has of the case was replaced."""
        subject = extract.period if extract.source.mode == "replaces" else case.key
        days = [f.day for f in self.filed[extract.source.id, subject] if f.closes(case.key)]
        index = bisect_right(days, extract.filed_on)
        return days[index] if index < len(days) else None


class _Filed:
    """The cases that count of a file, and those of which a row waits."""

    def __init__(self, extract: Extract) -> None:
        self.day = extract.filed_on
        self.counting = {case.key for case in standing(extract)}
        self.has_unread = extract.cut is not None
        read = (case for position, case in enumerate(extract.cases) if position != extract.cut)
        self.waiting = {case.key for case in read if not _counts(case.fault, extract.confirmed)}

    def closes(self, key: str) -> bool:
        """Whether an older telling of the case ends: not while a row of it waits, or one that nobody could read."""
        if key in self.counting:
            return True
        return key not in self.waiting and not self.has_unread


def _attacks_of(case: Case, extract: Extract) -> list[dict[str, object]]:
    targets: list[str | None] = [p.gender for p in case.people] if case.profile == "individual" else [None]
    first, last = first_day(case.recorded_day), last_day(case.ends or case.recorded_day)
    return [
        {
            "country": case.country,
            "source": extract.source.id,
            "case_key": case.key,
            "form": form,
            "target_kind": case.profile,
            "date_first": first.isoformat(),
            "date_last": last.isoformat(),
            "date_precision": PRECISION[len(case.recorded_day)],
            "admin1": case.admin1 or None,
            "perpetrators": sorted(case.perpetrators),
            "right": case.right,
            "status": case.status,
            "verification": case.verification,
            "eligible": _eligible(case, gender, extract),
        }
        for form in case.forms
        for gender in targets
    ]


def _eligible(case: Case, gender: str | None, extract: Extract) -> bool:
    """Whether the target counts for the region: a source of all defenders keeps men too."""
    if extract.source.scope == "women":
        return True
    if case.profile == "organisation":
        return case.organisation is not None and case.organisation.kind in OF_WOMEN
    if case.profile == "collective":
        return any(p.gender in WOMEN for p in case.people)
    return gender in WOMEN
