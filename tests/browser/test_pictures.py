"""Pages' HTML becomes pictures, piece by piece."""

from PIL import Image

from tests.pictures.in_browser import Pictures, Piece
from tests.pictures.seen import NARROW, WIDE, Chart, Html


def test_html_is_split_at_headings_and_figures_and_named_after_its_chart(browser, tmp_path):
    drawn = [
        Html("<h1>ICS overview</h1><p>Lead</p>", WIDE),
        Html(
            '<h2 class="section">The gap</h2><p>Words</p>'
            '<section class="html-figure" id="figure-grid"><h3>Grid</h3></section>'
            '<h3 class="figure-title">Strips</h3>',
            WIDE,
        ),
        Chart("strips", {}, "", WIDE),
        Html("<details><summary>Table</summary><table><tr><td>3.1</td></tr></table></details>", WIDE),
        Html('<footer class="page-footer">Source</footer>', WIDE),
    ]
    page = browser.new_page()
    pictures = Pictures(page)
    pieces = pictures.pieces(drawn)
    assert [piece.key for piece in pieces] == ["top-1", "the-gap-1", "grid", "strips-words", "footer"]
    assert "3.1" in pieces[3].text and "Strips" in pieces[3].text
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        for piece in pieces:
            pictures.want(piece, tmp_path / folder)
    assert pictures.draw() == 10  # those of the second view are the same
    page.close()
    found = {}
    for path in (tmp_path / "other").iterdir():
        with Image.open(path) as picture:
            found[path.name] = picture.size
    assert len(found) == 10
    assert {size[0] for name, size in found.items() if name.endswith(".wide.png")} == {round(WIDE)}
    assert {size[0] for name, size in found.items() if name.endswith(".narrow.png")} == {round(NARROW)}
    assert (tmp_path / "one" / "grid.wide.png").read_bytes() != (
        tmp_path / "one" / "strips-words.wide.png"
    ).read_bytes()


def test_a_piece_looks_the_same_whatever_is_drawn_with_it(browser, tmp_path):
    pieces = [
        Piece(f"piece-{lines}", f"<p style='line-height:1.37'>{'Well Led 3.1<br>' * lines}</p>", WIDE)
        for lines in range(1, 6)
    ]
    for folder, order in (("one", pieces), ("other", pieces[::-1])):
        (tmp_path / folder).mkdir()
        page = browser.new_page()
        pictures = Pictures(page)
        for piece in order:
            pictures.want(piece, tmp_path / folder)
        assert pictures.draw() == 10
        page.close()
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes(), path.name
