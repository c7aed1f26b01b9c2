"""What of the project a build runs, as arguments of dbt."""

from __future__ import annotations

from pathlib import Path

from mesoregistry.catalog import code_lists

FULL = ("--full-refresh", "--exclude", "test_type:unit")
REFERENCE = ("tag:reference,resource_type:seed", "tag:reference,resource_type:model")
# keys, NOT NULL and foreign keys of PostgreSQL hold the same on every row: a full build tests that they are right
ENFORCED = tuple(f"test_name:{name}" for name in ("unique", "not_null", "relationships"))
# all of it, but code lists, terms and places stay those of the last build; what was decided is added to them
FULL_WITHOUT_SEEDS = (*FULL, REFERENCE[0])
INCREMENT = ("--exclude", "test_type:unit", *ENFORCED, *REFERENCE)
# The views that read only tables that such a build adds rows to. A table that is written anew takes its views with it:
# rows_persons reads one (bridge_attack_defender) in every build, and is made again in every build.
VIEWS = ("rows_attacks", "rows_mentions", "rows_close_people", "rows_responses")
# the same tables, written anew and then indexed: into tables with their indexes a row costs half as much again
INCREMENT_ANEW = ("--full-refresh", *INCREMENT)


def selected(seeds: Path, *, full: bool, first: bool, mostly_new: bool = False) -> tuple[str, ...]:
    """Everything, or what changes with the ledger. ``first``: nothing was ever built.

    Seeds with mistakes are not built: the terms of the last build go on, for every country.

    Args:
        mostly_new: whether few rows stand beside those of which the ledger has news.

    Raises:
        CatalogFault: the seeds have mistakes, and nothing was ever built that could go on.
    """
    if not full:
        return INCREMENT_ANEW if mostly_new else (*INCREMENT, *VIEWS)
    if first:
        code_lists.read(seeds)
    return FULL_WITHOUT_SEEDS if code_lists.read_sound(seeds).mistakes else FULL
