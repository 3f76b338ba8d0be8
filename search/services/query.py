"""From what somebody typed to hits that they may see."""

import re
import unicodedata
from dataclasses import dataclass

from django.http import HttpRequest

from soskes_wagtail.access import Viewer
from soskes_wagtail.search_sources import SearchHit, SearchRequest, SearchSource, search_sources

MAX_QUERY_LENGTH = 200
MAX_WORDS = 8
MAX_HITS_PER_KIND = 50


@dataclass(frozen=True)
class HitGroup:
    source: SearchSource
    hits: list[SearchHit]


def words_of(query: str) -> tuple[str, ...]:
    """Words of a query: letters, digits and hyphens, at most 8 of the first 200 characters.

    Everything that a search engine could read as syntax is dropped.
    """
    text = unicodedata.normalize("NFC", query[:MAX_QUERY_LENGTH])
    found = re.findall(r"[^\W_]+(?:-[^\W_]+)*", text)
    return tuple(dict.fromkeys(found))[:MAX_WORDS]


def search(
    viewer: Viewer,
    query: str,
    *,
    language: str,
    kind: str = "",
    request: HttpRequest | None = None,
) -> list[HitGroup]:
    """Hits by kind, in the order of the registered sources; kinds without hits are left out."""
    words = words_of(query)
    if not words:
        return []
    asked = SearchRequest(words=words, language=language, limit=MAX_HITS_PER_KIND, request=request)
    groups = []
    for source in search_sources():
        if source.find is None or (kind and source.kind != kind):
            continue
        hits = list(source.find(viewer, asked))[:MAX_HITS_PER_KIND]
        if hits:
            groups.append(HitGroup(source, hits))
    return groups
