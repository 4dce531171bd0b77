"""Issues of packs kept under a name: their choices and their facts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from benchmark.common.scope import Standard, sql
from benchmark.core.columns import Record
from benchmark.core.errors import BenchmarkError
from benchmark.core.people import plan_name
from benchmark.core.settings import Settings
from benchmark.core.wording import in_full, in_list, large_start
from benchmark.documents.issues import Facts, facts, marked
from benchmark.documents.model import Pack
from benchmark.questions.board.choices import Choices
from benchmark.returns.submit.receipt import Receipt
from benchmark.returns.submit.submit import SAME_FILE, submit_rows
from benchmark.store.publication import Publication
from benchmark.store.publication.view import members_of, narrowed
from schemas.packs import PackPart

FACTS_IN_A_PART: Final = 40
_NOT_KEPT: Final = ("scope", "trust", "name", "date", "since", "address")
"""Choices that each issue sets again."""


@dataclass(frozen=True)
class Issue:
    """The last issue of a pack. choices: name -> value as kept. facts: the words and figures that it had."""

    name: str
    choices: Mapping[str, Any]
    facts: Facts
    at: datetime

    @property
    def day(self) -> str:
        """The day of the issue in words."""
        return in_full(self.at.date())


def issues(publication: Publication, subject: str) -> list[Issue]:
    """The kept packs of a system, a group or a trust, one for each name."""
    rows: list[Record] = publication.frame(sql(__package__, "issues"), subject=subject).to_dict("records")
    return [_issue([*of_pack]) for _, of_pack in groupby(rows, key=itemgetter("pack"))]


def issue(publication: Publication, choices: Choices) -> Issue | None:
    """The last issue under the choices' name, ignoring case; None if there is none."""
    wanted = choices.name.strip().casefold()
    known = issues(publication, subject_of(choices)) if wanted else []
    return next((one for one in known if one.name.casefold() == wanted), None)


def subject_of(choices: Choices) -> str:
    """The code of the trust, system or group that a pack is about."""
    return choices.trust or choices.scope.ics_code


def remembered(kept: Issue, choices: Choices, *, given: frozenset[str] = frozenset()) -> Choices:
    """The choices of the last issue, except those given now. given: the names of those."""
    known = {one.name for one in fields(Choices)} - {*_NOT_KEPT, *given}
    kept_now = {name: _read(name, value) for name, value in kept.choices.items() if name in known}
    return replace(choices, name=kept.name, **kept_now)


def words_kept(kept: Issue, choices: Choices) -> str:
    """A warning that words are the last issue's, so their figures may be old. Empty if none is."""
    asks = choices.asks and [*choices.asks] == [*kept.choices.get("asks", ())]
    texts = choices.texts.items() & {**kept.choices.get("texts", {})}.items()
    if not asks and not texts:
        return ""
    what = in_list([*(["what the board is asked"] if asks else []), *(["your own words"] if texts else [])])
    return f"{large_start(what)} stand as written for the issue of {kept.day}: read their figures again."


def since(pack: Pack, kept: Issue | None) -> Pack:
    """The pack, with what changed since the last issue marked; unchanged if there is none."""
    return pack if kept is None else marked(pack, kept.facts, issued=kept.day)


def for_all_its_readers(settings: Settings, publication: Publication, choices: Choices) -> Publication:
    """A publication narrowed to what every reader of a kept pack may see.

    A pack of a system or group is read by people who may see that alone, so it is made from that alone. A
    pack of a trust in a group is kept as the trust's, and its system reads it too: it is made from that trust
    alone.
    """
    scope = choices.scope
    if not scope.is_group:
        return narrowed(settings, publication, {scope.ics_code})
    own = {choices.trust} if choices.trust else members_of(settings, [scope.ics_code]) | {scope.ics_code}
    return narrowed(settings, publication, own)


def keep(settings: Settings, publication: Publication, choices: Choices, pack: Pack, *, by: str) -> Receipt:
    """Keep an issue under its name, in place of the last one, and publish.

    The last one stays in the log and returns if this one is withdrawn. Raises BenchmarkError without a name
    or on a past day, ReturnRefused if `by` is empty.
    """
    name = plan_name(choices.name)
    if not name:
        raise BenchmarkError("A pack is kept under a name, and this one has none.", fix="Give it one.")
    if publication.as_at is not None:
        raise BenchmarkError("A past day is shown: no issue can be kept on it.", fix="Leave the day out.")
    rows = [
        PackPart(
            pack=name,
            subject=subject_of(choices),
            ics_code=None if choices.scope.is_group else choices.scope.ics_code,
            part=part,
            number=number,
            value=json.dumps(value),
        )
        for part, number, value in _parts(choices, facts(pack))
    ]
    return submit_rows(
        settings,
        publication,
        rows,
        file_name=f"pack-{subject_of(choices)}.csv",
        by=by,
        note="",
        answers={SAME_FILE: "Issued again in place of a later version."},
    )


def _parts(choices: Choices, said: Facts) -> list[tuple[Any, int, Any]]:
    chosen = {one.name: getattr(choices, one.name) for one in fields(Choices) if one.name not in _NOT_KEPT}
    chosen["standard"] = [choices.standard.baseline, choices.standard.level]
    chosen["texts"] = dict(choices.texts)
    chosen["asks"] = [*choices.asks]
    items = [*said.items()]
    slices = (items[start : start + FACTS_IN_A_PART] for start in range(0, len(items), FACTS_IN_A_PART))
    return [("choices", 1, chosen), *(("facts", n, dict(part)) for n, part in enumerate(slices, start=1))]


def _read(name: str, value: Any) -> Any:
    """A choice, restored from JSON."""
    if name == "standard":
        return Standard(*value)
    return tuple(value) if isinstance(value, list) else value


def _issue(rows: list[Record]) -> Issue:
    parts = [(row["part"], json.loads(row["value"])) for row in rows]
    first = rows[0]
    return Issue(
        name=first["pack"],
        choices=next((value for part, value in parts if part == "choices"), {}),
        facts={key: said for part, value in parts if part == "facts" for key, said in value.items()},
        at=first["submitted_at"].to_pydatetime(),
    )
