"""The page "Method and sources": how figures are computed, from what, and what not to conclude."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from benchmark.common.subject import MATURITY_SCORES, Subject, sources
from benchmark.core.columns import Table
from benchmark.core.definition_columns import (
    FAULTS,
    FILES,
    GLOSSARY,
    MATERIALITY,
    PILLARS,
    REFERENCES,
    ROUNDS,
    STANDARDS,
    THRESHOLDS,
    VERDICTS,
)
from benchmark.core.definitions import definitions, glossary, kind_title
from benchmark.core.wording import Answer
from benchmark.questions.returned.columns import SUBMISSIONS
from benchmark.questions.returned.measure import standing_submissions
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.files.sources import demonstration_files, published_files
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html, joined
from benchmark.surfaces.web.choices.filters import default_round_of
from benchmark.surfaces.web.choices.link import as_offered, note_not_offered
from benchmark.surfaces.web.downloads import METHOD_ROUTE
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.site import levels
from benchmark.surfaces.web.site.sitemap import RULE, TERM
from schemas.definitions import Definitions

ANSWER = Answer(
    "Every figure comes from a named source, through a stated rule",
    "The words, the rules and the sources stand on this page, and what not to conclude.",
)
WHOLE = (
    "Every formula in one document, what we cannot tell, and the rules fixed in advance for the next round"
)
AUTHORITY = (
    "The publication is the authority; where this product and a publication differ, the publication is right."
)

_SUBMISSIONS = SUBMISSIONS.only(
    *("submission_id", "kind", "fictional", "row_count", "submitted_by", "submitted_at", "note")
).worded(kind=kind_title, note=str)


def page(publication: Publication) -> Page:
    """The page. The rule or term in the link comes first."""
    return method_page(
        publication,
        rule=_asked(RULE, "Rule", [rule.key for rule in definitions().rules]),
        term=_asked(TERM, "Word", [term.term for term in glossary()]),
    )


def method_page(publication: Publication, *, rule: str | None = None, term: str | None = None) -> Page:
    """Definitions and sources as loaded. rule, term: shown first."""
    return Page(
        answer=ANSWER,
        blocks=(
            parts.made("came_from")
            + _first(
                "rule",
                [
                    (entry.title, entry.text, entry.formula)
                    for entry in definitions().rules
                    if entry.key == rule
                ],
            )
            + _first("word", [(entry.term, entry.words, "") for entry in glossary() if entry.term == term])
            + _whole(publication),
        ),
        source=_source(publication),
        rule="units",
    )


@per_publication
def _source(publication: Publication) -> Html:
    """The source line below figures of all real systems in the default round."""
    year = default_round_of(publication, ics_code=None)
    return parts.source_line(Subject("", "").on(sources(publication, MATURITY_SCORES, years=(year,))))


@per_publication
def _whole(publication: Publication) -> Html:
    """All that the page says, whatever the link asks about."""
    loaded = definitions()
    return joined(
        (
            levels.in_full(),
            parts.section("Words used here", anchor="glossary"),
            _table(GLOSSARY, (dict(term) for term in glossary())),
            parts.section("How each figure is computed"),
            parts.link(WHOLE, METHOD_ROUTE.removeprefix("/")),
            rules(loaded),
            parts.section("The definitions in use"),
            pillars(loaded),
            _table(STANDARDS, map(dict, loaded.baselines)),
            materiality(loaded),
            _table(
                THRESHOLDS,
                (dict(threshold) | {"threshold": threshold.value} for threshold in loaded.thresholds),
            ),
            _table(VERDICTS, map(dict, loaded.verdicts)),
            spend_references(loaded),
            parts.section("Publications", anchor="publications"),
            publications(),
            demonstration(),
            parts.section("Rounds and known faults of the data", anchor="faults"),
            _table(ROUNDS, map(dict, loaded.rounds)),
            _table(FAULTS, map(dict, loaded.faults)),
            parts.section("What not to conclude", anchor="cautions"),
            cautions(loaded),
            parts.section("What is in this store", anchor="submissions"),
            submissions(publication),
        )
    )


def _asked(name: str, label: str, known: Sequence[str]) -> str | None:
    """The link's value for a name; None if there is none, or an unknown one, which is noted."""
    wanted = as_offered(st.query_params.get(name), known)
    if wanted is None or wanted in known:
        return wanted
    note_not_offered(label, wanted, instead="the whole page")
    return None


def _first(what: str, asked: Iterable[tuple[str, str, str]]) -> Html:
    """What the link asks about, at the top, as browsers do not scroll to an anchor that is drawn late."""
    return joined(
        parts.section(f"The {what} that you asked about")
        + parts.made("rule", title=title, text=text, key="", formula=formula)
        for title, text, formula in asked
    )


def rules(loaded: Definitions) -> Html:
    """Every rule with its anchor, so that pages can link to it."""
    return joined(
        parts.made("rule", title=rule.title, text=rule.text, key=rule.key, formula=rule.formula)
        for rule in loaded.rules
    )


def pillars(loaded: Definitions) -> Html:
    """The framework's pillars with their weights and other names."""
    framework = loaded.framework
    rows = PILLARS.of(
        {
            "name": pillar.name,
            "description": pillar.description,
            "weight": framework.weights[pillar.key],
            "aliases": tuple(alias for alias in pillar.aliases if alias.casefold() != pillar.name.casefold()),
        }
        for pillar in framework.pillars
    )
    source = f"{framework.source.publisher}, {framework.source.published}"
    why = f"{framework.weights_in_words} {framework.weights_reason}"
    caption = f"{framework.name}: its pillars in order ({source})"
    return parts.text(why) + parts.table(rows, caption=caption, stacked=True)


def materiality(loaded: Definitions) -> Html:
    """The smallest material difference on each pillar, by care settings with equal numbers of domains."""
    entries = {entry.domains: entry for entry in loaded.materiality}
    rows: dict[tuple[str, int | None], list[str]] = {}
    for pillar in loaded.framework.pillars:
        for setting in loaded.care_settings:
            rows.setdefault((pillar.name, pillar.domains_of(setting.name)), []).append(setting.name)
    return _table(
        MATERIALITY,
        (
            dict(entries[domains])
            | {
                "pillar": pillar,
                "care_settings": tuple(settings),
                "material_from": entries[domains].value,
            }
            for (pillar, domains), settings in rows.items()
        ),
    )


def spend_references(loaded: Definitions) -> Html:
    """Dated references for spend."""
    return _table(
        REFERENCES,
        (
            dict(item) | {"source": f"{item.source.publisher}, {item.source.title}, {item.source.published}"}
            for item in loaded.spend_references
        ),
    )


def publications() -> Html:
    """Every data file with its publication, date, licence and changes."""
    rows = [
        dict(listed) | {"publication": f"{listed.publisher}: {listed.publication}"}
        for listed in published_files()
    ]
    listed_files = _table(FILES.without("file"), rows)
    attributions = [*dict.fromkeys(listed.attribution for listed in published_files())]
    return listed_files + parts.bullets(attributions, kind="attributions") + parts.text(AUTHORITY)


def demonstration() -> Html:
    """The fictional data that comes with the product."""
    files = demonstration_files()
    if not files:
        return Html()
    return (
        parts.subsection("What is fictional")
        + parts.made("paragraphs", items=[*dict.fromkeys(listed.attribution for listed in files)])
        + parts.text(
            "It is the last in the list of systems. No figure of it is in a national, regional or any real "
            "system's figure, and its round of 2023 exists for it alone."
        )
        + parts.table(
            FILES.only("grain", "file", "rows").of(map(dict, files)),
            caption="Fictional data that comes with this product",
        )
    )


def cautions(loaded: Definitions) -> Html:
    """What not to conclude."""
    return joined(
        parts.made("rule", title=item.title, text=item.text, key="", formula="") for item in loaded.cautions
    )


def submissions(publication: Publication) -> Html:
    """The standing submissions that the publication was built from."""
    rows = _SUBMISSIONS.of(standing_submissions(publication))
    return parts.table(rows, caption="Submissions that this publication was built from (times in UTC)")


def _table(table: Table, rows: Iterable[Mapping[str, Any]]) -> Html:
    """A table with its own title."""
    return parts.table(table.of(rows), caption=table.title)
