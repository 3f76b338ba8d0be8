"""Lists of the interface page by page, and what of them is wanted."""

import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.ptv.client import Client, Unanswered
from soskes_wagtail.directory_snippets.ptv.source import Batch, read_content

#: More pages than this are no list of PTV, which has some 100,000 items.
MAX_PAGES = 10_000


@dataclass(frozen=True)
class Scope:
    """What to ask for. ``area`` is (kind, code) with kind ``municipality`` or
    ``wellbeing-county``; ``organisation`` is an identifier, a business ID or an OID."""

    since: datetime | None = None
    area: tuple[str, str] | None = None
    organisation: str = ""

    @property
    def moment(self) -> str:
        """``since`` in UTC as PTV writes it, without the zone."""
        return self.since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") if self.since else ""


class Pager:
    """Lists of the interface as batches, one a page."""

    def __init__(self, client: Client):
        self._client = client

    def one(self, path: str, params: dict[str, str] | None = None) -> Batch:
        """What one address holds."""
        name = f"{path}?{urllib.parse.unquote(urllib.parse.urlencode(params))}" if params else path
        try:
            batch = read_content(self._client.get(path, params), name)
        except Unanswered as error:
            return Batch(name, problem=str(error), status=error.status)
        if batch.problem:
            self._client.forget(path, params)
        return batch

    def series(self, path: str, params: dict[str, str], **paging: str) -> Iterator[Batch]:
        """Every page of a list. A page that does not come is passed over, unless it is the first,
        which tells how many there are; an answer that is no new page ends the list."""
        yield from self._pages(path, {**params, **paging}, 1, Batch(path))

    def list_at(self, path: str, params: dict[str, str]) -> Iterator[Batch]:
        """What one address holds; when that is the first page of a list, the other pages too."""
        first = self.one(path, params)
        yield first
        if first.page and first.page[0] == 1 and "page" not in params:
            yield from self._pages(path, params, 2, first)

    def _pages(
        self, path: str, params: dict[str, str], number: int, last: Batch
    ) -> Iterator[Batch]:
        """Pages from ``number`` on, after the page ``last``."""
        before, total = last.items, last.page[1] if last.page else number
        while number <= min(total, MAX_PAGES):
            batch = self.one(path, {**params, "page": str(number)})
            if not batch.problem:
                if number > 1 and (batch.items == before or (batch.page or (number,))[0] != number):
                    yield Batch(batch.name, problem=_("The same page came again."))
                    return
                before = batch.items
                total = max(total, batch.page[1]) if batch.page else total
            yield batch
            number += 1
