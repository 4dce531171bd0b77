"""A trust's first screen: six questions, each answered in a line that links to the details."""

from urllib.parse import urlencode

from benchmark.core.wording import short_name, slug, small_start
from benchmark.questions.learning.measure import MOST_ASKED, concerning
from benchmark.questions.learning.page import learning_of
from benchmark.questions.learning.words import trust_learning
from benchmark.questions.spend.page import trust_spend_of
from benchmark.questions.spend.words import spend_in_short
from benchmark.questions.trusts.below import against_standard
from benchmark.questions.trusts.facts import targets_of_trust
from benchmark.questions.trusts.measure import Position
from benchmark.questions.trusts.movement import TrustMovement
from benchmark.questions.trusts.words import (
    against_peers,
    movement_in_short,
    targets_in_short,
)
from benchmark.store.publication import Publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html
from benchmark.surfaces.web.choices.filters import Filters
from benchmark.surfaces.web.site.sitemap import page_query, template_address, trust_query
from benchmark.surfaces.web.terms import explained

SINCE = "since"
"""The anchor of the trust's movement."""
OWN_TARGETS = "own-targets"
"""The anchor of the trust's own targets."""


def trust_answers(
    publication: Publication,
    filters: Filters,
    positions: tuple[Position, ...],
    moved: TrustMovement | None,
    *,
    ods_code: str,
    name: str,
) -> Html:
    """The six lines. positions: the trust's care settings. moved: None if there is no earlier round."""
    scope, standard = filters.scope, filters.standard
    of_system = page_query(scope, standard)
    focused = urlencode(of_system | {"focus": ods_code})
    profile = f"#{slug(positions[0].care_setting)}" if positions else ""
    here = profile or template_address("maturity_scores", trust_query(scope, standard, ods_code))
    learning = learning_of(publication, scope, standard, most=MOST_ASKED)
    own = concerning(learning, ods_code, name)
    could_help = trust_learning(own, short_name(name)).whole
    if {need.care_setting for need in own.own} - {unit.care_setting for unit in positions}:
        # The other lines are then about the one care setting that the reader chose.
        could_help = f"Over all its care settings: {small_start(could_help)}"
    since = "the last round" if moved is None else moved.year_from or moved.pillars_from
    lines = (
        (f"Against {standard.in_words}", against_standard(positions), here),
        ("Against its peers", against_peers(positions), here),
        (
            f"Since {since}",
            movement_in_short(moved, tuple(unit.care_setting for unit in positions)),
            f"levelling-up?{urlencode(of_system)}" if moved is None or not moved.known else f"#{SINCE}",
        ),
        ("IT spend", spend_in_short(trust_spend_of(publication, ods_code)), f"it-spend?{focused}"),
        ("Who could help", could_help, f"peer-learning?{focused}"),
        (
            "Its own targets",
            targets_in_short(positions, targets_of_trust(publication, ods_code)),
            f"#{OWN_TARGETS}",
        ),
    )
    return parts.made(
        "answers", lines=[(question, explained(words), address) for question, words, address in lines]
    )
