"""Two issues of one document: what differs is marked with what stood there, and nothing else is."""

from dataclasses import replace

from benchmark.documents.issues import changes, facts, marked
from benchmark.documents.model import Bullets, DataTable, Grid, Pack, Section, Words
from benchmark.documents.page import page
from tests.unit.documents.packs import TABLE, pack

PLAIN = tuple(f"text {place}" for place in range(6))


def one() -> Pack:
    """A pack of which nothing is marked yet."""
    return marked(pack(texts=PLAIN, rows=4), {}, issued="1 April 2026")


def test_the_same_pack_again_has_no_marks():
    again = marked(one(), facts(one()), issued="1 April 2026")
    assert changes(again) == 0
    assert again.issued_before == "1 April 2026"


def test_a_table_that_differs_each_time_is_never_marked():
    first, *rest = one().sections
    blocks = tuple(
        replace(block, compared=False) if isinstance(block, DataTable) else block for block in first.blocks
    )
    now = replace(one(), sections=(replace(first, blocks=blocks), *rest))
    other = {key: "another" if key.startswith("table/") else said for key, said in facts(one()).items()}
    assert changes(marked(one(), other, issued="1 April 2026")) > 0
    assert changes(marked(now, other, issued="1 April 2026")) == 0
    assert not [key for key in facts(now) if key.startswith("table/")]


def test_differences_are_marked_with_what_was_there_before():
    first, *rest = one().sections
    blocks = []
    for was in first.blocks:
        block = was
        if isinstance(block, Bullets):
            block = replace(block, items=(Words("other", "bullet.0"), *block.items[1:]))
        elif isinstance(block, DataTable):
            rows = [
                {"trust": row[0], "score": 5 if place == 1 else row[1]}
                for place, row in enumerate(block.filled.rows)
            ]
            block = replace(block, filled=TABLE.of(rows))
        elif isinstance(block, Grid):
            group = block.groups[0]
            cells = (replace(group.rows[0].cells[0], text="2.5"), *group.rows[0].cells[1:])
            block = replace(block, groups=(replace(group, rows=(replace(group.rows[0], cells=cells),)),))
        blocks.append(block)
    changed = replace(one(), sections=(replace(first, blocks=tuple(blocks)), *rest))
    again = marked(changed, facts(one()), issued="1 April 2026")
    found = {type(block).__name__: block for block in again.sections[0].blocks}
    assert found["Bullets"].items[0].was == "text 0"
    assert found["DataTable"].was == {(f"{PLAIN[1]} 1", "score"): "2.0"}
    assert found["Grid"].groups[0].rows[0].cells[0].was == "2.0"
    assert changes(again) == 3
    html = page(again).decode()
    assert "changed; it was: text 0" in html
    assert "(was 2.0)" in html


def test_a_section_that_is_shown_for_the_first_time_is_not_marked_all_over():
    without = replace(one(), sections=one().sections[1:])
    again = marked(one(), facts(without), issued="1 April 2026")
    assert changes(again) == 0


def test_a_row_that_is_new_among_others_is_marked_as_new():
    fewer = {key: said for key, said in facts(one()).items() if not key.startswith(f"table/{PLAIN[2]} 2/")}
    again = marked(one(), fewer, issued="1 April 2026")
    (table,) = [
        block for section in again.sections for block in section.blocks if isinstance(block, DataTable)
    ]
    assert table.was == {(f"{PLAIN[2]} 2", "score"): ""}


def test_every_section_has_facts_of_its_own():
    known: dict[str, Section] = {section.key: section for section in one().sections}
    assert {f"{key}.title" for key in known} <= facts(one()).keys()
