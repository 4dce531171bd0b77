"""The product's own data on its way into a store, whatever an earlier attempt left behind."""

import shutil

from benchmark.core.settings import Settings
from benchmark.returns.submit.bundled import prepare_store, submit_published
from benchmark.store.ledger import writing
from benchmark.store.publication import current_version, open_current
from benchmark.store.publication.publish import publish
from tests.unit.returns.few import FEW, few_data
from tests.unit.store.invented import fault, make

TRUSTS = "select count(*) from publication.trusts"
ICB = (
    "select count(*) from publication.icb_overall_comparable "
    "inner join publication.ics using (ics_code) where not fictional"
)


def test_a_pointer_that_is_gone_heals(own_store):
    version = current_version(own_store)
    own_store.current_pointer.unlink()
    assert prepare_store(own_store).version == version


def test_a_publication_that_is_gone_heals(own_store):
    version = current_version(own_store)
    shutil.rmtree(own_store.publications)
    assert prepare_store(own_store).rows(TRUSTS) == prepare_store(own_store).rows(TRUSTS) != [(0,)]
    assert current_version(own_store) == version


def test_a_publication_that_is_spoilt_heals(own_store):
    version, file = current_version(own_store), next(own_store.publications.iterdir())
    file.write_bytes(b"spoilt")
    healed = prepare_store(own_store)
    assert (healed.version, healed.file) == (version, file)
    assert healed.rows(TRUSTS) != [(0,)]


def test_a_store_that_is_ready_is_left_as_it_is(own_store):
    before = own_store.ledger_file.stat().st_mtime_ns
    assert prepare_store(own_store).version == current_version(own_store)
    assert own_store.ledger_file.stat().st_mtime_ns == before


def test_an_attempt_that_broke_off_between_two_files_is_finished(tmp_path):
    """One process was killed before the last file, another published: nothing of that is in the way."""
    settings = Settings(store=tmp_path / "store", data=few_data(tmp_path))
    listing = settings.data / "demonstration" / "sources.toml"
    whole = listing.read_text()
    listing.write_text(whole.rpartition("[[files]]")[0])
    make(settings)
    assert len(submit_published(settings)) == len(FEW) - 1
    listing.write_text(whole)
    assert prepare_store(settings).rows("select count(*) from publication.submissions") == [(len(FEW),)]
    assert fault(settings, "all that entries are about is as it was sealed") == ""


def test_a_file_that_was_withdrawn_is_not_submitted_again_until_it_changes(own_store, data_folder):
    settings = Settings(store=own_store.store, data=data_folder)
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
