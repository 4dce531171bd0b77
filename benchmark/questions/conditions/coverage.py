"""Compares the gaps of a system's trusts with the digital programmes that address them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

import pandas as pd

from benchmark.common.subject import Subject
from benchmark.core.errors import UnknownCode
from benchmark.questions.conditions.columns import COVERED, TRUSTS
from benchmark.questions.conditions.measure import Conditions
from benchmark.questions.gaps.measure import Gaps

Status = Literal["addressed", "not_running", "no_programme", "no_return", "no_gap"]
SCORES_AND_PROGRAMMES: Final = "{} Programmes: the trusts' own conditions returns."
NOT_ADDRESSED: tuple[Status, ...] = ("not_running", "no_programme")


@dataclass(frozen=True)
class CoverageSummary:
    """Counts of material gaps by status. A gap here is a trust on a pillar, over all its care settings.

    scores_below: the same gaps counted by return, as in every other question: a trust below the standard on
    a pillar in two care settings has one gap and two scores below. left_out: trust's name -> number of its
    scores below, for trusts that returned scores and are no longer members; empty for a single trust.
    addressed + not_running + no_programme + no_return = material_gaps. trusts: trusts of the system.
    trusts_returned: trusts that returned programmes. trusts_not_addressed: trusts with a gap that no
    programme addresses.
    """

    scores_below: int
    material_gaps: int
    addressed: int
    not_running: int
    no_programme: int
    no_return: int
    trusts: int
    trusts_returned: int
    trusts_not_addressed: int
    left_out: Mapping[str, int]

    @property
    def not_addressed(self) -> int:
        """Gaps that no programme addresses, of trusts that returned programmes."""
        return self.not_running + self.no_programme

    @property
    def known(self) -> int:
        """Gaps of trusts that returned programmes."""
        return self.material_gaps - self.no_return


@dataclass(frozen=True)
class Coverage:
    """The gaps of a system's trusts to a standard, and the programmes that address them.

    cells: COVERED; one row per trust and pillar with a score that is held to a standard, in the framework's
        order, also without a material gap. gap: points (missing if none is material). status: 'no_gap';
        'addressed'; 'not_running' (a programme, but none at a stage that counts); 'no_programme';
        'no_return' (the trust has not returned programmes, so nothing is known). programmes: each with its
        stage.
    trusts: TRUSTS; every member, by name; year is the round of its programmes.
    """

    of: Subject
    gaps: Gaps
    summary: CoverageSummary
    cells: pd.DataFrame
    trusts: pd.DataFrame

    @property
    def subject(self) -> Subject:
        """The system or trust of the gaps and programmes, with the sources of the scores."""
        rests_on = replace(self.gaps.subject.rests_on, line=SCORES_AND_PROGRAMMES)
        return replace(self.of, rests_on=rests_on, held_to=self.gaps.standard.in_words)

    @property
    def material(self) -> pd.DataFrame:
        """The cells with a material gap."""
        return self.cells[self.cells["status"] != "no_gap"]


def coverage(gaps: Gaps, conditions: Conditions) -> Coverage:
    """The coverage of the gaps by programmes. Raises UnknownCode if the two differ in system or round."""
    if gaps.scope != conditions.scope:
        raise UnknownCode("Gaps and conditions are not of the same system and round.")
    codes = set(conditions.members["ods_code"])
    returned = set(conditions.codes_of("programme"))
    programmes = _by_pillar(conditions.programmes)
    # Plain loops: for a few hundred rows, pandas' groupby takes ten times as long.
    units: dict[tuple[str, str, str, int], list[tuple[str, float]]] = {}
    columns = ("ods_code", "trust", "pillar", "pillar_position", "care_setting", "gap", "is_below")
    for *key, setting, gap, is_below in zip(*(gaps.rows[name] for name in columns), strict=True):
        if key[0] in codes:
            of_trust = units.setdefault((key[0], key[1], key[2], key[3]), [])
            of_trust += [(setting, float(gap))] if is_below else []
    records = []
    # By trust, then in the framework's order.
    for (code, trust, pillar, _), short in sorted(
        units.items(), key=lambda unit: (unit[0][1], unit[0][0], unit[0][3])
    ):
        running, idle = programmes.get((code, pillar), ([], []))
        status = _status(has_gap=bool(short), returned=code in returned, running=running, idle=idle)
        records.append(
            {
                "ods_code": code,
                "trust": trust,
                "pillar": pillar,
                "gap": max((gap for _, gap in short), default=None),
                "care_settings": tuple(setting for setting, _ in short),
                "status": status,
                "programmes": tuple({"addressed": running, "not_running": idle}.get(status, ())),
            }
        )
    cells = COVERED.typed(records)
    trusts = _trusts(cells, conditions)
    below = gaps.rows[gaps.rows["is_below"]]
    others: Iterable[str] = (
        [] if conditions.subject.code in codes else below.loc[~below["ods_code"].isin(codes), "trust"]
    )
    summary = _summary(cells, trusts, returned, left_out=Counter(others))
    return Coverage(conditions.subject, gaps, summary, cells, trusts)


def _status(*, has_gap: bool, returned: bool, running: list[str], idle: list[str]) -> Status:
    """The status of one trust's gap on one pillar."""
    if not has_gap:
        return "no_gap"
    if not returned:
        return "no_return"
    if running:
        return "addressed"
    return "not_running" if idle else "no_programme"


def _by_pillar(programmes: pd.DataFrame) -> dict[tuple[str, str], tuple[list[str], list[str]]]:
    """(trust, pillar) -> programmes at a stage that counts as addressing a gap, and the other programmes."""
    by_pillar: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    columns = (programmes[name] for name in ("ods_code", "pillar", "programme", "stage", "addresses"))
    for code, pillar, programme, stage, addresses in zip(*columns, strict=True):
        running, idle = by_pillar.setdefault((code, pillar), ([], []))
        (running if addresses else idle).append(f"{programme} ({stage})")
    return by_pillar


def _trusts(cells: pd.DataFrame, conditions: Conditions) -> pd.DataFrame:
    years = conditions.returns_of("programme")
    counts = Counter(zip(cells["ods_code"], cells["status"], strict=True))

    def counted(code: str, *statuses: Status) -> int:
        return sum(counts[code, status] for status in statuses)

    return TRUSTS.typed(
        {
            "ods_code": code,
            "trust": trust,
            "year": year,
            "material_gaps": counted(code, "addressed", "no_return", *NOT_ADDRESSED),
            "not_addressed": counted(code, *NOT_ADDRESSED),
            "addressed": counted(code, "addressed"),
        }
        for code, trust, year in zip(years["ods_code"], years["trust"], years["year"], strict=True)
    )


def _summary(
    cells: pd.DataFrame, trusts: pd.DataFrame, returned: set[str], *, left_out: Mapping[str, int]
) -> CoverageSummary:
    counts = cells["status"].value_counts()
    by_status = {
        status: int(counts.get(status, 0))
        for status in ("addressed", "not_running", "no_programme", "no_return")
    }
    return CoverageSummary(
        scores_below=int(cells["care_settings"].map(len).sum()),
        material_gaps=sum(by_status.values()),
        left_out=left_out,
        trusts=len(trusts),
        trusts_returned=len(returned),
        trusts_not_addressed=int((trusts["not_addressed"] > 0).sum()),
        **by_status,
    )
