"""The page "Peer learning": which trusts could help which, where to look, and who rose more than expected?"""

from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from urllib.parse import urlencode

import streamlit as st

from benchmark.common.subject import COMPARABLE, MATURITY_SCORES
from benchmark.core.wording import plural
from benchmark.questions.learning.england import Direction
from benchmark.questions.learning.helpers_table import PICTURED, helpers
from benchmark.questions.learning.improvers import (
    Improvers,
    improvers,
    improvers_caution,
    improvers_of_trust,
)
from benchmark.questions.learning.improvers_chart import improvers_figure
from benchmark.questions.learning.measure import MOST_ASKED, Learning, Need, concerning, learning
from benchmark.questions.learning.words import (
    counted_twice,
    exchange_lines,
    exchange_table,
    helper_table,
    lacking_words,
    learning_answer,
    learning_statements,
    look_elsewhere_table,
    match_sentence,
    need_record,
    need_title,
    no_exchange,
    times,
    trust_learning,
    unmatched_sentence,
)
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block, Html, joined
from benchmark.surfaces.web.choices.filters import Filters, choice, one_trust
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.shared import gaps_of, no_standard, source_of, trusts_of
from benchmark.surfaces.web.site.sitemap import page_query, template_address, trust_query

EXCHANGES: tuple[Direction, ...] = ("offer", "request")
TIMES = ("1", "2", "3", "4", "5")
"""The choices for how often a trust may be asked."""


learning_of = per_publication(learning)
improvers_of = per_publication(improvers)

SHOWN_OPEN = 2
"""The most trusts whose lists are open; with more they are folded, so that all names can be seen."""


@dataclass(frozen=True)
class _Asked:
    """The subject of the page: the whole system, or one trust with its name."""

    publication: Publication
    filters: Filters
    focus: str | None
    name: str


def page(publication: Publication, filters: Filters) -> Page:
    """The page, after the reader's choice of a trust and of how often a trust may be asked."""
    names = trusts_of(publication, filters)
    trust_column, how_often, _ = st.columns([2.4, 1.6, 2.4], gap="small")
    with trust_column:
        trust = one_trust(names)
    with how_often:
        most = choice(
            "most",
            "A trust is asked at most",
            TIMES,
            default=str(MOST_ASKED),
            show=lambda count: times(int(count)),
        )
    name = names[trust] if trust else None
    return learning_page(publication, filters, focus=trust, name=name, most=int(most))


@per_publication
def learning_page(
    publication: Publication, filters: Filters, *, focus: str | None, name: str | None, most: int
) -> Page:
    """The page of a system, or of one of its trusts. focus, name: the trust's ODS code and name."""
    whole = learning_of(publication, filters.scope, filters.standard, most=most)
    risen = improvers_of(publication, filters.scope)
    asked = _Asked(publication, filters, focus, name or filters.ics_name)
    if focus is None:
        shown, answer = whole, learning_answer(whole)
    else:
        shown = concerning(whole, focus, asked.name)
        risen = None if risen is None else improvers_of_trust(risen, focus)
        answer = trust_learning(shown, asked.name)
    return Page(
        answer=answer,
        blocks=(
            *_matches(asked, shown),
            *_exchanges(asked, shown),
            *_improvers(asked, shown, risen),
            *_table(shown),
        ),
        source=source_of(publication, filters, MATURITY_SCORES, COMPARABLE, england=True, before=True),
        rule="learning",
        trust=name,
    )


def _matches(asked: _Asked, learning: Learning) -> tuple[Block, ...]:
    """The picture, the needs trust by trust, and where else to look."""
    if not learning.units:
        gaps = gaps_of(asked.publication, asked.filters.scope, asked.filters.standard)
        return (no_standard(asked.publication, gaps),)
    if asked.focus and asked.focus not in learning.returned:
        return (
            parts.text(
                "With a return, and a standard to hold it to, this page would show on which pillars the "
                "trust is materially below it and who could help. A missing return is not a score of zero.",
                kind="caution",
            ),
        )
    if not learning.needs:
        return (
            parts.text(
                "With nothing materially below the standard there is nobody to match. A higher standard "
                "shows who could still learn from which trust.",
                kind="caution",
            ),
        )
    blocks: list[Block] = [] if asked.focus else [parts.statements(learning_statements(learning))]
    if learning.matched:
        blocks += [
            parts.section("Who could help which trust"),
            parts.html_figure(
                helpers(learning),
                key="helpers",
                subject=learning.subject,
                file_name="helpers",
            ),
        ]
    by_name = sorted(learning.needs, key=lambda need: (need.trust, need.ods_code, need.pillar_position))
    of_trusts = [list(needs) for _, needs in groupby(by_name, attrgetter("ods_code"))]
    few = len(of_trusts) <= SHOWN_OPEN
    blocks += [
        parts.section("What it could ask, or be asked" if asked.focus else "What each trust could ask"),
        *((parts.text(counted_twice(learning)),) if learning.identical else ()),
        *(parts.text(lacking_words(trust, missing)) for _, trust, missing in learning.lacking),
        *(_of_trust(asked, learning, needs, open_=few) for needs in of_trusts),
    ]
    if learning.matched and not asked.focus:
        blocks.append(
            parts.folded(
                "The same by helper: what each would be asked",
                parts.table(
                    helper_table(learning),
                    caption="Helpers by name",
                    subject=learning.subject,
                    file_name="asked-of-each",
                ),
            )
        )
    if learning.unmatched and not asked.focus:
        elsewhere = any(need.elsewhere for need in learning.unmatched)
        blocks += [
            parts.section(
                f"Not matched inside the {learning.scope.called}"
                + ("" if asked.filters.fictional else ": where in England to look")
            ),
            parts.folded(
                f"{plural(len(learning.unmatched), 'gap')} by pillar"
                + (", each with up to three trusts to ask" if elsewhere else ", with why nobody is matched"),
                parts.table(
                    look_elsewhere_table(learning),
                    caption="Nearest first: most similar, then the same region, then England",
                    subject=learning.subject,
                    file_name="elsewhere",
                ),
            ),
        ]
    return tuple(blocks)


def _of_trust(asked: _Asked, learning: Learning, needs: list[Need], *, open_: bool) -> Html:
    """One trust's needs, matched ones first, each with its reasons; folded unless `open_`."""
    first, standard = needs[0], asked.filters.standard
    matched = [need for need in needs if need.helper is not None]
    left = [need for need in needs if need.helper is None]
    lists = [parts.named_list([(need_title(need), match_sentence(learning, need)) for need in matched])]
    if left:
        lists += [
            parts.subsection(f"No match inside the {learning.scope.called}") if matched else Html(),
            parts.named_list([(need_title(need), unmatched_sentence(learning, need)) for need in left]),
        ]
    lists.append(
        parts.link(
            f"Position of {first.trust}",
            f"trust-position?{urlencode(trust_query(asked.filters.scope, standard, first.ods_code))}",
        )
    )
    if asked.focus == first.ods_code:
        return joined(lists)
    if open_:
        return joined([parts.subsection(first.trust), *lists])
    return parts.folded(f"{first.trust}: {len(matched)} of {plural(len(needs), 'gap')} matched", *lists)


def _exchanges(asked: _Asked, learning: Learning) -> tuple[Block, ...]:
    """Offers and requests, and a link to make one."""
    offers, requests = (exchange_lines(learning.exchanges, what) for what in EXCHANGES)
    lists: list[Html] = []
    if offers:
        lists += [parts.subsection("Trusts that offer help"), parts.named_list(offers)]
    if requests:
        lists += [parts.subsection("Trusts that ask for help"), parts.named_list(requests)]
    if lists:
        table = exchange_table(learning.exchanges)
        lists.append(parts.download(table, subject=learning.subject, file_name="offers-and-requests"))
    else:
        lists.append(parts.text(no_exchange(asked.name, system=asked.focus is None)))
    return (
        parts.section("Offers and requests"),
        *lists,
        parts.link(
            "Offer or ask: the template Peer exchange on Upload returns",
            template_address("peer_exchange", page_query(asked.filters.scope, asked.filters.standard)),
        ),
    )


def _improvers(asked: _Asked, learning: Learning, risen: Improvers | None) -> tuple[Block, ...]:
    heading = parts.section("Who rose more than expected")
    if risen is None:
        return heading, parts.text("There is no earlier round to compare this one with.")
    if risen.units.empty:
        return heading, parts.text(
            f"{asked.name} has no return in both rounds, so there is no change to show."
        )
    return (
        heading,
        parts.text(improvers_caution(risen), kind="caution"),
        *parts.figure(
            improvers_figure(risen),
            key="improvers",
            subject=replace(learning.subject, rests_on=risen.rests_on),
            file_name="improvers",
        ),
    )


def _counted(learning: Learning) -> str:
    """The number of gaps in a table; for one trust its own, and those of others that it could help with."""
    own = len(learning.own)
    given = len(learning.needs) - own
    if not given:
        return plural(own, "gap")
    return f"{plural(own, 'own gap')} and {given} of others" if own else f"{plural(given, 'gap')} of others"


def _table(learning: Learning) -> tuple[Block, ...]:
    if not learning.needs:
        return ()
    return (
        parts.section("Every material gap as a table"),
        parts.folded(
            f"{_counted(learning)} with helpers and reasons",
            parts.table(
                PICTURED.of(need_record(learning, need) for need in learning.needs),
                caption="Material gaps, by care setting and trust",
                subject=learning.subject,
                file_name="peer-learning",
            ),
        ),
    )
