"""The pack's own tables: risks in words, what is missing, and what it was made from."""

from typing import Final

from benchmark.core.columns import Column, Table

RISKS: Final = Table(
    "board_risks",
    "Risks in words",
    "one row per risk",
    (
        Column("cause", "Because", meaning="What the figures show."),
        Column("event", "It may be that", meaning="What could happen."),
        Column("effect", "So that", meaning="What that would lead to."),
        Column("controls", "What is in place", meaning="What is done about it, according to the returns."),
        Column(
            "assurance", "What is not assured", meaning="What nobody has checked, or what was not returned."
        ),
    ),
)
LEFT_OUT: Final = Table(
    "board_left_out",
    "What this pack could not show",
    "one row per section that was left out",
    (
        Column("section", "Section", meaning="The section that was left out."),
        Column("why", "Why", meaning="What is missing, in a sentence."),
    ),
)
PROVENANCE: Final = Table(
    "board_provenance",
    "What this pack was made from",
    "one row per fact",
    (
        Column("what", "What", meaning="The name of the fact."),
        Column("said", "As it is", meaning="The fact, when the pack was made."),
    ),
)
