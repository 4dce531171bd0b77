"""Letters instead of names: in every finished file, wherever a name or a code could stand."""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from html import unescape

import pikepdf
import pytest

from benchmark.common.groups import group_scope
from benchmark.common.scope import Scope, placements
from benchmark.core.wording import short_name
from benchmark.documents.formats import FORMATS, file_name, written
from benchmark.questions.board.letters import _letters, letters
from benchmark.store.publication import Publication

QYG = Scope("QYG", 2025)


def texts(file: bytes) -> Iterator[str]:
    """Every text of a file: of an archive each part and its name, of a PDF its alternative texts."""
    if file.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(file)) as archive:
            for name in archive.namelist():
                yield name
                yield from texts(archive.read(name))
    elif file.startswith(b"%PDF"):
        yield subprocess.run(
            ["pdftotext", "-", "-"], input=file, capture_output=True, check=True
        ).stdout.decode()
        with pikepdf.open(io.BytesIO(file)) as opened:
            yield f"{opened.docinfo} {opened.Root.Metadata.read_bytes().decode()}"
            for item in opened.objects:
                if isinstance(item, pikepdf.Dictionary):
                    yield " ".join(str(item[key]) for key in ("/Alt", "/ActualText", "/Title") if key in item)
    else:
        yield unescape(file.decode("utf-8", errors="ignore"))


def said_of(publication: Publication, whole: str, *, but: str | None) -> list[tuple[str, str]]:
    """Every trust whose code or name is in a text, with what is; places that are called so are no names."""
    names = publication.rows(
        "select ods_code, name from publication.trusts union "
        "select ods_code, name from publication.trust_names"
    )
    places = {name for (name,) in publication.rows("select name from publication.ics")}
    found = []
    for code, name in names:
        if code != but:
            short = short_name(name)
            words = [name, *([short] if len(short.split()) > 1 and short not in places else [])]
            found += [(code, word) for word in (*words, code) if word in whole and apart(word).search(whole)]
    return found


def apart(word: str) -> re.Pattern[str]:
    """The word where it is not a piece of a longer one."""
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(word)}(?![A-Za-z0-9])")


OWN_GROUP = "DEMO1,DEMO2,DEMO3"


@pytest.mark.office
@pytest.mark.parametrize(("scope", "trust"), [(Scope("QHL", 2025), None), (QYG, "RBS"), (None, None)])
def test_no_name_or_code_of_a_peer_is_in_any_finished_file(publication, made, scope, trust):
    scope = scope or group_scope(publication, OWN_GROUP, year=2025, footprint="assessed")
    pack = made(scope, trust, anonymise=True)
    names = [file_name(pack, form) for form in FORMATS]
    whole = "\n".join([*names, *(text for form in FORMATS for text in texts(written(pack, form)))])
    assert said_of(publication, whole, but=trust) == []
    assert re.search(r"\bTrust [A-Z]{1,2}\b", whole)
    if trust is not None:
        assert "Alder Hey" in whole


def test_a_letter_stays_the_same_and_says_nothing_of_the_alphabet(publication):
    def of_qyg(read: Publication) -> list[str]:
        placed = placements(read, year=2025, footprint="assessed")
        return [*placed.loc[placed["ics_code"] == "QYG", "trust"]]

    own, shown = of_qyg(publication), of_qyg(publication.under(letters(publication, None, QYG, keep=None)))
    assert not [name for name in shown if "(now Trust" in name]
    given = dict(zip(own, (name.partition(" (")[0] for name in shown), strict=True))
    assert len({*given.values()}) == len(given)
    assert {*given.values()} == {f"Trust {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(given)]}
    assert [given[name] for name in sorted(given)] != sorted(given.values())
    assert of_qyg(publication.under(letters(publication, publication, QYG, keep=None))) == shown
    # Whoever reads the pack knows its version and every code: the secret alone is not theirs.
    key = publication.file.with_name("letters.key")
    assert len(key.read_text()) == 64 and key.stat().st_mode & 0o077 == 0
    key.unlink()
    assert of_qyg(publication.under(_letters(publication, publication, QYG, None))) != shown


def test_the_figures_are_those_of_the_names(section):
    named, lettered = (section(QYG, "summary", **chosen).title.text for chosen in ({}, {"anonymise": True}))
    assert re.findall(r"\d[\d.]*", named) == re.findall(r"\d[\d.]*", lettered) != []
