"""Titles that begin with what somebody is typing, as far as they may be shown to them."""

from django.http import HttpRequest

from soskes_wagtail.access import Viewer
from soskes_wagtail.search.analysis import LANGUAGES
from soskes_wagtail.search.analysis.query import MAX_QUERY_LENGTH, Query, precise
from soskes_wagtail.search.analysis.tokens import token, words_of
from soskes_wagtail.search.index.changes import flush
from soskes_wagtail.search.index.engine import get_engine
from soskes_wagtail.search.services.hits import present
from soskes_wagtail.search.services.query import scope_of
from soskes_wagtail.search_sources import SearchRequest

MOST = 8
SHORTEST = 2


def suggestions(
    viewer: Viewer, text: str, language: str, request: HttpRequest | None = None
) -> list[dict[str, str]]:
    """``[{"title", "kind", "url"}]``; every word but the last has to occur, the last may have
    only begun: ``lasten suoj``."""
    words = [word.rstrip("-") for word in words_of(text[:MAX_QUERY_LENGTH])][:6]
    if not words or len(words[-1]) < SHORTEST:
        return []
    flush()
    last = words.pop()
    begun = [token(code, kind, last) for code in LANGUAGES for kind in ("x", "p", "u", "l")]
    scope = scope_of(viewer).narrowed(languages=(language, ""))
    query = precise(words) if words else Query()
    rows = get_engine().begins(query, begun, scope, MOST * 2)
    best = {(row.kind, row.object_id): row for row in reversed(rows)}
    in_order = [row for row in rows if best[row.kind, row.object_id] is row][:MOST]
    hits = present(viewer, in_order, Query(), SearchRequest(language, request))
    return [{"title": hit.title, "kind": hit.label, "url": hit.url} for hit in hits]
