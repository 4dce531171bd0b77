"""A publication as somebody may read it."""

from benchmark.core.errors import NotAllowed
from benchmark.core.people import Person
from benchmark.core.settings import Settings
from benchmark.store.publication.reader import Publication, open_store


def view_for(settings: Settings, person: Person) -> Publication:
    """The publication in use as a person may read it; for the one person at this computer, all of it."""
    if person.local:
        return open_store(settings)
    raise NotAllowed(f"{person.name} cannot be shown anything yet.")
