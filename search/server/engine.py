"""The engine: the server is asked, the database answers where it cannot."""

from collections.abc import Callable, Sequence

from soskes_wagtail.commits import once_on_commit
from soskes_wagtail.search.analysis.documents import FieldTokens
from soskes_wagtail.search.analysis.query import Query
from soskes_wagtail.search.index.engine import Engine, Found, Group, Ranking, Scope
from soskes_wagtail.search.models import SearchDocument
from soskes_wagtail.search.server import changes, outage, queries
from soskes_wagtail.search.server.backend import Server, is_separate
from soskes_wagtail.search.server.build import repair

#: Hits in one answer; servers give at most 10,000.
_PAGE = 5_000


class ServerEngine:
    """Both keep the tokens. One object serves one search, and stays with whoever answered it
    first: numbers and hits are then of one and the same index. ``is_away``: the server was asked
    in vain."""

    name = "server"

    def __init__(self, database: Engine, server: Server):
        self.database, self.server = database, server
        self.is_away = False
        self._answers: bool | None = None

    def write(self, rows: Sequence[tuple[SearchDocument, FieldTokens]]) -> None:
        self.database.write(rows)
        # Not every database tells the ids of rows that are inserted; to send a row twice is no
        # harm.
        objects: dict[str, set[str]] = {}
        for row, _ in rows:
            objects.setdefault(row.kind, set()).add(row.object_id)
        for kind, ids in objects.items():
            made = SearchDocument.objects.filter(kind=kind, object_id__in=ids)
            changes.remember(made.values_list("pk", flat=True))

    def remove(self, ids: Sequence[int]) -> None:
        self.database.remove(ids)
        changes.remember(ids)

    def find(
        self, query: Query, scope: Scope, ranking: Ranking, *, start: int, limit: int
    ) -> list[Found]:
        if not query.branches:
            return []
        return self._answer(
            lambda: self._found(queries.found(query, scope, ranking), start, limit),
            lambda: self.database.find(query, scope, ranking, start=start, limit=limit),
        )

    def groups(self, query: Query, scope: Scope) -> list[Group]:
        if not query.branches:
            return []
        return self._answer(
            lambda: self._groups(query, scope), lambda: self.database.groups(query, scope)
        )

    def begins(self, query: Query, prefix: Sequence[str], scope: Scope, limit: int) -> list[Found]:
        return self._answer(
            lambda: self._found(queries.begun(query, prefix, scope), 0, limit),
            lambda: self.database.begins(query, prefix, scope, limit),
        )

    def before_rebuild(self) -> None:
        self.database.before_rebuild()

    def after_rebuild(self) -> None:
        self.database.after_rebuild()
        self.repair()

    def missing(self) -> int:
        return self.database.missing()

    def repair(self) -> int:
        return repair(self.server)

    def tokens(self, ids: Sequence[int]) -> dict[int, FieldTokens]:
        return self.database.tokens(ids)

    def _answer(self, ask: Callable[[], list], fall_back: Callable[[], list]) -> list:
        if is_separate():
            # An evaluation, whose figures must not be those of the database.
            changes.send_all(self.server)
            return ask()
        if self._answers is None:
            self._answers = self._is_up_to_date()
        if self._answers:
            try:
                return ask()
            except Exception as error:
                changes.gone_wrong(error, "The database answers.")
                self._answers, self.is_away = False, True
        return fall_back()

    def _is_up_to_date(self) -> bool:
        """Whether the server has all that was committed; what it still lacks is sent first."""
        if outage.is_known():
            self.is_away = True
            return False
        if not changes.is_built(self.server):
            return False
        if not changes.waiting():
            return True
        if not changes.may_send():
            # This transaction is at work on the index, or others left something to be sent.
            once_on_commit(changes.send_changes)
            return False
        changes.send_changes()
        self.is_away = outage.is_known()
        return not self.is_away and not changes.waiting() and changes.is_built(self.server)

    def _found(self, body: dict, start: int, limit: int) -> list[Found]:
        hits: list[dict] = []
        wanted = start + limit
        while len(hits) < wanted:
            size = min(wanted - len(hits), _PAGE)
            page = self.server.search({**body, "size": size})["hits"]["hits"]
            hits += page
            if len(page) < size:
                break
            body = {**body, "search_after": page[-1]["sort"]}
        rows = (hit["_source"] for hit in hits[start:])
        return [Found(row["row"], row["kind"], row["object_id"]) for row in rows]

    def _groups(self, query: Query, scope: Scope) -> list[Group]:
        found: list[Group] = []
        after = None
        while True:
            answer = self.server.search(queries.groups(query, scope, after))
            page = answer["aggregations"]["groups"]
            for bucket in page["buckets"]:
                key = bucket["key"]
                count = bucket["objects"]["value"]
                found.append(Group(key["kind"], key["language"], key["all_facets"], count))
            after = page.get("after_key")
            if not after or len(page["buckets"]) < queries.PAGE_OF_GROUPS:
                return found
