"""Puts a group on a footprint: replaces the tables of places in queries.

A footprint is a text: 'assessed', 'current' or 'expected'. 'current/DLN' is the current one with a group as
one of its systems; the group's trusts are then in no other system. Queries about which trust is in which
system take $footprint and $assessment_year. So everything that works for a system works for a group.
"""

import re
from functools import cache
from typing import Any, Final

from benchmark.store.storage.database import sql_files

GROUP_AFTER: Final = "/"
"""The sign between a footprint and a group's code."""
_TABLES = ("footprints", "footprint_systems", "footprint_memberships", "footprint_trusts")
_TABLE = re.compile(rf"\bpublication\.({'|'.join(_TABLES)})\b(\s+as\b)?")


def with_group(query: str, parameters: dict[str, Any]) -> str:
    """The query with its tables of places replaced by those of the footprint's group, if it has one.

    Views that know of groups would make every query of a system half as slow again.
    """
    if GROUP_AFTER not in str(parameters.get("footprint", "")):
        return query
    return _TABLE.sub(lambda found: f"({_texts()[found[1]]}) as{'' if found[2] else f' {found[1]}'}", query)


@cache
def _texts() -> dict[str, str]:
    """Table -> the query that replaces it."""
    texts = {name.removesuffix(".sql"): text for name, text in sql_files(__package__, "sql", "with_group")}
    own = texts["own_trusts"]
    return {table: texts[table].replace("{own_trusts}", own) for table in _TABLES}
