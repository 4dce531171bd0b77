"""The columns of the definitions, and of the data files that come with the product."""

from typing import Final

from benchmark.core.columns import COUNT, FIGURE, TEXTS, Column, Table


def _in_full(value: float) -> str:
    return f"{value:,.10g}"


PILLARS: Final = Table(
    "pillars",
    "The pillars of the framework",
    "one row per pillar, in order",
    (
        Column("name", "Pillar", meaning="The pillar's name."),
        Column("description", "In our words", meaning="What it is about."),
        Column("weight", "Weight", FIGURE, "How often it counts in an overall score.", decimals=0),
        Column("aliases", "Also called", TEXTS, "Other names that returns may use.", absent=""),
    ),
)
LEVELS: Final = Table(
    "levels",
    "The levels of the scale, in our words and not in the assessment's",
    "one row per level",
    (
        Column("level", "Level", COUNT, "The level of the scale.", words=str),
        Column("name", "We call it", meaning="A name of ours."),
        Column("words", "In our words", meaning="What it says of a domain."),
    ),
)
GLOSSARY: Final = Table(
    "glossary",
    "Words with a meaning of their own",
    "one row per word",
    (
        Column("term", "Word", meaning="As pages write it."),
        Column("words", "Here it means", meaning="What it means here, in a sentence or two."),
    ),
)
STANDARDS: Final = Table(
    "standards",
    "Standards to choose from",
    "one row per standard",
    (
        Column("name", "Standard", meaning="The standard's name."),
        Column("rule", "Rule", meaning="How it is found."),
    ),
)
THRESHOLDS: Final = Table(
    "thresholds",
    "Differences that count, and how much must have come",
    "one row per threshold",
    (
        Column("threshold", "From", FIGURE, "From this value on it counts.", words=_in_full),
        Column("applies_to", "Applies to", meaning="What it is the threshold of."),
        Column("reason", "Why", meaning="Why it is not lower or higher."),
    ),
)
VERDICTS: Final = Table(
    "verdicts",
    "What the movement of a system is called",
    "one row per verdict",
    (
        Column("label", "Verdict", meaning="As it stands in a sentence."),
        Column("meaning", "Called so when", meaning="How range, floor and ceiling moved."),
    ),
)
MATERIALITY: Final = Table(
    "materiality",
    "More than one answer: from which difference two scores on a pillar differ",
    "one row per pillar and number of domains",
    (
        Column("pillar", "Pillar", meaning="The pillar's name."),
        Column("care_settings", "Care settings", TEXTS, "Those that answer so many domains."),
        Column("domains", "Domains", COUNT, "That the pillar is the mean of.", absent="not known"),
        Column("material_from", "From", FIGURE, "From this difference on it counts.", decimals=1),
        Column("reason", "Why", meaning="Why it is not lower or higher."),
    ),
)
REFERENCES: Final = Table(
    "references",
    "References for spend on IT: somebody's figure at a time, not a standard",
    "one row per reference",
    (
        Column("name", "Reference", meaning="The reference's name."),
        Column("as_of", "As of", meaning="When it was said."),
        Column("note", "What it says", meaning="The figure and what it is a share of."),
        Column("source", "Source", meaning="Who said it, and where."),
    ),
)
FILES: Final = Table(
    "files",
    "Published data that comes with this product",
    "one row per file",
    (
        Column("grain", "Holds", meaning="What one row is."),
        Column("file", "File", meaning="The file's name."),
        Column("rows", "Rows", COUNT, "Rows that it holds."),
        Column("publication", "Publication", meaning="The publisher and the publication."),
        Column("published", "Date", meaning="When it was published."),
        Column("licence", "Licence", meaning="On what terms it may be used."),
        Column("changes", "Changed", meaning="What was changed from the publication."),
    ),
)
ROUNDS: Final = Table(
    "rounds",
    "Rounds of the assessment",
    "one row per round",
    (
        Column("name", "Round", meaning="The round's name."),
        Column("note", "What is published", meaning="What was published of it."),
    ),
)
FAULTS: Final = Table(
    "faults",
    "Known faults of the published data",
    "one row per fault",
    (
        Column("title", "Fault", meaning="The fault in a few words."),
        Column("text", "What is known", meaning="What is known of it."),
        Column("handling", "What is done", meaning="What this product does about it."),
    ),
)
