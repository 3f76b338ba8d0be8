"""What can be searched: parts register their sources here, the search app asks them.

The registry belongs to the shell, since parts must not import the search app and search must
not import parts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from soskes_wagtail.access import Viewer


@dataclass(frozen=True)
class SearchHit:
    """One result: ``kind`` as registered, ``title``, ``url``, and a line of ``summary``."""

    kind: str
    title: str
    url: str
    summary: str = ""


@dataclass(frozen=True)
class SearchRequest:
    """What is searched for: cleaned ``words``, content ``language`` code, most hits a source."""

    words: tuple[str, ...]
    language: str
    limit: int
    request: HttpRequest | None = None


@dataclass(frozen=True)
class SearchSource:
    """A kind of thing that can be found.

    ``find(viewer, search_request)`` returns the best hits first and only what ``viewer`` may
    see; every word must occur.
    """

    kind: str
    label: str
    order: int
    find: Callable[[Viewer, SearchRequest], Sequence[SearchHit]]


_sources: dict[str, SearchSource] = {}


def register_search_source(source: SearchSource) -> None:
    """Add a source; a second one of the same kind replaces the first."""
    _sources[source.kind] = source


def search_sources() -> list[SearchSource]:
    return sorted(_sources.values(), key=lambda source: (source.order, source.kind))
