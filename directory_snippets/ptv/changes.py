"""What the writers of the three kinds have in common: a decision that is yet to be written."""

from collections.abc import Sequence

from django.db.models import Model

from soskes_wagtail.bulk.changed import records_changed
from soskes_wagtail.directory_snippets.ptv.connections import Connections
from soskes_wagtail.directory_snippets.ptv.lookups import Lookups
from soskes_wagtail.directory_snippets.ptv.rows import (
    Links,
    RowChange,
    Written,
    refresh_references,
    withdraw_rows,
    write_links,
    write_rows,
)


class Change:
    """All that one item changes. The parts are written in the order they stand here."""

    @property
    def withdraws(self) -> Sequence[tuple[type[Model], int]]:
        return ()

    @property
    def rows(self) -> Sequence[RowChange]:
        return ()

    @property
    def disconnects(self) -> Sequence[int]:
        """Places of service that are taken away."""
        return ()

    @property
    def links(self) -> Sequence[Links]:
        return ()

    @staticmethod
    def before_all(changes: Sequence["Change"]) -> None:
        """Look at the rows of ``changes``, all of one kind, while they are as they were."""

    def prepare(self, lookups: Lookups) -> None:
        """Find, or make, the areas and classes that the rows refer to. In the transaction."""

    def connect(self, lookups: Lookups, connections: Connections) -> None:
        """Add the connections, which need the ids of the rows. In the transaction."""

    def finish(self) -> None:
        """Write what needs the whole record. In the transaction, before the references."""

    def remember(self, lookups: Lookups) -> None:
        """Note what is there now. After the transaction."""

    def forget(self, lookups: Lookups) -> None:
        """Take back what was noted when this was decided: it could not be written."""


class Withdrawal(Change):
    """Rows of something that is no longer published."""

    def __init__(self, rows: Sequence[tuple[type[Model], int]]):
        self._rows = rows

    @property
    def withdraws(self) -> Sequence[tuple[type[Model], int]]:
        return self._rows


def write_all(changes: Sequence[Change], lookups: Lookups) -> None:
    """Write ``changes`` of one kind. Call it in a transaction."""
    written: Written = {}
    for kind in {type(change) for change in changes}:
        kind.before_all([change for change in changes if type(change) is kind])
    for change in changes:
        change.prepare(lookups)
    withdraw_rows([row for change in changes for row in change.withdraws], written)
    write_rows([row for change in changes for row in change.rows], written)
    write_links([link for change in changes for link in change.links])
    connections = Connections()
    for change in changes:
        change.connect(lookups, connections)
    connections.write(written)
    for change in changes:
        change.finish()
    refresh_references(written)
    records_changed(written)
