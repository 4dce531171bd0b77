"""The sections that only a trust's pack has: its position, its movement and its helpers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from benchmark.core.columns import rows_of
from benchmark.core.wording import in_list, plural, short_name
from benchmark.documents.model import Block
from benchmark.questions.board import drawn, sections
from benchmark.questions.board.measure import Matter
from benchmark.questions.board.sections import (
    LeftOut,
    SectionResult,
    bullets,
    chart,
    section,
    sentences,
    table,
    text,
)
from benchmark.questions.board.words import conditions_said, trust_headline
from benchmark.questions.learning.columns import NEEDS
from benchmark.questions.learning.words import (
    match_sentence,
    need_record,
    need_title,
    trust_learning,
    unmatched_sentence,
)
from benchmark.questions.spend.words import spend_answer
from benchmark.questions.trusts.columns import AMONG_PEERS, MOVEMENT, PILLAR_MOVEMENT
from benchmark.questions.trusts.facts import doubts_about
from benchmark.questions.trusts.movement import TrustMovement
from benchmark.questions.trusts.profile import trust_profile
from benchmark.questions.trusts.words import (
    cautions,
    facts_in_words,
    movement_sentences,
    pillar_sentence,
    pillars_moved,
    position_lead,
    profile_message,
)

_OWN_NEEDS: Final = NEEDS.only(
    "pillar", "care_setting", "score", "standard", "gap", "helper", "inside", "elsewhere"
).worded(helper=short_name)

MOST_NEEDS_IN_SIX: Final = 3
"""Gaps below a heading, of two lines each, that fit on one slide of six."""
MOST_PILLARS_IN_SIX: Final = 12
"""Rows of moved pillars that fit on one slide of six below its sentences."""


def summary(matter: Matter) -> SectionResult:
    """Up to five sentences on the trust."""
    moved = matter.trust_movement
    changed = movement_sentences(moved, ())
    name = matter.subject.name
    facts = facts_in_words(matter.facts, matter.positions, doubts_about(matter.publication, matter.positions))
    return section(
        "summary",
        trust_headline(matter),
        sentences(
            "summary",
            " ".join(position_lead(standing) for standing in matter.positions)
            or f"{name} has no return for {matter.choices.scope.assessment_year}.",
            f"Since {moved.year_from}: {' '.join(changed)}" if changed else "",
            conditions_said(matter, name),
            trust_learning(matter.learning, name).whole,
            spend_answer(matter.own_spend).whole,
        ),
        bullets("facts", [f"{what}: {value}" for what, value in facts], "The trust")
        if matter.choices.length == "full"
        else None,
    )


def position(matter: Matter) -> SectionResult:
    """Each care setting: the profile, strengths and gaps in sentences, and each pillar."""
    if not matter.positions:
        why = f"{matter.subject.name} has no return for {matter.choices.scope.assessment_year}."
        return LeftOut("position", why)
    blocks: list[Block | None] = []
    for standing in matter.positions:
        setting = standing.care_setting
        key = f"position.{setting}"
        blocks += [
            text(f"{key}.caution.{place}", caution) for place, caution in enumerate(cautions(standing))
        ]
        if matter.choices.length == "six" and standing is not matter.positions[0]:
            blocks.append(text(f"{key}.lead", position_lead(standing)))
            continue
        figure = trust_profile(standing)
        if len(matter.positions) > 1:  # side by side their messages would contradict each other
            figure = replace(figure, title=f"{setting}: {figure.title}")
        profile = chart(f"profile-{setting}", figure, drawn.profile(standing))
        blocks.append(profile)
        if matter.choices.length == "six":
            continue
        strong = [pillar_sentence(row) for row in rows_of(standing.strengths)]
        weak = [pillar_sentence(row) for row in rows_of(standing.gaps)]
        blocks += [
            bullets(f"{key}.strength", strong, f"{setting}: materially above its peers"),
            bullets(f"{key}.gap", weak, f"{setting}: materially below its peers"),
            table(
                f"standing-{setting}",
                AMONG_PEERS.only(
                    "pillar", "score", "median", "difference", "higher", "within", "lower", "standard"
                ).of(standing.pillars),
                "pillar",
                caption=f"{setting}: each pillar beside its peers and the standard",
                behind=AMONG_PEERS.of(standing.pillars),
            ),
        ]
    first = matter.positions[0]
    title = profile_message(first) if len(matter.positions) == 1 else trust_headline(matter)
    return section("position", title, *blocks)


def movement(matter: Matter) -> SectionResult:
    """How the trust's own scores changed."""
    moved = matter.trust_movement
    by_setting = movement_sentences(moved, ())
    if moved.year_from is None:
        return LeftOut("movement", "There is no earlier round to compare this trust with.")
    if not moved.known:
        return LeftOut(
            "movement", f"No return of the trust for {moved.year_from} or {moved.year_to} is held here."
        )
    title = pillars_moved(moved).rstrip(".") or _overall_moved(moved) or by_setting[0].rstrip(".")
    six = matter.choices.length == "six"
    pillars = moved.pillars[moved.pillars["material"]] if six else moved.pillars
    by_pillar = table(
        "pillar-movement",
        PILLAR_MOVEMENT.headed(score_from=f"{moved.pillars_from}", score_to=f"{moved.year_to}").of(pillars),
        "care_setting",
        "pillar",
        caption=f"Pillar scores in both rounds{', of those that moved materially' if six else ''}",
        behind=PILLAR_MOVEMENT.of(moved.pillars),
    )
    fits = not six or len(pillars) <= MOST_PILLARS_IN_SIX
    return section(
        "movement",
        title,
        bullets("movement.setting", by_setting, "Overall score on the domains that both rounds share"),
        table(
            "movement",
            MOVEMENT.headed(score_from=f"{moved.year_from}", score_to=f"{moved.year_to}").of(moved.overall),
            "care_setting",
            caption="Comparable overall score in both rounds",
        )
        if not six
        else None,
        by_pillar if fits else None,
        behind=() if fits or by_pillar is None else (by_pillar,),
    )


def _overall_moved(moved: TrustMovement) -> str:
    """The care settings in which the overall score rose, fell or stayed; empty without a score to compare."""
    ways = (
        ("rose materially", moved.overall["material"] & (moved.overall["change"] > 0)),
        ("fell materially", moved.overall["material"] & (moved.overall["change"] < 0)),
        ("did not change materially", ~moved.overall["material"].astype(bool)),
    )
    parts = [
        f"{how} in {in_list(moved.overall.loc[which, 'care_setting'].tolist())}"
        for how, which in ways
        if which.any()
    ]
    return (
        f"The overall score {', and '.join(parts)} from {moved.year_from} to {moved.year_to}" if parts else ""
    )


def helpers(matter: Matter) -> SectionResult:
    """Trusts that the trust could ask for help, and needs for which others could ask it."""
    learning, code = matter.learning, _code(matter)
    own = [need for need in learning.needs if need.ods_code == code]
    asked = [need for need in learning.needs if need.ods_code != code]
    answer = trust_learning(learning, matter.subject.name)
    if not learning.needs:
        return LeftOut("helpers", answer.whole)
    matched = [need for need in own if need.helper is not None]
    left = [need for need in own if need.helper is None]
    full = matter.choices.length == "full"
    needs = table(
        "needs",
        _OWN_NEEDS.of(need_record(learning, need) for need in own),
        "pillar",
        "care_setting",
        caption="Its material gaps, and who could help",
        behind=NEEDS.of(need_record(learning, need) for need in learning.needs),
    )

    def bulleted(entries: list[str]) -> list[str]:
        more = 0 if full else len(entries) - MOST_NEEDS_IN_SIX
        return [*entries[:-more], f"and {more} more, which the workbook has"] if more > 0 else entries

    return section(
        "helpers",
        answer.title,
        text("helpers.rest", answer.rest),
        bullets(
            "helpers.match",
            bulleted([f"{need_title(need)}. {match_sentence(learning, need)}" for need in matched])
            if full
            else bulleted(
                [f"{need_title(need)}. {short_name(need.helper.trust)}." for need in matched if need.helper]
            ),
            f"Who it could ask inside the {learning.scope.called}",
        ),
        bullets(
            "helpers.elsewhere",
            [f"{need_title(need)}. {unmatched_sentence(learning, need)}" for need in left],
            f"No match inside the {learning.scope.called}",
        )
        if full
        else text("helpers.left", f"{plural(len(left), 'gap')} without a match inside." if left else ""),
        bullets(
            "helpers.asked",
            bulleted([f"{need.trust}: {need_title(need)}." for need in asked]),
            "Where it could be asked itself",
        ),
        needs if full else None,
        behind=() if full or needs is None else (needs,),
    )


def _code(matter: Matter) -> str:
    assert matter.choices.trust is not None
    return matter.choices.trust


TRUST_SECTIONS: Final[Mapping[str, Callable[[Matter], SectionResult]]] = {
    "summary": summary,
    "position": position,
    "movement": movement,
    "evidence": sections.evidence,
    "spend": sections.spend,
    "conditions": sections.conditions,
    "helpers": helpers,
}
