"""Other publications about the same trusts, beside their own scores: unchanged and never added up."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, Final

import pandas as pd

from benchmark.common.scope import (
    Footprint,
    Scope,
    placements,
    system_of,
    trust_names,
    unit_pillars,
)
from benchmark.common.subject import MATURITY_SCORES, Sources, sources
from benchmark.core.compare import at_least, at_most
from benchmark.core.definitions import disagreements
from benchmark.core.wording import decimal
from benchmark.questions.evidence.assets import ASSETS_KIND, assets_rows, records_of
from benchmark.questions.evidence.columns import ASSETS, DSPT, LATEST, QUESTIONS, RECORDS, STATUS_WORDS
from benchmark.store.publication import Publication, per_publication

KINDS: Final = ("dspt_status", "medical_records", "eric_types", ASSETS_KIND)
"""The kinds of publications shown beside the scores."""
_BESIDE: Final = ("safe_practice", "smart_foundations")


@dataclass(frozen=True)
class Evidence:
    """Other publications about some trusts, in the order asked for.

    latest: the table LATEST, one row per trust, from the newest edition and year of each publication.
    dspt, records, assets: the tables DSPT, RECORDS and ASSETS, with every edition and year.
    questions: the table QUESTIONS; one row where a score and a publication point in different directions.
    """

    year: int
    latest: pd.DataFrame
    dspt: pd.DataFrame
    records: pd.DataFrame
    assets: pd.DataFrame
    questions: pd.DataFrame
    rests_on: Sources


def evidence_of_system(publication: Publication, scope: Scope) -> Evidence:
    """The evidence for a system's trusts, by name: trusts open on the footprint's day, or with a return."""
    placed = placements(publication, year=scope.assessment_year, footprint=scope.footprint)
    returned = unit_pillars(
        publication,
        assessment_year=scope.assessment_year,
        footprint=scope.footprint,
        ics_code=scope.ics_code,
    )
    own = placed[placed["ics_code"] == scope.ics_code]
    own = own[own["is_open"] | own["ods_code"].isin(returned["ods_code"])].sort_values(["trust", "ods_code"])
    return evidence(
        publication,
        own["ods_code"].tolist(),
        year=scope.assessment_year,
        footprint=scope.footprint,
        fictional=system_of(publication, scope).fictional,
    )


def evidence(
    publication: Publication,
    ods_codes: Sequence[str],
    *,
    year: int,
    footprint: Footprint,
    fictional: bool = False,
) -> Evidence:
    """The evidence for the given trusts, beside their scores of a round. Each trust has a row.

    fictional: whether the trusts are fictional; then their evidence is fictional too.
    """
    by_kind = published(publication)
    names = trust_names(publication, year=year, footprint=footprint)
    scores = _scores(publication, year=year, footprint=footprint)
    latest, questions = [], []
    for code in ods_codes:
        row = _latest(by_kind, code) | {"ods_code": code, "trust": names[code]} | scores.get(code, {})
        asked = [*_questions(row)]
        questions += asked
        latest.append(row | {"questions": tuple(question["question"] for question in asked)})
    return Evidence(
        year,
        LATEST.typed(latest),
        DSPT.typed(_named(by_kind["dspt_status"], names, ods_codes)),
        RECORDS.typed(_named(by_kind["medical_records"], names, ods_codes)),
        ASSETS.typed(_named(by_kind[ASSETS_KIND], names, ods_codes)),
        QUESTIONS.typed(questions),
        sources(
            publication,
            *(MATURITY_SCORES, *KINDS),
            years=(year,),
            fictional=fictional,
            trusts=frozenset(ods_codes),
        ),
    )


Rows = Mapping[str, Sequence[dict[str, Any]]]


@per_publication
def published(publication: Publication) -> Mapping[str, Rows]:
    """Kind -> trust -> its rows, oldest first: a few thousand, so asked once for all trusts."""
    by_kind: dict[str, dict[str, list[dict[str, Any]]]] = {kind: defaultdict(list) for kind in KINDS}
    queries = {
        "dspt_status": "dspt_of_trusts",
        "medical_records": "records_of_trusts",
        "eric_types": "eric_types",
    }
    rows_of_kind = {kind: records_of(publication, query) for kind, query in queries.items()}
    for kind, rows in (*rows_of_kind.items(), (ASSETS_KIND, assets_rows(publication))):
        for row in rows:
            by_kind[kind][row["ods_code"]].append(row)
    return by_kind


def _named(rows: Rows, names: Mapping[str, str], ods_codes: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of the trusts, each with its name on the footprint in place of the publication's name."""
    return (row | {"trust": names[code]} for code in ods_codes for row in rows.get(code, ()))


def _latest(known: Mapping[str, Rows], code: str) -> dict[str, Any]:
    """The newest row of each publication about a trust, merged; missing values are None."""
    newest: dict[str, Any] = {}
    for kind in KINDS:
        rows = known[kind].get(code)
        if rows and kind == ASSETS_KIND:
            ages = {name: rows[-1][name] for name in ("it_age", "software_age")}
            newest |= ages | {"assets_year": rows[-1]["financial_year"]}
        elif rows:
            newest |= rows[-1]
    return newest


@per_publication
def _scores(publication: Publication, *, year: int, footprint: Footprint) -> dict[str, dict[str, float]]:
    """Trust -> pillar -> mean over its care settings, for the pillars that evidence is shown beside."""
    rows = unit_pillars(publication, assessment_year=year, footprint=footprint)
    own: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for code, pillar, score in zip(rows["ods_code"], rows["pillar"], rows["score"], strict=True):
        if pillar in _BESIDE:
            own[code][pillar].append(score)
    return {
        code: {pillar: fsum(scores) / len(scores) for pillar, scores in pillars.items()}
        for code, pillars in own.items()
    }


_VALUE_AND_DATE: Final = {
    "dspt_status": ("status", "edition"),
    "medical_records": ("record_type", "financial_year"),
}


def _questions(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The questions to a trust that follow from its row of LATEST."""
    for rule in disagreements():
        value, when = (row.get(name) for name in _VALUE_AND_DATE[rule.publication])
        score = row.get(rule.pillar)
        if score is None or value not in rule.values:
            continue
        high = rule.at_least is not None and at_least(score, rule.at_least)
        low = rule.at_most is not None and at_most(score, rule.at_most)
        if high or low:
            question = rule.question.format(
                score=decimal(score, 1), when=when, value=STATUS_WORDS.get(value, value)
            )
            yield {
                "ods_code": row["ods_code"],
                "trust": row["trust"],
                "pillar": rule.pillar,
                "score": score,
                "question": question,
            }
