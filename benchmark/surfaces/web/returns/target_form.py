"""The form for a trust's own target, which is checked and submitted like any return."""

import csv
import io

import streamlit as st

from benchmark.core.columns import pillar_name
from benchmark.core.definitions import definitions
from benchmark.core.errors import BenchmarkError
from benchmark.core.people import note
from benchmark.returns import Receipt
from benchmark.store.publication import Publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.choices.lists import pick, typed_in
from benchmark.surfaces.web.returns.made_here import MadeHere, show_receipt, submit_made
from benchmark.surfaces.web.returns.person import answer_box, name_box, remember_name

EVERY_SETTING = "All its settings"
_OPEN, _RECEIPT, _ASKED = "target form: open", "target form: receipt", "target form: asked"
_BY = "target-by"
_COLUMNS = ("ods_code", "care_setting", "pillar", "target", "reason")


def own_target_form(publication: Publication, *, ods_code: str, settings: tuple[str, ...]) -> None:
    """Draw the form, and the receipt of a target that was submitted with it for this trust."""
    receipt: tuple[str, Receipt] | None = st.session_state.get(_RECEIPT)
    if receipt is not None and receipt[0] == ods_code:
        show_receipt("Your target", receipt[1])
    if publication.as_at is not None:
        draw(parts.text("A past day is shown, so no target can be set here."))
        return
    if st.session_state.get(_OPEN) != ods_code:
        # Its six fields would cost every run of the page, so the form is drawn only when it was opened.
        if st.button("Set a target", key="open-target-form", icon=":material/flag:"):
            st.session_state[_OPEN] = ods_code
            st.rerun()
        return
    _form(publication, ods_code=ods_code, settings=settings)


def _form(publication: Publication, *, ods_code: str, settings: tuple[str, ...]) -> None:
    framework = definitions().framework
    held = [EVERY_SETTING, *settings]
    with st.form("own-target", enter_to_submit=False):
        left, middle, right = st.columns([1.4, 1.4, 1])
        pillars = {key: pillar_name(key) for key in framework.pillar_keys}
        pillar = pick(left.selectbox, "Pillar", pillars, key="target-pillar", placeholder="Choose a pillar")
        setting = middle.selectbox(
            "Holds for",
            held,
            index=0 if len(held) == 1 else None,
            placeholder="Choose for which care setting",
            key="target-setting",
            filter_mode=typed_in(held),
        )
        target = right.number_input(
            "Level aimed at",
            min_value=framework.scale.lowest,
            max_value=framework.scale.highest,
            value=None,
            step=0.1,
            format="%.1f",
            placeholder=f"{framework.scale.lowest:g} to {framework.scale.highest:g}",
            key="target-level",
        )
        reason = st.text_input("Why this level", key="target-reason", max_chars=500)
        by = name_box(st.container(), key=_BY)
        answer = answer_box(_ASKED, key="target-answer")
        pressed = st.form_submit_button("Submit this target", type="primary")
    if not pressed:
        return
    remember_name(by, key=_BY)
    if pillar is None or setting is None or target is None:
        fields = {"The pillar": pillar, "What it holds for": setting, "The level": target}
        lacking = [f"{what} is not chosen." for what, value in fields.items() if value is None]
        draw(parts.made("wanting", items=lacking))
        return
    try:
        reason = note(reason, what="The reason")
    except BenchmarkError as error:
        parts.show_error(error)
        return
    content = target_file(
        ods_code=ods_code,
        care_setting=None if setting == EVERY_SETTING else setting,
        pillar=pillar,
        target=target,
        reason=reason,
    )
    _submit(publication, content, ods_code=ods_code, pillar=pillar, by=by, answer=answer)


def target_file(*, ods_code: str, care_setting: str | None, pillar: str, target: float, reason: str) -> bytes:
    """A target as the CSV file that an analyst would send."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    writer.writerow((ods_code, care_setting or "", pillar, f"{round(target, 2):g}", reason))
    return text.getvalue().encode("utf-8")


def _submit(
    publication: Publication, content: bytes, *, ods_code: str, pillar: str, by: str, answer: str
) -> None:
    made = MadeHere(
        content,
        f"own-target-{ods_code}.csv",
        "own_targets",
        f"Own target on {pillar_name(pillar)}, set on the page Trust position",
        # A form with one target leaves the trust's other targets in place.
        {"rows_left_standing": "One target was set in a form, and the others stand."},
    )
    receipt = submit_made(publication, made, by=by, answer=answer, asked=_ASKED)
    if receipt is not None:
        st.session_state[_RECEIPT] = (ods_code, receipt)
        st.session_state.pop(_OPEN, None)
        st.rerun()
