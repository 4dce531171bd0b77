"""The published data that comes with the product: what it holds, and what happens when it is wrong."""

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.core.definitions import load_published_files
from benchmark.core.errors import DefinitionError, PublicationRefused
from benchmark.core.settings import PROJECT_ROOT, Settings
from benchmark.returns.submit.bundled import FOLDERS, prepare_store, submit_published
from benchmark.store.ledger import Submission, writing
from benchmark.store.publication import current_version
from benchmark.store.publication.publish import publish
from schemas.kinds import KINDS

pytestmark = pytest.mark.slow

LISTED = [
    (folder, listed)
    for folder in FOLDERS
    for listed in load_published_files(PROJECT_ROOT / "data" / folder).files
]


ATTRIBUTED = {
    "published": "Contains public sector information licensed under the Open Government Licence v3.0.",
    "demonstration": "Fictional: ",
}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_data_file_has_its_source_and_every_source_its_file(folder):
    on_disk = {file.name for file in (PROJECT_ROOT / "data" / folder).glob("*.csv")}
    listed = [file.file for name, file in LISTED if name == folder]
    assert sorted(listed) == sorted(on_disk)


@pytest.mark.parametrize(("folder", "listed"), LISTED, ids=[listed.file for _, listed in LISTED])
def test_each_file_is_attributed_and_holds_what_its_source_says(folder, listed, publication):
    with (PROJECT_ROOT / "data" / folder / listed.file).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == listed.rows
    shown = (
        f"select count(*) from publication.{listed.kind} "
        "semi join publication.submissions on submissions.submission_id = "
        f"{listed.kind}.submission_id and submissions.file_name = $file and submissions.origin = $origin"
    )
    assert publication.rows(shown, file=listed.file, origin=FOLDERS[folder]) == [(listed.rows,)]
    assert set(rows[0]) <= set(KINDS[listed.kind].model_fields)
    assert listed.attribution.startswith(ATTRIBUTED[FOLDERS[folder]]) or listed.licence.startswith("CC0")
    assert listed.changes


def test_the_publication_holds_nothing_but_these_files(publication):
    for kind in KINDS:
        rows = sum(listed.rows for _, listed in LISTED if listed.kind == kind)
        assert publication.rows(f"select count(*) from publication.{kind}") == [(rows,)], kind


def test_a_data_licence_is_given_for_every_publication():
    text = (PROJECT_ROOT / "docs" / "data-licence.md").read_text(encoding="utf-8")
    for _, listed in LISTED:
        assert listed.attribution in text, listed.file
        assert f"`{listed.file}`" in text


class TestFiguresOfThePublication:
    """Counts and means that the publication gives, computed from our tables without our measures."""

    def test_the_returns_of_2025(self, publication):
        units = publication.rows(
            "select care_setting, count(*) from publication.units "
            "where assessment_year = 2025 and not fictional group by all"
        )
        assert dict(units) == {"Acute": 134, "Community": 90, "Mental Health": 50, "Ambulance": 11}
        trusts = (
            "select count(distinct ods_code) from publication.units "
            "where assessment_year = 2025 and not fictional"
        )
        assert publication.rows(trusts) == [(204,)]

    def test_the_mean_overall_score_of_each_round(self, publication):
        means = publication.rows(
            "select assessment_year, round(avg(score), 3) from publication.overall_comparable "
            "inner join publication.trusts using (ods_code) where not fictional group by 1"
        )
        assert dict(means) == {2024: 2.366, 2025: 2.519}

    def test_the_mean_overall_score_of_each_setting(self, publication):
        means = publication.rows(
            "select care_setting, round(avg(score), 3) from publication.overall_comparable "
            "inner join publication.trusts using (ods_code) "
            "where assessment_year = 2025 and not fictional group by 1"
        )
        assert dict(means) == {"Acute": 2.53, "Ambulance": 2.225, "Community": 2.548, "Mental Health": 2.5}

    def test_the_missing_trust_has_no_score_rather_than_a_zero(self, publication):
        assert publication.rows("select name from publication.trusts where ods_code = 'RVN'") != []
        for table in ("maturity_scores", "overall_comparable"):
            held = (
                f"select count(*) from publication.{table} where ods_code = $code and assessment_year = 2025"
            )
            assert publication.rows(held, code="RVN") == [(0,)]


class TestFootprints:
    @pytest.mark.parametrize(("footprint", "systems"), [("assessed", 42), ("current", 36)])
    def test_systems_and_what_they_cover(self, publication, footprint, systems):
        known = publication.rows(
            "select ics_code from publication.footprint_systems "
            "where assessment_year = 2025 and footprint = $footprint and not fictional",
            footprint=footprint,
        )
        assert len(known) == systems
        placed = publication.rows(
            "select distinct units.ods_code, memberships.ics_code from publication.units "
            "left join publication.footprint_memberships as memberships "
            "on memberships.ods_code = units.ods_code and memberships.footprint = $footprint "
            "and memberships.assessment_year = 2025 "
            "where units.assessment_year = 2025 and not units.fictional",
            footprint=footprint,
        )
        assert len(placed) == 204
        assert {ics for _, ics in placed} == {ics for (ics,) in known}

    @pytest.mark.parametrize(
        ("trust", "assessed", "current"),
        [("RDE", "QJG", "D7T5G"), ("RGR", "QJG", "T6Y0W"), ("RWH", "QM7", "S1Y5D")],
    )
    def test_trusts_of_the_systems_that_were_split(self, publication, trust, assessed, current):
        places = publication.rows(
            "select footprint, ics_code from publication.footprint_memberships "
            "where assessment_year = 2025 and ods_code = $trust and footprint <> 'expected'",
            trust=trust,
        )
        assert dict(places) == {"assessed": assessed, "current": current}


def _edit(file: Path, change: Callable[[list[str]], list[str]]) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(change(lines)) + "\n", encoding="utf-8")


TAMPERED = {
    "a score given twice": (
        "published/maturity_scores.csv",
        lambda lines: [*lines, lines[1]],
        DefinitionError,
        "maturity_scores.csv, line 1997",
    ),
    "a score above the scale": (
        "published/maturity_scores.csv",
        lambda lines: [*lines[:-1], lines[-1].rsplit(",", 1)[0] + ",5.1"],
        DefinitionError,
        "maturity_scores.csv, line 1996, score: 5.1 is out of range",
    ),
    "not a number": (
        "published/overall_comparable.csv",
        lambda lines: [*lines[:-1], lines[-1].rsplit(",", 1)[0] + ",nan"],
        DefinitionError,
        "overall_comparable.csv, line 571, score: 'nan'",
    ),
    "a row missing": (
        "published/overall_comparable.csv",
        lambda lines: lines[:-1],
        DefinitionError,
        "overall_comparable.csv holds 569 rows where its source note says 570",
    ),
    "a trust that nobody knows": (
        "published/maturity_scores.csv",
        lambda lines: [line.replace(",RBS,", ",ZZZ,") for line in lines],
        PublicationRefused,
        "maturity_scores: ods_code not found in trusts: ZZZ",
    ),
    "a pillar that nobody knows": (
        "published/icb_maturity_scores.csv",
        lambda lines: [line.replace(",well_led,", ",well_lead,") for line in lines],
        DefinitionError,
        "icb_maturity_scores.csv, line 2, pillar: 'well_lead' is not a pillar",
    ),
    "a system that nobody knows": (
        "reference/memberships.csv",
        lambda lines: [line.replace("RBS,QYG,", "RBS,QQQ,") for line in lines],
        PublicationRefused,
        "memberships: ics_code not found in ics: QQQ",
    ),
    "a trust in two systems at once": (
        "reference/memberships.csv",
        lambda lines: [
            line.replace("RDE,QJG,2022-07-01,2026-03-31", "RDE,QJG,2022-07-01,") for line in lines
        ],
        PublicationRefused,
        "footprint_memberships: 4 keys",
    ),
}


@pytest.mark.parametrize(("file", "change", "error", "sentence"), TAMPERED.values(), ids=TAMPERED)
def test_wrong_data_is_refused_with_its_place(own_store, data_folder, file, change, error, sentence):
    before = (data_folder / file).read_bytes()
    _edit(data_folder / file, change)
    assert (data_folder / file).read_bytes() != before
    # As where nothing was published yet, but for the files that are right, which are not submitted again.
    own_store.current_pointer.unlink()
    settings = Settings(store=own_store.store, data=data_folder)
    with pytest.raises(error) as refusal:
        prepare_store(settings)
    assert sentence in str(refusal.value)
    assert current_version(settings) is None


def test_a_refused_file_is_accepted_after_it_is_corrected(tmp_path, data_folder):
    file = data_folder / "published" / "maturity_scores.csv"
    right = file.read_bytes()
    file.write_bytes(right.replace(b",RBS,", b",ZZZ,"))
    settings = Settings(store=tmp_path / "store", data=data_folder)
    with pytest.raises(PublicationRefused):
        prepare_store(settings)
    assert current_version(settings) is None
    file.write_bytes(right)
    known = "select count(*) from publication.maturity_scores where ods_code = 'RBS'"
    assert prepare_store(settings).rows(known) == [(14,)]


def test_a_wrong_list_of_sources_is_refused(data_folder):
    listing = data_folder / "published" / "sources.toml"
    listing.write_text(
        listing.read_text(encoding="utf-8").replace("licence =", "license =", 1), encoding="utf-8"
    )
    with pytest.raises(DefinitionError, match=r"sources\.toml in published is wrong at files\.0\.licence"):
        load_published_files(data_folder / "published")


class TestSubmittingAgain:
    @pytest.fixture
    def settings(self, own_store: Settings, data_folder: Path) -> Settings:
        return Settings(store=own_store.store, data=data_folder)

    def test_unchanged_files_are_not_submitted_again(self, settings):
        before, version = _submissions(settings), current_version(settings)
        assert submit_published(settings) == []
        assert publish(settings).version == version
        assert _submissions(settings) == before

    def test_a_changed_file_replaces_only_its_older_submission_and_readers_finish_on_that(self, settings):
        older, reader = _submissions(settings), prepare_store(settings)
        changed = settings.data / "published" / "icb_overall_comparable.csv"
        _edit(changed, lambda lines: [*lines[:-1], lines[-1].rsplit(",", 1)[0] + ",4.75"])
        (new,) = submit_published(settings)
        assert new.file_name == changed.name
        assert new.sha256 == hashlib.sha256(changed.read_bytes()).hexdigest()
        withdrawn = [s for s in _submissions(settings) if s.state == "withdrawn"]
        assert [(s.file_name, s.sha256) for s in withdrawn] == [
            (s.file_name, s.sha256) for s in older if s.file_name == changed.name
        ]
        highest = "select max(score) from publication.icb_overall_comparable"
        newer = publish(settings)
        assert newer.rows(highest) == [(4.75,)] != reader.rows(highest)
        assert newer.version != reader.version

    def test_a_row_that_the_new_file_leaves_out_is_gone(self, settings):
        changed = settings.data / "published" / "icb_overall_comparable.csv"
        _edit(changed, lambda lines: lines[:-1])
        listing = settings.data / "published" / "sources.toml"
        text = listing.read_text(encoding="utf-8")
        assert text.count("rows = 84\n") == 1
        listing.write_text(text.replace("rows = 84\n", "rows = 83\n"), encoding="utf-8")
        count = (
            "select count(*) from publication.icb_overall_comparable "
            "inner join publication.ics using (ics_code) where not fictional"
        )
        submit_published(settings)
        assert publish(settings).rows(count) == [(83,)]


def _submissions(settings: Settings) -> list[Submission]:
    with writing(settings) as ledger:
        return ledger.submissions()
