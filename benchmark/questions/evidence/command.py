"""The command `evidence`: other publications about trusts, beside their own scores."""

from benchmark.common.resolve import default_round_of_trust, named_trust, resolve_scope
from benchmark.common.subject import Subject, subject_of
from benchmark.questions.evidence.columns import ASKED, ASSETS, DSPT, LATEST, QUESTIONS, RECORDS
from benchmark.questions.evidence.measure import evidence as evidence_of
from benchmark.questions.evidence.measure import evidence_of_system
from benchmark.questions.evidence.words import notes_on_evidence
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.measured import received_of
from benchmark.surfaces.cli.options import Asked
from benchmark.surfaces.cli.output import Reply, show


@options.command("evidence --ics QYG", "evidence --trust RBS --format json")
@options.system_or_trust
@options.measured
def evidence(*, ics: str, trust: str | None, asked: Asked) -> None:
    """What else is published about trusts, beside their own scores.

    One row per trust: the newest data security status, and what keeping medical records cost.
    """
    publication = asked.publication
    if trust is None:
        scope = resolve_scope(publication, ics=ics, year=asked.year, footprint=asked.footprint)
        published, subject = evidence_of_system(publication, scope), subject_of(publication, scope)
        received = received_of(publication, scope)
    else:
        code, name, fictional = named_trust(publication, trust)
        year = asked.year or default_round_of_trust(
            publication, code, fictional=fictional, footprint=asked.footprint
        )
        published = evidence_of(
            publication, [code], year=year, footprint=asked.footprint, fictional=fictional
        )
        subject = Subject(code, name, fictional, str(year), asked.footprint, publication.as_at)
        received = received_of(publication, None, year=year)
    head = {"ics": subject.code if trust is None else None, "trust": None if trust is None else subject.code}
    table = LATEST.of(published.latest)
    show(
        Reply(
            subject=subject.on(published.rests_on),
            heading="what else is published, beside self-assessed scores",
            shown=LATEST.without("eric_type", "questions").of(published.latest),
            exported=table,
            document=ASKED.record(head | {"year": published.year})
            | {
                "trusts": table.records(),
                "dspt": DSPT.of(published.dspt).records(),
                "records": RECORDS.of(published.records).records(),
                "assets": ASSETS.of(published.assets).records(),
                "questions": QUESTIONS.of(published.questions).records(),
            },
            notes=notes_on_evidence(published),
            received=received,
        ),
        asked.written,
    )
