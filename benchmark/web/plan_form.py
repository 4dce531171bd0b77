"""The forms of the page "Planner": a plan's inputs, and saving it under a name."""

from collections.abc import Mapping

import streamlit as st

from benchmark.definitions import definitions
from benchmark.errors import BenchmarkError
from benchmark.measures.money import pence_of, pounds_text
from benchmark.measures.plan_inputs import RULES, SPLITS, Plan
from benchmark.measures.scope import Scope, Standard
from benchmark.reports.plan_saving import save_plan
from benchmark.settings import Settings
from benchmark.store.publication import Publication
from benchmark.web import parts
from benchmark.web.blocks import draw
from benchmark.web.filters import forget, set_linked_value, wanted_value
from benchmark.web.plain import as_typed
from benchmark.web.plan_link import NAMES, Typed, plan_of, plan_query, typed_from
from benchmark.web.upload_steps import NAME
from schemas.plans import MOST_YEARS

_SHOWN = "plan: link that the form shows"
_TYPED = "plan: typed, with what is wrong"
_EACH = "plan: a cost for each pillar"
_SAVED = "plan: just saved"


def linked_query() -> dict[str, str]:
    """The plan's inputs of the link, or those that the session had last."""
    found = {name: wanted_value(name) for name in NAMES}
    return {name: value for name, value in found.items() if value}


def plan_form(scope: Scope, standard: Standard) -> Plan | None:
    """Draw the form, and return the link's plan; None where there is none, and what is wrong is said."""
    query = linked_query()
    for name, value in query.items():
        set_linked_value(name, value)  # what the session remembers goes into the address too
    typed = typed_from(query)
    _show_in_form(query, typed)
    with st.container(key="planner-form"):
        each = st.toggle("A cost of its own for each pillar", key=_EACH)
        with st.form("plan", border=True):
            _fields(each=each)
            st.form_submit_button("Work it out", type="primary", on_click=_take, args=(scope, standard, each))
    wrong: list[str] = st.session_state.get(_TYPED, [])
    if not wrong and not typed.blank:
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
    first[1].number_input("Years", 1, MOST_YEARS, key=_key("years"), step=1)
    first[2].selectbox("Rule", list(RULES), format_func=lambda rule: RULES[rule].name, key=_key("rule"))
    first[3].text_input("Reserved for pioneers, %", key=_key("pioneers"))
    second = st.columns([1.2, 2.3, 1.1], vertical_alignment="bottom")
    second[0].text_input(
        "Cost per point, in pounds" if not each else "Cost per point on all other pillars",
        key=_key("cost"),
        placeholder="your own figure",
    )
    second[1].checkbox("Costs grow with a trust's size", key=_key("scale"))
    second[2].selectbox(
        "Reserve split", list(SPLITS), format_func=lambda split: SPLITS[split].capitalize(), key=_key("split")
    )
    if each:
        pillars = definitions().framework.pillars
        for row in (pillars[:4], pillars[4:]):
            for place, pillar in zip(st.columns(4), row, strict=False):
                place.text_input(f"{pillar.name}, £ a point", key=_key(pillar.key))


def _show_in_form(query: Mapping[str, str], typed: Typed) -> None:
    """Put the link's values into the form: once for each link, so that what is being typed stays."""
    if st.session_state.get(_SHOWN) == query and _key("fund") in st.session_state:
        return
    st.session_state[_SHOWN] = dict(query)
    st.session_state.pop(_TYPED, None)
    years = int(typed.years) if typed.years.isascii() and typed.years.isdecimal() else 1
    values: dict[str, object] = {
        "fund": _readable(typed.fund),
        "years": min(max(years, 1), MOST_YEARS),
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
    """Read the form: a sound plan goes into the link; else what is wrong is kept to be said."""
    state = st.session_state
    typed = Typed(
        fund=state[_key("fund")],
        years=str(state[_key("years")]),
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


def save_form(publication: Publication, plan: Plan) -> None:
    """Draw what saves the plan under a name; on a past day it says that nothing can be saved."""
    saved_plan, receipt_words = st.session_state.get(_SAVED, (None, ""))
    if saved_plan == plan:
        st.success(as_typed(receipt_words), icon=":material/check:")
    if publication.as_at is not None:
        draw(parts.text("A past day is shown: nothing can be saved on it."))
        return
    with st.form("save-plan", border=True, enter_to_submit=False):
        places = st.columns([1.2, 1, 1.6], vertical_alignment="bottom")
        name = places[0].text_input("Name of the plan", max_chars=60, key="plan-name")
        by = places[1].text_input("Your name", value=st.session_state.get(NAME, ""), key="plan-by")
        note = places[2].text_input("Note for the log", key="plan-note")
        pressed = st.form_submit_button("Save this plan")
    if not pressed:
        return
    st.session_state[NAME] = by
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
    """An amount with its thousands set apart; what cannot be read, as it is."""
    try:
        pounds = pounds_text(pence_of(amount))
    except BenchmarkError:
        return amount
    whole, point, part = pounds.partition(".")
    return f"{int(whole):,}{point}{part}"


def _key(name: str) -> str:
    return f"plan: {name}"
