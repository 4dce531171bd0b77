"""Charts as they are tested, here as for each question."""

from tests.unit.questions.conftest import _shapes_anew, by_the_schema

__all__ = ["_shapes_anew", "by_the_schema"]
