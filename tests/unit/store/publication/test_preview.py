"""A preview shows what publishing would show, and changes nothing."""

import shutil

import pytest

from benchmark.common.scope import Standard
from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.questions.gaps.measure import gaps_of_all_systems
from benchmark.questions.returned.measure import effect_on_gaps
from benchmark.returns import check_return, submit_return
from benchmark.returns.submit.undo import change_standing
from benchmark.store.publication import current_version, open_current
from benchmark.store.publication.preview import preview_standing, preview_submitted

RETURN = (
    b"assessment_year,ods_code,care_setting,pillar,score\n"
    b"2025,RBS,Acute,well_led,1.2\n"
    b"2025,RVN,Mental Health,well_led,2\n"
)
PLANS = "from publication.plans"
STANDARD = Standard()
BLOCKS = 3 * 4096
"""Where a file's blocks begin, after its headers."""
MEANT = {"published_replaced": "Meant so"}


@pytest.fixture
def settings(own_store) -> Settings:
    return own_store


def all_gaps(publication):
    return gaps_of_all_systems(publication, year=2025, footprint="assessed", standard=STANDARD)


def test_what_is_previewed_is_what_is_published(settings):
    before = open_current(settings)
    version = current_version(settings)
    checked = check_return(RETURN, "return.csv", publication=before)
    previewed = preview_submitted(before, {table.kind: table.table for table in checked.tables})
    foreseen = all_gaps(previewed)
    assert current_version(settings) == version

    submit_return(settings, checked, by="Ada Analyst", note="", answers=MEANT)
    after = open_current(settings)
    assert foreseen.equals(all_gaps(after))
    effect = effect_on_gaps(before, after, STANDARD)
    assert set(effect["ics_code"]) == {"QYG", "QUY"}
    assert effect_on_gaps(after, after, STANDARD).empty


def test_a_withdrawal_is_foreseen_and_undone_again(settings):
    first = open_current(settings)
    checked = check_return(RETURN, "return.csv", publication=first)
    number = submit_return(settings, checked, by="Ada Analyst", note="", answers=MEANT).number
    after = open_current(settings)

    without = preview_standing(settings, after, number, standing=False)
    assert all_gaps(without).equals(all_gaps(first))
    change_standing(settings, number, standing=False, by="Ada", reason="Wrong")
    withdrawn = open_current(settings)
    assert all_gaps(withdrawn).equals(all_gaps(first))

    again = preview_standing(settings, withdrawn, number, standing=True)
    assert all_gaps(again).equals(all_gaps(after))


def test_a_preview_is_never_taken_for_a_publication(settings):
    publication = open_current(settings)
    assert preview_submitted(publication, {}).version != publication.version


def test_one_whose_file_is_gone_meanwhile_is_previewed_all_the_same(settings):
    """Who looks at a page can be slower than those who publish, and older publications are removed."""
    before = open_current(settings)
    checked = check_return(RETURN, "return.csv", publication=before)
    rows = {table.kind: table.table for table in checked.tables}
    foreseen = all_gaps(preview_submitted(before, rows))
    before.file.unlink()
    assert all_gaps(preview_submitted(before, rows)).equals(foreseen)
    assert not foreseen.equals(all_gaps(before))


def test_a_preview_of_a_preview_has_what_both_change(settings):
    before = open_current(settings)
    checked = check_return(RETURN, "return.csv", publication=before)
    first = preview_submitted(before, {table.kind: table.table for table in checked.tables})
    second = preview_submitted(first, {}, instead={"plans": before.cursor().sql(PLANS).to_arrow_table()})
    assert all_gaps(second).equals(all_gaps(first))
    assert not all_gaps(first).equals(all_gaps(before))


def test_what_took_the_place_of_a_file_is_not_mixed_into_a_preview(settings):
    before = open_current(settings)
    checked = check_return(RETURN, "return.csv", publication=before)
    submit_return(settings, checked, by="Ada Analyst", note="", answers=MEANT)
    after = open_current(settings)
    aside = before.file.with_suffix(".aside")
    shutil.copy(after.file, aside)
    aside.replace(before.file)
    assert all_gaps(preview_submitted(before, {})).equals(all_gaps(before))


def test_for_a_damaged_file_the_message_names_it(settings):
    before = open_current(settings)
    content = bytearray(before.file.read_bytes())
    content[BLOCKS:] = bytes(byte ^ 255 for byte in content[BLOCKS:])
    with before.file.open("r+b") as file:
        file.write(content)
    with pytest.raises(StoreError, match=rf"{before.version} is damaged.*Remove {before.file.name}"):
        preview_submitted(before, {})
