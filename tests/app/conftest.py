"""The app as Streamlit runs it, without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from benchmark.settings import PROJECT_ROOT, STORE_VARIABLE, Settings
from benchmark.store.publication import Publication
from benchmark.web.sitemap import PLACES

MAIN = PROJECT_ROOT / "benchmark" / "web" / "main.py"


class App:
    """Visits to the app. Each starts a session of its own."""

    def open(self, address: str, **query: str) -> AppTest:
        """The app at a page's address, with a link's query."""
        app = AppTest.from_file(str(MAIN), default_timeout=60)
        if address != PLACES[0].address:
            app.run()  # Streamlit knows a page's address once the navigation has been drawn
            script = next(place.script for place in PLACES if place.address == address)
            app.switch_page(str(PROJECT_ROOT / "pages" / script))
            app.query_params.clear()
        for name, value in query.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception, app.exception[0].message
        return app

    def words(self, app: AppTest) -> str:
        """All that the page says in HTML of its own."""
        return "\n".join(str(element.proto.body) for element in app.get("html"))


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, published_settings: Settings, publication: Publication) -> App:
    monkeypatch.setenv(STORE_VARIABLE, str(published_settings.store))
    return App()
