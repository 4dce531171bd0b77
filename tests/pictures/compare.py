"""Compare two folders of pictures that `render.py` drew: what is missing, new, or differs, and by how much.

python tests/pictures/compare.py BEFORE AFTER [--sheet FOLDER]

The sheet is one page of HTML with before, after and difference side by side, the largest difference first.
"""

import argparse
import difflib
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np
from PIL import Image

NOTICED = 24
"""Of 255: a difference of a channel below this is one of smoothing an edge."""
LINES_SHOWN = 30
"""Of a text that differs."""
LINES_PRINTED = 60
TEXTS = (".html", ".json")
_STYLE = """
body { font: 14px/1.4 sans-serif; margin: 1rem; }
.row { display: flex; gap: 1rem; align-items: flex-start; overflow-x: auto; }
figure { margin: 0; } img { border: 1px solid #ccc; } h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
pre { background: #f5f7f8; padding: .5rem; overflow-x: auto; }
"""


@dataclass(frozen=True)
class Differing:
    """A picture that is not as it was. share: of its pixels, 0 to 1, those that can be seen to differ."""

    name: str
    share: float
    difference: Image.Image


@dataclass(frozen=True)
class Compared:
    """Two folders held against each other. Names are paths within them."""

    missing: list[str]
    new: list[str]
    differing: list[Differing]
    texts: list[str]
    """Specifications and HTML that are not as they were, whether or not their pictures are."""
    alike: int


def compared(before: Path, after: Path) -> Compared:
    """Hold every file of two folders against the other's of the same name."""
    old, new = _names(before), _names(after)
    both = sorted(old & new)
    unlike = [name for name in both if (before / name).read_bytes() != (after / name).read_bytes()]
    pictures = [_differing(name, before, after) for name in unlike if name.endswith(".png")]
    seen = sorted((one for one in pictures if one.share), key=lambda one: (-one.share, one.name))
    return Compared(
        missing=sorted(old - new),
        new=sorted(new - old),
        differing=seen,
        texts=[name for name in unlike if name.endswith(TEXTS)],
        alike=sum(name.endswith(".png") for name in both) - len(seen),
    )


def _names(folder: Path) -> set[str]:
    return {str(found.relative_to(folder)) for found in folder.rglob("*") if found.suffix in {".png", *TEXTS}}


def _differing(name: str, before: Path, after: Path) -> Differing:
    old, new = (_picture(folder / name) for folder in (before, after))
    size = max(old.width, new.width), max(old.height, new.height)
    one, other = (np.asarray(_on_white(picture, size), dtype=np.int16) for picture in (old, new))
    unlike = np.abs(one - other).max(axis=2) > NOTICED
    faded = (other + 2 * 255) // 3
    faded[unlike] = (214, 0, 60)
    return Differing(name, float(unlike.mean()), Image.fromarray(faded.astype(np.uint8)))


def _picture(path: Path) -> Image.Image:
    with Image.open(path) as found:
        return found.convert("RGB")


def _on_white(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    whole = Image.new("RGB", size, "white")
    whole.paste(picture)
    return whole


def differences(found: Compared) -> Iterable[str]:
    """What differs, in lines: a figure that is missing or new once, not for each of its files."""
    for name in dict.fromkeys(_figure(name) for name in found.missing):
        yield f"missing  {name}"
    for name in dict.fromkeys(_figure(name) for name in found.new):
        yield f"new      {name}"
    for one in found.differing:
        yield f"{one.share:8.3%} {one.name}"
    unseen = {_figure(name) for name in found.texts} - {_figure(one.name) for one in found.differing}
    for name in sorted(unseen):
        yield f"text     {name}"
    yield (
        f"{found.alike} pictures alike, {len(found.differing)} differ, {len(found.missing)} files missing, "
        f"{len(found.new)} new; {len(found.texts)} texts differ, of {len(unseen)} figures that look the same"
    )


def _figure(name: str) -> str:
    for ending in (".wide.png", ".narrow.png", *TEXTS):
        name = name.removesuffix(ending)
    return name


def write_sheet(found: Compared, before: Path, after: Path, folder: Path) -> Path:
    """Write the page that shows what differs, with its pictures. Returns the page's path."""
    (folder / "differences").mkdir(parents=True, exist_ok=True)
    rows = []
    for number, one in enumerate(found.differing):
        difference = folder / "differences" / f"{number:04}.png"
        one.difference.save(difference)
        pictures = (("before", before / one.name), ("after", after / one.name), ("difference", difference))
        shown = "".join(
            f'<figure><figcaption>{words}</figcaption><img loading="lazy" src="{path.resolve().as_uri()}">'
            "</figure>"
            for words, path in pictures
        )
        rows.append(f'<h2>{escape(one.name)}: {one.share:.3%}</h2><div class="row">{shown}</div>')
    for name in found.texts:
        if name.endswith(".html"):
            rows.append(f"<h2>{escape(name)}</h2><pre>{escape(_text_difference(name, before, after))}</pre>")
    summary = "\n".join(differences(found))
    page = folder / "index.html"
    page.write_text(
        f'<!doctype html><meta charset="utf-8"><title>Pictures before and after</title>'
        f"<style>{_STYLE}</style><pre>{escape(summary)}</pre>{''.join(rows)}",
        encoding="utf-8",
    )
    return page


def _text_difference(name: str, before: Path, after: Path) -> str:
    old, new = ((folder / name).read_text(encoding="utf-8").splitlines() for folder in (before, after))
    lines = list(difflib.unified_diff(old, new, "before", "after", lineterm="", n=0))[2:]
    more = [f"... and {len(lines) - LINES_SHOWN} lines more"] if len(lines) > LINES_SHOWN else []
    return "\n".join([*lines[:LINES_SHOWN], *more])


def main() -> int:
    """Print what differs and write the sheet. 1 where anything is missing, new or looks different."""
    parser = argparse.ArgumentParser(description="Compare two folders of pictures.")
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--sheet", type=Path, help="folder of the sheet; AFTER-compared unless given")
    given = parser.parse_args()
    for folder in (given.before, given.after):
        if not any(folder.rglob("*.png")):
            parser.error(f"{folder} holds no pictures")
    found = compared(given.before, given.after)
    sheet = given.sheet or given.after.with_name(f"{given.after.name}-compared")
    *lines, summary = differences(found)
    left_out = (
        [f"... and {len(lines) - LINES_PRINTED} more in the sheet"] if len(lines) > LINES_PRINTED else []
    )
    print("\n".join([*lines[:LINES_PRINTED], *left_out, summary]))
    print(f"Sheet: {write_sheet(found, given.before, given.after, sheet)}")
    return int(bool(found.missing or found.new or found.differing))


if __name__ == "__main__":
    sys.exit(main())
