"""What publishing would say if a submission stood, or did not: asked before anything is written."""

from collections.abc import Collection

from benchmark.store.checks import publication_faults
from benchmark.store.enough import missing
from benchmark.store.ledger import Ledger
from benchmark.store.publish import steps


def faults_if(ledger: Ledger, *, without: Collection[int] = (), also: Collection[int] = ()) -> list[str]:
    """What the publication's checks would find, and what pages would lack, in words. Changes nothing.

    `without` are submissions that would be withdrawn, `also` ones that would stand again.
    """
    connection = ledger.connection
    (standing, parameters), *rest = steps(ledger.last_entry())
    connection.execute("attach ':memory:' as pub")
    connection.execute("use pub")
    try:
        connection.execute(standing, parameters)
        for number in without:
            connection.execute("delete from standing where submission_id = ?", [number])
        for number in also:
            connection.execute("insert into standing values (?)", [number])
        for statement, values in rest:
            connection.execute(statement, values)
        found = [f"{fault.table}: {fault.message}" for fault in publication_faults(connection)]
        lacking = missing(lambda query: connection.execute(query).fetchall(), "pub")
    finally:
        connection.execute("use ledger")
        connection.execute("detach pub")
    return found + [f"pages would lack {words}" for words in lacking]
