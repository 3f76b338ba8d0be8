"""Pages under a page as cards: what the reader may see, with summaries, in one query."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Func, QuerySet, TextField
from django.http import HttpRequest
from wagtail.models import Page, get_page_models

from soskes_wagtail.access import Viewer, visible_to

NEWS = 6


@dataclass(frozen=True)
class Card:
    """A page to go to; ``meta`` is a small line, ``page`` the plain page behind it."""

    title: str
    url: str
    text: str
    meta: str = ""
    page: Page | None = None


class _Summary(Func):
    """``_Summary(key, else)``: the summary of a SosKes page of any type, or else another text.

    A look into the table of each type by its key, not a join with it: PostgreSQL takes a row of
    each of a dozen tables of which it has no figures yet for 10²⁹ rows, and compiles the query to
    machine code, in half a second, each time.
    """

    output_field = TextField()

    def as_sql(self, compiler, connection, **context):
        quote = connection.ops.quote_name
        (pk, own), (description, last) = map(compiler.compile, self.source_expressions)
        looks = [
            f"(SELECT NULLIF({quote(model._meta.get_field('summary').column)}, '')"
            f" FROM {quote(model._meta.db_table)} WHERE {quote(model._meta.pk.column)} = {pk})"
            for model in get_page_models()
            if hasattr(model, "summary") and list(model._meta.parents) == [Page]
        ]
        return f"COALESCE({', '.join([*looks, description])})", (*own * len(looks), *last)


def with_summary(pages: QuerySet) -> QuerySet:
    """Annotates plain pages with ``card_text``: the summary of SosKes page types, or else the
    description for search engines."""
    return pages.annotate(card_text=_Summary("pk", "search_description"))


def child_cards(page: Page, viewer: Viewer, request: HttpRequest) -> list[Card]:
    """Cards of the pages right below, in the order of the tree, without tools such as search."""
    if not page.numchild:
        return []
    children = visible_to(viewer, Page.objects.child_of(page)).order_by("path")
    return [
        card
        for card in _cards(with_summary(children), request)
        if not getattr(card.page.specific_class, "is_soskes_tool", False)
    ]


def news_cards(home: Page, viewer: Viewer, request: HttpRequest) -> list[Card]:
    """Pages of the branch that were published last, newest first.

    Pages that were only made by the records and never touched since are no news.
    """
    pages = (
        visible_to(viewer, Page.objects.descendant_of(home))
        .filter(last_published_at__isnull=False)
        .exclude(content_type__in=_types_with("is_soskes_tool"))
        .exclude(
            content_type__in=_types_with("follows_records"),
            first_published_at=F("last_published_at"),
        )
        .order_by("-last_published_at", "-pk")
    )
    return _cards(with_summary(pages)[:NEWS], request)


def _types_with(mark: str) -> list[ContentType]:
    models = [m for m in get_page_models() if getattr(m, mark, False)]
    return list(ContentType.objects.get_for_models(*models).values())


def _cards(pages: QuerySet, request: HttpRequest) -> list[Card]:
    found = ((page, page.get_url(request)) for page in pages)
    return [
        Card(title=page.title, url=url, text=page.card_text or "", page=page)
        for page, url in found
        if url
    ]
