"""PTV items straight from the interface: v11 or v12, all of it or a part.

Everything is downloaded in the first reading and kept in temporary files, so that the second
reading asks nobody. A page that does not come is a batch with a problem; the others count.
"""

import json
import re
import tempfile
import urllib.parse
from collections.abc import Container, Iterator
from dataclasses import replace
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from soskes_wagtail.directory_snippets.ptv import remote_v11, remote_v12
from soskes_wagtail.directory_snippets.ptv.absent import KnownHere, ask_for_absent, known_here
from soskes_wagtail.directory_snippets.ptv.client import Client
from soskes_wagtail.directory_snippets.ptv.downloads import Downloads
from soskes_wagtail.directory_snippets.ptv.pager import Pager, Scope
from soskes_wagtail.directory_snippets.ptv.parse_common import items, uuid
from soskes_wagtail.directory_snippets.ptv.source import Batch, SourceError

_BASE = re.compile(r"/api/v(?P<version>11|12)/?$", re.IGNORECASE)
#: Where the key may go: the interface and its lists.
_OF_PTV = re.compile(r"/api/v(?:11|12)(?:/|$)", re.IGNORECASE)


class UrlSource:
    """The interface at ``address``, whose path ends in ``/api/v11`` or ``/api/v12``; or one list,
    item or file at an address of another form."""

    def __init__(self, address: str, scope: Scope, client: Client, known: KnownHere = known_here):
        #: Sentences for the report.
        self.notes: list[str] = []
        self.name = address
        self.scope = scope
        self._client = client
        self._known_here = known
        self._folder: tempfile.TemporaryDirectory | None = None
        self._files: dict[str, tuple[Path, str]] = {}
        self._answered = False

    @property
    def may_be_empty(self) -> bool:
        """Nothing may have changed since a day; that is an answer, and no error."""
        return self.scope.since is not None and self._answered

    def batches(self, only: Container[str] | None = None) -> Iterator[Batch]:
        if self._folder is None:
            yield from self._download()
            return
        for name, (file, problem) in self._files.items():
            if only is None or name in only:
                items = [] if problem else json.loads(file.read_text(encoding="utf-8"))
                yield Batch(name, items=items, problem=problem)

    def _all(self) -> Iterator[Batch]:
        """Everything that the scope asks for; when all of that came and nothing but changes was
        asked for, also whether what did not come is gone."""
        whole, seen = True, set()
        for batch in walk(self._client, self.scope, self.name):
            whole = whole and not batch.problem
            seen.update(
                identifier
                for data in items(batch.items)
                if (identifier := uuid(data.get("contentId") or data.get("id")))
            )
            yield batch
        version = _BASE.search(urllib.parse.urlsplit(self.name).path)
        if whole and version and self.scope.since is None:
            yield from ask_for_absent(
                Pager(self._client), version["version"], self._known_here(), seen
            )

    def _download(self) -> Iterator[Batch]:
        whole = True
        self._folder = tempfile.TemporaryDirectory(prefix="soskes-ptv-")
        for batch in self._all():
            file = Path(self._folder.name) / f"{len(self._files)}.json"
            if not batch.problem:
                self._answered = True
                file.write_text(json.dumps(batch.items), encoding="utf-8")
            if batch.name in self._files:
                batch = replace(batch, name=f"{batch.name}#{len(self._files)}")
            self._files[batch.name] = (file, batch.problem)
            whole = whole and not batch.problem
            yield batch
        self._close_downloads(whole)

    def _close_downloads(self, whole: bool) -> None:
        kept = self._client.kept
        if kept is None:
            return
        if kept.reused:
            self.notes.append(
                _("%(number)s answers of an interrupted run were used, the first of %(moment)s.")
                % {"number": kept.reused, "moment": date_format(kept.since, "DATETIME_FORMAT")}
            )
        if whole:
            kept.clear()


def open_address(address: str, scope: Scope, api_key: str, *, fresh: bool = False) -> UrlSource:
    """The source at ``address``. Raises SourceError when only the interface itself could answer
    what ``scope`` asks for, and it is not its address.

    Answers that an interrupted run has left are used, unless it is to be ``fresh``.
    """
    base = address.rstrip("/")
    if not _is_interface(base) and scope != Scope():
        raise SourceError(
            _("%(address)s does not end in /api/v11 or /api/v12.") % {"address": address}
        )
    kept = Downloads(f"{base} {scope}")
    if fresh:
        kept.clear()
        kept = Downloads(f"{base} {scope}")
    key = api_key if _OF_PTV.search(urllib.parse.urlsplit(base).path) else ""
    return UrlSource(address, scope, Client(base, api_key=key, kept=kept))


def _is_interface(base: str) -> bool:
    return bool(_BASE.search(urllib.parse.urlsplit(base).path))


def _one_list(client: Client, scope: Scope, address: str) -> Iterator[Batch]:
    parts = urllib.parse.urlsplit(address)
    params = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
    before, of_v11, path = parts.path.rpartition("/api/v11/")
    client.base = f"{parts.scheme}://{parts.netloc}{before}{of_v11}".rstrip("/")
    pager = Pager(client)
    lister = remote_v11.Walk(pager, scope) if of_v11 else pager
    yield from lister.list_at(path.lstrip("/"), params)


def walk(client: Client, scope: Scope, address: str) -> Iterator[Batch]:
    """Everything that ``scope`` asks for, in the way of the version of the interface; of another
    address what it holds."""
    if not _is_interface(client.base):
        yield from _one_list(client, scope, address)
        return
    version = _BASE.search(client.base)["version"]
    walk_of_version = remote_v12.Walk if version == "12" else remote_v11.Walk
    yield from walk_of_version(Pager(client), scope)
