"""Templates for returns, and the meaning of their columns: for a trust, for a system, or without either."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from benchmark.common.scope import Footprint, with_group
from benchmark.core.wording import plural
from benchmark.questions.returned.columns import TEMPLATE as TEMPLATE_COLUMNS
from benchmark.questions.returned.columns import TEMPLATE_VALUES
from benchmark.returns.templates.columns import TemplateColumn, template_columns
from benchmark.returns.templates.csv_template import template_table
from benchmark.returns.templates.request import (
    NOBODY,
    Asked,
    Subject,
    has_domains,
    kinds_for,
    system_subject,
    trust_subject,
)
from benchmark.returns.templates.workbook import financial_year_from, template_book
from benchmark.returns.vocabulary import layouts
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html, draw
from benchmark.surfaces.web.choices.filters import as_footprint, pillars_of, round_of_systems
from benchmark.surfaces.web.choices.link import PLACE, ROUND, as_offered, note_not_offered, wanted_value
from benchmark.surfaces.web.choices.lists import pick, typed_in
from benchmark.surfaces.web.choices.offered import offered_groups, offered_systems
from benchmark.surfaces.web.choices.trust_choice import homes_of
from benchmark.surfaces.web.downloads import file_stem
from benchmark.surfaces.web.site.sitemap import TEMPLATE

T = TypeVar("T")
EVERYTHING = "everything"
_TRUST, _SYSTEM, _NOBODY = "A trust", "A system or group", "Nobody in particular"
_SHOWN = "template in the link"
_KIND = "template-kind"
_FOLLOW_THE_LINK = ("template-for", "template-trust", "template-ics", "template-round")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class _Round:
    """The round and footprint of the trusts and systems on offer."""

    year: int
    footprint: Footprint


def templates(publication: Publication) -> None:
    """Draw the templates and the meaning of their columns. A link may name a kind and a trust."""
    titles = {EVERYTHING: "Everything, a sheet for each kind"}
    titles |= {kind: layouts()[kind].title for kind in kinds_for(NOBODY)}
    asked = as_offered(st.query_params.get(TEMPLATE), [*titles])
    link = tuple(st.query_params.get(name) for name in (TEMPLATE, "trust", *PLACE, ROUND))
    if st.session_state.get(_SHOWN) != link:
        # Once only: a reader who came by such a link may then choose another template.
        st.session_state[_SHOWN] = link
        for key in _FOLLOW_THE_LINK:
            st.session_state.pop(key, None)
        if asked in titles:
            st.session_state[_KIND] = asked
        elif asked is not None:
            note_not_offered("Template", asked, instead="the first kind")
    with st.expander("Templates, and what each column means", expanded=asked in titles):
        left, right = st.columns(2)
        kind = _choose(left.selectbox, "Kind of return", titles, key=_KIND)
        below = st.columns(2)
        subject = _subject(publication, right, below[0])
        wanted = _years(publication, subject, below[1] if subject.codes else below[0])
        wanted = _figures(publication, kind, subject, wanted)
        kinds = kinds_for(subject) if kind == EVERYTHING else (kind,)
        if kind in (EVERYTHING, *kinds_for(subject)):
            _downloads(publication, kind, subject, wanted)
        else:
            words = f"A trust returns no {titles[kind]}: a system's board does. Choose a system."
            draw(parts.text(words, kind="caution"))
        folded = len(kinds) > 1
        draw(*(_columns(publication, wanted.layout(each), titles[each], folded=folded) for each in kinds))


def _subject(publication: Publication, column: DeltaGenerator, below: DeltaGenerator) -> Subject:
    """Draw the choice of the template's trust or system. At first it is that of the link."""
    footprint = as_footprint(wanted_value("footprint") or "")
    at = _Round(round_of_systems(publication), footprint)
    homes = homes_of(publication, year=at.year, footprint=footprint)
    systems = offered_systems(publication, year=at.year, footprint=footprint).systems
    groups = offered_groups(publication, year=at.year, footprint=footprint)
    trust, ics = st.query_params.get("trust"), wanted_value("ics")
    placed = ics in systems or wanted_value("group") in groups
    linked = _TRUST if trust in homes else _SYSTEM if placed else _NOBODY
    kinds = {name: name for name in (_TRUST, _SYSTEM, _NOBODY)}
    who = _choose(column.selectbox, "For", kinds, key="template-for", first=linked)
    if who == _TRUST:
        names = {code: f"{home.name} ({code})" for code, home in homes.items()}
        named = _of_which(below, "Trust", names, key="template-trust", first=trust)
        return NOBODY if named is None else _trust(publication, named)
    if who == _SYSTEM:
        names = {code: f"{system.name} ({code})" for code, system in systems.items()}
        names |= {code: group.named for code, group in groups.items()}
        first = wanted_value("group") or ics
        named = _of_which(below, "System or group", names, key="template-ics", first=first)
        if named is not None:
            on = with_group(footprint, named) if named in groups else footprint
            return _system(publication, named, _Round(at.year, on))
    return NOBODY


@per_publication
def _trust(publication: Publication, code: str) -> Subject:
    return trust_subject(publication, code)


@per_publication
def _system(publication: Publication, code: str, at: _Round) -> Subject:
    return system_subject(publication, code, assessment_year=at.year, footprint=at.footprint)


def _years(publication: Publication, subject: Subject, column: DeltaGenerator) -> Asked:
    """Draw the choice of a round, with the financial year that ends in its spring."""
    known = pillars_of(publication, fictional=subject.fictional)
    years = {year: f"{year}, with {financial_year_from(year - 1)}" for year in (*known, known[-1] + 1)}
    wanted = as_offered(wanted_value(ROUND), [str(year) for year in years])
    linked = next((year for year in years if str(year) == wanted), known[-1])
    year = _choose(
        column.selectbox, "Round, and the financial year before it", years, key="template-round", first=linked
    )
    return Asked(year, financial_year_from(year - 1))


def _figures(publication: Publication, kind: str, subject: Subject, wanted: Asked) -> Asked:
    """Draw the choices to fill in current figures and to list domains. Returns `wanted` with them."""
    with_current = domains = False
    if subject.codes and sees_current(publication, subject):
        with_current = st.toggle("Fill in the figures that stand, to correct them", key="template-current")
    if kind in (EVERYTHING, "maturity_scores") and _domains(publication, subject):
        domains = st.toggle("Maturity scores by domain, a row for each", key="template-domains")
    return replace(wanted, with_current=with_current, domains=domains)


def sees_current(publication: Publication, subject: Subject) -> bool:
    """Whether the reader may see current figures, which include each trust's legacy estate."""
    return publication.sees_all_of("legacy", [trust.code for trust in subject.trusts])


_domains = per_publication(has_domains)


def _downloads(publication: Publication, kind: str, subject: Subject, wanted: Asked) -> None:
    """Draw the download buttons. A file is made only when its button is pressed."""
    kinds = () if kind == EVERYTHING else (kind,)
    whose = f"-{subject.ics_code or subject.codes[0]}" if subject.codes else ""
    stem = file_stem(publication, f"{kind}{whose}-template", fictional=subject.fictional)
    with st.container(horizontal=True):
        st.download_button(
            "Download as Excel workbook",
            data=lambda: template_book(kinds, subject, wanted, publication)[0],
            file_name=f"{stem}.xlsx",
            mime=_XLSX,
            on_click="ignore",
            type="primary",
            icon=":material/download:",
            key="template-xlsx",
        )
        if kinds:
            st.download_button(
                "Download as CSV",
                data=lambda: template_table(kind, subject, wanted, publication)[0],
                file_name=f"{stem}.csv",
                mime="text/csv",
                on_click="ignore",
                icon=":material/download:",
                key="template-csv",
            )
    draw(parts.text(_what_it_holds(subject, csv=bool(kinds))))


def _what_it_holds(subject: Subject, *, csv: bool) -> str:
    if not subject.codes:
        filled = "Nothing of an organisation is filled in."
        of_csv = "The CSV has a worked example, whose rows are left out when it is read."
    else:
        trusts = f"{len(subject.trusts)} trusts" if len(subject.trusts) != 1 else "one trust"
        filled = f"Filled in for {subject.name}: {trusts}, with care settings, pillars, items and years."
        of_csv = "In the CSV, delete the rows that stay empty."
    lists = "The workbook has lists to choose from, and knows its own sheets when it comes back."
    return " ".join((filled, lists, of_csv if csv else "A CSV holds one kind: choose it to get one."))


@per_publication
def _columns(_: Publication, layout: str, title: str, *, folded: bool) -> Html:
    """A kind's columns, and the values of its closed lists, made once for all who may see the same."""
    columns = template_columns(layout)
    rows = TEMPLATE_COLUMNS.of(
        {
            "heading": column.heading,
            "meaning": column.meaning,
            "unit": _unit(column),
            "needed": column.needed_in_words,
        }
        for column in columns
    )
    table = parts.table(rows, caption=f"Columns of {title}", stacked=True)
    table += parts.download(rows, file_name=f"{layout}-columns", words="Download this table as CSV")
    lists = [_list(column) for column in columns if column.choices]
    whole = sum(lists, start=table)
    return parts.folded(title, whole) if folded else whole


def _unit(column: TemplateColumn) -> str:
    return column.unit or ("one of the list" if column.choices else "text")


def _list(column: TemplateColumn) -> Html:
    """Every value of a closed list with its meaning, folded."""
    rows = TEMPLATE_VALUES.of(
        {"shown": choice.shown, "meaning": choice.meaning, "kept": choice.kept} for choice in column.choices
    )
    others = "; others may be written" if column.open_list else ""
    return parts.folded(
        f"{column.heading}: {plural(len(rows.rows), 'value')} to choose from{others}",
        parts.table(rows, caption=f"Values of {column.heading}", stacked=True),
    )


def _choose(
    select: Callable[..., T], label: str, options: Mapping[T, str], *, key: str, first: object = None
) -> T:
    """Draw a select box with `select`. options: value -> words. first: chosen at first. Returns the value."""
    keys = list(options)
    if st.session_state.get(key) not in options:
        st.session_state[key] = first if first in options else keys[0]
    return select(label, keys, format_func=options.__getitem__, key=key, filter_mode=typed_in(keys))


def _of_which(
    place: DeltaGenerator, label: str, options: Mapping[str, str], *, key: str, first: str | None
) -> str | None:
    """Like `_choose` for an organisation, but None until the reader chooses one."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = first if first in options else None
    return pick(place.selectbox, label, options, key=key, placeholder="Type a name or a code")
