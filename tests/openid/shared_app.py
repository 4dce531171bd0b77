"""The dashboard as it is shared, before it may be: for tests alone."""

from starlette.applications import Starlette

from benchmark.core import people

people.SHARED_READY = True

app = Starlette()  # by this line Streamlit knows an application from a script

from app import app  # noqa: E402, F811

__all__ = ["app"]
