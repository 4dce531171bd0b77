"""The definitions for reading returns, loaded once: layouts, headings and spellings."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TypeVar

from benchmark.core.definitions import condition_sections, definitions, listed, read_as, trust_accounts
from benchmark.core.settings import PROJECT_ROOT
from benchmark.store.storage.tables import may_be_empty
from schemas.intake import Headings, Layout, LayoutColumn
from schemas.kinds import KINDS

FOLDER = PROJECT_ROOT / "data" / "definitions"
T = TypeVar("T")
_SEPARATORS = re.compile(r"[\s_\-\u2010-\u2015]+")

EMPTY_OF_PROGRAMS = frozenset(
    ("null", "(null)", "[null]", "<null>", "na", "nan", "<na>", r"\n", ".", "(blank)")
)
"""How databases, R, pandas, MySQL, SAS and pivot tables write an empty cell, in lower case."""
_NUMBER_OR_SCORE = re.compile(r"^(?:pillar )?[0-9]{1,2} ?[.:)]? ?|(?: scores?| ?\(scores?\))$")
_ONE_WORD = dict.fromkeys(("expenditure", "spending", "expenses", "costs"), "spend")
_LETTERS = {"Ods": "ODS", "Ics": "ICS", "Icb": "ICB", "It": "IT", "wte": "WTE"}


@cache
def headings() -> Headings:
    """The other names of columns and values, from headings.toml."""
    return read_as(Headings, FOLDER / "headings.toml")


@cache
def layouts() -> dict[str, Layout]:
    """Every layout by its key: each kind's own long table, then those in the definitions."""
    titles = {text.kind: text for text in definitions().kinds}
    own = [
        Layout(
            key=kind,
            kind=kind,
            title=titles[kind].title,
            purpose=titles[kind].purpose,
            columns=tuple(
                # Not columns that old rows lack: a file without them is of this kind too, with a finding.
                LayoutColumn(field=name, required=not may_be_empty(field) or name in model.always_there)
                for name, field in model.model_fields.items()
            ),
        )
        for kind, model in KINDS.items()
    ]
    return {layout.key: layout for layout in (*own, *listed("layouts", tuple[Layout, ...]))}


@cache
def _summary_words() -> frozenset[str]:
    return frozenset(map(heading_key, headings().summary_rows))


def is_of_totals(key: str) -> bool:
    """Whether a text, as heading_key gives it, is the label of a row of totals."""
    words = _summary_words()
    return key in words or (bool(key) and all(part in words for part in key.split()))


@cache
def row_numbers() -> frozenset[str]:
    """Headings, as heading_key gives them, of columns that number rows: never part of a return."""
    return frozenset(map(heading_key, headings().row_numbers))


@cache
def return_layouts() -> tuple[Layout, ...]:
    """The layouts of kinds that organisations return."""
    return _layouts_for("return")


@cache
def file_layouts() -> tuple[Layout, ...]:
    """The layouts of files that can be recognised: returns, disclosed figures, groups, publications."""
    return _layouts_for("return", "disclosure", "grouping", "publication")


@cache
def template_layouts() -> tuple[Layout, ...]:
    """The layouts of kinds that have a template for people to fill in."""
    return _layouts_for("return", "disclosure", "grouping")


def _layouts_for(*audiences: str) -> tuple[Layout, ...]:
    kinds = {text.kind for text in definitions().kinds if text.audience in audiences}
    return tuple(layout for layout in layouts().values() if layout.kind in kinds)


@cache
def heading_aliases() -> dict[str, tuple[str, ...]]:
    """Field -> its other headings, in any kind of return."""
    return {entry.column: entry.headings for entry in headings().columns}


@lru_cache(maxsize=20_000)
def heading_key(heading: str) -> str:
    """A heading without what people vary: capitals, spaces, hyphens and underscores.

    >>> heading_key(" ODS_Code ")
    'ods code'
    """
    return _SEPARATORS.sub(" ", heading).strip().strip("*:").strip().casefold()


def heading_of(name: str) -> str:
    """A field's name as a heading: 'ods_code' is ODS code, 'it_revenue' is IT revenue.

    >>> heading_of("offers_or_asks")
    'Offers or asks'
    """
    words = name.replace("_", " ").capitalize().split()
    return " ".join(_LETTERS.get(word, word) for word in words)


@cache
def pillar_spellings() -> dict[str, str]:
    """Every spelling of a pillar, as heading_key gives it -> its key."""
    return {
        heading_key(spelling): pillar.key
        for pillar in definitions().framework.pillars
        for spelling in (pillar.key, pillar.name, *pillar.aliases)
    }


def pillar_of(text: str) -> str:
    """The pillar that a text names, also with a number before or "score" after it; '' for other texts.

    >>> pillar_of("1. Well Led"), pillar_of("Pillar 2: Safe Practice score"), pillar_of("Total")
    ('well_led', 'safe_practice', '')
    """
    return spaced_or_not(pillar_spellings()).get(without_number(text), "")


def without_number(text: str) -> str:
    """The heading_key of a text, without a number before a pillar's name or "score" after it."""
    return _NUMBER_OR_SCORE.sub("", heading_key(text))


@cache
def pillar_names() -> dict[str, str]:
    """Pillar key -> name."""
    return {pillar.key: pillar.name for pillar in definitions().framework.pillars}


@cache
def pillar_initials() -> dict[str, str]:
    """Initials of pillars' names, such as WL -> pillar key; without initials that two share."""
    with_initials: dict[str, list[str]] = {}
    for key, name in pillar_names().items():
        with_initials.setdefault("".join(word[0] for word in name.split()).upper(), []).append(key)
    return {letters: keys[0] for letters, keys in with_initials.items() if len(keys) == 1}


@cache
def setting_spellings() -> dict[str, str]:
    """Every spelling of a care setting, as heading_key gives it -> its name."""
    return {
        heading_key(spelling): setting.name
        for setting in definitions().care_settings
        for spelling in (setting.name, *setting.aliases)
    }


@cache
def value_spellings() -> dict[str, str]:
    """Every spelling of a care setting, and every other one of a listed value, as heading_key gives it -> the
    value.
    """
    answers = {
        heading_key(spelling): entry.value for entry in headings().spellings for spelling in entry.spellings
    }
    sections = {heading_key(section.title): section.section for section in condition_sections().values()}
    return setting_spellings() | answers | sections


@cache
def _by_words() -> dict[frozenset[str], tuple[str, str]]:
    """A heading's words in any order -> (column, heading), if only one column has them."""
    columns: dict[frozenset[str], dict[str, str]] = {}
    for column, aliases in heading_aliases().items():
        for heading in (heading_of(column), *aliases):
            columns.setdefault(_words(heading), {}).setdefault(column, heading)
    return {words: next(iter(named.items())) for words, named in columns.items() if len(named) == 1}


def _words(heading: str) -> frozenset[str]:
    return frozenset(_ONE_WORD.get(word, word) for word in heading_key(heading).split())


def column_by_words(*parts: str) -> tuple[str, str]:
    """The column whose heading has the words of all parts in any order, and that heading; else ('', '').

    >>> column_by_words("IT spend", "Revenue"), column_by_words("Trust", "Score")
    (('it_revenue', 'IT revenue spend'), ('', ''))
    """
    return _by_words().get(_words(" ".join(parts)), ("", ""))


@cache
def known_headings() -> frozenset[str]:
    """Every heading of any layout, as heading_key gives it. Header rows are recognised by them."""
    names = {heading_key(name) for model in KINDS.values() for name in model.model_fields}
    names |= {heading_key(heading) for aliases in heading_aliases().values() for heading in aliases}
    of_accounts = trust_accounts().headings
    names |= set(map(heading_key, (*of_accounts.worksheet, *of_accounts.main_code, *of_accounts.sub_code)))
    for layout in layouts().values():
        names |= {heading_key(heading) for column in layout.columns for heading in column.headings}
    return frozenset(spaced_or_not(dict.fromkeys((*names, *pillar_spellings()))))


def spaced_or_not(names: Mapping[str, T]) -> dict[str, T]:
    """Names, as heading_key gives them, also without spaces, as Stata and others write them."""
    return {name.replace(" ", ""): meant for name, meant in names.items()} | dict(names)
