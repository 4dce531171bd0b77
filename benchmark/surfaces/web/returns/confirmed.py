"""The names and headings that people confirmed with their returns, which later files are read by."""

from typing import Any

import pandas as pd

from benchmark.core.wording import in_full
from benchmark.questions.returned.columns import CONFIRMED
from benchmark.questions.returned.measure import confirmed_names
from benchmark.returns.vocabulary import heading_of
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html

SHOWN = 50
NONE_YET = (
    "Nobody has confirmed a name or a heading yet. Where a file has one that is not known, the page Upload "
    "returns asks what it means. The answers are kept here, and used for later files."
)


@per_publication
def confirmed(publication: Publication) -> Html:
    """The confirmed names and headings: each with its meaning, who confirmed it, and how to undo it."""
    found = confirmed_names(publication)
    if found.empty:
        return parts.text(NONE_YET)
    in_use = int((found["state"] == "standing").sum())
    lead = (
        f"{len(found):,} confirmed, {in_use:,} of them in use: later files are read by those. "
        "To take one back, open its number and withdraw it."
    )
    items = [_item(entry) for _, entry in found.head(SHOWN).iterrows()]
    more = len(found) - SHOWN
    rest = parts.text(f"{more:,} older ones stand in the CSV.") if more > 0 else Html()
    return (
        parts.text(lead)
        + parts.made("confirmed", items=items)
        + rest
        + parts.download(CONFIRMED.of(found), file_name="confirmed-names-and-headings")
    )


def _item(entry: pd.Series) -> dict[str, Any]:
    """The template's values for one confirmed name or heading."""
    if entry["organisation"] is None:
        stands_for = f"the column {heading_of(str(entry['stands_for']))}"
        where = f" in {str(entry['layout']).replace('_', ' ')}" if entry["layout"] else ""
    else:
        stands_for, where = f"{entry['organisation']} ({entry['stands_for']})", ""
    when = entry["submitted_at"]
    shown = {name: entry[name] for name in ("sort", "written", "fictional", "submitted_by", "state")}
    return shown | {
        "where": where,
        "stands_for": stands_for,
        "day": in_full(when),
        "number": int(entry["submission_id"]),
    }
