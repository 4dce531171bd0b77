"""Whether the gaps of a system's trusts are addressed by the digital programmes that the trusts run."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from benchmark.errors import UnknownCode
from benchmark.measures.conditions import Conditions
from benchmark.measures.gaps import Gaps

Status = Literal["addressed", "not_running", "no_programme", "no_return", "no_gap"]
NOT_ADDRESSED: tuple[Status, ...] = ("not_running", "no_programme")

_CELLS = [
    "ods_code",
    "trust",
    "pillar",
    "pillar_position",
    "gap",
    "settings",
    "status",
    "programmes",
]
_TRUSTS = ["ods_code", "trust", "assessment_year", "material_gaps", "not_addressed", "addressed"]


@dataclass(frozen=True)
class CoverageSummary:
    """How many material gaps there are, and what becomes of them. One gap is a trust on a pillar.

    addressed + not_running + no_programme + no_return = material_gaps. members: trusts of the system;
    returned: those that returned their programmes; trusts_not_addressed: those with a gap that no programme
    addresses.
    """

    material_gaps: int
    addressed: int
    not_running: int
    no_programme: int
    no_return: int
    members: int
    returned: int
    trusts_not_addressed: int

    @property
    def not_addressed(self) -> int:
        """Gaps of trusts that returned their programmes, which none of these addresses."""
        return self.not_running + self.no_programme

    @property
    def known(self) -> int:
        """Gaps of trusts that returned their programmes."""
        return self.material_gaps - self.no_return


@dataclass(frozen=True)
class Coverage:
    """The gaps of a system's trusts to a standard, and the programmes that address them.

    cells: ods_code, trust, pillar, pillar_position, gap, settings, status, programmes; one row per trust and
        pillar with a score that is held to a standard. gap: the widest material gap of the trust's care
        settings, in points (0 where none is material); settings: those that have one, a tuple.
        status: 'no_gap'; 'addressed'; 'not_running' (a programme, but none at a stage that counts);
        'no_programme'; 'no_return' (the trust has not returned its programmes, so nothing is known).
        programmes: those that address it, or those that do not run, each with its stage; a tuple.
    trusts: ods_code, trust, assessment_year (of its programmes; missing: no return), material_gaps,
        not_addressed, addressed; every member, by name.
    """

    gaps: Gaps
    summary: CoverageSummary
    cells: pd.DataFrame
    trusts: pd.DataFrame


def coverage(gaps: Gaps, found: Conditions) -> Coverage:
    """The coverage of the gaps of the members of `found`, by their programmes. Both of the same system."""
    if gaps.scope != found.scope:
        raise UnknownCode("Gaps and conditions are not of the same system and round.")
    codes = set(found.members["ods_code"])
    returned = set(found.codes_of("programme"))
    programmes = _by_pillar(found.programmes)
    # In loops: a system's few hundred rows take pandas' groupby ten times as long.
    units: dict[tuple[str, str, str, int], list[tuple[str, float]]] = {}
    columns = ("ods_code", "trust", "pillar", "pillar_position", "care_setting", "gap", "material")
    for *key, setting, gap, material in zip(*(gaps.rows[name] for name in columns), strict=True):
        if key[0] in codes:
            of_trust = units.setdefault((key[0], key[1], key[2], key[3]), [])
            of_trust += [(setting, float(gap))] if material and gap > 0 else []
    records = []
    for (code, trust, pillar, position), short in units.items():
        running, idle = programmes.get((code, pillar), ([], []))
        status = _status(has_gap=bool(short), returned=code in returned, running=running, idle=idle)
        told = {"addressed": running, "not_running": idle}.get(status, ())
        widest = max((gap for _, gap in short), default=0.0)
        settings = tuple(setting for setting, _ in short)
        records.append((code, trust, pillar, position, widest, settings, status, tuple(told)))
    cells = pd.DataFrame(records, columns=_CELLS).astype({"gap": float, "pillar_position": int})
    cells = cells.sort_values(["trust", "ods_code", "pillar_position"], ignore_index=True)
    trusts = _trusts(cells, found)
    return Coverage(gaps=gaps, summary=_summary(cells, trusts, returned), cells=cells, trusts=trusts)


def _status(*, has_gap: bool, returned: bool, running: list[str], idle: list[str]) -> Status:
    """What becomes of one trust's gap on one pillar."""
    if not has_gap:
        return "no_gap"
    if not returned:
        return "no_return"
    if running:
        return "addressed"
    return "not_running" if idle else "no_programme"


def _by_pillar(programmes: pd.DataFrame) -> dict[tuple[str, str], tuple[list[str], list[str]]]:
    """By trust and pillar: the programmes at a stage that counts as addressing a gap, and the others."""
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {}
    columns = (programmes[name] for name in ("ods_code", "pillar", "programme", "stage", "addresses"))
    for code, pillar, programme, stage, addresses in zip(*columns, strict=True):
        running, idle = found.setdefault((code, pillar), ([], []))
        (running if addresses else idle).append(f"{programme} ({stage})")
    return found


def _trusts(cells: pd.DataFrame, found: Conditions) -> pd.DataFrame:
    years = found.returned[found.returned["section"] == "programme"]
    frame = years[["ods_code", "trust", "assessment_year"]].reset_index(drop=True)

    def counted(statuses: Collection[str]) -> list[int]:
        counts = cells.loc[cells["status"].isin(statuses), "ods_code"].value_counts()
        return [int(counts.get(code, 0)) for code in frame["ods_code"]]

    return frame.assign(
        material_gaps=counted(["addressed", "no_return", *NOT_ADDRESSED]),
        not_addressed=counted(NOT_ADDRESSED),
        addressed=counted(["addressed"]),
    )[_TRUSTS]


def _summary(cells: pd.DataFrame, trusts: pd.DataFrame, returned: set[str]) -> CoverageSummary:
    counts = cells["status"].value_counts()
    by_status = {
        status: int(counts.get(status, 0))
        for status in ("addressed", "not_running", "no_programme", "no_return")
    }
    return CoverageSummary(
        material_gaps=sum(by_status.values()),
        members=len(trusts),
        returned=len(returned),
        trusts_not_addressed=int((trusts["not_addressed"] > 0).sum()),
        **by_status,
    )
