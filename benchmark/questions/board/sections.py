"""The sections of a system's or group's pack: each uses one question's own measure, words and charts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Final

from benchmark.charts.distance import STEPS, step_meaning
from benchmark.charts.figure import Figure
from benchmark.core.columns import Filled, rows_of
from benchmark.core.wording import Statement, in_list, number, plural, short_name
from benchmark.documents.model import (
    Block,
    Bullets,
    Cell,
    Chart,
    DataTable,
    Drawn,
    Grid,
    GridGroup,
    GridRow,
    Paragraph,
    Section,
    Statements,
    Words,
)
from benchmark.questions.board import drawn
from benchmark.questions.board.choices import SECTIONS
from benchmark.questions.board.measure import Matter
from benchmark.questions.board.words import HOW_TO_READ, conditions_said, headline
from benchmark.questions.conditions.columns import COVERED
from benchmark.questions.conditions.coverage import NOT_ADDRESSED
from benchmark.questions.conditions.words import condition_statements, coverage_message
from benchmark.questions.evidence.columns import LATEST
from benchmark.questions.evidence.words import ADDED_UP, CAUTION, OLD_SERIES
from benchmark.questions.gaps.bars import gap_by_pillar, gap_by_unit
from benchmark.questions.gaps.columns import BY_PILLAR
from benchmark.questions.gaps.grid import Group, grid, grid_groups, grid_heads
from benchmark.questions.gaps.words import (
    gap_total,
    half_message,
    overview_answer,
    reach_message,
    widest_message,
)
from benchmark.questions.learning.columns import NEEDS
from benchmark.questions.learning.words import (
    helper_table,
    learning_answer,
    learning_statements,
    look_elsewhere_table,
    matched_message,
    need_record,
)
from benchmark.questions.plan.charts import plan_before_after
from benchmark.questions.plan.tables import by_trust
from benchmark.questions.plan.words import assumptions, plan_answer, plan_statements, what_is_left_over
from benchmark.questions.progress.columns import TRUSTS, UNMATCHED
from benchmark.questions.progress.measure import Progress
from benchmark.questions.progress.slope import progress_slope
from benchmark.questions.progress.verdict import TOO_FEW
from benchmark.questions.progress.words import (
    caution,
    chance_unread,
    progress_answer,
    resting,
    verdict_sentence,
    who_moved,
)
from benchmark.questions.progress.words import statements as progress_statements
from benchmark.questions.spend.charts import spend_against_maturity, spend_share
from benchmark.questions.spend.columns import RETURNS
from benchmark.questions.spend.words import questions_list, spend_answer, spend_facts

NAMES: Final = {section.key: section.name for section in SECTIONS}
_ASKS: Final = NEEDS.only("trust", "care_setting", "pillar", "score", "gap", "helper").worded(
    trust=short_name, helper=short_name
)
MOST_IN_SHORT: Final = 8
"""The most gaps to look elsewhere for that a board reads through."""
MOST_HELPERS_IN_SIX: Final = 16
"""Rows of helpers that fit on one slide of a six-slide pack."""
MOST_RETURNS_IN_SIX: Final = 9
"""Rows of the grid that fit on one slide of a six-slide pack."""
MOST_RETURNS_ON_PAGE: Final = 26
"""Rows of the grid that fit on a one-page pack below its sentences."""


@dataclass(frozen=True)
class LeftOut:
    """A section with nothing to show. why: a sentence, which the section "What is missing" shows."""

    key: str
    why: str


SectionResult = Section | LeftOut


def section(
    key: str,
    title: str,
    *blocks: Block | None,
    notes: tuple[str, ...] = (),
    behind: tuple[DataTable, ...] = (),
) -> Section:
    """A section below its title, with notes on how to read it. Blocks that are None are left out."""
    shown = tuple(block for block in blocks if block is not None)
    return Section(key, NAMES[key], Words(title, f"{key}.title"), shown, (*HOW_TO_READ[key], *notes), behind)


def bullets(key: str, said: Iterable[str], heading: str = "", *, numbered: bool = False) -> Bullets | None:
    """A list of the texts that are not empty; None if there are none. An entry's key is its place."""
    items = tuple(Words(one, f"{key}.{place}") for place, one in enumerate(filter(None, said), start=1))
    return Bullets(items, heading, numbered) if items else None


def sentences(key: str, *said: str) -> Bullets | None:
    """A numbered list of the sentences that are not empty."""
    return bullets(key, said, numbered=True)


def statements(key: str, items: list[Statement]) -> Statements | None:
    """Figures in large type; None if there are none."""
    named = enumerate(items, start=1)
    shown = tuple(Words(item.words, f"{key}.figure.{place}", item.figure) for place, item in named)
    return Statements(shown) if shown else None


def text(key: str, said: str, *, careful: bool = False) -> Paragraph | None:
    """A paragraph; None if it would be empty."""
    return Paragraph(Words(said, key), careful) if said else None


def chart(key: str, figure: Figure, shown: Drawn) -> Chart | None:
    """A chart; None if it would be empty."""
    return Chart(key, figure, shown) if any(series.values for series in shown.series) else None


def table(
    key: str,
    filled: Filled,
    *row_key: str,
    caption: str,
    behind: Filled | None = None,
    compared: bool = True,
) -> DataTable | None:
    """A table; None if it has no rows."""
    if not filled.rows:
        return None
    alt = f"{caption}: {plural(len(filled.rows), 'row')}, {filled.table.grain}."
    return DataTable(key, caption, filled, row_key, alt, behind=behind, compared=compared)


def summary(matter: Matter) -> SectionResult:
    """Five sentences, each backed by another section. None of them repeats the heading."""
    gaps, moved = matter.gaps, matter.progress
    if gaps.by_unit.empty and gaps.without_standard.empty:
        movement = ""
    else:
        movement = "There is no earlier round to compare this one with." if moved is None else _moved(matter)
    name, heading = matter.system.name, headline(matter)
    overview, widest = overview_answer(gaps, ics_name=name), widest_message(gaps)
    return section(
        "summary",
        heading,
        sentences(
            "summary",
            overview.rest or overview.whole,
            f"{widest}." if len(gaps.by_unit) and widest != heading else "",
            movement,
            conditions_said(matter, name),
            learning_answer(matter.learning).whole,
        ),
        _grid_of_page(matter) if matter.choices.length == "one" else None,
    )


def _grid_of_page(matter: Matter) -> Grid | None:
    """The grid below the sentences of a one-page pack; None if there is no room."""
    returns = len(matter.gaps.by_unit) + len(matter.missing)
    return coloured_grid(matter) if len(matter.gaps.by_unit) and returns <= MOST_RETURNS_ON_PAGE else None


def _moved(matter: Matter) -> str:
    moved = matter.progress
    assert moved is not None
    if moved.sd_change is None:
        return progress_answer(moved).whole
    return f"{progress_answer(moved).whole} {verdict_sentence(moved)}. {_rests(moved)}".rstrip()


def _rests(moved: Progress) -> str:
    """What the verdict rests on, and chance where nothing else says it; empty if there is no verdict."""
    if moved.verdict.key == TOO_FEW:
        return ""
    rest = resting(moved)
    return f"{rest.figure}: {rest.words}. {chance_unread(moved)}".rstrip()


def grid_section(matter: Matter) -> SectionResult:
    """Every trust on every pillar; on six slides with many returns, only totals by pillar."""
    gaps = matter.gaps
    if gaps.by_unit.empty and gaps.without_standard.empty:
        return LeftOut("grid", overview_answer(gaps, ics_name=matter.system.name).whole)
    returns = len(gaps.by_unit) + len(matter.missing)
    if matter.choices.length == "six" and returns > MOST_RETURNS_IN_SIX:
        shown = BY_PILLAR.without("pillar_position", "share").of(gaps.by_pillar)
        note = f"Pillar by pillar, over {plural(len(gaps.by_unit), 'return')}"
        pillars = chart("gap-by-pillar", gap_by_pillar(gaps), drawn.gap_by_pillar(gaps))
        return section("grid", reach_message(gaps), table("pillars", shown, "pillar", caption=note), pillars)
    return section("grid", reach_message(gaps), coloured_grid(matter))


def coloured_grid(matter: Matter) -> Grid:
    """The page's grid, with the widest gap first."""
    whole = grid(matter.gaps, sort="gap", trust_link=lambda code: "", missing=matter.missing)
    groups = grid_groups(matter.gaps, missing=matter.missing)
    return Grid(
        "grid",
        whole.subtitle,
        whole.alt,
        ("Trust", *grid_heads()),
        tuple(_group(group) for group in groups),
        tuple((step, step_meaning(step)) for step in STEPS) if len(matter.gaps.rows) else (),
        behind=whole.table,
    )


def _group(group: Group) -> GridGroup:
    heads = grid_heads()
    standards: tuple[GridRow, ...] = ()
    if group.standards:
        cells = tuple(Cell(level or "–") for _, level in group.standards)
        standards = (GridRow("Standard", cells),)
    rows = []
    for code, trust, cells_of in group.units:
        cells = tuple(
            Cell(
                "–" if cell.score is None else cell.score,
                cell.step,
                f"grid.{code}.{group.setting}.{head}",
                strong=head == "Overall",
            )
            for head, cell in zip(heads, cells_of, strict=True)
        )
        rows.append(GridRow(short_name(trust), cells))
    none = tuple(Cell("no return" if place == 0 else "–") for place in range(len(heads)))
    rows += [GridRow(short_name(trust), none) for _, trust in group.missing]
    counts = [count for count in group.counts if count != "standard:"]
    return GridGroup(f"{group.setting}: {in_list(counts)}", (*standards, *rows))


def movement(matter: Matter) -> SectionResult:
    """Who moved, whether they came closer, what that rests on, and each trust in both rounds."""
    moved = matter.progress
    if moved is None:
        return LeftOut("movement", "There is no earlier round to compare this one with.")
    if moved.trusts.empty:
        return LeftOut("movement", progress_answer(moved).whole)
    figure = replace(progress_slope(moved, height=_high(len(moved.trusts))), title=who_moved(moved))
    shown = (
        TRUSTS.only("trust", "score_from", "score_to", "change", "material", "counted")
        .headed(score_from=str(moved.year_from), score_to=str(moved.year_to), material="By 0.1 or more")
        .worded(trust=short_name)
    )
    full = matter.choices.length == "full"
    return section(
        "movement",
        progress_answer(moved).whole.rstrip("."),
        statements("movement", progress_statements(moved)) if full else text("movement.rests", _rests(moved)),
        text("movement.caution", caution(moved), careful=True) if full else None,
        chart("slope", figure, drawn.slope(moved)),
        table(
            "trusts",
            shown.of(moved.trusts),
            "trust",
            caption="Comparable overall score of each trust in both rounds",
            behind=TRUSTS.of(moved.trusts),
        )
        if full
        else None,
        table(
            "unmatched",
            UNMATCHED.without("ods_code").beginning("trust").worded(trust=short_name).of(moved.unmatched),
            "trust",
            "care_setting",
            caption="Returns that are not in both rounds, and so not in the verdict",
            behind=UNMATCHED.of(moved.unmatched),
        )
        if full
        else None,
        notes=() if full else (caution(moved),),
    )


def _high(trusts: int) -> int:
    """The slope chart's height in pixels: limited, because it shares its page with other blocks."""
    return min(200 + 20 * trusts, 360)


def gap(matter: Matter) -> SectionResult:
    """The gap by pillar and by return."""
    gaps = matter.gaps
    if gaps.by_unit.empty or not gaps.summary.sum:
        return LeftOut("gap", overview_answer(gaps, ics_name=matter.system.name).whole)
    return section(
        "gap",
        half_message(gaps),
        text("gap.total", gap_total(gaps)),
        chart("gap-by-pillar", gap_by_pillar(gaps), drawn.gap_by_pillar(gaps)),
        chart("gap-by-return", gap_by_unit(gaps), drawn.gap_by_unit(gaps)),
    )


def evidence(matter: Matter) -> SectionResult:
    """Other publications about the trusts, and the questions that follow from them."""
    others = matter.evidence
    published = others.latest[others.latest[["status", "record_type"]].notna().any(axis=1)]
    if published.empty:
        return LeftOut("evidence", "Nothing else that this product holds is published about these trusts.")
    asked = [f"{row.trust}: {row.question}" for row in rows_of(others.questions)]
    raise_ = "score raises" if len(asked) < 2 else "scores raise"
    title = f"{number(len(asked))} {raise_} a question beside other publications"
    if others.latest[["safe_practice", "smart_foundations"]].isna().all(axis=None):
        title = "There is no score yet to set beside other publications"
    shown = LATEST.only(
        "trust", "safe_practice", "status", "edition", "smart_foundations", "record_type", "financial_year"
    ).worded(trust=short_name)
    return section(
        "evidence",
        title,
        text("evidence.caution", CAUTION, careful=True),
        bullets("evidence.question", asked, "Questions to ask"),
        table(
            "evidence",
            shown.of(published),
            "trust",
            caption="The newest of each publication beside the trusts' own scores",
            behind=LATEST.of(others.latest),
        ),
        notes=(OLD_SERIES, ADDED_UP),
    )


def spend(matter: Matter) -> SectionResult:
    """The trusts' IT spend, as far as they returned it."""
    spending = matter.spend
    if spending.totals is None:
        return LeftOut("spend", spend_answer(matter.own_spend).whole)
    beside = matter.beside_maturity
    together = None
    if beside is not None and len(beside.points):
        together = chart("spend-maturity", spend_against_maturity(beside), drawn.spend_points(beside))
    facts = [f"{name}: {words}." for name, words in spend_facts(spending)]
    return section(
        "spend",
        spend_answer(spending).title,
        bullets("spend.fact", facts),
        chart("spend-share", spend_share(spending), drawn.shares(spending)),
        table(
            "spend",
            RETURNS.only(
                *("trust", *(["ods_code"] if together else [])),
                *("financial_year", "it_total", "share_of_total", "share_of_operating", "per_wte"),
            )
            .worded(trust=short_name)
            .of(spending.rows),
            "trust",
            caption=f"Returns of IT spend, {spending.financial_year}, as returned",
            behind=RETURNS.of(spending.history),
        ),
        together,
        bullets("spend.question", questions_list(spending), "Unlikely figures, to be asked about"),
    )


def conditions(matter: Matter) -> SectionResult:
    """The material gaps that no programme addresses."""
    covered, returned = matter.coverage, matter.conditions
    if not covered.summary.trusts_returned:
        return LeftOut("conditions", conditions_said(matter, matter.subject.name))
    rows = covered.cells[covered.cells["status"].isin(NOT_ADDRESSED)]
    shown = COVERED.only("trust", "pillar", "gap", "status", "programmes").worded(trust=short_name)
    return section(
        "conditions",
        coverage_message(covered),
        statements("conditions", condition_statements(returned, covered)),
        table(
            "uncovered",
            shown.of(rows),
            "trust",
            "pillar",
            caption="Material gaps that no programme addresses",
            behind=COVERED.of(covered.material),
        ),
    )


def helpers(matter: Matter) -> SectionResult:
    """Possible help: listed by helper for the system's board, by who could ask for the trusts' boards."""
    learning = matter.learning
    if not learning.needs:
        return LeftOut("helpers", learning_answer(learning).whole)
    full, audience = matter.choices.length == "full", matter.choices.audience
    few = MOST_IN_SHORT if full else MOST_HELPERS_IN_SIX
    records = [need_record(learning, need) for need in learning.needs]
    could_help = helper_table(learning, named=short_name)
    by_helper = table(
        "helpers",
        could_help if full else could_help.without("about"),
        "helper",
        caption=f"Trusts of this {matter.choices.scope.called} that could help, by name",
        behind=NEEDS.of(records),
    )
    by_trust = table(
        "asks",
        _ASKS.of(sorted(records, key=itemgetter("trust", "ods_code"))),
        "trust",
        "care_setting",
        "pillar",
        caption="What each trust could ask, and which trust",
    )
    elsewhere = table(
        "elsewhere",
        look_elsewhere_table(learning).without("why_unmatched"),
        "pillar",
        "trust",
        "care_setting",
        caption="Gaps with nobody inside to ask: where in England to look",
    )
    few_elsewhere = not learning.asked or len(learning.unmatched) <= MOST_IN_SHORT
    tables = (
        (by_helper, (full and audience != "trust") or len(learning.asked) <= few),
        (by_trust, full and audience != "board"),
        (elsewhere, full and (audience == "working" or few_elsewhere)),
    )
    return section(
        "helpers",
        matched_message(learning),
        # On one slide of six, a long list of names leaves no room for the figures; its title has them.
        statements("helpers", learning_statements(learning))
        if full or len(learning.asked) <= MOST_IN_SHORT
        else None,
        *(part for part, is_shown in tables if is_shown),
        behind=tuple(part for part, is_shown in tables if part is not None and not is_shown),
    )


def plan(matter: Matter) -> SectionResult:
    """The outcome of a saved plan."""
    planned = matter.plan
    if planned is None:
        return LeftOut("plan", "No saved plan was chosen for this pack.")
    if not planned.outcome.scores:
        return LeftOut("plan", plan_answer(planned).whole)
    trusts = by_trust(planned)
    wanted = ("trust", "allocated", "reserved", "gap_before", "gap_after", "not_funded")
    return section(
        "plan",
        plan_answer(planned).title,
        statements("plan", plan_statements(planned)),
        chart("plan", plan_before_after(planned), drawn.before_after(planned)),
        table(
            "plan-trusts",
            trusts.without(*(key for key in trusts.table.keys if key not in wanted)),
            "trust",
            caption=f"The plan “{matter.choices.plan}”: money by trust",
            behind=trusts,
        ),
        bullets("plan.left", what_is_left_over(planned), "What the fund does not reach"),
        bullets("plan.assumed", assumptions(planned), "What this takes for granted"),
    )


SYSTEM_SECTIONS: Final[Mapping[str, Callable[[Matter], SectionResult]]] = {
    "summary": summary,
    "grid": grid_section,
    "movement": movement,
    "gap": gap,
    "evidence": evidence,
    "spend": spend,
    "conditions": conditions,
    "helpers": helpers,
    "plan": plan,
}
