"""The blocks of the page "Trust position", made once per publication."""

from dataclasses import dataclass, replace

from benchmark.charts.figure import titled
from benchmark.charts.strips import pillar_strips
from benchmark.measures.gaps import gaps_of as summarised
from benchmark.reports.trust_words import profile_subtitle, profile_title, trust_lead
from benchmark.store.publication import Publication
from benchmark.web import parts, sections
from benchmark.web.blocks import Block
from benchmark.web.cache import per_publication
from benchmark.web.downloads import file_stem
from benchmark.web.filters import Filters
from benchmark.web.views import completeness_of, gaps_of, national_of, progress_if_any, trust_facts_of


@dataclass(frozen=True)
class Position:
    """The page's first sentence and all below it."""

    lead: str
    blocks: tuple[Block, ...]


@per_publication
def trusts_of(publication: Publication, filters: Filters) -> dict[str, str]:
    """The system's trusts to choose from, ODS code -> name."""
    scope, standard = filters.scope, filters.standard
    return sections.trust_names(gaps_of(publication, scope, standard), completeness_of(publication, scope))


@per_publication
def position(publication: Publication, filters: Filters, *, ods_code: str) -> Position:
    """One trust: its facts, its profile in each care setting, its change, its scores."""
    scope, standard, fictional = filters.scope, filters.standard, filters.fictional
    found = gaps_of(publication, scope, standard)
    name = trusts_of(publication, filters)[ods_code]
    settings = sections.settings_of(found, ods_code)
    blocks: list[Block] = [sections.trust_facts(trust_facts_of(publication, ods_code))]
    if not settings:
        blocks.append(sections.no_profile(found, ods_code, name))

    def stem(what: str) -> str:
        return file_stem(publication, f"{what}-{ods_code}-{scope.assessment_year}", fictional=fictional)

    national = national_of(publication, year=scope.assessment_year)
    for setting in settings:
        rows = found.rows[found.rows["care_setting"] == setting]
        of_setting = summarised(rows, scope=scope, standard=standard)
        drawn = pillar_strips(of_setting, national, chosen_trust=ods_code, fictional=fictional)
        drawn = replace(
            drawn,
            title=titled(profile_title(of_setting, ods_code=ods_code), fictional=fictional),
            subtitle=profile_subtitle(of_setting),
        )
        blocks += [
            parts.section(setting),
            *parts.figure(drawn, key=f"profile-{setting}", file_name=stem(f"profile-{setting}")),
        ]
    moved = progress_if_any(publication, scope)
    if moved is not None:
        blocks += [
            parts.section(f"Since {moved.year_from}"),
            sections.trust_movement(moved, ods_code, file_name=stem("movement")),
        ]
    if settings:
        blocks += [
            parts.section("Every score as a table"),
            sections.scores_table(found, file_name=stem("scores"), ods_code=ods_code),
        ]
    return Position(trust_lead(found, national, ods_code=ods_code), tuple(blocks))
