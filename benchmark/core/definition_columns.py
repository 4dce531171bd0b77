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
        Column("description", "In our words", meaning="What the pillar is about."),
        Column("weight", "Weight", FIGURE, "How often the pillar counts in an overall score.", decimals=0),
        Column("aliases", "Also called", TEXTS, "Other names that returns may use.", absent=""),
    ),
)
LEVELS: Final = Table(
    "levels",
    "The levels of the scale, in our words and not in the assessment's",
    "one row per level",
    (
        Column("level", "Level", COUNT, "The level of the scale.", words=str),
        Column("name", "We call it", meaning="Our name for the level."),
        Column("words", "In our words", meaning="What a domain on this level looks like."),
    ),
)
GLOSSARY: Final = Table(
    "glossary",
    "Words with a meaning of their own",
    "one row per word",
    (
        Column("term", "Word", meaning="The word, as pages write it."),
        Column("words", "Here it means", meaning="What it means here, in a sentence or two."),
    ),
)
STANDARDS: Final = Table(
    "standards",
    "Standards to choose from",
    "one row per standard",
    (
        Column("name", "Standard", meaning="The standard's name."),
        Column("rule", "Rule", meaning="How the standard is calculated."),
    ),
)
THRESHOLDS: Final = Table(
    "thresholds",
    "Limits: which differences count, and how many returns a figure needs",
    "one row per threshold",
    (
        Column("threshold", "From", FIGURE, "The smallest value that counts.", words=_in_full),
        Column("applies_to", "Applies to", meaning="The figure that the threshold is for."),
        Column("reason", "Why", meaning="Why it is not lower or higher."),
    ),
)
VERDICTS: Final = Table(
    "verdicts",
    "What the movement of a system is called",
    "one row per verdict",
    (
        Column("label", "Verdict", meaning="The verdict, as sentences write it."),
        Column("meaning", "Called so when", meaning="How range, floor and ceiling moved."),
    ),
)
MATERIALITY: Final = Table(
    "materiality",
    "More than one answer: from which difference two scores on a pillar differ",
    "one row per pillar and number of domains",
    (
        Column("pillar", "Pillar", meaning="The pillar's name."),
        Column(
            "care_settings", "Care settings", TEXTS, "The care settings that answer this number of domains."
        ),
        Column(
            "domains",
            "Domains",
            COUNT,
            "How many domains the pillar's score is the mean of.",
            absent="not known",
        ),
        Column("material_from", "From", FIGURE, "The smallest difference that counts.", decimals=1),
        Column("reason", "Why", meaning="Why it is not lower or higher."),
    ),
)
REFERENCES: Final = Table(
    "references",
    "References for spend on IT: figures that somebody published, not standards",
    "one row per reference",
    (
        Column("name", "Reference", meaning="The reference's name."),
        Column("as_of", "As of", meaning="When the figure was published."),
        Column("note", "What it says", meaning="The figure and what it is a share of."),
        Column("source", "Source", meaning="Who published the figure, and where."),
    ),
)
FILES: Final = Table(
    "files",
    "Published data that comes with this product",
    "one row per file",
    (
        Column("grain", "Holds", meaning="What one row is."),
        Column("file", "File", meaning="The file's name."),
        Column("rows", "Rows", COUNT, "How many rows the file has."),
        Column("publication", "Publication", meaning="The publisher and the publication."),
        Column("published", "Date", meaning="When it was published."),
        Column("licence", "Licence", meaning="The licence of the publication."),
        Column("changes", "Changed", meaning="How the file differs from the publication."),
    ),
)
ROUNDS: Final = Table(
    "rounds",
    "Rounds of the assessment",
    "one row per round",
    (
        Column("name", "Round", meaning="The round's name."),
        Column("note", "What is published", meaning="What was published about the round."),
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
