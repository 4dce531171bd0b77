"""Blocks of a trust's page: other returns on the same supplier of records, and their spread."""

from collections.abc import Sequence

from benchmark.common.scope import Scope
from benchmark.core.wording import slug
from benchmark.questions.trusts.columns import AMONG_PEERS
from benchmark.questions.trusts.measure import among_peers, supplier_results
from benchmark.questions.trusts.peers import PeerChoice
from benchmark.questions.trusts.suppliers import suppliers
from benchmark.questions.trusts.words import between_suppliers, supplier_sentence
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block

SHOWN = AMONG_PEERS.only(
    *("pillar", "score", "n", "minimum", "median", "maximum", "difference", "higher", "within", "lower")
)


@per_publication
def same_supplier(
    publication: Publication, ods_code: str, scope: Scope, *, settings: Sequence[str]
) -> list[Block]:
    """Each care setting's returns on the trust's supplier; empty where the trust has no return."""
    if not settings:
        return []
    supplier = suppliers(publication).get(ods_code)
    blocks: list[Block] = [parts.section("Same supplier, different result", anchor="same-supplier")]
    others = False
    for setting in settings:
        among = among_peers(
            publication,
            year=scope.assessment_year,
            footprint=scope.footprint,
            ods_code=ods_code,
            care_setting=setting,
            choice=PeerChoice("supplier"),
        )
        others = others or not among.peers.units.empty
        blocks.append(parts.text(supplier_sentence(among, supplier)))
        if not among.comparable or supplier is None:
            continue
        if not among.subject.fictional:
            split = supplier_results(publication, year=scope.assessment_year, footprint=scope.footprint)
            blocks.append(parts.text(between_suppliers(split.split(setting))))
        table = parts.table(
            SHOWN.of(among.pillars),
            caption=f"{setting}: this trust among other returns on {supplier.name}; self-assessed",
            subject=among.subject,
            file_name=f"same-supplier-{slug(setting)}",
        )
        blocks.append(parts.folded(f"{setting}: every pillar, with the spread", table))
    if others:
        blocks.append(parts.text("To see them as marks, choose 'Same EPR supplier' under 'Compare with'."))
    return blocks
