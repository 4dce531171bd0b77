"""What a visit goes on holding when its page is drawn: by what it keeps, and by what its choices call."""

from collections.abc import Iterable, Iterator
from functools import partial
from types import FunctionType, MethodType, ModuleType
from typing import Any

from streamlit.testing.v1 import AppTest

from benchmark.store.publication import Publication


def publications_held(opened: AppTest) -> list[str]:
    """By what a visit holds a publication, whose file it keeps open until its next click; empty for none."""
    state: Any = opened._session_state._state
    choices = state._new_widget_state.widget_metadata
    assert choices, "every page has choices"
    return [*_ways((state._old_state, state._new_session_state, choices), (), set())]


def _ways(thing: object, way: tuple[str, ...], seen: set[int]) -> Iterator[str]:
    if isinstance(thing, Publication):
        yield " > ".join(way)
    elif id(thing) not in seen and not isinstance(thing, type | ModuleType):
        seen.add(id(thing))
        for name, part in _parts(thing):
            yield from _ways(part, (*way, name), seen)


def _parts(thing: object) -> Iterable[tuple[str, object]]:
    if isinstance(thing, dict):
        return [(str(name), part) for name, part in thing.items()]
    if isinstance(thing, list | tuple | set | frozenset):
        return [("", part) for part in thing]
    if isinstance(thing, FunctionType):
        cells = zip(thing.__code__.co_freevars, thing.__closure__ or (), strict=True)
        return [(f"{thing.__qualname__}.{name}", cell.cell_contents) for name, cell in cells]
    if isinstance(thing, MethodType):
        return [(thing.__qualname__, thing.__self__)]
    if isinstance(thing, partial):
        return [("partial", (thing.func, thing.args, thing.keywords))]
    return vars(thing).items() if hasattr(thing, "__dict__") else ()
