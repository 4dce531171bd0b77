"""The sources of the data that comes with the product, and its fictional files."""

from functools import cache

from benchmark.common.subject import FROM_REAL_TRUSTS, Sources, returns_words
from benchmark.core.definitions import load_published_files
from benchmark.core.settings import PROJECT_ROOT
from schemas.definitions import PublishedFile

FOLDERS = ("published", "reference")


@cache
def published_files() -> tuple[PublishedFile, ...]:
    """Every data file that comes with the product, scores first, with its publication."""
    return tuple(
        listed for folder in FOLDERS for listed in load_published_files(PROJECT_ROOT / "data" / folder).files
    )


@cache
def demonstration_files() -> tuple[PublishedFile, ...]:
    """The files of the fictional Demonstration ICS; empty if its folder was removed."""
    folder = PROJECT_ROOT / "data" / "demonstration"
    return load_published_files(folder).files if folder.exists() else ()


def attributed(found: Sources) -> str:
    """The sources of figures in the words that publishers ask for, and the returns."""
    files = (*published_files(), *demonstration_files())
    parts = list(dict.fromkeys(file.attribution for file in files if file.file in found.files))
    if found.returns:
        parts.append(f"{'And ' if parts else ''}{returns_words(found.returns)}.")
    if found.national:
        parts += [FROM_REAL_TRUSTS, attributed(found.national)]
    _, _, after = found.line.partition("{}")
    return f"{' '.join(parts) or 'none.'}{after}"
