"""A store in which one fictional trust has returned what others must not see, in words that can be found.

DEMO5 returned everything that can be returned. DEMO1 to DEMO4 and DEMO5 to DEMO8 stand for two systems.
"""

import json
import re
import shutil
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from benchmark.core.people import LOCAL_PERSON, Grant, Person, Role
from benchmark.core.settings import Settings
from benchmark.store.ledger import Answer, NewFile, NewSubmission, table_of_rows, writing
from benchmark.store.ledger.snapshot import INSIDE
from benchmark.store.people import give_grant
from benchmark.store.publication.publish import publish
from schemas.kinds import KINDS

SECRET: Final = "Quillwater"
"""In every text that DEMO5's return holds, or somebody wrote with it."""
SECRET_FIGURES: Final = ("98765", "76543", "87654", "85308", "31415", "27182")
"""Digits with which its amounts, their sum and its counts begin."""
SECRET_MILLIONS: Final = ("£988m", "£987.7m", "£76.5m", "£85.3m")
"""The same as sentences and charts round them."""
SECRET_SCORES: Final = ("4.3719", "4.3819", "4.3919", "4.3619", "4.9719")
"""Its scores and its target, like no other's."""
SECRET_PATTERN: Final = "|".join(
    (*(",?".join(figure) for figure in SECRET_FIGURES), *map(re.escape, SECRET_SCORES + SECRET_MILLIONS))
)
"""Also where thousands are parted."""
FIRST: Final = ("DEMO1", "DEMO2", "DEMO3", "DEMO4")
SECOND: Final = ("DEMO5", "DEMO6", "DEMO7", "DEMO8")
OWNER: Final = "DEMO5"
_ACUTE = {"care_setting": "Acute"}
_ROUND = {"assessment_year": 2025, "ods_code": OWNER}
_BOARD = {"assessment_year": 2025, "ics_code": "DEMO"}
_YEAR = {"financial_year": "2024/25", "ods_code": OWNER}
_MONEY = 987_650_000
_SIZE = {"operating_expenditure": _MONEY}

_TEXTS = dict.fromkeys(("file", "sheet", "column", "value", "expected", "fix"), SECRET)
_FINDING = {"code": "c", "severity": "note", "message": SECRET, "line": 2, "count": 1} | _TEXTS

ROWS: Final[dict[str, list[dict[str, Any]]]] = {
    "maturity_scores": [
        _ROUND | {"care_setting": "Acute", "pillar": "well_led", "domain": None, "score": 4.3719}
    ],
    "overall_comparable": [_ROUND | _ACUTE | {"compared_with": 2024, "score": 4.3819}],
    "icb_maturity_scores": [
        {"assessment_year": 2025, "ics_code": "DEMO", "pillar": "well_led", "score": 4.3919}
    ],
    "icb_overall_comparable": [_BOARD | {"compared_with": 2024, "score": 4.3619}],
    "trust_context": [
        _YEAR | {"operating_expenditure": _MONEY, "capital_expenditure": 76_543_000, "average_wte": 8765.4}
    ],
    "it_spend": [
        _YEAR | {"operating_expenditure": _MONEY} | {"it_revenue": 76_543_000, "it_capital": 8_765_400}
    ],
    "disclosed_spend": [
        _YEAR
        | {
            "covers": "revenue",
            "amount": 76_543_000,
            "address": "https://example.org/quillwater",
            "disclosed_on": date(2025, 11, 1),
            "quote": f"{SECRET} spent £76,543,000.",
        }
    ],
    "own_targets": [
        {"ods_code": OWNER, "care_setting": "Acute", "pillar": "well_led", "target": 4.9719, "reason": SECRET}
    ],
    "peer_exchange": [
        {
            "ods_code": OWNER,
            "pillar": "well_led",
            "offers_or_asks": "request",
            "contact": f"{SECRET} team",
            "note": f"Help {SECRET}",
        }
    ],
    "conditions": [
        _ROUND | {"section": "legacy_estate", "item": "servers", "systems": 31_415, "unsupported": 27_182},
        _ROUND | {"section": "legacy_estate", "item": SECRET, "systems": 7, "unsupported": 6},
        _ROUND
        | {
            "section": "programme",
            "item": f"{SECRET} programme",
            "pillar": "well_led",
            "priority": 1,
            "stage": "delivery",
            "funding": _MONEY,
        },
    ],
    "groups": [
        {
            "group_code": "DEMO-Q",
            "group_name": f"{SECRET} group",
            "group_kind": "provider_group",
            "member_code": code,
            "valid_from": date(2020, 4, 1),
            "source": SECRET,
        }
        for code in (OWNER, "DEMO6")
    ],
    "plans": [
        {
            "plan": f"{SECRET} plan",
            "ics_code": "DEMO5,DEMO6",
            "assessment_year": 2025,
            "footprint": "assessed",
            "standard": "floor",
            "level": 3.0,
            "fund": _MONEY,
            "years": 3,
            "rule": "neediest_first",
            "scale_with_size": "no",
            "pioneers_share": 0.0,
            "pioneers_split": "equally",
            "pillar": "well_led",
            "cost_per_point": 76_543,
        }
    ],
    "board_packs": [
        {
            "pack": f"{SECRET} pack",
            "subject": OWNER,
            "ics_code": None,
            "part": "facts",
            "number": 1,
            "value": json.dumps({SECRET: "76543"}),
        }
    ],
    "name_aliases": [{"alias": SECRET.casefold(), "ods_code": OWNER}],
    "column_aliases": [{"layout": "it_spend", "heading": SECRET.casefold(), "stands_for": "amount"}],
}
_MADE: dict[Settings, Settings] = {}
_CONFIRMED = ("name_aliases", "column_aliases")
"""What people confirm comes with a file, each as a part of it."""


def person(role: Role, *codes: str, scope: str | None = None, number: int = 1) -> Person:
    """Somebody with one grant."""
    kind = "trust" if role == "trust" else "ics"
    named = scope if scope is not None else ("" if role == "administrator" else f"{kind}:{codes[0]}")
    given = Grant(
        number,
        f"issuer|{role}",
        role,
        named,
        frozenset(codes),
        date(2020, 1, 1),
        None,
        "A",
        datetime(2020, 1, 1),
    )
    return Person(f"issuer|{role}", f"A. {role.title()}", (given,))


OUTSIDERS: Final = {
    "trust of the other system": person("trust", "DEMO1"),
    "analyst of the other system": person("analyst", *FIRST, scope="group:DEMO-A"),
    "leader of the other system": person("leader", *FIRST, scope="group:DEMO-A"),
    "leader of a real system": person("leader", "QYG"),
    "administrator": person("administrator"),
}
"""Who must see nothing of what DEMO5 returned."""
INSIDERS: Final = {
    "trust itself": person("trust", OWNER),
    "its analyst": person("analyst", *SECOND, scope="group:DEMO-B"),
    "its leader": person("leader", *SECOND, scope="group:DEMO-B"),
    "this computer": LOCAL_PERSON,
}


def with_secrets(source: Settings, folder: Path) -> Settings:
    """A copy of a store of what comes with the product, in which DEMO5 has returned all of it.

    It is made once, in the folder of who asks first, and copied from there: that takes a tenth of the time.
    """
    if source not in _MADE:
        _MADE[source] = _copied(source, folder / "kept")
        submit(_MADE[source], *([kind] for kind in ROWS if kind not in _CONFIRMED), [*_CONFIRMED])
    return _copied(_MADE[source], folder / "store")


def _copied(source: Settings, folder: Path) -> Settings:
    return Settings(store=shutil.copytree(source.store, folder, ignore=shutil.ignore_patterns(INSIDE)))


def submit(
    settings: Settings,
    *files: list[str],
    of: Mapping[str, str] = {},
    by: str | None = "issuer|quill",
    on_behalf: bool = True,
    replaces: tuple[int, ...] = (),
    show: bool = True,
) -> list[list[int]]:
    """Submit files with rows of these kinds, and publish, unless more is to come.

    of: kind -> another organisation's code than DEMO5.
    on_behalf: by somebody of no trust. replaces: what each takes the place of.

    by: who is signed in; None before a store is shared. For each file the numbers of its parts.
    """
    with writing(settings, subject=by) as ledger:
        ledger.on_behalf = ", ".join(sorted({OWNER, *of.values()})) if on_behalf else None
        written = ledger.submit_files(
            [
                NewFile(
                    [_submission(kind, _rows_of(kind, of)) for kind in file],
                    rows_read=1,
                    replaces=replaces,
                    answers=[Answer("q", SECRET, SECRET)],
                )
                for file in files
            ]
        )
    if show:
        publish(settings)
    return [[part.submission_id for part in parts] for parts in written]


def _rows_of(kind: str, of: Mapping[str, str]) -> list[dict[str, Any]]:
    column = "ics_code" if kind == "plans" else "ods_code"
    return [row | ({column: of[kind]} if kind in of else {}) for row in ROWS[kind]]


def grant_all(settings: Settings, people: Iterable[Person]) -> None:
    """Enter the grants of these people into a store."""
    for one in people:
        for grant in one.grants:
            give_grant(settings, one.subject, grant.role, grant.scope, codes=grant.codes, by=LOCAL_PERSON)


def _submission(kind: str, rows: list[dict[str, Any]]) -> NewSubmission:
    model = KINDS[kind]
    made = [model.model_construct(**dict.fromkeys(model.model_fields) | row) for row in rows]
    return NewSubmission(
        kind=kind,
        file_name=f"{SECRET}-{kind}.csv",
        content=f"{SECRET} {kind}".encode(),
        table=table_of_rows(made, range(2, 2 + len(rows))),
        submitted_by=f"Q. {SECRET}",
        note=f"{SECRET} note",
        findings=json.dumps([_FINDING]),
    )
