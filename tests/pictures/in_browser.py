"""HTML that a page draws, as pictures: split into pieces, each drawn once for all views that have it."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from benchmark.charts.markup import style_sheet
from tests.pictures.seen import NARROW, NARROW_VIEWPORT, WIDE_VIEWPORT, Chart, Html

AT_ONCE = 30
TALLEST = 15_000
"""Pixels of a page's height above which Chromium begins to leave out the rest of a picture."""
_SPLIT = """
drawn => {
    const pieces = [];
    let section = "top", count = 0, open = null;
    const close = () => { if (open && open.html) pieces.push(open); open = null; };
    const begin = (key, width) => {
        close();
        count += key ? 0 : 1;
        open = {key: key || `${section}-${count}`, html: "", width};
    };
    for (const [chart, html, width] of drawn) {
        if (chart) { if (open) open.key = `${chart}-words`; continue; }
        for (const part of new DOMParser().parseFromString(html, "text/html").body.children) {
            if (part.matches("footer")) begin("footer", width);
            else if (part.matches(".html-figure")) begin(part.id.replace("figure-", ""), width);
            else if (part.matches("h2")) {
                section = part.textContent.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 40);
                count = 0;
                begin("", width);
            } else if (part.matches("h3") || !open || open.width !== width) begin("", width);
            open.html += part.outerHTML + "\\n";
            if (part.matches(".html-figure")) close();
        }
    }
    close();
    return pieces.map(piece => [piece.key, piece.html, piece.width]);
}
"""
_STYLE = """
* { box-sizing: border-box; }
html, body { margin: 0; background: #fff; }
body { font: 400 16px/1.6 Inter, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #212b32; }
table { border-collapse: collapse; }
a { color: #005eb8; }
.picture { overflow: hidden; padding: 1px 0 8px; }
details tbody tr:nth-child(n + 13) { display: none; }
.table-scroll { max-height: none !important; }
table.plain thead th { position: static !important; }
"""
"""What Streamlit's style sheet gives. Of a folded table the picture has twelve rows; its text has all.

A heading that stays while its table scrolls loses its line in one picture and not in another: here none does.
"""
_OPEN = "() => document.querySelectorAll('details').forEach(one => { one.open = true; })"
_PLACES = """
() => {
    const drawn = [...document.querySelectorAll('.picture')];
    // On half a pixel a letter is smoothed otherwise, and what stands above would change the picture.
    drawn.forEach(one => { one.style.height = `${Math.ceil(one.getBoundingClientRect().height)}px`; });
    return drawn.map(one => {
        const found = one.getBoundingClientRect();
        return [found.x, found.y, found.right, found.bottom];
    });
}
"""


@dataclass(frozen=True)
class Piece:
    """A heading and what stands below it, or a figure made as HTML."""

    key: str
    text: str
    width: float


@dataclass
class Pictures:
    """Pieces to be pictured and where to write each: what several views have alike is drawn once."""

    page: Page
    wanted: dict[tuple[str, int, int], list[Path]] = field(default_factory=dict)

    def pieces(self, drawn: Iterable[Chart | Html]) -> list[Piece]:
        """The HTML of a view in pieces; what stands around a chart is named after it."""
        parts = [
            [one.key, "", one.width] if isinstance(one, Chart) else ["", one.text, one.width] for one in drawn
        ]
        return [Piece(*found) for found in self.page.evaluate(_SPLIT, parts)]

    def want(self, piece: Piece, folder: Path) -> None:
        """Have a piece drawn at both widths."""
        for name, viewport, width in (
            ("wide", WIDE_VIEWPORT, piece.width),
            ("narrow", NARROW_VIEWPORT, NARROW),
        ):
            targets = self.wanted.setdefault((piece.text, viewport, round(width)), [])
            targets.append(folder / f"{piece.key}.{name}.png")

    def draw(self) -> int:
        """Draw all that is wanted. Returns how many different pictures that were."""
        style = style_sheet("surfaces/web/style.css")
        for viewport in (WIDE_VIEWPORT, NARROW_VIEWPORT):
            self.page.set_viewport_size({"width": viewport, "height": 900})
            of_this = [key for key in self.wanted if key[1] == viewport]
            for start in range(0, len(of_this), AT_ONCE):
                for key, picture in self._drawn(style, of_this[start : start + AT_ONCE]):
                    for target in self.wanted[key]:
                        target.write_bytes(picture)
        return len(self.wanted)

    def _drawn(
        self, style: str, keys: list[tuple[str, int, int]]
    ) -> Iterator[tuple[tuple[str, int, int], bytes]]:
        inside = "".join(
            f'<div class="picture" style="width:{width}px">{text}</div>' for text, _, width in keys
        )
        self.page.set_content(f"<!doctype html>{style}<style>{_STYLE}</style>{inside}")
        self.page.evaluate(_OPEN)
        places = self.page.evaluate(_PLACES)
        if places[-1][3] > TALLEST and len(keys) > 1:
            middle = len(keys) // 2
            yield from self._drawn(style, keys[:middle])
            yield from self._drawn(style, keys[middle:])
            return
        whole = Image.open(io.BytesIO(self.page.screenshot(full_page=True)))
        for key, place in zip(keys, places, strict=True):
            picture = io.BytesIO()
            whole.crop(tuple(place)).save(picture, "PNG", compress_level=1)
            yield key, picture.getvalue()
