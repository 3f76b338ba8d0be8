"""Send what was committed. Until the server has it, it stands in ``ServerChange``.

Rows are never changed, only added and removed. The id of a change is the version that the server
gets: of two processes that send the same row, the older one cannot undo what the newer did.
"""

import logging
from collections.abc import Iterable

from django.db import transaction

from soskes_wagtail.commits import once_on_commit
from soskes_wagtail.search.models import IndexState, ServerChange
from soskes_wagtail.search.server import outage
from soskes_wagtail.search.server.backend import LONG, SHORT, Lost, Server, get_server
from soskes_wagtail.search.server.documents import documents

logger = logging.getLogger(__name__)
BATCH = 500
#: So many are sent while somebody waits; what is more, by the next one or at night.
MOST_AT_ONCE = 5 * BATCH


def remember(rows: Iterable[int]) -> None:
    """Rows were added or removed in this transaction; after it they are sent."""
    ServerChange.objects.bulk_create([ServerChange(row=pk) for pk in rows], batch_size=BATCH)
    once_on_commit(send_changes)


def waiting() -> bool:
    return ServerChange.objects.exists()


def is_built(server: Server) -> bool:
    return IndexState.objects.filter(pk=1, server=server.signature).exists()


def send_changes(most: int = MOST_AT_ONCE) -> None:
    """Send what waits, as far as the server answers. Never fails: whoever saved has saved."""
    server = get_server()
    if server is None or outage.is_known() or not is_built(server):
        return
    try:
        send_all(server, most=most, seconds=SHORT)
    except Exception as error:
        gone_wrong(error, "What changed is sent later.")


def send_all(server: Server, *, most: int | None = None, seconds: float = LONG) -> int:
    """Send what waits, or the first of it. Returns the number of changes; fails as clients do."""
    from soskes_wagtail.search.index.engine import database_engine

    sent = 0
    while most is None or sent < most:
        changes = list(ServerChange.objects.order_by("pk").values_list("pk", "row")[:BATCH])
        if not changes:
            break
        versions = {row: pk for pk, row in changes}
        there = dict(documents(database_engine(), versions))
        actions = (
            action(row, there.get(row), version=version) for row, version in versions.items()
        )
        refused = server.send(actions, refresh=len(changes) < BATCH, seconds=seconds)
        for answer in refused[:10]:
            logger.error("The search server refused a row: %s", answer)
        # One by one: a smaller id can be committed after a greater one.
        ServerChange.objects.filter(pk__in=[pk for pk, _ in changes]).delete()
        sent += len(changes)
    return sent


def action(row: int, document: dict | None, *, version: int) -> dict:
    given = {"_id": str(row), "version": version, "version_type": "external_gte"}
    if document is None:
        return {"_op_type": "delete", **given}
    return {"_op_type": "index", **given, "_source": document}


def gone_wrong(error: Exception, consequence: str) -> None:
    """Write down what happened, and have nobody wait for a server that is away."""
    if isinstance(error, Lost) or getattr(error, "status_code", None) == 404:
        # Nothing is searched there before it is built again, whoever made what answers now.
        with transaction.atomic():
            IndexState.objects.filter(pk=1).update(server="")
        logger.error("The search server has lost the index (%s). %s", error, consequence)
        return
    if outage.is_outage(error):
        outage.note()
        logger.warning("The search server is away (%s). %s", error, consequence)
        return
    logger.error("The search server: %s. %s", error, consequence, exc_info=error)


def may_send() -> bool:
    """Nothing is sent that may still be undone."""
    return not transaction.get_connection().in_atomic_block
