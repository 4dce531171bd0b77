"""How like what a person typed is to a name: in any order of words, half written, misspelt."""

import re
import unicodedata
from collections.abc import Mapping

from rapidfuzz import fuzz

NEAREST = 3
LIKE = 78.0
"""How like a word must be to one of a name (0 to 100): one wrong letter in five is, two are not."""
EXACT, BEGINS = 100.0, 96.0
_SPELT = 92.0
_LONGEST_CODE = 5
_APART = re.compile(r"[^0-9a-z]+")


def letters(text: str) -> str:
    """A text as it is compared: small letters and digits alone, words parted by one space.

    >>> letters("St George's  (Épsom)")
    'st georges epsom'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return _APART.sub(" ", plain.replace("'", "")).strip()


def words_likeness(typed: tuple[str, ...], words: tuple[str, ...]) -> float:
    """How like typed words are to a spelling's words: every one of them must be like one of the words."""
    if typed == words:
        return EXACT
    found = []
    for word in typed:
        best = max((_word_likeness(word, other) for other in words), default=0.0)
        if best < LIKE:
            # Perhaps the space is missing, or is one too many: 'northlondon', 'bir mingham'.
            whole = _run_together("".join(typed), words) * _SPELT / 100
            return whole if whole >= LIKE else 0.0
        found.append(best)
    return sum(found) / len(found)


def nearest_trusts(names: Mapping[str, str], given: str) -> str:
    """The nearest trusts to what was given, as the second sentence of an error; empty where none is like it.

    names: by ODS code.
    """
    wanted = letters(given)
    typed = tuple(wanted.split())

    def nearness(code: str) -> float:
        by_code = fuzz.ratio(wanted, letters(code)) if len(wanted) <= _LONGEST_CODE else 0.0
        name = letters(names[code])
        # Three letters of a code are like a part of every second name.
        by_letters = fuzz.token_set_ratio(wanted, name) / 2 if len(wanted) > _LONGEST_CODE else 0.0
        return max(by_code, words_likeness(typed, tuple(name.split())), by_letters)

    scores = {code: nearness(code) for code in names} if typed else dict.fromkeys(names, 0.0)
    nearest = sorted((code for code in names if scores[code]), key=lambda code: (-scores[code], code))[
        :NEAREST
    ]
    if not nearest:
        return ""
    return f"Nearest: {', '.join(f'{code} ({names[code]})' for code in nearest)}."


def _word_likeness(typed: str, word: str) -> float:
    if typed == word:
        return EXACT
    if word.startswith(typed):
        return BEGINS
    if min(len(typed), len(word)) < 4:
        return 0.0  # short words are one letter from each other
    # Whoever types has perhaps not come to the word's end, so its beginning may be the likeness too.
    return max(fuzz.ratio(typed, word), fuzz.ratio(typed, word[: len(typed)]) - 2) * _SPELT / 100


def _run_together(typed: str, words: tuple[str, ...]) -> float:
    """How like letters without spaces are to one to three of the words run together."""
    if len(typed) < 6:
        return 0.0
    runs = ("".join(words[i : i + n]) for n in (1, 2, 3, len(words)) for i in range(len(words) - n + 1))
    return max((fuzz.ratio(typed, run) for run in runs), default=0.0)
