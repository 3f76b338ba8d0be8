"""What an engine has to do; there is one for SQLite, one for PostgreSQL, one for search servers.

Rows of ``SearchDocument`` are in the database whatever the engine is: an engine keeps their
tokens, by the id of the row, and answers with ids. All text analysis is done before
(``search.analysis``), so that every engine finds the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from django.db import DEFAULT_DB_ALIAS, connections

from soskes_wagtail.search.analysis.documents import FieldTokens
from soskes_wagtail.search.analysis.query import Query
from soskes_wagtail.search.models import SearchDocument


@dataclass(frozen=True)
class Scope:
    """Where somebody searches. The first three are what they may find at all.

    ``languages``: of the document, "" for those that serve all; empty: any. ``facets``: by name
    the one value asked for.
    """

    access_keys: frozenset[str]
    closed_branches: tuple[str, ...]
    at: datetime
    languages: tuple[str, ...] = ()
    kind: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """That of the search, by which hits are ranked; empty: of all alike."""
        return next(filter(None, self.languages), "")

    def narrowed(self, **changes) -> "Scope":
        return replace(self, **changes)


@dataclass(frozen=True)
class Ranking:
    """``by_date``: newest first instead of best first. ``boosts``: weight of kinds by name.
    ``past``: weight of what is over."""

    by_date: bool = False
    boosts: Mapping[str, float] = field(default_factory=dict)
    past: float = 0.5


@dataclass(frozen=True)
class Found:
    """A row that was found; several of them can be of one object."""

    id: int
    kind: str
    object_id: str


@dataclass(frozen=True)
class Group:
    """Number of objects that have these in common."""

    kind: str
    language: str
    facets: str
    count: int


class Engine(Protocol):
    """``is_away``: a search server was asked in vain, and the database has answered."""

    name: str
    is_away: bool

    def write(self, rows: Sequence[tuple[SearchDocument, FieldTokens]]) -> None:
        """Insert rows that have no id yet, with their tokens."""

    def remove(self, ids: Sequence[int]) -> None:
        """Delete rows and their tokens."""

    def find(
        self, query: Query, scope: Scope, ranking: Ranking, *, start: int, limit: int
    ) -> list[Found]:
        """Rows in their order."""

    def groups(self, query: Query, scope: Scope) -> list[Group]:
        """All that would be found, counted by what people narrow a search by."""

    def begins(self, query: Query, prefix: Sequence[str], scope: Scope, limit: int) -> list[Found]:
        """Rows whose title has all terms of the query and a token that begins so."""

    def before_rebuild(self) -> None: ...

    def after_rebuild(self) -> None: ...

    def missing(self) -> int:
        """Number of rows without tokens, or tokens without a row."""

    def repair(self) -> int:
        """Mend what is kept outside the database. Returns the number of rows, or -1 if it cannot
        be done now."""

    def tokens(self, ids: Sequence[int]) -> dict[int, FieldTokens]:
        """Tokens of rows, as they were written."""


def get_engine(using: str = DEFAULT_DB_ALIAS) -> Engine:
    """The host's search server if it has chosen one, else its database. For one search."""
    from soskes_wagtail.search.server.backend import get_server

    server = get_server()
    if server is None:
        return database_engine(using)
    from soskes_wagtail.search.server.engine import ServerEngine

    return ServerEngine(database_engine(using), server)


def database_engine(using: str = DEFAULT_DB_ALIAS) -> Engine:
    """The engine that fits the database."""
    vendor = connections[using].vendor
    if vendor == "postgresql":
        from soskes_wagtail.search.index.postgresql import PostgreSQLEngine

        return PostgreSQLEngine(using)
    if vendor == "sqlite":
        from soskes_wagtail.search.index.sqlite import SQLiteEngine

        return SQLiteEngine(using)
    raise NotImplementedError(f"SosKes search runs on SQLite and PostgreSQL, not on {vendor}.")
