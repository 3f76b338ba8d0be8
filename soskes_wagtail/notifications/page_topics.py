"""Following one page: the topic ``page:id`` and the kinds of notices that come of it."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from soskes_wagtail.access import Viewer, visible_to
from soskes_wagtail.notifications.topics import TopicKind, register_topic_kind


def register() -> None:
    register_topic_kind(TopicKind("page", _("Pages"), named_pages, order=40))


def named_pages(viewer: Viewer, ids: Iterable[str]) -> dict[str, str]:
    """Titles of pages by id, of those that the viewer may see. One query."""
    numbers = [ident for ident in ids if ident.isascii() and ident.isdigit() and len(ident) < 10]
    pages = visible_to(viewer, Page.objects.filter(pk__in=numbers)).order_by("title", "pk")
    return {str(pk): title for pk, title in pages.values_list("pk", "title")}
