"""The product's own data on its way into a store, whatever an earlier attempt left behind."""

import shutil
from pathlib import Path

import pytest

from benchmark.returns.published import prepare_store, submit_published
from benchmark.settings import Settings
from benchmark.store.ledger import writing
from benchmark.store.publication import current_version, open_current
from benchmark.store.publish import publish
from benchmark.store.verify import verify
from tests.unit.store.invented import make

TRUSTS = "select count(*) from publication.trusts"
ICB = (
    "select count(*) from publication.icb_overall_comparable "
    "inner join publication.ics using (ics_code) where not fictional"
)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A store with the product's data; to be copied, not changed."""
    settings = Settings(store=tmp_path_factory.mktemp("ready"))
    prepare_store(settings)
    return settings


@pytest.fixture
def copied(ready: Settings, tmp_path: Path) -> Settings:
    return Settings(store=shutil.copytree(ready.store, tmp_path / "store"))


def test_a_pointer_that_is_gone_heals(copied: Settings) -> None:
    version = current_version(copied)
    copied.current_pointer.unlink()
    assert prepare_store(copied).version == version


def test_a_publication_that_is_gone_heals(copied: Settings) -> None:
    version = current_version(copied)
    shutil.rmtree(copied.publications)
    assert prepare_store(copied).rows(TRUSTS) == prepare_store(copied).rows(TRUSTS) != [(0,)]
    assert current_version(copied) == version
    assert verify(copied).ok


def test_a_publication_that_is_spoilt_heals(copied: Settings) -> None:
    next(copied.publications.iterdir()).write_bytes(b"spoilt")
    prepare_store(copied)
    assert verify(copied).ok


def test_a_store_that_is_ready_is_left_as_it_is(copied: Settings) -> None:
    before = copied.ledger_file.stat().st_mtime_ns
    assert prepare_store(copied).version == current_version(copied)
    assert copied.ledger_file.stat().st_mtime_ns == before


def test_an_attempt_that_broke_off_between_two_files_is_finished(tmp_path: Path, data_folder: Path) -> None:
    """One process was killed after the reference data, another published: nothing of that is in the way."""
    settings = Settings(store=tmp_path / "store", data=data_folder)
    listing = data_folder / "published" / "sources.toml"
    whole = listing.read_bytes()
    listing.write_text("files = []\n")
    make(settings)
    submit_published(settings)
    listing.write_bytes(whole)
    assert prepare_store(settings).rows(ICB) == [(84,)]
    assert verify(settings).ok


def test_a_file_that_was_withdrawn_is_not_submitted_again_until_it_changes(
    tmp_path: Path, data_folder: Path
) -> None:
    settings = Settings(store=tmp_path / "store", data=data_folder)
    prepare_store(settings)
    name = "icb_overall_comparable.csv"
    with writing(settings) as ledger:
        (number,) = [s.submission_id for s in ledger.submissions() if s.file_name == name]
        ledger.withdraw(number, by="A tester", reason="not ours to show")
    assert submit_published(settings) == []
    assert publish(settings).rows(ICB) == [(0,)]
    file = data_folder / "published" / name
    file.write_bytes(file.read_bytes() + b"\n")
    (new,) = submit_published(settings)
    assert publish(settings).rows(ICB) == [(84,)]
    with writing(settings) as ledger:
        assert [s.state for s in ledger.submissions() if s.file_name == name] == ["withdrawn", "standing"]
        assert new.submission_id == ledger.submissions()[-1].submission_id
    assert open_current(settings).rows(ICB) == [(84,)]
