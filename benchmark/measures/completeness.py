"""Who has returned and who has not, and which returns raise a question."""

from collections.abc import Iterator

import pandas as pd

from benchmark.definitions import definitions
from benchmark.measures.compare import at_least, at_most
from benchmark.measures.frames import UNIT, in_page_order, sql, unit_pillars
from benchmark.measures.scope import Scope, comparable_rounds, rounds, system_of
from benchmark.measures.successions import Successions, place, successions
from benchmark.measures.words import in_list
from benchmark.store.publication import Publication

_STATES = [*UNIT, "state", "reason"]
_FLAGS = [*UNIT, "flag", "explanation"]

Flag = tuple[str, str, str | None, str, str]


def completeness(publication: Publication, scope: Scope) -> pd.DataFrame:
    """Every unit of a system that returned, and everyone who was expected to and did not.

    Expected are the units with a comparable overall score in the round before, unless another trust took over
    and returned for them, and every member that was open on the footprint's day. Returns ods_code, trust,
    care_setting (None: a trust with no return in any setting), state ('returned' or 'missing'), reason (what
    was returned, or why it is missed); by care setting and trust. UnknownCode for an unknown system.
    """
    system = system_of(publication, scope)
    year = scope.assessment_year
    rounds = comparable_rounds(publication, fictional=system.fictional)
    before = max((candidate for candidate in rounds if candidate < year), default=None)
    found = states(
        publication.frame(sql("returned_units"), assessment_year=year, year_before=before),
        publication.frame(sql("placements"), assessment_year=year, footprint=scope.footprint),
        successions(publication, assessment_year=year),
        year=year,
        year_before=before,
    )
    return _with_none(in_page_order(found[found["ics_code"] == scope.ics_code])[_STATES])


def states(
    returned: pd.DataFrame, members: pd.DataFrame, passed: Successions, *, year: int, year_before: int | None
) -> pd.DataFrame:
    """The state of every unit of every system: ics_code, then the columns of `completeness`, in no order.

    returned: assessment_year, ods_code, trust, care_setting, has_pillars, has_comparable.
    members: ods_code, trust, ics_code, is_open.
    """
    place_of = dict(zip(members["ods_code"], members["ics_code"], strict=True))
    name_of = dict(zip(members["ods_code"], members["trust"], strict=True))
    name_of |= dict(zip(returned["ods_code"], returned["trust"], strict=True))
    now = _units(returned[returned["assessment_year"] == year])
    earlier = _units(returned[returned["has_comparable"] & (returned["assessment_year"] == year_before)])
    returned_now = {code for code, _ in now}
    closed = set(members.loc[~members["is_open"], "ods_code"])

    rows: list[tuple[str, str | None, str, str]] = [
        (code, setting, "returned", what) for (code, setting), what in now.items()
    ]
    for code, setting in earlier.keys() - now.keys():
        heirs = [] if code in returned_now else passed.heirs(code, returned_now)
        passed_to = "" if code in returned_now else passed.passed_to(code)
        if any((heir, setting) in now for heir in heirs) or (code in closed and not passed_to):
            continue
        reason = f"returned in {year_before}, not in {year}"
        rows.append((code, setting, "missing", f"{reason}; passed to {passed_to}" if passed_to else reason))
    listed = {code for code, *_ in rows}
    rows += [
        (code, None, "missing", f"no return in {year} for any care setting")
        for code in members["ods_code"]
        if code not in listed and code not in closed
    ]
    return pd.DataFrame(
        [(place(code, place_of, passed), code, name_of[code], *row) for code, *row in rows],
        columns=["ics_code", *_STATES],
    )


def quality_flags(publication: Publication, scope: Scope) -> pd.DataFrame:
    """Questions that a system's returns raise; never corrections.

    identical_settings: the trust's pillar scores are the same in all of its settings. all_pillars_same: the
    unit has one score on every pillar. year_jump: a pillar moved by the threshold or more since the round
    before. Returns ods_code, trust, care_setting (None: about all of the trust's settings), flag,
    explanation; by care setting and trust. UnknownCode for an unknown system.
    """
    system_of(publication, scope)
    year = scope.assessment_year
    scores = unit_pillars(
        publication, assessment_year=year, footprint=scope.footprint, ics_code=scope.ics_code
    )
    # The first round has none before it: compared with itself, nothing has moved.
    year_before = max((candidate for candidate in rounds(publication) if candidate < year), default=year)
    # In every system: a trust may have belonged to another one then.
    before = unit_pillars(publication, assessment_year=year_before, footprint=scope.footprint)
    return flags(scores, before)


def flags(scores: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The flags on one round's returns, given those of the round before, both as `unit_pillars` gives."""
    found = [*_identical_settings(scores), *_all_pillars_same(scores), *_year_jumps(scores, before)]
    return _with_none(in_page_order(pd.DataFrame(found, columns=_FLAGS), "flag"))


def _identical_settings(scores: pd.DataFrame) -> Iterator[Flag]:
    settings_of_trust = scores.groupby("ods_code")["care_setting"].transform("nunique")
    for (code, trust), own in scores[settings_of_trust > 1].groupby(["ods_code", "trust"]):
        by_setting = own.pivot(index="pillar", columns="care_setting", values="score")
        if by_setting.notna().all(axis=None) and _same(by_setting.max(axis=1) - by_setting.min(axis=1)):
            settings = [setting.name for setting in definitions().settings if setting.name in by_setting]
            told = f"The same scores for {in_list(settings)}."
            yield str(code), str(trust), None, "identical_settings", told


def _all_pillars_same(scores: pd.DataFrame) -> Iterator[Flag]:
    for (code, trust, setting), own in scores.groupby(UNIT)["score"]:
        if len(own) > 1 and _same(own - own.iloc[0]):
            told = f"{own.iloc[0]:.1f} on every one of {len(own)} pillars."
            yield str(code), str(trust), str(setting), "all_pillars_same", told


def _year_jumps(scores: pd.DataFrame, before: pd.DataFrame) -> Iterator[Flag]:
    key = ["ods_code", "care_setting", "pillar"]
    both = scores.merge(before[[*key, "score"]], on=key, suffixes=("", "_before"))
    far = at_least((both["score"] - both["score_before"]).abs(), definitions().threshold("year_jump"))
    jumped = both[far].sort_values("pillar_position")
    for (code, trust, setting), own in jumped.groupby(UNIT):
        moves = [
            f"{definitions().framework.pillar(pillar).name} from {earlier:.1f} to {later:.1f}"
            for pillar, earlier, later in zip(own["pillar"], own["score_before"], own["score"], strict=True)
        ]
        yield str(code), str(trust), str(setting), "year_jump", f"{in_list(moves)} since the round before."


def _with_none(frame: pd.DataFrame) -> pd.DataFrame:
    """The care setting as None where a row is about the whole trust: pandas would make it NaN, or not."""
    settings = frame["care_setting"].astype(object)
    return frame.assign(care_setting=settings.where(settings.notna(), None))


def _same(differences: "pd.Series[float]") -> bool:
    return at_most(float(differences.abs().max()), 0.0)


def _units(returned: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Unit -> what it returned."""
    told = {(True, True): "pillar scores and comparable overall score", (True, False): "pillar scores only"}
    columns = (returned[name] for name in ("ods_code", "care_setting", "has_pillars", "has_comparable"))
    return {
        (code, setting): told.get((has_pillars, has_comparable), "comparable overall score only")
        for code, setting, has_pillars, has_comparable in zip(*columns, strict=True)
    }
