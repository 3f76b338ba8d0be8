"""Make the index on the server from the database, and compare the two."""

import logging

from soskes_wagtail.search.models import IndexState, SearchDocument, ServerChange
from soskes_wagtail.search.server import outage
from soskes_wagtail.search.server.backend import LONG, Server
from soskes_wagtail.search.server.changes import BATCH, action, gone_wrong, is_built, send_all
from soskes_wagtail.search.server.documents import documents

logger = logging.getLogger(__name__)
#: Before every change (their ids begin with 1), so that no change is ever older.
_FIRST = 1
_PAGE = 5_000


def repair(server: Server) -> int:
    """Send what waits, and mend what differs; build the index where it has to be. Returns the
    number of rows that were not as they should be; with a server that is away -1."""
    outage.forget()
    try:
        if not is_built(server):
            return build(server)
        return send_all(server) + compare(server)
    except Exception as error:
        gone_wrong(error, "Its index is mended by the next soskes_check_search.")
        return -1


def build(server: Server) -> int:
    """A new index of all rows, which takes the place of the old one when it is complete."""
    from soskes_wagtail.search.index.engine import database_engine

    name = server.create()
    try:
        ids = list(SearchDocument.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            rows = documents(database_engine(), ids[start : start + BATCH])
            refused = server.send(
                (action(pk, document, version=_FIRST) for pk, document in rows),
                index=name,
                refresh=False,
                seconds=LONG,
            )
            for answer in refused[:10]:
                logger.error("The search server refused a row: %s", answer)
    except Exception:
        server.delete([name])
        raise
    server.put_in_place(name)
    # What changed meanwhile went to the old index.
    send_all(server)
    compare(server, may_build=False)
    IndexState.objects.update_or_create(pk=1, defaults={"server": server.signature})
    return len(ids)


def compare(server: Server, *, may_build: bool = True) -> int:
    """Send rows that the server lacks and remove those that it has too many."""
    differing, is_older = _differences(server)
    if differing:
        ServerChange.objects.bulk_create(
            [ServerChange(row=pk) for pk in sorted(differing)], batch_size=BATCH
        )
        send_all(server)
        if may_build and (is_older or _differences(server)[0]):
            # The database was put back to an earlier day: ids of rows and of changes, which are
            # the server's versions, begin once more.
            return build(server)
    return len(differing)


def _differences(server: Server) -> tuple[set[int], bool]:
    """Rows that only one side has, or that differ; and whether any does differ, which rows that
    are only added and removed never do."""
    server.refresh()
    there = _rows(server)
    wanted = dict(SearchDocument.objects.values_list("pk", "digest"))
    others = {pk for pk, digest in there.items() if wanted.get(pk, digest) != digest}
    return (wanted.keys() ^ there.keys()) | others, bool(others)


def _rows(server: Server) -> dict[int, str]:
    found: dict[int, str] = {}
    body: dict = {
        "size": _PAGE,
        "sort": [{"row": "asc"}],
        "query": {"match_all": {}},
        "_source": False,
        "docvalue_fields": ["digest"],
        "track_total_hits": False,
    }
    while True:
        hits = server.search(body, seconds=LONG)["hits"]["hits"]
        for hit in hits:
            found[int(hit["_id"])] = hit["fields"]["digest"][0]
        if len(hits) < _PAGE:
            return found
        body["search_after"] = hits[-1]["sort"]
