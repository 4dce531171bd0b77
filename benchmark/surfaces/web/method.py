"""The page "Method and sources": how is it computed, from what, and what must not be concluded?"""

import pandas as pd

from benchmark.common.provenance import standing_submissions
from benchmark.core.definitions import definitions
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.files.html import html_table
from benchmark.surfaces.files.sources import demonstration_files, published_files
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html, joined
from benchmark.surfaces.web.filters import default_round_of
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.sources import source_of_round
from schemas.definitions import Definitions

LEAD = "Every figure comes from a named publication or return, through a rule that stands on this page."
AUTHORITY = (
    "The publication is the authority; where this product and a publication differ, the publication is right."
)


@per_publication
def page(publication: Publication) -> Page:
    """Definitions and sources as they were loaded."""
    return Page(
        title="Method and sources",
        lead=LEAD,
        blocks=(_whole(publication),),
        source=source_of_round(publication, year=default_round_of(publication, ics_code=None)),
        rule="units",
    )


def _whole(publication: Publication) -> Html:
    loaded = definitions()
    return joined(
        (
            parts.section("How each figure is computed"),
            rules(loaded),
            parts.section("The definitions in use"),
            pillars(loaded),
            baselines(loaded),
            thresholds(loaded),
            spend_references(loaded),
            parts.section("Publications", anchor="publications"),
            publications(),
            demonstration(),
            parts.section("Rounds and known faults of the data", anchor="faults"),
            rounds(loaded),
            faults(loaded),
            parts.section("What not to conclude", anchor="cautions"),
            cautions(loaded),
            parts.section("What stands in this store", anchor="submissions"),
            submissions(publication),
        )
    )


def rules(loaded: Definitions) -> Html:
    """Every rule with its anchor, so that a page can link to the one that computed it."""
    return joined(
        parts.made("rule", title=rule.title, text=rule.text, key=rule.key, formula=rule.formula)
        for rule in loaded.rules
    )


def pillars(loaded: Definitions) -> Html:
    """The framework's pillars, with the names that they also go by."""
    framework = loaded.framework
    source = f"{framework.source.publisher}, {framework.source.published}"
    return _table(
        f"{framework.name}: its pillars in order ({source})",
        [
            {
                "Pillar": pillar.name,
                "In our words": pillar.description,
                "Also called": ", ".join(
                    alias for alias in pillar.aliases if alias.casefold() != pillar.name.casefold()
                ),
            }
            for pillar in framework.pillars
        ],
    )


def baselines(loaded: Definitions) -> Html:
    """The standards that a reader can choose from."""
    return _table(
        "Standards to choose from",
        [{"Standard": baseline.name, "Rule": baseline.rule} for baseline in loaded.baselines],
    )


def thresholds(loaded: Definitions) -> Html:
    """The differences below which nothing is called a finding, and how much of a round must have come."""
    return _table(
        "Differences that count, and how much must have come",
        [
            {"From": f"{item.value:,.10g}", "Applies to": item.applies_to, "Why": item.reason}
            for item in loaded.thresholds
        ],
    )


def spend_references(loaded: Definitions) -> Html:
    """Dated references for spend."""
    return _table(
        "References for spend on IT: somebody's figure at a time, not a standard",
        [
            {
                "Reference": item.name,
                "As of": item.as_of,
                "What it says": item.note,
                "Source": f"{item.source.publisher}, {item.source.title}, {item.source.published}",
            }
            for item in loaded.spend_references
        ],
    )


def publications() -> Html:
    """Every data file with its publication, date, licence and what was changed."""
    listed_files = _table(
        "Published data that comes with this product",
        [
            {
                "Holds": listed.grain,
                "Rows": listed.rows,
                "Publication": f"{listed.publisher}: {listed.publication}",
                "Date": listed.published,
                "Licence": listed.licence,
                "Changed": listed.changes,
            }
            for listed in published_files()
        ],
    )
    attributions = [*dict.fromkeys(listed.attribution for listed in published_files())]
    return listed_files + parts.bullets(attributions, kind="attributions") + parts.text(AUTHORITY)


def demonstration() -> Html:
    """What comes with this product and is fictional."""
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
        + _table(
            "Fictional data that comes with this product",
            [{"Holds": listed.grain, "File": listed.file, "Rows": listed.rows} for listed in files],
        )
    )


def rounds(loaded: Definitions) -> Html:
    """The rounds of the assessment and what was published of each."""
    return _table(
        "Rounds of the assessment",
        [{"Round": item.name, "What is published": item.note} for item in loaded.rounds],
    )


def faults(loaded: Definitions) -> Html:
    """Known faults of the data, and what is done about each."""
    return _table(
        "Known faults of the published data",
        [
            {"Fault": item.title, "What is known": item.text, "What is done": item.handling}
            for item in loaded.faults
        ],
    )


def cautions(loaded: Definitions) -> Html:
    """What not to conclude."""
    return joined(
        parts.made("rule", title=item.title, text=item.text, key="", formula="") for item in loaded.cautions
    )


def submissions(publication: Publication) -> Html:
    """What the publication in use was built from: every submission that stands."""
    frame = standing_submissions(publication)
    return _table(
        "Submissions that this publication was built from (times in UTC)",
        [
            {
                "Number": row.submission_id,
                "Kind": str(row.kind).replace("_", " "),
                "Fictional": "yes" if row.fictional else "no",
                "Rows": row.row_count,
                "Submitted by": row.submitted_by,
                "On": f"{row.submitted_at:%d %b %Y %H:%M}",
                "Note": row.note,
            }
            for row in frame.itertuples()
        ],
    )


def _table(caption: str, rows: list[dict[str, object]]) -> Html:
    return Html(html_table(pd.DataFrame(rows), caption=caption))
