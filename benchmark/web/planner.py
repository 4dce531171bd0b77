"""The blocks of the page "Planner": what a fund would do, made once per publication and plan."""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from benchmark.charts.plan_figures import plan_before_after, plan_rules, plan_sensitivity
from benchmark.charts.plan_table import plan_table
from benchmark.measures.plan_ground import ground_of
from benchmark.measures.plan_inputs import NO_DEFAULT_COST, RULES, Plan
from benchmark.measures.plan_tables import by_trust, compared, not_funded, pioneers, spreads
from benchmark.measures.plan_words import (
    OWN_COSTS,
    assumptions,
    compared_sentence,
    one_cost_for_all,
    plan_answer,
    plan_statements,
    what_is_left_over,
    what_is_to_be_closed,
)
from benchmark.measures.planner import Planned, every_rule, outcome_of, planned, sensitivity
from benchmark.measures.saved_plans import SavedPlan, saved_plans
from benchmark.measures.subject import Subject, subject_of
from benchmark.store.publication import Publication
from benchmark.web import parts, sections
from benchmark.web.blocks import Block, Columns, Html, joined
from benchmark.web.cache import per_publication
from benchmark.web.filters import Filters
from benchmark.web.plan_link import plan_query
from benchmark.web.sitemap import page_query
from benchmark.web.sources import source_of

ADDRESS = "planner"

ground_for = per_publication(ground_of)
saved_for = per_publication(saved_plans)


@dataclass(frozen=True)
class PlannerPage:
    """The page's first sentence and all below its form."""

    lead: str
    blocks: tuple[Block, ...]
    planned: bool = True
    """Whether there is a plan to compare and to save."""


@per_publication
def planner_page(publication: Publication, filters: Filters, plan: Plan) -> PlannerPage:
    """What a plan would do: before and after, every rule, other costs, who gets what, what is left over."""
    found = planned(ground_for(publication, filters.scope, filters.standard), plan)
    if not found.outcome.scores:
        return PlannerPage(
            plan_answer(found), (sections.no_standard(publication, found.before),), planned=False
        )
    subject = subject_of(publication, filters.scope)
    outcomes = every_rule(found.ground, plan)
    rests_on = source_of(publication, filters, around=("", f" {OWN_COSTS}"))
    blocks = (
        parts.statements(plan_statements(found)),
        parts.section("Before and after"),
        *parts.figure(
            plan_before_after(found),
            key="before-after",
            subject=subject,
            file_name="plan-returns",
            rests_on=rests_on,
        ),
        parts.section("Another rule, another cost"),
        *([parts.text(_ONE_COST)] if one_cost_for_all(found) else []),
        Columns(
            (
                parts.figure(
                    plan_rules(outcomes, plan),
                    key="rules",
                    subject=subject,
                    file_name="plan-rules",
                    rests_on=rests_on,
                ),
                (
                    *parts.figure(
                        plan_sensitivity(sensitivity(found.ground, plan), plan),
                        key="sensitivity",
                        subject=subject,
                        file_name="plan-costs",
                        rests_on=rests_on,
                    ),
                    parts.subsection("The rules"),
                    parts.bullets(_RULES_TOLD),
                ),
            ),
        ),
        parts.section("Who gets what"),
        parts.html_figure(
            plan_table(found),
            key="allocation",
            subject=subject,
            file_name="plan-allocation",
            rests_on=rests_on,
        ),
        *_tables(found, subject),
        parts.section("What the fund does not reach"),
        parts.bullets(what_is_left_over(found)),
        _not_funded(found, subject),
        parts.section("What this takes for granted"),
        parts.bullets(assumptions(found)),
        parts.section("Share and export"),
        _sharing(filters, plan),
    )
    return PlannerPage(plan_answer(found), blocks)


@per_publication
def introduction(publication: Publication, filters: Filters) -> PlannerPage:
    """What is needed before there is a plan, and why no cost is filled in."""
    found = ground_for(publication, filters.scope, filters.standard).gaps
    blocks = (
        parts.section("What is needed"),
        parts.bullets(
            [
                "A fund: the whole of it, in pounds, and the years over which it is spent.",
                "What raising one score by one point would cost: a figure for every pillar, or one for each.",
                "In the row of filters above: the system, the round, and the standard to be reached.",
            ]
        ),
        parts.text(f"No cost is filled in. {NO_DEFAULT_COST}", kind="caution"),
        parts.text(
            "A way to your own figure: from the business cases of programmes that you know, what it would "
            "take to move a pillar by one level. It will be rough: the page also shows half of it and double."
        ),
        parts.section("The rules to choose from"),
        parts.facts([(text.name, text.told) for text in RULES.values()]),
    )
    return PlannerPage(what_is_to_be_closed(found), blocks, planned=False)


def address_of(plan: Plan) -> str:
    """The address of a plan on this page, with the filters that belong to it."""
    return f"{ADDRESS}?{urlencode(page_query(plan.scope, plan.standard) | plan_query(plan), safe=':,')}"


def saved_list(saved: list[SavedPlan]) -> Html:
    """The system's saved plans, each a link that opens it."""
    return joined(
        parts.link(
            f"{one.name}: saved by {one.submitted_by} on {one.submitted_at:%d %B %Y} as number "
            f"{one.submission_id}{f' ({first})' if (first := one.note.partition(chr(10))[0]) else ''}",
            address_of(one.plan),
        )
        for one in saved
    )


@per_publication
def beside(publication: Publication, plan: Plan, name: str) -> tuple[Block, ...]:
    """A plan beside one of the system's saved plans; nothing where there is none of that name."""
    saved = next(
        (one for one in saved_for(publication, ics_code=plan.scope.ics_code) if one.name == name), None
    )
    if saved is None:
        return ()
    found = planned(ground_for(publication, plan.scope, plan.standard), plan)
    other = outcome_of(ground_for(publication, saved.plan.scope, saved.plan.standard), saved.plan)
    rows = compared([("This plan", plan, found.outcome), (saved.name, saved.plan, other)])
    return (
        parts.text(compared_sentence(found, saved, other)),
        parts.table(
            rows,
            caption=f"This plan and {saved.name}",
            subject=subject_of(publication, plan.scope),
            file_name="plan-compared",
        ),
    )


_RULES_TOLD = [f"{text.name}. {text.told}" for text in RULES.values()]
_ONE_COST = (
    "Every point costs the same here, so the rules close equally much of the gap: they differ in who is "
    "raised. Costs that differ between pillars, or grow with size, set them apart."
)


def _tables(found: Planned, subject: Subject) -> tuple[Html, ...]:
    trusts = "By trust" if found.plan.years == 1 else "By trust and year"
    tables = [
        (trusts, by_trust(found), "plan-trusts"),
        ("Lowest, highest and range on each pillar", spreads(found), "plan-spread"),
    ]
    if found.outcome.reserved:
        tables.append((f"The pioneers: {len(found.pioneers)} scores", pioneers(found), "plan-pioneers"))
    return tuple(
        parts.folded(words, parts.table(rows, caption=rows.table.title, subject=subject, file_name=name))
        for words, rows, name in tables
    )


def _not_funded(found: Planned, subject: Subject) -> Html:
    rows = not_funded(found)
    if not rows.rows:
        return Html("")
    table = parts.table(rows, caption=rows.table.title, subject=subject, file_name="plan-not-funded")
    return parts.folded(f"{len(rows.rows)} gaps that are not closed, or not wholly", table)


def _sharing(filters: Filters, plan: Plan) -> Html:
    standard = filters.standard
    level = f" --level {standard.level:g}" if standard.baseline == "floor" else ""
    costs = " ".join(
        part for key, value in plan_query(plan).items() for part in [_option(key, value)] if part
    )
    scope = filters.scope
    command = (
        f"python -m benchmark plan --ics {scope.ics_code} --year {scope.assessment_year} "
        f"--footprint {scope.footprint} --baseline {standard.baseline}{level} {costs} --format json"
    )
    return (
        parts.text("The address of this page holds the whole plan: whoever opens it sees the same.")
        + parts.link("Link to this plan", address_of(plan))
        + parts.text("Every allocation by year is behind the link under its table. As JSON, by command:")
        + Html(f'<p class="planner-command"><code>{escape(command)}</code></p>')
    )


def _option(key: str, value: str) -> str:
    match key:
        case "cost" if ":" in value:
            return "--cost " + value.replace(":", "=").replace(",", " ")
        case "cost":
            return f"--cost-per-point {value}"
        case "scale":
            return "--scale-with-size"
        case "pioneers":
            return f"--pioneers {float(value) / 100:g}"
        case "split":
            return f"--pioneers-split {value}"
        case _:
            return f"--{key} {value}"
