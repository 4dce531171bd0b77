"""The commands about the store: init, publish, verify, move-ledger, backup."""

import sys
from pathlib import Path

import click

from benchmark.core.settings import Settings, is_shared
from benchmark.returns.submit.act import act_on
from benchmark.returns.submit.bundled import init_store, submit_published
from benchmark.returns.submit.intake import ReadAgain
from benchmark.store import backup as backups
from benchmark.store.kept_heads import heads_in
from benchmark.store.ledger.snapshot import reading
from benchmark.store.move import move_to_database, move_to_file
from benchmark.store.proof.verify import verify as verify_store
from benchmark.store.publication.publish import publish as publish_store
from benchmark.store.storage.identity import expect_made, expect_store
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.kept_receipts import kept_checks
from benchmark.surfaces.cli.terminal import say


@options.command("init", r"init --store D:\maturity")
@options.store
def init(*, settings: Settings) -> None:
    """Make a store in an empty folder, from the published data.

    Its version is printed.
    """
    say(f"Making the store {settings.store} from the published data.", file=sys.stderr)
    say(init_store(settings).version)


@options.command("publish")
@options.store
@options.clock
def publish(*, settings: Settings, at_this_time: bool) -> None:
    """Submit new or changed published files, and publish.

    The version of what is published is printed.
    """
    act_on(settings, "reference", "publishing")
    for submission in submit_published(settings, at_this_time=at_this_time):
        say(f"Submitted {submission.file_name}: {submission.row_count} rows.", file=sys.stderr)
    say(publish_store(settings).version)


@options.command("move-ledger database", "move-ledger file")
@options.store
@click.argument("to", type=options.OneOf(["database", "file"]), metavar="TO", help="database, or file")
def move_ledger(*, settings: Settings, to: str) -> None:
    """Move the store's ledger to a database, or back to the store's file.

    The database is the one in MATURITY_LEDGER. Every entry is checked against the chain of hashes.
    """
    end = (move_to_database if to == "database" else move_to_file)(settings)
    say(f"The {to} keeps the ledger now: {end.entry} entries, head of the chain: {end.hash}")


@options.command("verify", "verify --receipt backup.zip")
@options.store
@click.option(
    "--head",
    multiple=True,
    metavar="HASH",
    help="a head of the chain, of a receipt or backup, that the ledger must still hold",
)
@click.option(
    "--receipt",
    multiple=True,
    metavar="FILE",
    help="a receipt, a backup, or the log as CSV or JSON, that must still fit the ledger",
)
def verify(*, settings: Settings, head: tuple[str, ...], receipt: tuple[str, ...]) -> int:
    """Check the ledger and the publication.

    Every check is printed; the exit code is 1 when one fails.
    """
    expect_made(settings)
    if is_shared():
        act_on(settings, "people", "a check of the whole store")
    receipts = [Path(file) for file in receipt]
    heads = [*head, *(kept for file in receipts for kept in heads_in(file))]
    report = verify_store(settings, derive=ReadAgain(), readback=True, heads=heads)
    checks = [*report.checks]
    if receipts and report.ok:  # comparing with a ledger that has faults would prove nothing
        with reading(settings) as ledger:
            checks += [check for file in receipts for check in kept_checks(ledger, file)]
    for check in checks:
        detail = f": {check.detail}" if check.detail else ""
        say(f"{'ok    ' if check.ok else 'FAILED'}  {check.name}{detail}")
    failed = sum(not check.ok for check in checks)
    say(f"{len(checks)} checks, {failed or 'none'} failed.")
    return 1 if failed else 0


@options.command("backup ledger.zip")
@options.store
@click.argument("file", metavar="FILE", help="the file to write; never overwritten")
def backup(*, settings: Settings, file: str) -> None:
    """Write the ledger into one new .zip file."""
    expect_store(settings)
    act_on(settings, "people", "a backup")
    report = backups.backup(settings, Path(file))
    manifest = report.manifest
    if report.alone:
        say(f"It holds what this server has, which may not be all: {report.alone}", file=sys.stderr)
    say(f"{report.file}: {manifest.submissions} submissions, {manifest.last_entry} entries.")
    say(f"sha256 of the ledger: {manifest.sha256}")
    say(f"head of the chain: {manifest.head}")
