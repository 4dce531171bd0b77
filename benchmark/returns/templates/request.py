"""Who a template is for, which years and figures are asked for, and the rows that it starts with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from benchmark.common.scope import group_on, sql
from benchmark.core.definitions import condition_sections, definitions
from benchmark.core.errors import BenchmarkError, UnknownCode
from benchmark.returns.templates.columns import TemplateColumn, template_columns
from benchmark.returns.vocabulary import layouts
from benchmark.store.publication import Publication
from schemas.base import CareSetting
from schemas.kinds import KINDS

FICTIONAL = "A fictional organisation, for trying out"
"""The words in a template for a fictional organisation."""
SETTINGS: tuple[str, ...] = get_args(CareSetting)
PROGRAMMES = 5
"""The number of empty rows for programmes for each trust."""
_WIDE = {"maturity_scores": "maturity_wide", "icb_maturity_scores": "icb_wide"}
"""Kinds whose template has a column for each pillar -> its layout. Other templates have the kind's layout."""
CellRow = dict[str, Any]
"""Field -> value, with fields for pillars in a wide layout. The field '' is the organisation's name."""


@dataclass(frozen=True)
class TrustToFill:
    """A trust with the care settings that it returned before, or else those of its type; perhaps none."""

    code: str
    name: str
    settings: tuple[str, ...]


@dataclass(frozen=True)
class Subject:
    """Who a template is for: a trust, a system, a group, or nobody (then all is empty). `ics_code` and
    `ics_name` are '' for a trust and for a group, which has no board.
    """

    name: str
    fictional: bool
    trusts: tuple[TrustToFill, ...]
    ics_code: str = ""
    ics_name: str = ""

    @property
    def codes(self) -> list[str]:
        """The codes of all organisations: the system's first, if there is one."""
        return [*filter(None, (self.ics_code,)), *(trust.code for trust in self.trusts)]


NOBODY = Subject("", False, ())


def trust_subject(publication: Publication, ods_code: str) -> Subject:
    """One trust as the subject. Raises UnknownCode if there is no trust with that code."""
    trusts, fictional = _trusts(publication, [ods_code])
    if not trusts:
        raise UnknownCode(f"There is no trust {ods_code}.")
    return Subject(f"{trusts[0].name} ({trusts[0].code})", fictional, trusts)


def system_subject(
    publication: Publication, ics_code: str, *, assessment_year: int, footprint: str = "assessed"
) -> Subject:
    """A system's board and its trusts on a round's footprint; for a group only the trusts.

    Raises UnknownCode if the footprint has no system or group with that code.
    """
    place = {"ics_code": ics_code, "assessment_year": assessment_year, "footprint": footprint}
    systems = publication.rows(sql(__package__, "system"), **place)
    if not systems:
        raise UnknownCode(f"There is no ICS {ics_code} on that footprint of {assessment_year}.")
    name, fictional = systems[0]
    members = [str(row[0]) for row in publication.rows(sql(__package__, "members"), **place)]
    trusts, _ = _trusts(publication, members)
    board = ("", "") if ics_code == group_on(footprint) else (ics_code, str(name))
    return Subject(f"{name} ({ics_code})", bool(fictional), trusts, *board)


def _trusts(publication: Publication, codes: Sequence[str]) -> tuple[tuple[TrustToFill, ...], bool]:
    """The trusts with these codes, ordered by name, and whether any is fictional."""
    rows = publication.rows(sql(__package__, "trusts"), codes=list(codes))
    trusts = tuple(
        TrustToFill(str(code), str(name), _settings(returned, trust_type))
        for code, name, trust_type, _, returned in rows
    )
    return trusts, any(fictional for *_, fictional, _ in rows)


def _settings(returned: Sequence[str], trust_type: str | None) -> tuple[str, ...]:
    """A trust's care settings, in the order of the definition.

    A trust type may name several: 'Mental Health and Community (Combined)'.
    """
    settings = returned or [setting for setting in SETTINGS if setting in (trust_type or "")]
    return tuple(setting for setting in SETTINGS if setting in settings)


@dataclass(frozen=True)
class Asked:
    """The years to fill in; None leaves a year to the person. with_current: fill in the current figures.

    domains: give maturity scores a row for each domain.
    """

    assessment_year: int | None = None
    financial_year: str | None = None
    with_current: bool = False
    domains: bool = False

    def layout(self, kind: str) -> str:
        """The layout of a kind's template. Raises UnknownCode if there is no such kind of return."""
        if kind not in _kinds():
            raise UnknownCode(
                f"There is no return of the kind {kind}.", fix=f"Choose one of: {', '.join(_kinds())}."
            )
        return kind if self.domains and kind == "maturity_scores" else _WIDE.get(kind, kind)


def settled(asked: Asked, subject: Subject, publication: Publication | None) -> Asked:
    """The same request, but by domain if current figures are asked for and some of them are of domains: they
    do not fit in one column for each pillar.
    """
    if not asked.with_current or publication is None:
        return asked
    by_domain = replace(asked, domains=True)
    standing = _standing("maturity_scores", subject, by_domain, publication)
    held = any(row["domain"] is not None for rows in standing.values() for row in rows)
    return by_domain if held else asked


def has_domains(publication: Publication, subject: Subject) -> bool:
    """Whether any of the subject's trusts ever returned scores by domain."""
    return bool(subject.trusts) and bool(_domains(subject, publication))


def kinds_for(subject: Subject) -> tuple[str, ...]:
    """The kinds that a subject returns: all for a system and for nobody, without boards' kinds for others."""
    about_trusts = tuple(kind for kind in _kinds() if "ods_code" in KINDS[kind].model_fields)
    return about_trusts if subject.trusts and not subject.ics_code else _kinds()


def expect_kind_of(kind: str, subject: Subject) -> None:
    """Raise BenchmarkError if a trust or group is asked for a kind that only boards return."""
    if kind in _kinds() and kind not in kinds_for(subject):
        raise BenchmarkError(
            f"A trust returns no {layouts()[kind].title}: a system's board does.", fix="Choose a system."
        )


def rows_asked(
    kind: str, subject: Subject, asked: Asked, publication: Publication | None
) -> tuple[list[CellRow], int]:
    """The rows of a kind's template, with values as they are kept, and the number of current figures in them.

    Raises BenchmarkError if domains are asked for, but the subject has never returned any.
    """
    columns = template_columns(asked.layout(kind))
    empty: CellRow = {column.field: None for column in columns}
    standing = _standing(kind, subject, asked, publication) if asked.with_current and publication else {}
    rows: list[CellRow] = []
    for code, name, keys in _keys(kind, subject, asked, publication):
        identity = {columns[0].field: code, "": name} | _years(columns, asked)
        own = [empty | identity | key for key in keys]
        rows += _merged(own, [empty | identity | row for row in standing.get(code or "", ())], kind, columns)
    entered = [column.field for column in columns if column.part == "entered"]
    return rows, sum(row[name] is not None for row in rows for name in entered)


def _keys(
    kind: str, subject: Subject, asked: Asked, publication: Publication | None
) -> Iterable[tuple[str | None, str | None, list[CellRow]]]:
    """Yields each organisation's code and name, and the keys of its rows; None, None for nobody."""
    if "ics_code" in KINDS[kind].model_fields:
        if subject.ics_code:
            yield subject.ics_code, subject.ics_name, [{}]
        return
    by_domain = asked.domains and kind == "maturity_scores"
    domains = _domains(subject, publication) if by_domain else {}
    if by_domain and not domains:
        raise BenchmarkError(
            f"No domains of {subject.name or 'anybody'} are known.", fix="Take the template without domains."
        )
    for trust in subject.trusts:
        yield trust.code, trust.name, _keys_of_trust(kind, trust, asked, domains)
    if not subject.trusts and kind in ("conditions", "own_targets", "peer_exchange"):
        yield None, None, _keys_of_trust(kind, TrustToFill("", "", ()), asked, {})


def _keys_of_trust(
    kind: str, trust: TrustToFill, asked: Asked, domains: Mapping[tuple[str, str], list[tuple[str, str]]]
) -> list[CellRow]:
    pillars = [pillar.key for pillar in definitions().framework.pillars]
    settings: Sequence[str | None] = trust.settings or (None,)
    if kind == "conditions":
        listed = [
            (name, item.key) for name, content in condition_sections().items() for item in content.items
        ]
        programmes = [("programme", None)] * PROGRAMMES
        return [{"section": section, "item": item} for section, item in (*listed, *programmes)]
    if kind in ("own_targets", "peer_exchange"):
        return [{"pillar": pillar} for pillar in pillars]
    if kind == "maturity_scores" and asked.domains:
        return [
            {"care_setting": setting, "pillar": pillar, "domain": domain}
            for setting in settings
            for pillar in pillars
            # A pillar's own score is asked for only if it has no domains.
            for domain in _of_pillar(domains.get((trust.code, setting or ""), ()), pillar) or (None,)
        ]
    if "care_setting" in KINDS[kind].model_fields:
        return [{"care_setting": setting} for setting in settings]
    return [{}]


def _of_pillar(domains: Iterable[tuple[str, str]], pillar: str) -> list[str]:
    return [domain for of, domain in domains if of == pillar]


def _years(columns: Iterable[TemplateColumn], asked: Asked) -> CellRow:
    """The years to fill in. A comparable score compares the round with, as a rule, the one before it."""
    before = asked.assessment_year - 1 if asked.assessment_year else None
    years: CellRow = {"assessment_year": asked.assessment_year, "compared_with": before}
    years["financial_year"] = asked.financial_year
    return {column.field: years[column.field] for column in columns if column.field in years}


def _domains(
    subject: Subject, publication: Publication | None
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """(trust, care setting) -> the (pillar, domain) pairs that it returned before."""
    domains: dict[tuple[str, str], list[tuple[str, str]]] = {}
    if publication is not None:
        for code, setting, pillar, domain in publication.rows(
            sql(__package__, "domains"), codes=subject.codes
        ):
            domains.setdefault((code, setting), []).append((pillar, domain))
    return domains


def _standing(
    kind: str, subject: Subject, asked: Asked, publication: Publication
) -> dict[str, list[CellRow]]:
    """Organisation's code -> its current rows of the years asked for, in the template's layout."""
    fields = list(KINDS[kind].model_fields)
    code = "ods_code" if "ods_code" in fields else "ics_code"
    # The SQL file cannot know a kind's columns, so we insert their names, but never a value.
    query = sql(__package__, "standing").format(kind=kind, columns=", ".join(fields), code=code)
    rows: dict[str, list[CellRow]] = {}
    wide: dict[tuple[str, object], CellRow] = {}
    for values in publication.rows(query, codes=subject.codes):
        row = dict(zip(fields, values, strict=True))
        if any(row.get(year) != wanted_year for year, wanted_year in _asked_years(row, asked)):
            continue
        if layouts()[asked.layout(kind)].unpivot is None:
            rows.setdefault(row[code], []).append(row)
        elif row.get("domain") is None:
            unit = (row[code], row.get("care_setting"))
            if unit not in wide:
                wide[unit] = {name: row[name] for name in fields if name in ("care_setting",)}
                rows.setdefault(row[code], []).append(wide[unit])
            wide[unit][row["pillar"]] = row["score"]
    return rows


def _asked_years(row: CellRow, asked: Asked) -> list[tuple[str, object]]:
    years = {"assessment_year": asked.assessment_year, "financial_year": asked.financial_year}
    return [(year, value) for year, value in years.items() if year in row and value is not None]


def _merged(
    rows: list[CellRow], standing: list[CellRow], kind: str, columns: Sequence[TemplateColumn]
) -> list[CellRow]:
    """An organisation's rows, in which current rows replace rows with the same key.

    A current programme without such a row replaces an empty one. Other current rows are added below the last
    row that is like them.
    """
    key = [column.field for column in columns if column.part == "given"]
    waiting = list(rows)
    merged: dict[int, list[CellRow]] = {}
    for row in standing:
        same = next((other for other in waiting if all(other[name] == row[name] for name in key)), None)
        if same is None and kind == "conditions":
            same = next((f for f in waiting if f["section"] == row["section"] and f["item"] is None), None)
        if same is not None:
            waiting.remove(same)
            merged[id(same)] = [row]
            continue
        beside = _beside(rows, row)
        merged.setdefault(id(rows[beside]), [rows[beside]]).append(row)
    return [taken for row in rows for taken in merged.get(id(row), [row])]


def _beside(rows: Sequence[CellRow], row: CellRow) -> int:
    """The place of the last row with the same section, pillar or care setting, else of the last row."""
    for name in ("section", "pillar", "care_setting"):
        like = [place for place, other in enumerate(rows) if name in row and other.get(name) == row[name]]
        if like and row.get(name) is not None:
            return like[-1]
    return len(rows) - 1


def _kinds() -> tuple[str, ...]:
    """All kinds of returns, in the order of the definition."""
    return tuple(text.kind for text in definitions().kinds if text.audience == "return")
