"""The parts of the page "Method and sources": definitions and sources as they were loaded."""

from html import escape

import pandas as pd
import streamlit as st

from benchmark.measures.provenance import standing_submissions
from benchmark.reports.html import html_table
from benchmark.reports.sources import published_files
from benchmark.store.publication import Publication
from schemas.definitions import Definitions

AUTHORITY = (
    "The publication is the authority; where this product and a publication differ, the publication is right."
)


def rules(loaded: Definitions) -> None:
    """Every rule with its anchor, so that a page can link to the one that computed it."""
    for rule in loaded.rules:
        formula = f'<p class="formula">{escape(rule.formula)}</p>' if rule.formula else ""
        st.html(
            f'<section class="rule"><h3 id="{escape(rule.key)}">{escape(rule.title)}</h3>'
            f"<p>{escape(rule.text)}</p>{formula}</section>"
        )


def pillars(loaded: Definitions) -> None:
    """The framework's pillars, with the names that they also go by."""
    framework = loaded.framework
    source = f"{framework.source.publisher}, {framework.source.published}"
    _table(
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


def baselines(loaded: Definitions) -> None:
    """The standards that a reader can choose from."""
    _table(
        "Standards to choose from",
        [{"Standard": baseline.name, "Rule": baseline.rule} for baseline in loaded.baselines],
    )


def thresholds(loaded: Definitions) -> None:
    """The differences below which nothing is called a finding."""
    _table(
        "Differences that count",
        [
            {"From": f"{item.value:,.10g}", "Applies to": item.applies_to, "Why": item.reason}
            for item in loaded.thresholds
        ],
    )


def spend_references(loaded: Definitions) -> None:
    """Dated references for spend."""
    _table(
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


def publications() -> None:
    """Every data file with its publication, date, licence and what was changed."""
    _table(
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
    attributions = "".join(
        f"<li>{escape(words)}</li>"
        for words in dict.fromkeys(listed.attribution for listed in published_files())
    )
    st.html(f'<ul class="attributions">{attributions}</ul><p class="note">{escape(AUTHORITY)}</p>')


def rounds(loaded: Definitions) -> None:
    """The rounds of the assessment and what was published of each."""
    _table(
        "Rounds of the assessment",
        [{"Round": item.name, "What is published": item.note} for item in loaded.rounds],
    )


def faults(loaded: Definitions) -> None:
    """Known faults of the data, and what is done about each."""
    _table(
        "Known faults of the published data",
        [
            {"Fault": item.title, "What is known": item.text, "What is done": item.handling}
            for item in loaded.faults
        ],
    )


def cautions(loaded: Definitions) -> None:
    """What not to conclude."""
    for item in loaded.cautions:
        st.html(f'<section class="rule"><h3>{escape(item.title)}</h3><p>{escape(item.text)}</p></section>')


def submissions(publication: Publication) -> None:
    """What the publication in use was built from: every submission that stands."""
    frame = standing_submissions(publication)
    _table(
        "Submissions that this publication was built from (times in UTC)",
        [
            {
                "Number": row.submission_id,
                "Kind": str(row.kind).replace("_", " "),
                "Rows": row.row_count,
                "Submitted by": row.submitted_by,
                "On": f"{row.submitted_at:%d %b %Y %H:%M}",
                "Note": row.note,
            }
            for row in frame.itertuples()
        ],
    )


def _table(caption: str, rows: list[dict[str, object]]) -> None:
    st.html(html_table(pd.DataFrame(rows), caption=caption))
