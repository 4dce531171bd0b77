"""Finds what a file says about its figures outside its rows: in titles, footnotes and names, in comments,
page headers and text boxes of workbooks, and in left-out columns.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.core.definitions import definitions
from benchmark.returns.arrays import text_places
from benchmark.returns.findings import LISTED, Finding
from benchmark.returns.read.line_kinds import texts_in
from benchmark.returns.read.sheet import Sheet
from benchmark.returns.recognise.heading_units import unit_in_titles
from benchmark.returns.recognise.kind import Recognition
from benchmark.returns.recognise.organisations import NameIndex
from benchmark.returns.recognise.years import MONTHS, read_financial_year
from benchmark.returns.vocabulary import heading_key, pillar_of, setting_spellings
from schemas.kinds import KINDS

ABOVE, SHEET, BELOW, FILE = (
    "A line above the header",
    "The sheet's name",
    "A line below the table",
    "The file's name",
)
_REMARKS = 2_000
"""The most distinct texts of a left-out column to examine."""
_FEW_WORDS = 8
"""The most words of a title or mark: a longer text can mention plans without its figures being plans."""
_ROWS_OF_A_COVER, _WORDS_OF_A_COVER, _CELLS_OF_A_PAIR = 40, 10, 2
"""The most rows of a cover sheet, the most words of a text on it, and how many cells a label and its value
fill.
"""
_OF_LISTS = re.compile(
    r"list|look|drop|valid|code|option|guid|instruct|help|example|definition|glossar|criteria|check|histor"
    r"|version|\blog|chang",
    re.I,
)
"""Parts of the names of sheets with guidance, lists or a version history."""
_OF_A_VERSION = re.compile(r"(?:v(?:ersion)?\s*)?[0-9]", re.I)
"""How a line of a version history begins."""
_APART = re.compile(r"[_.\s]+|(?<=[a-z])(?=[A-Z])|(?<=[0-9])(?=[A-Z][a-z])")
"""Where a file's name is split into words."""
_NOT = r"(?:not|never|n't)\s+(?:yet\s+)?(?:been\s+)?(?:to\s+be\s+)?(?:fully\s+|formally\s+|an?\s+|the\s+)?"
_EARLY = r"(?:drafts?|provisional|unaudited|unvalidated|indicative|illustrative|estimate[ds]?|placeholders?)"
_NOT_YET = r"(?!\ (?:yet|only))"
_DOUBT = re.compile(
    rf"""
    \b(?:
        draft | provisional | unaudited | unvalidated | unapproved | superseded | obsolete | out\ of\ date
        | illustrative | indicative | placeholders? | dummy | made[-\ ]up | work\ in\ progress | incomplete
        | estimate[ds]? | guess(?:ed)? | to\ be\ (?:confirmed|checked|updated|agreed|replaced) | unconfirmed
        | (?:do\ {_NOT}|please\ don't\s+)(?:use|submit|publish|share|send|copy|include|count)
        | {_NOT}(?:final|finalised|approved|validated|checked|confirmed|agreed|complete|signed\ off|audited
            |for\ (?:use|submission|publication)|submitted|used|published|included|counted)
        | (?:test|sample|example|training|fake)\ (?:data|figures|scores|file|version|return|only)
        | (?:last\ year'?s|old|previous|wrong)\ (?:data|figures|scores|version|file)
        | should\ (?:be|read|say|have\ been)\ £?[0-9][0-9.,]*(?:bn|[mk])?
        | £?[0-9][0-9.,]{{0,30}}(?:bn|[mk])?,?\ (?:not|instead\ of|rather\ than)\ £?[0-9][0-9.,]*(?:bn|[mk])?
        | correct(?:ed)?\ (?:figure|value|amount|score)s?\ (?:is|are|would\ be)
    )\b
    """,
    re.I | re.X,
)
"""Words that say that the figures are not the right ones to submit."""
_PLAN = re.compile(
    r"\b(?:budget(?:ed|s)?|forecasts?|planned|plans?|projected|projections?|predicted|expected)\b", re.I
)
"""Words for planned money."""
_AIM = re.compile(r"\b(?:targets?|ambitions?|aspirations?|forecasts?|planned|predicted|expected)\b", re.I)
"""Words for scores that are targets or forecasts."""
_OF_YEAR = r"(?: ?(?:20)?[0-9]{2})?"
_MONTH = rf"(?:{MONTHS}){_OF_YEAR}"
_TO = r" ?(?:to|[-\u2013]) ?"
_PART = re.compile(
    r"\b(?:q(?:uarter|tr)? ?[1-4]|[1-4](?:st|nd|rd|th) quarter|first quarter|year to date|ytd"
    r"|half[- ]year(?:ly)?|part[- ]year|months? ?(?:0?[1-9]|1[01])|m(?:0?[1-9]|1[01])"
    rf"|quarterly|monthly|to date|(?!apr(?:il)?{_OF_YEAR}{_TO}mar){_MONTH}{_TO}{_MONTH})\b",
    re.I,
)
"""Words for a part of a year."""
_OTHER_MEASURE = re.compile(
    r"\b(?:calendar year|(?!12 )[0-9]{1,2} months (?:to|ending|ended))\b"
    r"|\bin (?:eur|usd|euros?|(?:us )?dollars)\b|[€$¥]|^(?:eur|usd|chf|jpy|euros?|(?:us )?dollars?)$"
    r"|\b(?:real terms|deflated|(?:constant|20[0-9]{2}(?:[/-][0-9]{2})?) prices)\b",
    re.I,
)
"""Words for another currency, other prices, or another period than a financial year."""
_OTHER_SCALE = re.compile(
    r"\b0 ?(?:to|[-\u2013]) ?[1-9][0-9]{0,2}\b|%"
    r"|\A(?>.*?\bscales?\b).*\b1 ?(?:to|[-\u2013]) ?(?!5\b)[1-9][0-9]{0,2}\b"
    r"|\bper ?cent\b|\bpercentages?\b|\bout of (?!5\b)[0-9]+\b",
    re.I,
)
"""Words for a scale of scores other than 1 to 5. Here and below, `(?>` keeps the first place that it finds:
trying each later one too would take a time that grows with the square of a text's length.
"""
_TAKEN_BACK = re.compile(
    rf"""
    \b(?:
        (?:no\ longer|not|never)\ (?:an?\ |the\ |in\ )?{_EARLY}{_NOT_YET}
        | (?:replac(?:es|ed|ing)|supersed(?:es|ing)|instead\ of|in\ place\ of)
          \ (?:(?:all|any|the|our|an?|earlier|previous|first|last|old)\ )*{_EARLY}
        | (?:do\ not|please\ don't|not\ to\ be)\ (?:share|send|copy|circulate|distribute|forward)[a-z]*
          \ (?:outside|beyond|externally|onwards?|further|widely|publicly|without)
        | (?:against|versus|vs\.?|compared\ (?:with|to)|(?:more|less|lower|higher|rather)\ than
            |under|over|above)
          \ (?:(?:the|our|its|original|annual)\ )*(?:budget(?:ed)?|plan(?:ned)?|forecast)
        | (?:budgets?|plans?)\ (?:(?:was|were|is|are)\ )?(?:under|over)-?sp[a-z]+
        | target\ operating\ model | 100\ ?%\ (?:complete|completed|final|checked|agreed|validated|approved)
        | (?:q(?:uarter\ )?1|m(?:onths?\ )?0?1)\ ?(?:to|and|[-\u2013])
          \ ?(?:q(?:uarter\ )?4|(?:m(?:onths?\ )?)?12)
    )\b
    """,
    re.I | re.X,
)
"""Words that look like doubt but deny it, or are about something other than the figures."""
_DOUBT_AT_ONCE = (
    re.sub(r"(?<!\\)\s", "", f"(?:{_DOUBT.pattern}|{_TAKEN_BACK.pattern.replace(_NOT_YET, '')})")
    .replace("\\ ", " ")
    .replace(r"\u2013", "\u2013")
)
"""`_DOUBT` and `_TAKEN_BACK` as one pattern, which searches all texts of a column at once. It is written for
pyarrow, whose patterns have no look-ahead.
"""
_LONG_REMARK = 500
"""Shorter texts, in characters, are examined one by one."""
_OF_A_LETTER = re.compile(
    r"\bintended recipient|\A(?>.*?\be-?mail\b).*\b(?:confidential|privileged)\b"
    r"|\A(?>.*?\bmessage\b).*\bconfidential\b",
    re.I,
)
"""Text that a mail gateway adds below every letter. It is about the letter, not about the figures."""
_OF_USE = re.compile(
    r"\b(?:do|must|may|should) not (?:be )?(?:us|shar|send|sent|cop[yi]|publish|disclos|distribut)\w*", re.I
)
"""Words that forbid the use of something; in such a text it is the letter."""
_FINAL = re.compile(
    r"\bfinal(?:\s*+(?:version|copy|v?[0-9][0-9.]*+|\([0-9]+\)))*+\s*$"
    r"|\b(?:agreed|approved|signed off|confirmed|ratified|validated)(?:\s*$|\s+(?:by|at|on)\b)",
    re.I,
)
"""Words that say that a draft became final."""
_NOT_FINAL = re.compile(
    r"\b(?:to|be|until|till|once|when|if|before|for|subject|await\w*|pending|not|never|no|yet|unless|but|nor"
    r"|nobody|except|follow\w*|later|next|soon|needs?|should|would|will|may|please|un\w+)\b|n't|\?",
    re.I,
)
"""Words that say that a draft is not final yet."""
_OF_A_PROJECT = re.compile(
    r"\b(?:planned|plans?|expected|due)\s+(?:for|in|to|by|go-?live|replacement|upgrade|move|migration)\b"
    r"|\b(?:in|during|since|by) q(?:uarter )?[1-4]\b"
    r"|\bno (?:\w+ )?changes? (?:is |are )?(?:planned|expected)\b"
    r"|\bplanned$|\b[0-9]+ ?% of (?:the |all |our )?"
    r"(?:wards|sites|staff|services|patients|teams|users|clinicians|beds|devices|records)\b",
    re.I,
)
"""Words about a project's plans and dates, which are no doubt about the figures."""
_WORDS_OF_A_PROJECT = 3
"""The fewest words of a remark that can be about a project."""
_OF_FIGURES = re.compile(
    r"\b(?:scores?|figures?|levels?|ratings?|amounts?|spend|spent|costs?|values?|actuals?|outturn|data|only)\b",
    re.I,
)
"""Words about figures: a remark with one of them is not about a project."""
_KEPT_BY_WORD = re.compile(
    r"(?P<out>exclu\w*|ignore\w*|drop\w*|omit\w*|supersed\w*|replaced|withdrawn|deleted?|removed?"
    r"|void(?:ed)?|cancel\w*|obsolete|duplicate)"
    r"|inclu\w*|use\w*|approved|agreed|validated|confirmed|final|checked|complete|sign(?:ed)?[- ]?off"
    r"|submit\w*",
    re.I,
)
"""Headings of columns that say whether to use a row; `out` if yes means not to use it."""
_YES, _NO = frozenset(("y", "yes", "true", "1", "x", "\u2713")), frozenset(("n", "no", "false", "0"))


@dataclass(frozen=True)
class TextAround:
    """A text outside the table, or in a left-out column.

    place: where it is, in words. line: its line in the file, if it is in a row. column: the heading of its
    column, if it is in a left-out column.
    """

    place: str
    text: str
    line: int | None = None
    column: str = ""

    @property
    def is_title(self) -> bool:
        """Whether it is about the whole table. Footnotes and comments can be about other things."""
        return self.place != BELOW and "comment" not in self.place


def texts_around(sheet: Sheet, file_name: str) -> Iterator[TextAround]:
    """The texts about a table: titles, names, a workbook's page, footnotes."""
    for text in reversed(sheet.above):
        yield TextAround(ABOVE, text)
    if sheet.name:
        yield TextAround(SHEET, sheet.name)
    for place, text in sheet.beside:
        yield TextAround(place, text)
    for text in sheet.below:
        yield TextAround(BELOW, text)
    if file_name:
        yield TextAround(FILE, _APART.sub(" ", PurePath(file_name).stem))


def cover_texts(sheet: Sheet) -> list[tuple[str, str]]:
    """The texts of a cover sheet, which has no table, each with the sheet's name. They are short: a label
    with a value, such as "Status: draft", or a unit. Sheets with guidance, lists or a version history have
    none.
    """
    if len(sheet.lines) > _ROWS_OF_A_COVER or _OF_LISTS.search(sheet.name):
        return []
    rows = zip(*(column.to_pylist() for column in sheet.columns), strict=True)
    filled = map(texts_in, (sheet.headings, *rows))
    texts = [
        *((text, ":" in text) for text in (*sheet.above, *sheet.below)),
        *((" ".join(cells), len(cells) == _CELLS_OF_A_PAIR or ":" in cells[0]) for cells in filled if cells),
    ]
    return [
        (f"The sheet '{sheet.name}'", text)
        for text, is_pair in texts
        if len(text.split()) <= _WORDS_OF_A_COVER
        and not _OF_A_VERSION.match(text)
        and (is_pair or unit_in_titles([text]))
    ]


def doubts(sheet: Sheet, recognition: Recognition, file_name: str) -> list[Finding]:
    """A question for each place that says that the figures are not the ones to submit; a note if it says that
    a draft became final.
    """
    is_doubtful = _doubtful(recognition)
    findings = []
    for remark in (*texts_around(sheet, file_name), *_in_columns(sheet, recognition, is_doubtful)):
        if not is_doubtful(_without_meanings(_plain(remark.text))) and not remark.column:
            continue
        code = "figures_settled" if _is_settled(_plain(remark.text), is_doubtful) else "figures_doubted"
        words = {"value": remark.text, "place": remark.place, "column": remark.column}
        findings.append(sheet.finding(code, line=remark.line or sheet.header_line, **words))
    return findings[:LISTED]


def _is_settled(text: str, is_doubtful: Callable[[str], bool]) -> bool:
    """Whether a text is about a draft that became final, and has no other doubt."""
    early = re.search(rf"\b{_EARLY}\b", text, re.I)
    if early is None or is_doubtful(f"{text[: early.start()]} {text[early.end() :]}"):
        return False
    after = text[early.end() :]
    return _FINAL.search(after) is not None and _NOT_FINAL.search(after) is None


def _without_meanings(text: str) -> str:
    """A text without the pillars' descriptions, which a template has above its headings."""
    for pillar in definitions().framework.pillars:
        text = text.replace(pillar.description.removesuffix("."), " ")
    return text


def _plain(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").split())


def _doubtful(recognition: Recognition) -> Callable[[str], bool]:
    """A function: whether words cast doubt on figures of this kind."""
    names = KINDS[recognition.layout.kind].model_fields
    words = [_PLAN, _PART, _OTHER_MEASURE] if "financial_year" in names else []
    if "score" in names:
        words = [_AIM, _OTHER_SCALE]

    def is_doubtful(text: str) -> bool:
        text = _TAKEN_BACK.sub(" ", text)
        text = _OF_USE.sub(" ", text) if _OF_A_LETTER.search(text) else text
        if _DOUBT.search(text):
            return True
        return len(text.split()) <= _FEW_WORDS and any(word.search(text) for word in words)

    return is_doubtful


def _in_columns(
    sheet: Sheet, recognition: Recognition, is_doubtful: Callable[[str], bool]
) -> Iterator[TextAround]:
    """The first cell of each left-out column that casts doubt."""
    for position in left_out(sheet, recognition):
        heading, column = sheet.headings[position], sheet.columns[position]
        refuses = _refusing(heading)
        for place in _worth_a_look(column.dictionary.slice(0, _REMARKS)):
            text = _plain(column.dictionary[place].as_py())
            if text and (is_doubtful(_without_projects(text)) or text.casefold() in refuses):
                row = int(np.argmax(text_places(column) == place))
                yield TextAround(f"The column '{heading}'", text, int(sheet.lines[row]), heading)
                break


def _worth_a_look(texts: pa.Array) -> list[int]:
    """The places of the texts to examine one by one: all short texts, and the long texts in which a search of
    the whole column finds a word of doubt, or one that denies it.
    """
    is_long = pc.greater(pc.utf8_length(texts), _LONG_REMARK)
    if not pc.any(is_long).as_py():
        return list(range(len(texts)))
    spaced = pc.replace_substring_regex(pc.replace_substring(texts, "\u2019", "'"), r"[\s\p{Z}\x{85}]+", " ")
    doubtful = pc.match_substring_regex(spaced, _DOUBT_AT_ONCE, ignore_case=True)
    return [int(place) for place in np.flatnonzero(pc.or_(pc.invert(is_long), doubtful))]


def _without_projects(remark: str) -> str:
    """A remark without words about plans and quarters, unless it is about the figures."""
    if len(remark.split()) < _WORDS_OF_A_PROJECT or _OF_FIGURES.search(remark):
        return remark
    return _OF_A_PROJECT.sub(" ", remark)


def _refusing(heading: str) -> frozenset[str]:
    """The answers that mean "do not use this row" in a column such as Include?; empty for other columns."""
    word = _KEPT_BY_WORD.fullmatch(_plain(heading).rstrip("?").strip())
    return frozenset() if word is None else _YES if word["out"] else _NO


def left_out(sheet: Sheet, recognition: Recognition) -> list[int]:
    """The positions of the columns that are neither read nor compared."""
    read = set(recognition.fields.values()) | {position for position, _ in recognition.unpivoted}
    read |= {position for positions in recognition.beside.values() for position in positions}
    return [position for position in range(len(sheet.headings)) if position not in read]


def value_from_name(sheet: Sheet, recognition: Recognition, trusts: NameIndex | None) -> tuple[str, str]:
    """A column that the sheet lacks, and the value for it in the sheet's name: some workbooks have a sheet
    for each year, trust, pillar or care setting. ('', '') if there is none, or if a left-out column has
    values of that kind.
    """
    others = [sheet.columns[place].dictionary.slice(0, _REMARKS) for place in left_out(sheet, recognition)]
    # Scores without a pillar look like overall scores, which lack no column.
    of_pillar = () if "score" not in recognition.fields or "pillar" in recognition.fields else ("pillar",)
    for column in (*of_pillar, *recognition.missing):
        value = _value(column, sheet.name, trusts)
        if value and not any(_value(column, text, trusts) for texts in others for text in texts.to_pylist()):
            return column, value
    return "", ""


def _value(column: str, text: str, trusts: NameIndex | None) -> str:
    """The year, pillar, care setting or trust that a text means; '' if it means none."""
    text = _plain(text)
    if column == "financial_year":
        return read_financial_year(text).text or ""
    if column == "pillar":
        return pillar_of(text)
    if column == "care_setting":
        return setting_spellings().get(heading_key(text), "")
    if column != "ods_code" or trusts is None:
        return ""
    match = None if text in trusts.organisations else trusts.match(text)
    return text if text in trusts.organisations else match.code if match is not None else ""
