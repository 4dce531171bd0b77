"""The tables of a system's conditions: trusts as rows, their returns as columns."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import HtmlFigure
from benchmark.core.columns import Filled, pillar_name, rows_of
from benchmark.core.definitions import condition_sections, definitions, evidence
from benchmark.core.wording import decimal, has_or_have, in_list, is_or_are, plural, pounds
from benchmark.documents.tables import NO_BREAK
from benchmark.questions.conditions.columns import (
    ANSWERS,
    COVERED,
    LEGACY,
    PROGRAMMES,
    STATUS_WORDS,
    for_people,
)
from benchmark.questions.conditions.coverage import NOT_ADDRESSED, Coverage
from benchmark.questions.conditions.measure import (
    Asked,
    Conditions,
    answers_by_item,
    answers_by_trust,
    legacy_by_trust,
    unsupported,
)
from benchmark.questions.conditions.table import (
    ANSWER_CLASSES,
    STATUS_CLASSES,
    Cell,
    Head,
    Row,
    TrustLink,
    answer_cell,
    answers_in_words,
    by_name,
    no_return,
    part_of,
    rows_by,
    share_cell,
    table,
    trust_row,
)
from benchmark.questions.conditions.words import (
    RESTRICTED,
    answers_message,
    coverage_message,
    legacy_message,
    other_count,
    programmes_message,
)
from schemas.conditions import Section

NO_STANDARD: Final = "no standard"
"""Shown for a pillar without a score, or without a target if trusts' own targets are the standard."""
NO_FUNDING: Final = "not stated"
_ASKED: Final[dict[Asked, tuple[str, str]]] = {
    "board_readiness": ("What each board says of itself", "in place"),
    "capability": ("What each trust says is in use across the trust", "in use"),
}
"""The start of the subtitle, and the meaning of yes."""


def coverage_grid(covered: Coverage, *, trust_link: TrustLink) -> HtmlFigure:
    """Trusts as rows, first those with most gaps that no programme addresses; pillars as columns."""
    title = coverage_message(covered)
    pillars = definitions().framework.pillar_keys
    heads = [
        Head("Trust"),
        *(Head(pillar_name(key), folds=True) for key in pillars),
        Head("Gaps not addressed"),
    ]
    by_trust = rows_by(covered.cells, "ods_code")
    ordered = sorted(
        by_name(covered.trusts),
        key=lambda row: (-row.not_addressed, -row.material_gaps),
    )
    rows = [
        trust_row(
            row,
            _gap_cells(covered, row, by_trust.get(row.ods_code)),
            link=trust_link,
            round_year=covered.gaps.scope.assessment_year,
        )
        for row in ordered
    ]
    html = table(caption=title, heads=heads, rows=rows, legend=_coverage_legend(covered))
    shown = for_people(COVERED).of(covered.material)
    return HtmlFigure(title, _coverage_subtitle(covered), _coverage_alt(covered), html, shown)


def _gap_cells(covered: Coverage, row: Any, own: Sequence[Any] | None) -> list[Cell]:
    """A trust's cells. row: of TRUSTS. own: its rows of COVERED, None without a score."""
    pillars = definitions().framework.pillar_keys
    if own is None:
        year = covered.gaps.scope.assessment_year
        return [no_return(len(pillars) + 1, f"no score for {year} that can be held to the standard")]
    of_pillar = {cell.pillar: cell for cell in own}
    return [*(_gap_cell(of_pillar.get(key)).folds() for key in pillars), _gaps_sum(row, own)]


def _gap_cell(cell: Any | None) -> Cell:
    if cell is None:
        return Cell("", "cg-c", below=NO_STANDARD)
    classes, words = f"cg-c {STATUS_CLASSES[cell.status]}", STATUS_WORDS[cell.status]
    if cell.status == "no_gap":
        return Cell("–", classes, spoken=words)
    # Hatching shows that nothing is known; a word in each cell would only be noise.
    returned = cell.status != "no_return"
    return Cell(
        decimal(cell.gap, 1),
        classes,
        strong=True,
        below=words if returned else "",
        spoken="" if returned else words,
    )


def _gaps_sum(row: Any, own: Sequence[Any]) -> Cell:
    """The number of gaps that no programme addresses, or may not; on narrow screens also their pillars."""
    if not row.material_gaps:
        return Cell("no gap", "cg-sum")
    unknown = pd.isna(row.year)
    named = "; ".join(
        f"{pillar_name(cell.pillar)} {decimal(cell.gap, 1)}"
        for cell in own
        if cell.status in ({"no_return"} if unknown else NOT_ADDRESSED)
    )
    if unknown:
        count = plural(row.material_gaps, "gap").replace(" ", NO_BREAK)
        return Cell(f"not known: {count}", "cg-sum", below=named, narrow=True)
    return Cell(
        f"{row.not_addressed} of {row.material_gaps}", "cg-sum", strong=True, below=named, narrow=True
    )


def _coverage_legend(covered: Coverage) -> list[tuple[str, str]]:
    words = {
        "addressed": "addressed: a programme in procurement, in delivery or live",
        "not_running": "not running: an idea, a business case, or paused",
        "no_programme": "no programme on this pillar",
        "no_return": "not known: programmes not returned",
        "no_gap": "– no material gap",
    }
    present = set(covered.cells["status"])
    return [(STATUS_CLASSES[status], text) for status, text in words.items() if status in present]


def _coverage_subtitle(covered: Coverage) -> str:
    idle = [_with_article(entry.stage) for entry in evidence().stages if not entry.addresses]
    stages = in_list(idle).replace(" and ", " or ")
    return (
        f"Each figure is the widest gap of the trust's care settings, in points below "
        f"{covered.gaps.standard.in_words}, where that is more than one answer. "
        "It is addressed by a programme of the trust's own on that pillar; "
        f"one that is {stages} does not count. Self-assessed. {other_count(covered)}"
    ).rstrip()


def _with_article(stage: str) -> str:
    """A stage as a phrase: 'an idea', 'a business case', 'paused'."""
    return {"idea": "an idea", "business case": "a business case"}.get(stage, stage)


def _coverage_alt(covered: Coverage) -> str:
    summary = covered.summary
    return (
        f"Table of {plural(summary.trusts, 'trust')} and seven pillars. {coverage_message(covered)}. "
        f"Of {plural(summary.material_gaps, 'material gap')}, "
        f"{summary.addressed} {is_or_are(summary.addressed)} addressed, "
        f"{summary.not_running} {has_or_have(summary.not_running)} a programme that is not running, "
        f"{summary.no_programme} {has_or_have(summary.no_programme)} none, and "
        f"{summary.no_return} {is_or_are(summary.no_return)} of trusts that have not returned "
        "their programmes."
    )


def answers_grid(conditions: Conditions, section: Asked, *, trust_link: TrustLink) -> HtmlFigure:
    """Trusts as rows, by name; questions as columns, with the counts of each answer."""
    answers = conditions.answers_of(section)
    counts = answers_by_item(answers)
    subtitle, yes = _ASKED[section]
    title = answers_message(section, counts, trusts=len(conditions.codes_of(section)))
    items = condition_sections()[section].items
    heads = [Head("Trust"), *(Head(item.name, folds=True) for item in items), Head("Yes, partly, no")]
    by_trust = rows_by(answers, "ods_code")
    totals = {row.ods_code: row for row in rows_of(answers_by_trust(answers))}

    def cells(code: str) -> list[Cell]:
        if code not in by_trust:
            return [no_return(len(items) + 1)]
        return _answer_cells(by_trust[code], totals[code])

    rows = _trust_rows(conditions, section, cells, trust_link)
    meanings = {"yes": f"yes: {yes}", "partly": "partly", "no": "no"}
    legend = [(ANSWER_CLASSES[answer], words) for answer, words in meanings.items()]
    html = table(caption=title, heads=heads, rows=rows, legend=legend, foot=_answers_foot(counts))
    subtitle = (
        f"{subtitle}. A question that was not answered is shown as such, and is not a 'no'. Self-assessed."
    )
    listed = for_people(ANSWERS).of(answers)
    return HtmlFigure(title, subtitle, _answers_alt(conditions, section, counts, title), html, listed)


def _trust_rows(
    conditions: Conditions, section: Section, cells: Callable[[str], list[Cell]], link: TrustLink
) -> list[Row]:
    """A row for each member, by name. cells: a trust's cells, by its ODS code."""
    year = conditions.scope.assessment_year
    return [
        trust_row(row, cells(row.ods_code), link=link, round_year=year)
        for row in by_name(conditions.returns_of(section))
    ]


def _answer_cells(answers: Sequence[Any], total: Any) -> list[Cell]:
    counts = f"{total.yes}, {total.partly}, {total.no}"
    rest = f"{total.not_answered} not answered" if total.not_answered else ""
    return [
        *(answer_cell(row.answer).folds() for row in answers),
        Cell(counts, "cg-sum", strong=True, below=rest),
    ]


def _answers_foot(counts: pd.DataFrame) -> Row | None:
    if counts.empty:
        return None
    cells = [Cell(f"{row.yes}, {row.partly}, {row.no}", "cg-c").folds() for row in rows_of(counts)]
    whole = ", ".join(str(int(counts[name].sum())) for name in ("yes", "partly", "no"))
    return Row("All: yes, partly, no", [*cells, Cell(whole, "cg-sum")])


def _answers_alt(conditions: Conditions, section: Asked, counts: pd.DataFrame, title: str) -> str:
    listed = "; ".join(f"{row.name}: {answers_in_words(row)}" for row in rows_of(counts))
    trusts = len(conditions.codes_of(section))
    start = f"Table of the answers of {plural(trusts, 'trust')} of {len(conditions.members)}. {title}."
    return f"{start} {listed}." if listed else start


def legacy_grid(conditions: Conditions, *, trust_link: TrustLink) -> HtmlFigure:
    """Trusts as rows, by name; listed groups, other groups together, and the whole estate as columns."""
    legacy = conditions.legacy
    total = unsupported(legacy)
    title = legacy_message(total, conditions)
    items = condition_sections()["legacy_estate"].items
    listed = [item.key for item in items]
    by_trust = rows_by(legacy, "ods_code")
    own_groups = not {*legacy["item"]} <= {*listed, None}
    heads = [Head("Trust"), *(Head(item.name, folds=True) for item in items)]
    heads += [Head("Other groups", folds=True)] if own_groups else []
    heads.append(Head("Whole estate"))
    totals = {row.ods_code: row for row in rows_of(legacy_by_trust(legacy))}

    def cells(code: str) -> list[Cell]:
        return _legacy_cells(by_trust.get(code, []), totals.get(code), listed, own_groups=own_groups)

    rows = _trust_rows(conditions, "legacy_estate", cells, trust_link)
    html = table(caption=title, heads=heads, rows=rows)
    return HtmlFigure(title, _legacy_subtitle(), _legacy_alt(conditions, title), html, legacy_table(legacy))


def _legacy_cells(
    own: Sequence[Any], total: Any | None, listed: Sequence[str], *, own_groups: bool
) -> list[Cell]:
    """A trust's cells. own: its rows of LEGACY. total: its `legacy_by_trust` row, None without a return."""
    groups = len(listed) + own_groups
    if total is None:
        return [no_return(groups + 1)]
    if total.restricted:
        words = f"restricted: {total.unsupported_band} of {total.systems_band}"
        return [no_return(groups, "restricted").folds(), Cell(words, "cg-sum")]
    none = Cell("–", "cg-c", spoken="not returned")
    counts = {row.item: (row.unsupported, row.systems) for row in own}
    cells = [share_cell(*counts[key]) if key in counts else none for key in listed]
    if own_groups:
        others = [row for row in own if row.item not in listed]
        sums = (sum(row.unsupported for row in others), sum(row.systems for row in others))
        cells.append(share_cell(*sums) if others else none)
    whole = share_cell(total.unsupported, total.systems, classes="cg-sum")
    return [*(cell.folds() for cell in cells), whole]


def _legacy_subtitle() -> str:
    return (
        "The share of each group that no supplier supports any more; the bar is as long as the share. The "
        "whole estate counts a laptop like a server, so its share is mostly that of the largest group. "
        f"{RESTRICTED} Self-assessed."
    )


def _legacy_alt(conditions: Conditions, title: str) -> str:
    listed = [
        f"{row.trust} {'restricted' if row.restricted else part_of(row.unsupported, row.systems)}"
        for row in rows_of(legacy_by_trust(conditions.legacy))
    ]
    trusts = f"{plural(len(listed), 'trust')} of {len(conditions.members)}"
    start = f"Table of the unsupported systems of {trusts}. {title}."
    return f"{start} {'; '.join(listed)}." if listed else start


def legacy_table(legacy: pd.DataFrame) -> Filled:
    """The rows of `Conditions.legacy` for a file: counts if the reader may see them, else bands."""
    hidden = legacy["restricted"].astype(bool)
    unused = ["restricted", *([] if hidden.any() else ["systems_band", "unsupported_band"])]
    unused += ["systems", "unsupported", "share"] if hidden.any() and hidden.all() else []
    return for_people(LEGACY, *unused).of(legacy)


def programmes_table(conditions: Conditions, *, trust_link: TrustLink) -> HtmlFigure:
    """One row per programme, by trust and priority; a trust without programmes has one row that says so."""
    title = programmes_message(conditions.programmes)
    heads = [
        Head("Trust"),
        Head("Priority, programme"),
        Head("Pillar that it serves most", folds=True),
        Head("Stage"),
        Head("Funding agreed", folds=True),
    ]
    by_trust = rows_by(conditions.programmes, "ods_code")
    rows: list[Row] = []
    for trust in by_name(conditions.returns_of("programme")):
        own = [_programme_cells(row) for row in by_trust.get(trust.ods_code, [])]
        first, *others = own or [[no_return(len(heads) - 1)]]
        head = trust_row(trust, first, link=trust_link, round_year=conditions.scope.assessment_year)
        rows.append(replace(head, spans=len(own), first=True))
        rows += [Row("", cells) for cells in others]
    html = table(caption=title, heads=heads, rows=rows, layout="list")
    subtitle = (
        "In each trust's own order, 1 first. An idea, a business case and a paused programme do not count as "
        "addressing a gap."
    )
    shown = for_people(PROGRAMMES, "addresses").of(conditions.programmes)
    alt = f"Table of programmes. {title}."
    return HtmlFigure(title, subtitle, alt, html, shown)


def _programme_cells(row: Any) -> list[Cell]:
    pillar = pillar_name(row.pillar)
    funding = NO_FUNDING if pd.isna(row.funding) else pounds(row.funding)
    name = f"{row.priority:.0f}. {row.programme}"
    return [
        Cell(name, below=f"{pillar}; {funding}", narrow=True),
        Cell(pillar).folds(),
        Cell(row.stage, "is-above" if row.addresses else "is-below"),
        Cell(funding).folds(),
    ]
