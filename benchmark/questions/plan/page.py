"""The page "Planner": what would a fund do, at the reader's own cost of a point?"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from benchmark.charts.figure import Figure
from benchmark.common.scope import Scope, Standard
from benchmark.common.subject import Subject
from benchmark.core.definitions import definitions
from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import Settings
from benchmark.core.wording import Answer, in_full, is_or_are, pence_of, plural, pounds_text
from benchmark.questions.plan.charts import plan_before_after, plan_rules, plan_sensitivity
from benchmark.questions.plan.ground import ground_of
from benchmark.questions.plan.inputs import NO_DEFAULT_COST, RULES, SPLITS, Plan, expect_amount
from benchmark.questions.plan.link import (
    COMPARE,
    NAMES,
    Typed,
    link_faults,
    not_on_offer,
    plan_of,
    plan_query,
    typed_from,
    whole_years,
)
from benchmark.questions.plan.measure import Planned, every_rule, outcome_of, planned, sensitivity
from benchmark.questions.plan.saved import SavedPlan, save_plan, saved_plans
from benchmark.questions.plan.table import plan_table
from benchmark.questions.plan.tables import by_trust, compared, not_funded, pioneers, spreads
from benchmark.questions.plan.words import (
    assumptions,
    compared_sentence,
    one_cost_for_all,
    plan_answer,
    plan_statements,
    what_is_left_over,
    what_is_to_be_closed,
)
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block, Columns, Html, Live, draw, joined
from benchmark.surfaces.web.choices.filters import Filters, choice
from benchmark.surfaces.web.choices.link import (
    forget,
    note_instead,
    note_not_offered,
    set_linked_value,
    wanted_value,
)
from benchmark.surfaces.web.choices.lists import typed_in
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.parts import as_typed
from benchmark.surfaces.web.returns.person import name_box, remember_name
from benchmark.surfaces.web.shared import no_standard, source_of
from benchmark.surfaces.web.site.sitemap import page_query
from schemas.plans import MOST_YEARS

_SHOWN = "plan: link that the form shows"
_TYPED = "plan: typed, with what is wrong"
_EACH = "plan: a cost for each pillar"
_SAVED = "plan: just saved"
_NONE = "none"


def page(publication: Publication, filters: Filters) -> Page:
    """The page below its form: an introduction, or the plan with the saved plans below it."""
    plan = plan_form(filters.scope, filters.standard)
    saved = saved_for(publication, ics_code=filters.scope.ics_code)
    offered = (parts.section("Saved plans"), saved_list(saved))
    whole, works = (
        (introduction(publication, filters), False) if plan is None else plan_page(publication, filters, plan)
    )
    if plan is None or not works:
        return replace(whole, blocks=(*whole.blocks, *(offered if saved else ())))
    after = (
        *offered,
        *((Live(lambda: _compare(publication, plan, saved)),) if saved else ()),
        Live(lambda: save_form(publication, plan)),
    )
    return replace(whole, blocks=(*whole.blocks, *after))


def linked_query() -> dict[str, str]:
    """The plan's inputs from the link, or the last ones of the session."""
    found = {name: wanted_value(name) for name in NAMES}
    return {name: value for name, value in found.items() if value}


def plan_form(scope: Scope, standard: Standard) -> Plan | None:
    """Draw the form and return the link's plan; None if there is none. Faults are shown."""
    query = linked_query()
    for name, value in query.items():
        set_linked_value(name, value)  # the session's values go into the address too
    typed, faults = typed_from(query), link_faults(query)
    _show_in_form(query, typed)
    for label, asked, instead in not_on_offer(query):
        note_not_offered(label, asked, instead=instead)
    if faults:
        note_instead("Planner", f"the link asks for a plan that cannot be made. {' '.join(faults)}")
    with st.container(key="planner-form"):
        each = st.toggle("A cost of its own for each pillar", key=_EACH)
        with st.form("plan", border=True):
            _fields(each=each)
            st.form_submit_button("Work it out", type="primary", on_click=_take, args=(scope, standard, each))
    wrong: list[str] = st.session_state.get(_TYPED, [])
    if not wrong and not faults and not typed.blank:
        made = plan_of(typed, scope, standard)
        if isinstance(made, Plan):
            return made
        wrong = made
    if wrong:
        st.error("\n".join(f"- {as_typed(sentence)}" for sentence in wrong), icon=":material/error:")
    return None


def _fields(*, each: bool) -> None:
    first = st.columns([1.2, 0.7, 1.6, 1.1], vertical_alignment="bottom")
    first[0].text_input("Fund, in pounds", key=_key("fund"), placeholder="such as 10,000,000 or 10m")
    first[1].number_input(
        "Years", 1, MOST_YEARS, None, key=_key("years"), step=1, placeholder=f"1 to {MOST_YEARS}"
    )
    first[2].selectbox(
        "Rule",
        list(RULES),
        format_func=lambda rule: RULES[rule].name,
        key=_key("rule"),
        filter_mode=typed_in(RULES),
    )
    first[3].text_input("Reserved for pioneers, %", key=_key("pioneers"))
    second = st.columns([1.2, 2.3, 1.1], vertical_alignment="bottom")
    second[0].text_input(
        "Cost per point, in pounds" if not each else "Cost per point on all other pillars",
        key=_key("cost"),
        placeholder="your own figure",
    )
    second[1].checkbox("Costs grow with a trust's size", key=_key("scale"))
    second[2].selectbox(
        "Reserve split",
        list(SPLITS),
        format_func=lambda split: SPLITS[split].capitalize(),
        key=_key("split"),
        filter_mode=typed_in(SPLITS),
    )
    if each:
        pillars = definitions().framework.pillars
        for row in (pillars[:4], pillars[4:]):
            for place, pillar in zip(st.columns(4), row, strict=False):
                place.text_input(f"{pillar.name}, £ a point", key=_key(pillar.key))


def _show_in_form(query: Mapping[str, str], typed: Typed) -> None:
    """Put the link's values into the form, once for each link, so that text being typed is not replaced."""
    if st.session_state.get(_SHOWN) == query and _key("fund") in st.session_state:
        return
    st.session_state[_SHOWN] = dict(query)
    st.session_state.pop(_TYPED, None)
    years = whole_years(typed.years)
    values: dict[str, object] = {
        "fund": _readable(typed.fund),
        "years": years if years in range(1, MOST_YEARS + 1) else None,
        "cost": _readable(typed.cost),
        "scale": typed.scale,
        "pioneers": typed.pioneers,
        "split": typed.split,
        "rule": typed.rule,
        **{key: _readable(typed.costs.get(key, "")) for key in definitions().framework.pillar_keys},
    }
    for name, value in values.items():
        st.session_state[_key(name)] = value
    st.session_state[_EACH] = bool(typed.costs)


def _take(scope: Scope, standard: Standard, each: bool) -> None:
    """Read the form: a valid plan goes into the link; else its faults are kept to be shown."""
    state = st.session_state
    typed = Typed(
        fund=state[_key("fund")],
        years="" if state[_key("years")] is None else str(state[_key("years")]),
        cost=state[_key("cost")],
        costs={key: state[_key(key)] for key in definitions().framework.pillar_keys} if each else {},
        scale=state[_key("scale")],
        pioneers=state[_key("pioneers")],
        split=state[_key("split")],
        rule=state[_key("rule")],
    )
    made = plan_of(typed, scope, standard)
    if not isinstance(made, Plan):
        state[_TYPED] = made
        return
    state.pop(_TYPED, None)
    query = plan_query(made)
    for name in NAMES:
        if name in query:
            set_linked_value(name, query[name])
        else:
            forget(name)


def _compare(publication: Publication, plan: Plan, saved: list[SavedPlan]) -> None:
    """Draw the choice of a saved plan, and the comparison with it."""
    names = [saved_plan.name for saved_plan in saved]
    other = choice(
        COMPARE,
        "Compare with",
        [_NONE, *names],
        default=_NONE,
        show=lambda name: name if name in names else "No other plan",
    )
    draw(*beside(publication, plan, other))


def save_form(publication: Publication, plan: Plan) -> None:
    """Draw the form that saves the plan under a name; on a past day, a note that nothing can be saved."""
    saved_plan, receipt_words = st.session_state.get(_SAVED, (None, ""))
    if saved_plan == plan:
        st.success(as_typed(receipt_words), icon=":material/check:")
    if publication.as_at is not None:
        draw(parts.text("A past day is shown: nothing can be saved on it."))
        return
    with st.form("save-plan", border=True, enter_to_submit=False):
        columns = st.columns([1.2, 1, 1.6], vertical_alignment="bottom")
        name = columns[0].text_input("Name of the plan", max_chars=60, key="plan-name")
        by = name_box(columns[1], key="plan-by")
        note = columns[2].text_input("Note for the log", key="plan-note")
        pressed = st.form_submit_button("Save this plan")
    if not pressed:
        return
    remember_name(by, key="plan-by")
    try:
        receipt = save_plan(Settings.from_environment(), publication, plan, name=name, by=by, note=note)
    except BenchmarkError as error:
        parts.show_error(error)
        return
    st.session_state[_SAVED] = (
        plan,
        f"{name.strip()} is saved as number {receipt.number}. It can be withdrawn on the page Returns. "
        + receipt.not_shown_yet,
    )
    st.rerun()


def _readable(amount: str) -> str:
    """An amount with separated thousands; text that is no amount of a plan is unchanged."""
    try:
        pence = pence_of(amount)
        expect_amount(pence, "The amount")
    except BenchmarkError:
        return amount
    pounds = pounds_text(pence)
    whole, point, part = pounds.partition(".")
    return f"{int(whole):,}{point}{part}"


def _key(name: str) -> str:
    return f"plan: {name}"


ADDRESS = "planner"

ground_for = per_publication(ground_of)
saved_for = per_publication(saved_plans)


def _whole(publication: Publication, filters: Filters, answer: Answer, blocks: tuple[Block, ...]) -> Page:
    return Page(
        answer=answer,
        blocks=blocks,
        source=source_of(publication, filters),
        rule="planner",
    )


@per_publication
def plan_page(publication: Publication, filters: Filters, plan: Plan) -> tuple[Page, bool]:
    """The results of a plan: before and after, every rule, other costs, who gets what, what is left over.

    Also returns whether the plan does anything: without a score or a gap, and without a reserve for pioneers,
    there is nothing to share out, to compare or to save.
    """
    result = planned(ground_for(publication, filters.scope, filters.standard), plan)
    if not result.outcome.scores:
        nothing = (no_standard(publication, result.before),)
        return _whole(publication, filters, plan_answer(result), nothing), False
    closes = _what_it_closes(result) if result.outcome.has_gap else ()
    if not closes and not result.outcome.reserved:
        return _whole(publication, filters, plan_answer(result), ()), False
    subject = result.subject
    blocks = (
        *closes,
        parts.section("Who gets what"),
        parts.html_figure(
            plan_table(result),
            key="allocation",
            subject=subject,
            file_name="plan-allocation",
        ),
        *_tables(result, subject),
        parts.section("What the fund does not reach"),
        parts.bullets(what_is_left_over(result)),
        _not_funded(result, subject),
        parts.section("What this takes for granted"),
        parts.bullets(assumptions(result)),
        parts.section("Share and export"),
        _sharing(filters, plan),
    )
    return _whole(publication, filters, plan_answer(result), blocks), True


def _what_it_closes(planned: Planned) -> tuple[Block, ...]:
    """The effect of a plan on the gap: before and after, by every rule and at other costs."""
    plan = planned.plan
    other_costs = plan_sensitivity(sensitivity(planned.ground, plan), plan)
    return (
        parts.statements(plan_statements(planned)),
        parts.section("Before and after"),
        *_figure(planned, plan_before_after(planned), "before-after", "plan-returns"),
        parts.section("Another rule, another cost"),
        *([parts.text(_ONE_COST)] if one_cost_for_all(planned) else []),
        Columns(
            (
                _figure(planned, plan_rules(every_rule(planned.ground, plan), plan), "rules", "plan-rules"),
                (
                    *_figure(planned, other_costs, "sensitivity", "plan-costs"),
                    parts.subsection("The rules"),
                    parts.bullets(_RULES_IN_WORDS),
                ),
            ),
        ),
    )


def _figure(planned: Planned, drawn: Figure, key: str, file_name: str) -> tuple[Block, ...]:
    return parts.figure(drawn, key=key, subject=planned.subject, file_name=file_name)


@per_publication
def introduction(publication: Publication, filters: Filters) -> Page:
    """What a plan needs, and why no cost is filled in."""
    gaps = ground_for(publication, filters.scope, filters.standard).gaps
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
        parts.facts([(text.name, text.words) for text in RULES.values()]),
    )
    return _whole(publication, filters, what_is_to_be_closed(gaps), blocks)


def address_of(plan: Plan) -> str:
    """The address of a plan on this page, with the filters that belong to it."""
    return f"{ADDRESS}?{urlencode(page_query(plan.scope, plan.standard) | plan_query(plan), safe=':,')}"


def saved_list(saved: list[SavedPlan]) -> Html:
    """The system's saved plans, each a link that opens it, or a note that there are none."""
    if not saved:
        return parts.text("No plan is saved here yet.")
    return joined(
        parts.link(
            f"{one.name}: saved by {one.submitted_by} on {in_full(one.submitted_at)} as number "
            f"{one.submission_id}{f' ({first})' if (first := one.note.partition(chr(10))[0]) else ''}",
            address_of(one.plan),
        )
        for one in saved
    )


@per_publication
def beside(publication: Publication, plan: Plan, name: str) -> tuple[Block, ...]:
    """A plan beside one of the system's saved plans; empty if there is none of that name."""
    saved = next(
        (
            candidate
            for candidate in saved_for(publication, ics_code=plan.scope.ics_code)
            if candidate.name == name
        ),
        None,
    )
    if saved is None:
        return ()
    result = planned(ground_for(publication, plan.scope, plan.standard), plan)
    other = outcome_of(ground_for(publication, saved.plan.scope, saved.plan.standard), saved.plan)
    rows = compared([("This plan", plan, result.outcome), (saved.name, saved.plan, other)])
    return (
        parts.text(compared_sentence(result, saved, other)),
        parts.table(
            rows,
            caption=f"This plan and {saved.name}",
            subject=result.subject,
            file_name="plan-compared",
        ),
    )


_RULES_IN_WORDS = [f"{text.name}. {text.words}" for text in RULES.values()]
_ONE_COST = (
    "Every point costs the same here, so the rules close equally much of the gap: they differ in who is "
    "raised. Costs that differ between pillars, or grow with size, set them apart."
)


def _tables(planned: Planned, subject: Subject) -> tuple[Html, ...]:
    trusts = "By trust" if planned.plan.years == 1 else "By trust and year"
    tables = [
        (trusts, by_trust(planned), "plan-trusts"),
        ("Lowest, highest and range on each pillar", spreads(planned), "plan-spread"),
    ]
    if planned.outcome.reserved:
        scores = plural(len(planned.pioneers), "score")
        tables.append((f"The pioneers: {scores}", pioneers(planned), "plan-pioneers"))
    return tuple(
        parts.folded(words, parts.table(rows, caption=rows.table.title, subject=subject, file_name=name))
        for words, rows, name in tables
    )


def _not_funded(planned: Planned, subject: Subject) -> Html:
    rows = not_funded(planned)
    if not rows.rows:
        return Html()
    table = parts.table(rows, caption=rows.table.title, subject=subject, file_name="plan-not-funded")
    gaps = plural(len(rows.rows), "gap")
    return parts.folded(f"{gaps} that {is_or_are(len(rows.rows))} not closed, or not wholly", table)


def _sharing(filters: Filters, plan: Plan) -> Html:
    standard = filters.standard
    level = f" --level {standard.level:g}" if standard.baseline == "floor" else ""
    costs = " ".join(_option(key, value) for key, value in plan_query(plan).items())
    scope = filters.scope
    command = (
        f"python -m benchmark plan --ics {scope.ics_code} --year {scope.assessment_year} "
        f"--footprint {scope.footprint} --baseline {standard.baseline}{level} {costs} --format json"
    )
    return (
        parts.text("The address of this page holds the whole plan: anybody who opens it sees the same.")
        + parts.link("Link to this plan", address_of(plan))
        + parts.text("Every allocation by year is behind the link under its table. As JSON, by command:")
        + parts.command(command)
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
