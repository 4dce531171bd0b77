"""The commands that keep the store: init, publish, backup, restore. Each returns its exit code."""

import getpass
import sys
from argparse import Namespace
from pathlib import Path

from benchmark.core.errors import BenchmarkError
from benchmark.core.people import person
from benchmark.core.settings import Settings
from benchmark.returns.submit.bundled import init_store, submit_published
from benchmark.store import backup as backups
from benchmark.store.enough import expect_enough
from benchmark.store.identity import expect_store
from benchmark.store.past import publication_as_at
from benchmark.store.publication import Publication, open_store
from benchmark.store.publish import publish as publish_store
from benchmark.surfaces.cli.terminal import say


def ready(arguments: Namespace, *, enough: bool = True) -> tuple[Settings, Publication]:
    """The store and its publication. Only looks: StoreError where there is none, with what to do.

    The publication is that of the past day where the command has --as-at and it is given. enough: whether it
    must hold what every measure rests on.
    """
    settings = Settings.from_environment(arguments.store)
    publication = open_store(settings)
    day = getattr(arguments, "as_at", None)
    if day is not None:
        publication = publication_as_at(settings, day)
    if enough:
        expect_enough(publication)
    return settings, publication


def init(arguments: Namespace) -> int:
    """Make a store in an empty folder, publish, and print the version."""
    settings = Settings.from_environment(arguments.store)
    say(f"Making the store {settings.store} from the published data.", file=sys.stderr)
    say(init_store(settings).version)
    return 0


def user() -> str:
    """Who is at this computer, as its operating system says."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container may know its user by a number alone
        raise BenchmarkError("This computer does not say who you are.", fix="Add --by NAME.") from None


def publish(arguments: Namespace) -> int:
    """Submit new or changed published files, publish, and print the version."""
    settings = Settings.from_environment(arguments.store)
    for submission in submit_published(settings, at_this_time=arguments.at_this_time):
        say(f"Submitted {submission.file_name}: {submission.row_count} rows.", file=sys.stderr)
    say(publish_store(settings).version)
    return 0


def backup(arguments: Namespace) -> int:
    """Write a backup and say what it holds."""
    settings = Settings.from_environment(arguments.store)
    expect_store(settings)
    report = backups.backup(settings, Path(arguments.file))
    manifest = report.manifest
    say(f"{report.file}: {manifest.submissions} submissions, {manifest.last_entry} entries.")
    say(f"sha256 of the ledger: {manifest.sha256}")
    say(f"head of the chain: {manifest.head}")
    return 0


def restore(arguments: Namespace) -> int:
    """Restore a backup and say what is published now. Makes the store where the folder holds none."""
    settings = Settings.from_environment(arguments.store)
    by = person(arguments.by or user())
    report = backups.restore(settings, Path(arguments.file), replace=arguments.replace, by=by)
    if report.kept_aside is not None:
        say(f"The ledger that was there is kept as {report.kept_aside}.", file=sys.stderr)
    made = f"{report.manifest.made_at:%Y-%m-%d %H:%M} UTC"
    say(f"Restored the backup of {made}: {report.manifest.submissions} submissions.")
    say(report.version)
    return 0
