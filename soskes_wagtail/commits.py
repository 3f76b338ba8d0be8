"""Work that is due once at the end of a transaction."""

from collections.abc import Callable

from django.db import transaction


def once_on_commit(work: Callable[[], object]) -> None:
    """Have ``work`` done after the commit, once however often it is asked for.

    A call that waits already does for this one too: Django drops it only together with a
    savepoint that both were made in.
    """
    waiting = transaction.get_connection().run_on_commit
    if not any(entry[1] is work for entry in waiting):
        transaction.on_commit(work)
