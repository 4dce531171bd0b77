"""Who has returned, and who has not, kind by kind; with a list to copy into a reminder."""

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from benchmark.measures.completeness import completeness_of_all_systems
from benchmark.measures.log_columns import WHO_RETURNED
from benchmark.measures.returned import AskedKind, asked_kinds, periods, who_has_returned
from benchmark.measures.scope import Footprint
from benchmark.reports.return_tables import (
    completeness_counts,
    missing_by_system,
    reminders,
)
from benchmark.store.publication import Publication
from benchmark.web import parts
from benchmark.web.blocks import Html, draw
from benchmark.web.cache import per_publication
from benchmark.web.filters import choice, default_round_of, footprint_choice, places_of, round_choice
from benchmark.wording import plural

SCORES = "scores"
"""Scores of trusts are asked for by care setting, so they have a view of their own."""
_OF_SCORES = frozenset({"maturity_scores", "overall_comparable"})
ALL_SYSTEMS = "all"
_HERE = ("name", "organisation", "ods_code", "what", "submission_id", "submitted_by", "submitted_at")

who_has_returned_of = per_publication(who_has_returned)
completeness_of_all = per_publication(completeness_of_all_systems)


def who_returned(publication: Publication) -> None:
    """What is expected and what is here, of a kind of return that the reader chooses."""
    kinds = {name: asked for name, asked in asked_kinds().items() if name not in _OF_SCORES}
    titles = {SCORES: "Scores, by care setting"} | {name: asked.title for name, asked in kinds.items()}
    kind_place, period_place, footprint_place = st.columns([2, 1, 1])
    with kind_place:
        kind = choice("returned", "Return", list(titles), default=SCORES, show=titles.__getitem__)
    with footprint_place:
        footprint = footprint_choice()
    if kind == SCORES:
        with period_place:
            year = round_choice(publication, ics_code=None, footprint=footprint)
        draw(_scores(publication, year=year, footprint=footprint))
        _to_copy(_missing_scores(publication, year=year, footprint=footprint), f"scores of {year}")
        return
    asked, period = kinds[kind], None
    if known := periods(publication, kind, today=datetime.now(UTC).date(), fictional=True):
        name, label = ("asked", "Round") if asked.period == "assessment_year" else ("fy", "Financial year")
        with period_place:
            period = choice(name, label, known, default=known[-1])
    year = default_round_of(publication, ics_code=None)
    places = places_of(publication, year=year, footprint=footprint).systems
    shown = {ALL_SYSTEMS: "All systems"} | {code: f"{place.name} ({code})" for code, place in places.items()}
    system = choice("of", "System", list(shown), default=ALL_SYSTEMS, show=shown.__getitem__)
    found = _found(publication, kind, period, year=year, footprint=footprint, system=system)
    draw(_of_kind(publication, kind, period, year=year, footprint=footprint, system=system))
    missing = found[found["state"] == "missing"]
    _to_copy(missing, _named(asked, period))


def _named(asked: AskedKind, period: str | None) -> str:
    return asked.title if period is None else f"{asked.title} of {period}"


def _found(
    publication: Publication, kind: str, period: str | None, *, year: int, footprint: Footprint, system: str
) -> pd.DataFrame:
    """Of one system; or of all, which the fictional ones are not among."""
    found = who_has_returned_of(publication, kind, period=period, year=year, footprint=footprint)
    return found[~found["fictional"]] if system == ALL_SYSTEMS else found[found["ics_code"] == system]


@per_publication
def _of_kind(
    publication: Publication, kind: str, period: str | None, *, year: int, footprint: Footprint, system: str
) -> Html:
    asked = asked_kinds()[kind]
    found = _found(publication, kind, period, year=year, footprint=footprint, system=system)
    here, missing = found[found["state"] == "returned"], found[found["state"] == "missing"]
    who = "board" if asked.of_boards else "trust"
    fictional = " They are fictional." if len(found) and found["fictional"].all() else ""
    said = parts.text(
        f"{_named(asked, period)}: {len(here)} of {plural(len(found), who)} "
        f"{'has' if len(here) == 1 else 'have'} returned.{fictional}"
    )
    file_name = f"{kind}-{(period or 'all').replace('/', '-')}"
    if len(here):
        said += parts.table(
            WHO_RETURNED.only(*_HERE).of(here),
            caption="Returned",
            file_name=f"returned-{file_name}",
            stacked=True,
        )
    if len(missing):
        table = parts.table(
            WHO_RETURNED.only("name", "organisation", "ods_code").of(missing),
            caption="Not returned",
            file_name=f"missing-{file_name}",
            stacked=True,
        )
        said += parts.folded(f"Not returned: {plural(len(missing), who)}", table)
    return said


@per_publication
def _scores(publication: Publication, *, year: int, footprint: Footprint) -> Html:
    found = completeness_of_all(publication, year=year, footprint=footprint)
    missing = found[found["state"] == "missing"]
    said = parts.text(
        f"{len(found) - len(missing)} of {len(found)} expected returns of {year} are here; "
        f"{len(missing)} {'is' if len(missing) == 1 else 'are'} missing."
    )
    if len(missing):
        said += parts.table(
            missing_by_system(missing), caption="Missing returns", file_name=f"missing-{year}", stacked=True
        )
    counts = parts.table(
        completeness_counts(found),
        caption=f"Returns of {year}: here / expected, by system and care setting",
        file_name=f"completeness-{year}",
    )
    return said + parts.folded("Returns by system and care setting", counts)


def _missing_scores(publication: Publication, *, year: int, footprint: Footprint) -> pd.DataFrame:
    found = completeness_of_all(publication, year=year, footprint=footprint)
    missing = found[found["state"] == "missing"]
    settings = missing["care_setting"].map(lambda setting: f", {setting}" if setting else "")
    return missing.assign(organisation=missing["trust"] + settings)


def _to_copy(missing: pd.DataFrame, what: str) -> None:
    """The list for a reminder, drawn when it is opened."""
    if missing.empty or not st.toggle("Show the missing returns as a list to copy", key="reminders"):
        return
    st.code(reminders(missing, what=what), language=None, wrap_lines=True)
