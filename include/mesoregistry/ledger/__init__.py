"""The ledger: submissions, their states and events, their findings as stored, and what waits or is built."""

from mesoregistry.ledger.chain import alone, broken_link, keep, record
from mesoregistry.ledger.descriptions import describe, describe_all
from mesoregistry.ledger.stored_findings import findings, write_findings
from mesoregistry.ledger.submissions import Submission, select, submission

__all__ = [
    "Submission", "alone", "broken_link", "describe", "describe_all", "findings", "keep", "record", "select",
    "submission", "write_findings",
]  # fmt: skip
