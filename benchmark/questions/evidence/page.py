"""The part of the page "Trust position" with other publications about the trust."""

from benchmark.common.scope import Scope
from benchmark.common.subject import Subject
from benchmark.core.columns import rows_of
from benchmark.questions.evidence.columns import ASSETS, DSPT, RECORDS
from benchmark.questions.evidence.measure import evidence
from benchmark.questions.evidence.words import (
    ADDED_UP,
    ASSETS_CAUTION,
    CAUTION,
    CAUTION_WITHOUT_SCORES,
    NOTHING,
    OLD_SERIES,
    SOURCE,
    SOURCE_WITHOUT_SCORES,
    evidence_sentences,
)
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block


@per_publication
def what_else_is_published(publication: Publication, subject: Subject, scope: Scope) -> list[Block]:
    """Other publications about the trust, with a question where they differ from its own score."""
    published = evidence(
        publication,
        [subject.code],
        year=scope.assessment_year,
        footprint=scope.footprint,
        fictional=subject.fictional,
    )
    sentences = evidence_sentences(published)
    heading = parts.section("What else is published", anchor="evidence")
    if not sentences:
        return [heading, parts.text(NOTHING)]
    scored = bool(published.latest[["safe_practice", "smart_foundations"]].notna().any(axis=None))
    caution = CAUTION if scored else CAUTION_WITHOUT_SCORES
    blocks: list[Block] = [heading, parts.text(caution), parts.bullets(sentences)]
    asked = [row.question for row in rows_of(published.questions)]
    if asked:
        blocks += [parts.subsection("Questions to this trust"), parts.bullets(asked)]
    of_trust = subject.on(published.rests_on, line=SOURCE if scored else SOURCE_WITHOUT_SCORES)
    tables = [
        (DSPT.without("ods_code", "trust"), published.dspt, "dspt", OLD_SERIES),
        (RECORDS.without("ods_code", "trust"), published.records, "records", ADDED_UP),
        (ASSETS.without("ods_code", "trust"), published.assets, "assets", ASSETS_CAUTION),
    ]
    for table, rows, file_name, note in tables:
        if len(rows):
            behind = parts.table(
                table.of(rows), caption=f"{table.title}. {note}", subject=of_trust, file_name=file_name
            )
            blocks.append(parts.folded(table.title, behind))
    return [*blocks, parts.source(of_trust.source())]
