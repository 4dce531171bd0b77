"""Whatever people write into names, notes, reasons and files is read on every page, and runs on none."""

import shutil
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from benchmark.core.settings import STORE_VARIABLE, Settings
from benchmark.returns import check_return, submit_return
from benchmark.returns.submit.bundled import submit_published
from benchmark.store.publication import Publication, open_current
from benchmark.store.publication.publish import publish
from benchmark.surfaces.web.site.sitemap import PAGES

NASTY = "<script>alert(\"1\")</script> & 'so' <img src=x onerror=alert(2)>"
WRITTEN = {
    "fictional_trusts.csv": ["name"],
    "fictional_trust_names.csv": ["name"],
    "fictional_ics.csv": ["name"],
    "fictional_conditions.csv": ["item"],
    "fictional_own_targets.csv": ["reason"],
    "fictional_peer_exchange.csv": ["contact", "note"],
    "fictional_epr_suppliers.csv": ["supplier"],
}
"""The texts of the demonstration that somebody could have written otherwise."""
OURS = {"script", "img", "iframe", "object", "embed", "form", "input", "base", "meta", "link"}
"""Tags that none of our templates has."""
QUERIES = {
    "planner": {"fund": "10000000", "years": "3", "cost": "250000", "pioneers": "10"},
    "conditions": {"focus": "all"},
    "upload": {"template": "conditions"},
}


@dataclass
class Read(HTMLParser):
    """A page's HTML as a browser takes it: its tags, its attributes' names, and its text."""

    tags: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    open: list[str] = field(default_factory=list)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        if tag not in {"br", "wbr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def nasty_store(
    published_settings: Settings, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Settings, int]:
    """A store whose demonstration has NASTY in each of its texts, and the number of a return of that kind."""
    folder: Path = tmp_path_factory.mktemp("nasty")
    data = folder / "data"
    shutil.copytree(published_settings.data, data)
    for name, columns in WRITTEN.items():
        file = data / "demonstration" / name
        rows = pd.read_csv(file, dtype=str, keep_default_na=False)
        for column in columns:
            # Of conditions, the programmes' names alone are free text.
            free = rows["section"] == "programme" if column == "item" else True
            rows.loc[(rows[column] != "") & free, column] += f" {NASTY}"
        rows.to_csv(file, index=False)
    settings = Settings(store=shutil.copytree(published_settings.store, folder / "store"), data=data)
    submit_published(settings)
    publish(settings)
    row = {"assessment_year": 2025, "ods_code": "DEMO1", "care_setting": "Acute", "pillar": "well_led"}
    content = pd.DataFrame([row | {"score": 1.0}]).to_csv(index=False).encode()
    checked = check_return(content, f"{NASTY}.csv", publication=open_current(settings))
    answers = {entry.question: f"Copied on purpose {NASTY}" for entry in checked.questions}
    number = submit_return(settings, checked, by=f"Ada {NASTY}", note=NASTY, answers=answers).number
    return settings, number


@pytest.mark.parametrize("address", [place.address for place in PAGES])
@pytest.mark.parametrize("who", [{}, {"trust": "DEMO1", "focus": "DEMO1"}], ids=["system", "trust"])
def test_no_text_becomes_markup(address, who, nasty_store, app, monkeypatch):
    settings, number = nasty_store
    monkeypatch.setenv(STORE_VARIABLE, str(settings.store))
    query = {"ics": "DEMO", "submission": str(number)} | QUERIES.get(address, {}) | who
    opened = app.open(address, **query)
    read = Read()
    read.feed(app.words(opened))
    read.close()
    assert read.open == []
    assert read.tags & OURS == set()
    assert not {name for name in read.names if name.startswith("on")}
    if address not in ("upload", "method"):
        assert NASTY in read.text
