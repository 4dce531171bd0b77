"""What a page says without what its terms mean."""

import re

BUTTON = re.compile(r'<button type="button" class="term">(.*?)<span class="term-said">.*?</span></button>')
JOINED = re.compile(r'<span class="joined">(\(*<button .*?</button>[.,;:!?)]*)</span>')


def without_explanations(marked: str) -> str:
    """The words alone, where terms are marked up."""
    return BUTTON.sub(r"\1", JOINED.sub(r"\1", marked))
