"""Which of the host's ``WAGTAILSEARCH_BACKENDS`` is the search server, and how it is called.

The stock backends of modelsearch bring address, credentials, index settings and client; the
clients differ a little from version to version, and here is where that ends.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.core.signals import setting_changed
from django.utils.crypto import get_random_string
from modelsearch.backends import get_search_backend, import_backend
from modelsearch.conf import get_app_config
from modelsearch.utils import deep_update

from soskes_wagtail.conf import app_settings
from soskes_wagtail.search.server.documents import DEFINITION, VERSION

logger = logging.getLogger(__name__)

#: ``SOSKES["SEARCH_BACKEND"]`` for a host whose server is for its own pages only.
DATABASE = "database"
#: Seconds for somebody who waits for a page, and for work behind the scenes.
SHORT, LONG = 3, 60
_MOST_BYTES = 10 * 1024 * 1024

_separate: ContextVar[str] = ContextVar("soskes_search_separate_index", default="")


class ServerAway(Exception):
    """There is no index to evaluate anything with."""


class Lost(Exception):
    """The index is not there: never built, or deleted on the server."""


class Server:
    """The index on the server: an alias, so that a new index takes the place of an old one at
    once."""

    def __init__(self, backend):
        self._backend = backend
        self.alias = f"{backend.index_prefix}soskes_search{_separate.get()}"

    @property
    def signature(self) -> str:
        """Another one whenever the index has to be built anew."""
        return f"{self.alias}:{VERSION}"[:100]

    def search(self, body: dict, seconds: float = SHORT) -> dict:
        client, options = self._client(seconds)
        return client.search(
            index=self.alias, body=body, search_type="dfs_query_then_fetch", **options
        )

    def send(
        self, actions: Iterable[dict], *, index: str = "", refresh: bool, seconds: float
    ) -> list[dict]:
        """Write in bulk, to the alias or to an index that is being built. Returns what the server
        refused, but for what it has in a newer version or does not have to delete."""
        client, options = self._client(seconds)
        if not index:
            # Servers make an index that is missing, with fields as they guess them.
            options["require_alias"] = True
        _, errors = self._backend.bulk(
            client,
            ({"_index": index or self.alias, **action} for action in actions),
            raise_on_error=False,
            max_chunk_bytes=_MOST_BYTES,
            refresh="true" if refresh else "false",
            **options,
        )
        refused = []
        for error in errors:
            (operation, answer), *_ = error.items()
            status = answer.get("status")
            if status == 404 and operation == "index":
                raise Lost(self.alias)
            if status == 429:
                raise ConnectionError("The search server has too much to do.")
            if status not in (404, 409):
                refused.append(answer)
        return refused

    def create(self) -> str:
        """A new, empty index that nobody searches yet. Returns its name."""
        name = f"{self.alias}_{get_random_string(8).lower()}"
        client, options = self._client(LONG)
        settings = deep_update({}, self._backend.settings)
        client.indices.create(index=name, body=deep_update(settings, DEFINITION), **options)
        return name

    def put_in_place(self, name: str) -> None:
        """Let the alias be of this index, and delete those that it was of before."""
        client, options = self._client(LONG)
        old = self._indices()
        if not old and client.indices.exists(index=self.alias, **options):
            client.indices.delete(index=self.alias, **options)  # not ours: the name is taken
        client.indices.update_aliases(
            body={
                "actions": [
                    *({"remove": {"index": one, "alias": self.alias}} for one in old),
                    {"add": {"index": name, "alias": self.alias}},
                ]
            },
            **options,
        )
        self.delete(old)

    def refresh(self) -> None:
        client, options = self._client(LONG)
        client.indices.refresh(index=self.alias, **options)

    def delete(self, names: Iterable[str] | None = None) -> None:
        """Delete indices, or all of the alias."""
        client, options = self._client(LONG)
        for name in self._indices() if names is None else names:
            client.indices.delete(index=name, **options)

    def _indices(self) -> list[str]:
        client, options = self._client(LONG)
        if not client.indices.exists_alias(name=self.alias, **options):
            return []
        return list(client.indices.get_alias(name=self.alias, **options))

    def _client(self, seconds: float) -> tuple[Any, dict]:
        """Client with a time limit, or client and the option that sets it."""
        client = self._backend.es
        if hasattr(client, "options"):  # elasticsearch 8 and newer
            return client.options(request_timeout=seconds, max_retries=0), {}
        return client, {"request_timeout": seconds}


def get_server() -> Server | None:
    """The server that the host has chosen; None where search is the database's."""
    name = chosen_backend()
    if not name:
        return None
    backend = _backend(name)
    return Server(backend) if backend else None


def chosen_backend() -> str:
    """Name of the entry: ``SOSKES["SEARCH_BACKEND"]``, else "default" if that is a server."""
    wanted = app_settings.SEARCH_BACKEND
    if wanted:
        return "" if wanted == DATABASE else wanted
    return "default" if _is_server("default") else ""


def problem(name: str) -> str:
    """What is wrong with an entry, in a sentence; empty if nothing is."""
    entries = get_app_config().get_search_backend_config()
    if name not in entries:
        return f"WAGTAILSEARCH_BACKENDS has no entry {name!r}."
    path = entries[name].get("BACKEND", "")
    try:
        import_backend(path)
    except ImportError as error:
        return f"The backend {path} cannot be loaded: {error.__cause__ or error}"
    return "" if _is_server(name) else f"The backend {path} is no search server."


@contextmanager
def separate_index(name: str) -> Iterator[Server | None]:
    """An empty index beside the usual one, for this thread and as long as this lasts.

    For evaluations and tests, whose rows are undone: it gets at once what is not yet committed.
    """
    from soskes_wagtail.search.models import IndexState

    token = _separate.set(f"_{name}_{get_random_string(8).lower()}")
    try:
        server = get_server()
        if server is None:
            yield None
            return
        try:
            server.put_in_place(server.create())
        except Exception as error:
            raise ServerAway(f"The search server does not answer: {error}") from error
        try:
            IndexState.objects.update_or_create(pk=1, defaults={"server": server.signature})
            yield server
        finally:
            server.delete()
    finally:
        _separate.reset(token)


def is_separate() -> bool:
    return bool(_separate.get())


def _is_server(name: str) -> bool:
    from modelsearch.backends.elasticsearchbase import ElasticsearchBaseSearchBackend

    path = get_app_config().get_search_backend_config().get(name, {}).get("BACKEND", "")
    if path.startswith(("wagtail.search.backends.database", "modelsearch.backends.database")):
        return False  # the usual case, without loading anything
    try:
        backend = import_backend(path)
    except ImportError:
        return any(word in path for word in ("elasticsearch", "opensearch"))
    return isinstance(backend, type) and issubclass(backend, ElasticsearchBaseSearchBackend)


@lru_cache(8)
def _backend(name: str):
    """One client for the whole process; it keeps connections and may be used by all threads."""
    if wrong := problem(name):
        logger.error("%s Search is the database's.", wrong)
        return None
    return get_search_backend(name)


def _forget(*, setting, **kwargs) -> None:
    if setting in ("WAGTAILSEARCH_BACKENDS", "SOSKES"):
        _backend.cache_clear()


setting_changed.connect(_forget, dispatch_uid="soskes_search_server")
