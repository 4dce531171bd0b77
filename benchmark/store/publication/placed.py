"""Where a group stands on a footprint: the tables of who belongs where, as a query of it asks for them.

A footprint is a text: 'assessed', 'current' or 'expected', and 'current/DLN' for the current one on which a
group stands as a system and its trusts in no other. Every query that asks which trust is in which system
takes it as $footprint beside $assessment_year: a group has whatever a system has, and no query is written
twice.
"""

import re
from functools import cache
from typing import Any, Final

from benchmark.store.storage.database import sql_files

GROUP_AFTER: Final = "/"
"""Stands between a footprint and the group on it."""
_TABLES = ("footprints", "footprint_systems", "footprint_memberships", "footprint_trusts")
_TABLE = re.compile(rf"\bpublication\.({'|'.join(_TABLES)})\b(\s+as\b)?")


def with_group(query: str, parameters: dict[str, Any]) -> str:
    """A query whose tables of places are those of the footprint's group; unchanged where none stands on it.

    Not views that know of groups: they would cost every query of a system half as much again.
    """
    if GROUP_AFTER not in str(parameters.get("footprint", "")):
        return query
    return _TABLE.sub(lambda found: f"({_texts()[found[1]]}) as{'' if found[2] else f' {found[1]}'}", query)


@cache
def _texts() -> dict[str, str]:
    """Table -> the query that takes its place."""
    texts = {name.removesuffix(".sql"): text for name, text in sql_files(__package__, "sql", "with_group")}
    own = texts["own_trusts"]
    return {table: texts[table].replace("{own_trusts}", own) for table in _TABLES}
