"""What lies behind a trust's position: its domains, who its peers are and why, what was before mergers."""

from benchmark.charts.position_words import peers_in_words
from benchmark.measures.domains import domain_scores
from benchmark.measures.position import Position
from benchmark.measures.predecessors import predecessors
from benchmark.reports.position_tables import domains_table, own_context, peers_table, predecessors_table
from benchmark.store.publication import Publication
from benchmark.web import parts
from benchmark.web.blocks import Block, Html, joined
from benchmark.wording import in_full, in_list, short_name


def domains(publication: Publication, found: tuple[Position, ...], *, year: int) -> list[Block]:
    """The domains behind the pillars, where returns have them."""
    tables = []
    for one in found:
        scores = domain_scores(publication, one.peers, year=year)
        if not scores.empty:
            caption = f"{one.care_setting}: domains, scored in whole levels from 1 to 5; self-assessed"
            tables.append(
                parts.folded(
                    f"{one.care_setting}: {len(scores)} domains",
                    parts.table(domains_table(scores), caption=caption),
                )
            )
    if not tables:
        return []
    said = parts.text("A pillar's score is the mean of its domains. A median is given from three peers on.")
    return [parts.section("Domains behind the pillars"), said, *tables]


def peers_behind(found: tuple[Position, ...], *, file_name: str) -> list[Block]:
    """Who the peers are, and for the most similar ones what makes them so."""
    blocks: list[Block] = []
    for one in found:
        words = peers_in_words(one)
        if one.peers.units.empty:
            blocks.append(parts.text(f"{one.care_setting}: {words}."))
            continue
        inside = []
        if one.peers.similar is not None:
            inside += [_why_similar(one), parts.table(own_context(one.peers), caption="What is compared")]
        inside.append(
            parts.table(
                peers_table(one.peers),
                caption=f"{one.care_setting}: {words}",
                file_name=f"{file_name}-{slug(one.care_setting)}",
            )
        )
        blocks.append(parts.folded(f"{one.care_setting}: {words}", *inside))
    choice = found[0].peers.choice
    how = (
        "They are on your own list, which is in this page's link."
        if choice.group == "own"
        else "Choose others under 'Compare with'; the choice is in this page's link."
    )
    return [parts.text(how), *blocks]


def _why_similar(one: Position) -> Html:
    similar = one.peers.similar
    assert similar is not None
    said = parts.text(
        "Alike in what they are, never in how mature they are or what they spend on IT. A part of a distance "
        "is the squared difference in standard deviations; the distance is the root of the parts' mean."
    )
    if similar.missing:
        said += parts.text(
            f"{short_name(one.trust)} has no published figure for {in_list([*similar.missing])}. "
            "The rest is compared, so many trusts are equally near.",
            kind="caution",
        )
    return said


def before_mergers(publication: Publication, ods_code: str, *, year: int, file_name: str) -> list[Block]:
    """What belonged to which predecessor."""
    before = predecessors(publication, year=year, ods_code=ods_code)
    said = []
    if not before.returns.empty:
        said.append(
            parts.table(
                predecessors_table(before),
                caption=f"What the trusts that became part of it returned themselves, up to {year}",
                file_name=file_name,
            )
        )
    if before.silent:
        listed = in_list([f"{name} ({code}, until {in_full(day)})" for code, name, day in before.silent])
        said.append(
            parts.text(
                f"Without a return of their own in any round known here: {listed}. "
                "Where the publication has an earlier score for them, it stands under the merged trust."
            )
        )
    return [parts.section("Before mergers: what belonged to whom"), joined(said)] if said else []


def slug(words: str) -> str:
    """Words as they stand in an anchor or a file's name."""
    return words.casefold().replace(" ", "-")
