"""From what somebody typed to what the search page shows them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils import timezone

from soskes_wagtail.access import Viewer
from soskes_wagtail.conf import app_settings
from soskes_wagtail.search.analysis.query import Query, any_word, precise, query_words, widened
from soskes_wagtail.search.index.changes import flush
from soskes_wagtail.search.index.engine import Engine, Group, Ranking, Scope, get_engine
from soskes_wagtail.search.index.update import indexed_sources
from soskes_wagtail.search.services.facets import Facet, counted, facets_of
from soskes_wagtail.search.services.hits import Hit, shown_hits
from soskes_wagtail.search.services.spelling import by_dictionary, by_texts
from soskes_wagtail.search.services.vocabulary import load_vocabulary
from soskes_wagtail.search_sources import SearchRequest

PAGE_SIZE = 20
#: Nobody reads further; who needs more narrows the search.
LAST_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """What is searched for. ``kind``, ``language`` and ``facets`` narrow it; ``language`` is
    also that of the words. ``precise``: no widened search where nothing is found."""

    text: str
    language: str
    kind: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    by_date: bool = False
    page: int = 1
    page_size: int = PAGE_SIZE
    precise: bool = False


@dataclass(frozen=True)
class Results:
    """``total``: all hits, of which ``hits`` are one page. ``widened``: "" for a search as asked,
    else "roots", "spelling" or "any": what was done as nothing was found. ``spelling``: the words
    that were searched for instead. ``without_filters``: hits if nothing narrowed the search.
    ``server_is_away``: the database has answered instead."""

    asked: Asked
    words: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: tuple[Facet, ...] = ()
    widened: str = ""
    spelling: str = ""
    without_filters: int = 0
    server_is_away: bool = False

    @property
    def page_count(self) -> int:
        return min(LAST_PAGE, -(-self.total // self.asked.page_size))

    @property
    def has_previous(self) -> bool:
        return self.asked.page > 1

    @property
    def has_next(self) -> bool:
        return self.asked.page < self.page_count


def search(viewer: Viewer, asked: Asked, request: HttpRequest | None = None) -> Results:
    """One page of hits. The number of queries does not grow with them."""
    flush()
    vocabulary = load_vocabulary()
    words = query_words(asked.text, asked.language, vocabulary.stop_words)
    if not words:
        return Results(asked)
    engine, everywhere = get_engine(), scope_of(viewer)
    query = precise(words, vocabulary.synonyms)
    groups = engine.groups(query, everywhere)
    step, spelling = "", ""
    if not asked.precise and not _total(groups, asked.language):
        step, spelling, query, groups = _widen(engine, everywhere, words, asked.language)
    total = counted(groups, asked)
    memo = SearchRequest(asked.language, request)
    hits: tuple[Hit, ...] = ()
    if total:
        hits, fallen_out = shown_hits(
            engine, query, _narrowed(everywhere, asked), _ranking(asked), viewer, asked, memo
        )
        total -= fallen_out
    return Results(
        asked,
        words=words,
        hits=hits,
        total=total,
        facets=facets_of(groups, asked, viewer, memo),
        widened=step,
        spelling=spelling,
        without_filters=_total(groups, asked.language),
        server_is_away=engine.is_away,
    )


def scope_of(viewer: Viewer) -> Scope:
    """What a viewer may find at all."""
    return Scope(
        access_keys=viewer.access_keys,
        closed_branches=viewer.closed_branches,
        at=timezone.now(),
    )


def _narrowed(scope: Scope, asked: Asked) -> Scope:
    return scope.narrowed(languages=(asked.language, ""), kind=asked.kind, facets=asked.facets)


def _ranking(asked: Asked) -> Ranking:
    boosts = {
        source.kind: source.boost for source in indexed_sources()
    } | app_settings.SEARCH_BOOSTS
    return Ranking(
        by_date=asked.by_date, boosts={kind: boost for kind, boost in boosts.items() if boost != 1}
    )


def _total(groups: list[Group], language: str) -> int:
    return sum(group.count for group in groups if group.language in (language, ""))


def _widen(
    engine: Engine, scope: Scope, words: tuple[str, ...], language: str
) -> tuple[str, str, Query, list[Group]]:
    """The first of roots, another spelling and any word by which the viewer finds something."""
    for step, spelling, query in _wider(engine, scope, words, language):
        groups = engine.groups(query, scope)
        if _total(groups, language):
            return step, spelling, query, groups
    return "", "", Query(), []


def _wider(
    engine: Engine, scope: Scope, words: tuple[str, ...], language: str
) -> Iterator[tuple[str, str, Query]]:
    yield "roots", "", widened(words)
    spelt = by_dictionary(words, language)
    yield "spelling", " ".join(spelt), precise(spelt)
    spelt = by_texts(words, language, engine, scope)
    yield "spelling", " ".join(spelt), precise(spelt)
    yield "any", "", any_word(words)
