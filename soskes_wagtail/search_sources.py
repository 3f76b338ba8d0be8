"""What can be searched: parts and hosts register their sources here, the search app asks them.

The registry belongs to the shell, since parts must not import the search app and search must
not import parts. Without the search app in ``INSTALLED_APPS`` everything here does nothing.

A source says which rows of a model can be found, and turns a batch of them into entries::

    def entries(meetings):
        for meeting in meetings:                     # a batch; nothing is asked per row
            yield SearchEntry(
                object_id=meeting.pk,
                title=meeting.title,                 # or {"fi": "Kokous", "sv": "Möte"}
                text=meeting.minutes,
                url=meeting.get_absolute_url(),
                access=("members",),                 # whoever holds one of these keys finds it
                areas=[area.code for area in meeting.areas.all()],
            )

    register_search_source(
        SearchSource(
            kind="meeting", label=_("Meetings"), order=100, model=Meeting,
            rows=lambda: Meeting.objects.prefetch_related("areas"), entries=entries,
            watches={Area: "areas"},                 # a renamed area: its meetings once more
        )
    )

The model needs ``visible_q(viewer)`` (pages: none), as for every list. Saving and deleting a row,
its many-to-many fields and what ``watches`` names keep the index right; code that writes past
Django's signals (``bulk_create``, ``update``) calls ``records_changed(model, ids)`` afterwards.

**Closed things.** An entry is found by viewers who hold one of its ``access`` keys
(``Viewer.access_keys``: ``public``, ``members``, ``admins``, ``own:<organisation>``, or a key of
your own, ``register_access_keys``) and to whom ``page_path`` is not closed. What only some of
those may know (a direct line, a name) goes into a further entry of the same ``object_id`` with
narrower keys; what somebody finds several entries of is shown once.

**What is shown.** Title, summary and address of the entry; or, where these depend on who looks,
what ``show`` makes of the rows, which are read from the database just before: they are always
those that the viewer may see now.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from wagtail.models import Locale, Page
from wagtail.search import index

from soskes_wagtail.access import Viewer

#: A text, or texts by language code. A plain one is in the language of its entry.
Words = str | Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class SearchEntry:
    """What some of the viewers can find of one object.

    ``title``, ``summary``, ``text``: plain text, what counts most first; markup is dropped.
    ``language``: code of a language version that is an object of its own (a page, a service);
    empty where one object serves all languages.
    ``access``: keys, one of which the viewer must hold. ``page_path``: tree path of the page that
    shows the object; whoever may not open that page does not find it.
    ``areas``: official codes of municipalities; ``sections``: ``section_key`` of section pages;
    ``classes``: codes of service classes; ``tags``: words. People narrow a search by these.
    ``starts_at``, ``ends_at``: of what happens at a time; what is over comes after the rest.
    ``found_from``, ``found_until``: when it can be found at all; None: no limit.
    """

    object_id: int | str
    title: Words
    summary: Words = ""
    text: Words = ""
    url: str = ""
    language: str = ""
    access: Sequence[str] = ("public",)
    page_path: str = ""
    areas: Iterable[str] = ()
    sections: Iterable[str] = ()
    classes: Iterable[str] = ()
    tags: Iterable[str] = ()
    updated_at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    found_from: datetime | None = None
    found_until: datetime | None = None


@dataclass(frozen=True)
class SearchHit:
    """One result: ``kind`` as registered, ``title``, ``url``, and a line of ``summary``.

    ``show`` may leave the kind empty: it is known. ``note``: a short word beside the title
    ("ti 1.12. klo 9", "Lopetettu"), if any.
    """

    kind: str
    title: str
    url: str
    summary: str = ""
    note: str = ""


@dataclass(frozen=True)
class SearchRequest:
    """Somebody's search, for ``show`` and for the labels of facets: content ``language`` code and
    the ``request``, if there is one. ``memo``: where they keep what they share in this search."""

    language: str
    request: HttpRequest | None = None
    memo: dict = field(default_factory=dict, compare=False, repr=False)


#: From a changed row of another model to the rows of a source: a lookup of the source's model
#: ("areas"), or a function of the changed rows' ids that gives ids, or ALL_ROWS.
Watch = str | Callable[[Sequence[Any]], Iterable[Any]]

#: For functions in ``watches``: every row of the source has to be read again.
ALL_ROWS: Iterable[Any] = ("*",)


@dataclass(frozen=True)
class SearchSource:
    """A kind of thing that can be found.

    ``kind``: stable name, in addresses too; ``label``: what people read; ``order``: among kinds.
    ``rows()``: the rows that anybody at all may find, with what ``entries`` needs prefetched;
    the rows of pages are published ones. ``entries(batch)``: any number of entries a row.
    ``show(viewer, rows, asked)``: hits by primary key, for rows that the viewer may see; a row
    without one has no place to lead to and is left out. ``watches``: see ``Watch``.
    ``boost``: weight in the ranking; ``SOSKES["SEARCH_BOOSTS"]`` overrules it.
    """

    kind: str
    label: str
    order: int
    model: type[Model]
    entries: Callable[[Sequence[Any]], Iterable[SearchEntry]]
    rows: Callable[[], QuerySet] | None = None
    show: Callable[[Viewer, Sequence[Any], SearchRequest], Mapping[Any, SearchHit]] | None = None
    watches: Mapping[type[Model], Watch] = field(default_factory=dict)
    boost: float = 1.0


@dataclass(frozen=True)
class SearchFacet:
    """What people narrow a search by: ``name`` is "area", "section" or "tag" (see SearchEntry).

    ``labels(viewer, values, asked)``: what people read, by value. A value without a label is not
    offered: its name is not for this viewer, or it is gone.
    """

    name: str
    label: str
    order: int
    labels: Callable[[Viewer, Sequence[str], SearchRequest], Mapping[str, str]]


_sources: dict[str, SearchSource] = {}
_facets: dict[str, SearchFacet] = {}
_page_values: list[Callable[[Sequence[Page]], Mapping[int, Mapping[str, Any]]]] = []
_listeners: list[Callable[[type[Model], Iterable[Any]], None]] = []


def register_search_source(source: SearchSource) -> None:
    """Add a source; a second one of the same kind replaces the first."""
    _sources[source.kind] = source


def search_sources() -> list[SearchSource]:
    return sorted(_sources.values(), key=lambda source: (source.order, source.kind))


def register_search_facet(facet: SearchFacet) -> None:
    """Let people narrow their searches by something."""
    _facets[facet.name] = facet


def search_facets() -> list[SearchFacet]:
    return sorted(_facets.values(), key=lambda facet: facet.order)


def register_page_values(find: Callable[[Sequence[Page]], Mapping[int, Mapping[str, Any]]]) -> None:
    """Let a part say more about pages than their texts: ``find(pages)`` gives values of
    ``SearchEntry`` (areas, sections…) by the id of the page; constant number of queries."""
    if find not in _page_values:
        _page_values.append(find)


def records_changed(model: type[Model], ids: Iterable[Any]) -> None:
    """Tell that rows were written past Django's signals: made, changed or deleted.

    Cheap: they are read and indexed in batches after the commit. Also for whoever may see more
    or less than before (a role, a licence, a closed group): then the model is what they are in.
    """
    ids = list(ids)
    if ids:
        for listener in _listeners:
            listener(model, ids)


def on_records_changed(listener: Callable[[type[Model], Iterable[Any]], None]) -> None:
    """For the search app: be told of ``records_changed``."""
    if listener not in _listeners:
        _listeners.append(listener)


_finders: list[Callable[..., Iterable[str]]] = []


def register_finder(find: Callable[[Viewer, type[Model], str, int], Iterable[str]]) -> None:
    """For the search app: let other lists use its index."""
    _finders[:] = [find]


def found_ids(viewer: Viewer, model: type[Model], text: str, limit: int = 500) -> list[str]:
    """Ids of rows of a model in which the words of a text occur in any form, best first, as far
    as the viewer would find them; none without the search app. For lists that search by words."""
    return [pk for find in _finders for pk in find(viewer, model, text, limit)]


def section_key(page: Page) -> str:
    """What a section page is called in ``SearchEntry.sections``, the same in all languages."""
    return page.translation_key.hex


def page_entries(pages: Sequence[Page], **more: Any) -> Iterator[SearchEntry]:
    """Entries of pages of any type: the texts of their ``search_fields``.

    ``more``: further values, or functions of a page that give them (``starts_at=lambda page: …``).
    """
    values: dict[int, dict] = {page.pk: {} for page in pages}
    for find in _page_values:
        for pk, found in find(pages).items():
            values[pk].update(found)
    languages = {locale.pk: locale.language_code for locale in Locale.objects.all()}
    for page in pages:
        own = {name: give(page) if callable(give) else give for name, give in more.items()}
        yield SearchEntry(
            **{
                "object_id": page.pk,
                "title": page.title,
                "summary": getattr(page, "summary", "") or page.search_description,
                "text": page_text(page),
                "language": languages[page.locale_id],
                "page_path": page.path,
                "updated_at": page.last_published_at,
                "found_until": page.expire_at,
                **values[page.pk],
                **own,
            }
        )


def show_pages(viewer: Viewer, pages: Sequence[Page], asked: SearchRequest) -> dict[int, SearchHit]:
    """``show`` for pages: their own title, summary and address."""
    hits = {}
    for page in pages:
        url = page.get_url(asked.request)
        if url:
            summary = getattr(page, "summary", "") or page.search_description
            hits[page.pk] = SearchHit("", page.title, url, summary)
    return hits


def page_text(page: Page) -> str:
    """The text of a page beside title and summary: all other fields that it lets be searched."""
    parts: list[str] = []
    for one in page.get_search_fields():
        if isinstance(one, index.SearchField) and one.field_name not in ("title", "summary"):
            value = one.get_value(page)
            values = value if isinstance(value, list | tuple) else [value]
            parts.extend(str(each) for each in values if each)
    return "\n".join(parts)
