"""The command that says whether a store is sound, and still says what was kept of it."""

from argparse import Namespace
from pathlib import Path

from benchmark.core.settings import Settings
from benchmark.returns.submit.intake import ReadAgain
from benchmark.store.heads import heads_in
from benchmark.store.identity import expect_made
from benchmark.store.snapshot import reading
from benchmark.store.verify import verify as verify_store
from benchmark.surfaces.cli.kept_receipts import kept_checks
from benchmark.surfaces.cli.terminal import say


def verify(arguments: Namespace) -> int:
    """Print every check; 1 when one fails."""
    settings = Settings.from_environment(arguments.store)
    expect_made(settings)
    heads = [*arguments.head, *(head for file in arguments.receipt for head in heads_in(Path(file)))]
    report = verify_store(settings, derive=ReadAgain(), heads=heads)
    checks = [*report.checks]
    if arguments.receipt and report.ok:  # one that is told from a ledger with faults would say nothing
        with reading(settings) as ledger:
            files = map(Path, arguments.receipt)
            checks += [check for file in files for check in kept_checks(ledger, file)]
    for check in checks:
        detail = f": {check.detail}" if check.detail else ""
        say(f"{'ok    ' if check.ok else 'FAILED'}  {check.name}{detail}")
    failed = sum(not check.ok for check in checks)
    say(f"{len(checks)} checks, {failed or 'none'} failed.")
    return 1 if failed else 0
